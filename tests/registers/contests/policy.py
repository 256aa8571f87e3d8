from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "contests.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER],
        "contests.enter": [Role.OFFICER, Role.STANDING_OFFICE],
        "contests.correct": [Role.STANDING_OFFICE],
        "contests.withdraw": [Role.STANDING_OFFICE],
    }
)
