from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "access.admit": [Role.ADMINISTRATOR],
        "access.appoint": [Role.ADMINISTRATOR],
        "access.delegate": list(Role),
        "access.hand_over": [Role.ADMINISTRATOR],
        "units.found": [Role.ADMINISTRATOR],
    }
)
