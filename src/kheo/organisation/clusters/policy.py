from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare({"clusters.view": list(Role), "clusters.arrange": [Role.STANDING_OFFICE]})
