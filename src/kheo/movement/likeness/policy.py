from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "likeness.view": [Role.STANDING_OFFICE, Role.LEADER],
        "likeness.decide": [Role.STANDING_OFFICE],
        "likeness.take_back": [Role.STANDING_OFFICE],
    }
)
