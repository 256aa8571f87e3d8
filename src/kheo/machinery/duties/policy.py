from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "duties.assign": [Role.STANDING_OFFICE],
        "duties.judge": [Role.STANDING_OFFICE],
        "duties.finish": [Role.OFFICER, Role.STANDING_OFFICE],
    }
)
