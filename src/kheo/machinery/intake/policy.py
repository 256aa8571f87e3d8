from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare({"intake.receive": [Role.OFFICER, Role.STANDING_OFFICE, Role.ADMINISTRATOR]})
