from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "reports.compose": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER],
        "reports.staffing": [Role.STANDING_OFFICE, Role.LEADER, Role.ADMINISTRATOR],
    }
)
