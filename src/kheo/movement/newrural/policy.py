from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

UNIT_SIDE = [Role.OFFICER, Role.STANDING_OFFICE]

declare(
    {
        "newrural.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER, Role.EDITOR],
        "newrural.enter": UNIT_SIDE,
        "newrural.correct": UNIT_SIDE,
        "newrural.withdraw": [Role.STANDING_OFFICE],
        "newrural.keep_sets": [Role.STANDING_OFFICE],
        "newrural.publish": [Role.STANDING_OFFICE],
    }
)
