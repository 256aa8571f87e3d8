"""How lines of a register wait for people on their first pages: the figure of the same name opens the list of them."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.machinery.notices.kit import Waiting, offer
from kheo.machinery.registers.kit import Register
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address


def wait(
    register: Register,
    figure: str,
    label: Promise,
    roles: Collection[Role],
    on: Callable[[date], Q],
    *,
    asked_of: Callable[[date], date] = lambda day: day,
    **times: Any,  # Any: since, patience or due, as `Waiting` has them
) -> None:
    """Let the lines of a register that a condition holds for on a day wait for some roles; `figure` counts just them.
    `asked_of` gives the day that is asked about, where that is not today."""
    room, _between, key = figure.partition("_")

    def records(user: User, day: date) -> QuerySet[Any]:  # Any: a register's records
        lines = register.model.objects.visible_to(user).standing()
        return lines.filter(on(asked_of(day)))

    def link(day: date) -> str:
        asked = {"figure": figure, "at": short_date(asked_of(day))}
        return f"{address('registers:list', register.key)}?{urlencode(asked)}"

    offer(Waiting(f"{room}.{key}", label, frozenset(roles), records, link, **times))
