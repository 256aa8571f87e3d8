from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "numbering.view": [Role.STANDING_OFFICE, Role.LEADER],
        "numbering.set_up": [Role.STANDING_OFFICE],
        # To reserve, issue and void.
        "numbering.use": [Role.STANDING_OFFICE],
    }
)
