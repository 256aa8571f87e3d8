from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "papers.view": [Role.STANDING_OFFICE, Role.LEADER, Role.ADMINISTRATOR],
        # To bring templates and to say how the body writes.
        "papers.keep": [Role.STANDING_OFFICE, Role.ADMINISTRATOR],
    }
)
