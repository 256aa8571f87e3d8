from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "access.admit": [Role.ADMINISTRATOR],
        "access.appoint": [Role.ADMINISTRATOR],
        "access.set_up_committee": [Role.ADMINISTRATOR, Role.STANDING_OFFICE],
        "units.found": [Role.ADMINISTRATOR],
    }
)
