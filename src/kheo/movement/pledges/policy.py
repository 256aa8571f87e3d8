from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

UNIT_SIDE = [Role.OFFICER, Role.STANDING_OFFICE]

declare(
    {
        "pledges.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER],
        "pledges.enter": UNIT_SIDE,
        "pledges.correct": UNIT_SIDE,
        "pledges.withdraw": [Role.STANDING_OFFICE],
        # at the unit that is the head of the cluster, or at the body that set the cluster up
        "pledges.lead": UNIT_SIDE,
        # on a sheet of the own unit
        "pledges.mark": UNIT_SIDE,
    }
)
