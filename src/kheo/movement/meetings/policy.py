from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "meetings.table": [Role.STANDING_OFFICE],
        "meetings.take_off": [Role.STANDING_OFFICE],
    }
)
