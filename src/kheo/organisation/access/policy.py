from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "access.admit": [Role.ADMINISTRATOR],
        "access.appoint": [Role.ADMINISTRATOR],
        "units.found": [Role.ADMINISTRATOR],
    }
)
