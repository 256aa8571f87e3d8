from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

UNIT_SIDE = [Role.OFFICER, Role.STANDING_OFFICE]

declare(
    {
        "training.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER],
        "training.enter": UNIT_SIDE,
        "training.correct": UNIT_SIDE,
        "training.withdraw": [Role.STANDING_OFFICE],
        # Who in a post was trained and who never: for the office and the unit itself alone.
        "training.people": UNIT_SIDE,
        "training.certify": [Role.STANDING_OFFICE],
    }
)
