"""Classes that are over, and of which nobody said who came."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.machinery.notices.kit import Waiting, offer
from kheo.movement.training.models import TrainingClass
from kheo.movement.training.queries import unmarked
from kheo.movement.training.registers import CLASS_REGISTER
from kheo.organisation.access.states import Role
from kheo.ui.addresses import address


def _records(user: User, day: date) -> QuerySet[Any]:  # Any: a register's records
    return TrainingClass.objects.visible_to(user).standing().filter(unmarked(day))


def _list(day: date) -> str:
    asked = {"figure": "training_unmarked", "at": short_date(day)}
    return f"{address('registers:list', CLASS_REGISTER.key)}?{urlencode(asked)}"


offer(
    Waiting(
        "training.unmarked",
        _("Training classes without attendance"),
        frozenset({Role.OFFICER, Role.STANDING_OFFICE}),
        _records,
        _list,
        due="ends_on",
    )
)
