from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

EDITORS = [Role.EDITOR, Role.STANDING_OFFICE]

# An officer writes for the own unit and sends the draft for review; an editor decides what readers see. The sections
# are arranged at the body of this copy: all sites share them.
declare({"newsroom.write": [*EDITORS, Role.OFFICER], "newsroom.publish": EDITORS, "newsroom.arrange": EDITORS})
