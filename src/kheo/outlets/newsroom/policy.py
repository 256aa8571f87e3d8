from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

EDITORS = [Role.EDITOR, Role.STANDING_OFFICE]

declare({"newsroom.write": EDITORS, "newsroom.publish": EDITORS})
