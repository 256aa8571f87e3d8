from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "reporting.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER],
        "reporting.write": [Role.OFFICER, Role.STANDING_OFFICE],
        "reporting.decide": [Role.STANDING_OFFICE],
        # What the topmost body writes is approved by its own leader.
        "reporting.approve": [Role.LEADER],
        "reporting.open": [Role.STANDING_OFFICE],
    }
)
