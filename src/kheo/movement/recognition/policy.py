from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "recognition.issue": [Role.STANDING_OFFICE],
        "recognition.recognise": [Role.STANDING_OFFICE],
        "recognition.decline": [Role.STANDING_OFFICE],
        "recognition.award": [Role.STANDING_OFFICE],
        "recognition.refuse": [Role.STANDING_OFFICE],
        "recognition.reconsider": [Role.STANDING_OFFICE],
        "recognition.keep_up": [Role.STANDING_OFFICE],
        "recognition.spread": [Role.STANDING_OFFICE],
        "recognition.end": [Role.STANDING_OFFICE],
        "recognition.revoke": [Role.STANDING_OFFICE],
    }
)
