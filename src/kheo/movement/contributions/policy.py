from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

UNIT_SIDE = [Role.OFFICER, Role.STANDING_OFFICE]

declare(
    {
        "contributions.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER],
        "contributions.enter": UNIT_SIDE,
        "contributions.correct": UNIT_SIDE,
        "contributions.withdraw": [Role.STANDING_OFFICE],
    }
)
