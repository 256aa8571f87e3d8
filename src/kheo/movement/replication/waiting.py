"""Copies that wait: for the unit to answer, to begin or to report a result; for the office, those that are late."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.states import UNFINISHED, State
from kheo.organisation.access.rules import in_reach
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address

UNIT, OFFICE = frozenset({Role.OFFICER}), frozenset({Role.STANDING_OFFICE})


def _offer(
    key: str, label: Promise, roles: frozenset[Role], act: str, condition: Callable[[date], Q], asked: str
) -> None:
    """Let the copies of a condition wait for some roles, made by the units where they may do the act."""

    def records(user: User, day: date) -> QuerySet[Adoption]:
        return Adoption.objects.filter(in_reach(user, act)).filter(condition(day))

    def link(_day: date) -> str:
        return f"{address('replication:list')}?{asked}"

    offer(Waiting(key, label, roles, records, link, due="due_on", one=("replication:detail", "pk")))


_offer(
    "replication.asked",
    _("Models that your unit is asked to copy"),
    UNIT,
    "replication.accept",
    lambda _day: Q(state=State.ASKED),
    f"state={State.ASKED}",
)
_offer(
    "replication.accepted",
    _("Copies of models accepted and not begun"),
    UNIT,
    "replication.begin",
    lambda _day: Q(state=State.ACCEPTED),
    f"state={State.ACCEPTED}",
)
_offer(
    "replication.late",
    _("Copies of models overdue"),
    OFFICE,
    "replication.plan",
    lambda day: Q(state__in=UNFINISHED, due_on__lt=day),
    "is_late=on",
)
