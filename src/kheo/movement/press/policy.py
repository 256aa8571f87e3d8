from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

UNIT_SIDE = [Role.OFFICER, Role.STANDING_OFFICE]

declare(
    {
        # the registers of outlets, editions and works
        "press.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER, Role.EDITOR],
        "press.enter": UNIT_SIDE,
        "press.correct": UNIT_SIDE,
        "press.withdraw": [Role.STANDING_OFFICE],
        # the office that holds the contest
        "press.oversee": [Role.STANDING_OFFICE, Role.LEADER],
        "press.overrule": [Role.STANDING_OFFICE],
        "press.open": [Role.STANDING_OFFICE],
        "press.assign": [Role.STANDING_OFFICE],
        "press.bar": [Role.STANDING_OFFICE],
        "press.close": [Role.STANDING_OFFICE],
        "press.announce": [Role.STANDING_OFFICE],
        # the judge's side: on an own sheet only
        "press.mark": [Role.APPRAISER],
        "press.hand_in": [Role.APPRAISER],
        "press.reopen": [Role.APPRAISER],
        "press.abstain": [Role.APPRAISER],
        "press.recuse": [Role.APPRAISER],
    }
)
