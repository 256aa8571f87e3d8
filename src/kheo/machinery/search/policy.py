from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare({"search.abbreviate": [Role.EDITOR, Role.STANDING_OFFICE]})
