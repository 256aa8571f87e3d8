from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "meetings.view": [Role.STANDING_OFFICE, Role.LEADER],
        "meetings.call": [Role.STANDING_OFFICE],
        "meetings.table": [Role.STANDING_OFFICE],
        "meetings.take_off": [Role.STANDING_OFFICE],
        "meetings.run": [Role.STANDING_OFFICE],
        "meetings.close": [Role.STANDING_OFFICE],
    }
)
