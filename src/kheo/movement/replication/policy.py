from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

UNIT_SIDE = [Role.OFFICER, Role.STANDING_OFFICE]

declare(
    {
        "replication.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER, Role.EDITOR],
        "replication.plan": [Role.STANDING_OFFICE],
        "replication.copy": UNIT_SIDE,
        "replication.accept": UNIT_SIDE,
        "replication.decline": UNIT_SIDE,
        "replication.begin": UNIT_SIDE,
        "replication.report": UNIT_SIDE,
        "replication.reach": UNIT_SIDE,
        "replication.end": UNIT_SIDE,
        "replication.call_off": [Role.STANDING_OFFICE],
    }
)
