from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "certificates.design": [Role.STANDING_OFFICE],
        "certificates.issue": [Role.STANDING_OFFICE],
        "certificates.print": [Role.STANDING_OFFICE],
    }
)
