from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

KEEP = "sites.keep"

declare({KEEP: [Role.ADMINISTRATOR]})
