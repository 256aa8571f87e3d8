from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare(
    {
        "conferences.hold": [Role.STANDING_OFFICE],
        "conferences.keep": [Role.STANDING_OFFICE],
        "conferences.answer": [Role.OFFICER, Role.STANDING_OFFICE],
    }
)
