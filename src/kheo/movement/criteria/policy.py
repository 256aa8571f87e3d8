from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "criteria.view": list(Role),
        "criteria.write": [Role.STANDING_OFFICE],
        "criteria.apply": [Role.STANDING_OFFICE],
    }
)
