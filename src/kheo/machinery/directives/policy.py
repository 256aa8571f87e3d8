from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare({"directives.keep": [Role.STANDING_OFFICE]})
