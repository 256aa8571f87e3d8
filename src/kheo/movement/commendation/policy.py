from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

UNIT_SIDE = [Role.OFFICER, Role.STANDING_OFFICE]

# What the unit does is asked for at the proposing unit; the rest at the campaign's steering unit.
declare(
    {
        "commendation.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER],
        "commendation.catalogue": [Role.STANDING_OFFICE],
        "commendation.write": UNIT_SIDE,
        "commendation.submit": UNIT_SIDE,
        "commendation.return_": [Role.STANDING_OFFICE],
        "commendation.send": [Role.STANDING_OFFICE],
        "commendation.decide": [Role.STANDING_OFFICE],
        "commendation.reopen": [Role.STANDING_OFFICE],
        "commendation.revoke": [Role.STANDING_OFFICE],
    }
)
