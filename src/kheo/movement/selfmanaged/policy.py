from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

UNIT_SIDE = [Role.OFFICER, Role.STANDING_OFFICE]

declare(
    {
        "selfmanaged.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER, Role.EDITOR],
        "selfmanaged.enter": UNIT_SIDE,
        "selfmanaged.correct": UNIT_SIDE,
        "selfmanaged.withdraw": [Role.STANDING_OFFICE],
    }
)
