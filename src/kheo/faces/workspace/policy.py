from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "workspace.home": list(Role),
        "workspace.lead": [Role.LEADER, Role.STANDING_OFFICE],
        "workspace.oversee_jobs": [Role.ADMINISTRATOR],
    }
)
