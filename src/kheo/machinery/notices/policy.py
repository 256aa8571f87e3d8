from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "notices.look_through": [Role.STANDING_OFFICE],
        "notices.release": [Role.STANDING_OFFICE],
        "notices.drop": [Role.STANDING_OFFICE],
        "notices.see_failures": [Role.STANDING_OFFICE, Role.ADMINISTRATOR],
        "notices.retry": [Role.STANDING_OFFICE, Role.ADMINISTRATOR],
    }
)
