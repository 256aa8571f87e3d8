from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "closings.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER],
        "closings.close": [Role.STANDING_OFFICE],
    }
)
