from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare({"voice.moderate": [Role.EDITOR, Role.STANDING_OFFICE]})
