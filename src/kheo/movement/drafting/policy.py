from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare({"drafting.write": [Role.STANDING_OFFICE, Role.LEADER]})
