from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "correspondence.view": [Role.STANDING_OFFICE, Role.LEADER],
        # To enter, forward and settle what comes in, to number what goes out, to set deadlines and hand them out.
        "correspondence.keep": [Role.STANDING_OFFICE],
    }
)
