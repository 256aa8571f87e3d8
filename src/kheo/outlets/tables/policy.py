from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "tables.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER],
        "tables.make": [Role.OFFICER, Role.STANDING_OFFICE],
        "tables.shape": [Role.STANDING_OFFICE],
    }
)
