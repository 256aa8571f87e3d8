from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

UNIT_SIDE = [Role.OFFICER, Role.STANDING_OFFICE]

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
        # Drafts of decisions are read by who issues and who signs them.
        "recognition.read_drafts": [Role.STANDING_OFFICE, Role.LEADER],
        "recognition.appeal": UNIT_SIDE,
        "recognition.read_appeals": [*UNIT_SIDE, Role.LEADER],
        "recognition.answer": [Role.STANDING_OFFICE],
    }
)
