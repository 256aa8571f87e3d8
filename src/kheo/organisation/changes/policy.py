from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "changes.apply": [Role.ADMINISTRATOR],
        "changes.undo": [Role.ADMINISTRATOR],
        "changes.locate": [Role.STANDING_OFFICE, Role.ADMINISTRATOR],
    }
)
