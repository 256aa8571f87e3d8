"""What waits for judges of press contests."""

from django.utils.translation import gettext_lazy as _

from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.press.queries import to_judge
from kheo.movement.scoring.states import SheetState
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address

offer(
    Waiting(
        "press.to_judge",
        _("Works of a press contest to be judged"),
        frozenset({Role.APPRAISER}),
        lambda user, _day: to_judge(user).filter(state=SheetState.ASSIGNED),
        lambda _day: address("press:mine"),
        since="assigned_at",
        patience=14,
    )
)
