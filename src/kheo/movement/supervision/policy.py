from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

UNIT_SIDE = [Role.OFFICER, Role.STANDING_OFFICE]

declare(
    {
        "supervision.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER, Role.EDITOR],
        "supervision.enter": UNIT_SIDE,
        "supervision.correct": UNIT_SIDE,
        "supervision.withdraw": [Role.STANDING_OFFICE],
        "supervision.hand_out": [Role.STANDING_OFFICE],
    }
)
