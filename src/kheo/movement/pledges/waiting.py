"""What of pledges and cross-checks waits for the officers of units."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.pledges.models import CrossCheck, Pledge
from kheo.movement.pledges.queries.clusters import CHECKS_KEY, PLEDGES_KEY, planned_only, unknown_of_year
from kheo.movement.pledges.queries.scoring import waiting_for
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address


def _last_day(day: date) -> date:
    """Return the last day of the year before."""
    return date(day.year - 1, 12, 31)


def _untold(user: User, day: date) -> QuerySet[Any]:  # Any: a register's records
    return Pledge.objects.visible_to(user).standing().filter(unknown_of_year(_last_day(day)))


def _unchecked(user: User, day: date) -> QuerySet[Any]:  # Any: as above
    return CrossCheck.objects.visible_to(user).standing().filter(planned_only(day))


def _list(key: str, figure: str, day: date) -> str:
    return f"{address('registers:list', key)}?{urlencode({'figure': figure, 'at': short_date(day)})}"


offer(
    Waiting(
        "pledges.untold",
        _("Pledged targets of last year without a result"),
        frozenset({Role.OFFICER}),
        _untold,
        lambda day: _list(PLEDGES_KEY, "pledges_untold", _last_day(day)),
    )
)
offer(
    Waiting(
        "pledges.unchecked",
        _("Cross-checks that your unit is to make this year"),
        frozenset({Role.OFFICER}),
        _unchecked,
        lambda day: _list(CHECKS_KEY, "pledges_checks_open", day),
    )
)
offer(
    Waiting(
        "pledges.to_give",
        _("Units of your cluster to be given points"),
        frozenset({Role.OFFICER, Role.STANDING_OFFICE}),
        lambda user, _day: waiting_for(user),
        lambda _day: address("pledges:mine"),
        since="assigned_at",
        patience=14,
    )
)
