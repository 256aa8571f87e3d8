"""Communes whose criteria are to be re-assessed after a change of units."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.newrural.queries import to_reassess
from kheo.organisation.access.rules import in_reach
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address


def _records(user: User, day: date) -> QuerySet[Any]:  # Any: communes of a day
    return to_reassess(day).filter(in_reach(user, "newrural.enter"))


def _list(day: date) -> str:
    return f"{address('newrural:board')}?{urlencode({'what': 'asked', 'day': short_date(day)})}"


offer(
    Waiting(
        "newrural.asked",
        _("Communes whose criteria of new rural area are to be re-assessed"),
        frozenset({Role.OFFICER, Role.STANDING_OFFICE}),
        _records,
        _list,
    )
)
