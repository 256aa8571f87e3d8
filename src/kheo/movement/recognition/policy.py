from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "recognition.issue": [Role.STANDING_OFFICE],
        "recognition.recognise": [Role.STANDING_OFFICE],
        "recognition.decline": [Role.STANDING_OFFICE],
    }
)
