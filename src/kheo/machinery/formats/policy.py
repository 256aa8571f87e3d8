from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare({"formats.check": list(Role)})
