from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        # the unit's side
        "appraisal.self_score": [Role.OFFICER, Role.STANDING_OFFICE],
        "appraisal.read": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER],
        # the standing office's side
        "appraisal.open": [Role.STANDING_OFFICE],
        "appraisal.assign": [Role.STANDING_OFFICE],
        "appraisal.withdraw": [Role.STANDING_OFFICE],
        "appraisal.bar": [Role.STANDING_OFFICE],
        "appraisal.lift": [Role.STANDING_OFFICE],
        "appraisal.survey": [Role.STANDING_OFFICE],
        "appraisal.score": [Role.STANDING_OFFICE],
        "appraisal.oversee": [Role.STANDING_OFFICE, Role.LEADER],
        # the scorer's side: on an own sheet only
        "appraisal.mark": [Role.APPRAISER],
        "appraisal.hand_in": [Role.APPRAISER],
        "appraisal.reopen": [Role.APPRAISER],
        "appraisal.abstain": [Role.APPRAISER],
        "appraisal.recuse": [Role.APPRAISER],
        "appraisal.declare": [Role.APPRAISER, Role.STANDING_OFFICE],
    }
)
