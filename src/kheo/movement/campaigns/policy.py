from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "campaigns.set_up": [Role.STANDING_OFFICE],
        "campaigns.change": [Role.STANDING_OFFICE],
        "campaigns.open": [Role.STANDING_OFFICE],
        "campaigns.close": [Role.STANDING_OFFICE],
        "campaigns.extend": [Role.STANDING_OFFICE],
    }
)
