from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

UNIT_SIDE = [Role.OFFICER, Role.STANDING_OFFICE]

declare(
    {
        "following.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER, Role.EDITOR],
        "following.enter": UNIT_SIDE,
        "following.correct": UNIT_SIDE,
        "following.withdraw": [Role.STANDING_OFFICE],
        # Difficulties are answered, and recognised models re-checked, by an office and not by the unit itself.
        "following.answer": [Role.STANDING_OFFICE],
        "following.recheck": [Role.STANDING_OFFICE],
    }
)
