"""Groups of which nobody told yet what they did in the year before."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.selfmanaged.models import SelfManagedGroup
from kheo.movement.selfmanaged.queries import untold
from kheo.movement.selfmanaged.registers import GROUPS
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address


def _last_day(day: date) -> date:
    """Return the last day of the year before."""
    return date(day.year - 1, 12, 31)


def _records(user: User, day: date) -> QuerySet[Any]:  # Any: a register's records
    return SelfManagedGroup.objects.visible_to(user).standing().filter(untold(_last_day(day)))


def _list(day: date) -> str:
    asked = {"figure": "selfmanaged_untold", "at": short_date(_last_day(day))}
    return f"{address('registers:list', GROUPS.key)}?{urlencode(asked)}"


offer(
    Waiting(
        "selfmanaged.untold",
        _("Self-management groups without a result of last year"),
        frozenset({Role.OFFICER}),
        _records,
        _list,
    )
)
