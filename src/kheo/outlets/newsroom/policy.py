from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

EDITORS = [Role.EDITOR, Role.STANDING_OFFICE]

# An officer writes for the own unit and sends the draft for review; an editor decides what readers see.
declare({"newsroom.write": [*EDITORS, Role.OFFICER], "newsroom.publish": EDITORS})
