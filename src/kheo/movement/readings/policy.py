from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "readings.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER],
        "readings.bring": [Role.OFFICER, Role.STANDING_OFFICE],
    }
)
