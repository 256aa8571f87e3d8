from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

UNIT_SIDE = [Role.OFFICER, Role.STANDING_OFFICE]

declare(
    {
        "registry.view": [Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER, Role.EDITOR],
        "registry.register": UNIT_SIDE,
        "registry.amend": UNIT_SIDE,
        "registry.delete_draft": UNIT_SIDE,
        "registry.submit": UNIT_SIDE,
        "registry.return_": [Role.STANDING_OFFICE],
        "registry.accept": [Role.STANDING_OFFICE],
        "registry.start": UNIT_SIDE,
        "registry.report": UNIT_SIDE,
        "registry.propose": UNIT_SIDE,
        "registry.send_back": [Role.STANDING_OFFICE],
        "registry.cancel": [Role.STANDING_OFFICE],
        "registry.hand_to": [Role.STANDING_OFFICE],
        "registry.release_how_to": [Role.STANDING_OFFICE],
        "registry.merge": [Role.STANDING_OFFICE],
    }
)
