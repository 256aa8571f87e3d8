"""Recommendations to which no reply came in time."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.supervision.models import Recommendation
from kheo.movement.supervision.queries import unanswered
from kheo.movement.supervision.registers import RECOMMENDATIONS
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address

TOLD = frozenset({Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER})


def _records(user: User, day: date) -> QuerySet[Any]:  # Any: a register's records
    return Recommendation.objects.visible_to(user).standing().filter(unanswered(day))


def _list(day: date) -> str:
    asked = {"figure": "supervision_unanswered", "at": short_date(day)}
    return f"{address('registers:list', RECOMMENDATIONS.key)}?{urlencode(asked)}"


offer(
    Waiting(
        "supervision.unanswered",
        _("Recommendations without a reply in time"),
        TOLD,
        _records,
        _list,
        due="reply_due_on",
    )
)
