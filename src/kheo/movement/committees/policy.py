from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "committees.view": list(Role),
        "committees.set_up": [Role.STANDING_OFFICE, Role.ADMINISTRATOR],
        "committees.restaff": [Role.STANDING_OFFICE, Role.ADMINISTRATOR],
    }
)
