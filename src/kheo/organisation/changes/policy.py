from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

declare({"changes.view": list(Role), "changes.apply": [Role.ADMINISTRATOR], "changes.undo": [Role.ADMINISTRATOR]})
