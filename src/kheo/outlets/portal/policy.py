from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

EDITORS = [Role.EDITOR, Role.STANDING_OFFICE]

declare(
    {
        "portal.write": EDITORS,
        "portal.publish": EDITORS,
        "portal.moderate": EDITORS,
    }
)
