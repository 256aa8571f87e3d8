from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

UNIT_SIDE = [Role.OFFICER, Role.STANDING_OFFICE]

declare(
    {
        "dialogues.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER, Role.EDITOR],
        "dialogues.enter": UNIT_SIDE,
        "dialogues.correct": UNIT_SIDE,
        "dialogues.withdraw": [Role.STANDING_OFFICE],
        "dialogues.hand_out": [Role.STANDING_OFFICE],
        "dialogues.publish": [Role.STANDING_OFFICE],
    }
)
