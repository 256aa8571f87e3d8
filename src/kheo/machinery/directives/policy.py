from kheo.machinery.directives.states import KEEP
from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare({KEEP: [Role.STANDING_OFFICE]})
