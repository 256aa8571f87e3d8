from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare({"statuses.view": list(Role), "statuses.record": [Role.STANDING_OFFICE, Role.ADMINISTRATOR]})
