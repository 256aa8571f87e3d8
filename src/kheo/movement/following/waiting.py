"""What waits of models that go on: difficulties without an answer, models of which nobody reports, re-checks that are
due, and models that ended whose recognition still stands."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.machinery.notices.kit import Waiting, offer
from kheo.machinery.registers.kit import Register
from kheo.movement.following.queries import due_for, ended_but_recognised, silent_for, unanswered
from kheo.movement.following.registers import DIARY, RECHECKS
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address

OFFICE, UNIT = frozenset({Role.STANDING_OFFICE}), frozenset({Role.OFFICER})


def _offer(
    register: Register, key: str, label: Promise, condition: Callable[[date], Q], since: str, patience: int
) -> None:
    """Let the lines of a register that meet a condition wait for the office; the figure of that key lists them."""

    def records(user: User, day: date) -> QuerySet[Any]:  # Any: a register's records
        seen = register.model._default_manager.get_queryset().visible_to(user)  # type: ignore[attr-defined]  # its own
        return seen.filter(condition(day), withdrawn_at=None)  # type: ignore[no-any-return]  # as above

    def link(day: date) -> str:
        asked = {"figure": f"following_{key}", "at": short_date(day)}
        return f"{address('registers:list', register.key)}?{urlencode(asked)}"

    offer(Waiting(f"following.{key}", label, OFFICE, records, link, since=since, patience=patience))


def _registrations(figure: str) -> Callable[[date], str]:
    return lambda _day: f"{address('registry:list')}?figure={figure}"


_offer(DIARY, "unanswered", _("Difficulties of models to be answered"), unanswered, "done_on", 7)
_offer(
    RECHECKS,
    "to_revoke",
    _("Models that ended: decide on their recognition"),
    ended_but_recognised,
    "checked_on",
    30,
)
offer(
    Waiting(
        "following.silent",
        _("Models without a report for two half-years"),
        UNIT | OFFICE,
        silent_for,
        _registrations("following_silent"),
    )
)
offer(
    Waiting(
        "following.due",
        _("Recognised models due to be re-checked"),
        OFFICE,
        due_for,
        _registrations("following_due"),
    )
)
