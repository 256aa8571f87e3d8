"""Tasks that are late, and those of the week."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.duties.models import Task
from kheo.machinery.notices.kit import Waiting, offer
from kheo.organisation.access.states import Role

DOERS = frozenset({Role.OFFICER, Role.STANDING_OFFICE, Role.LEADER})


def _late(user: User, day: date) -> QuerySet[Task]:
    return Task.objects.visible_to(user).overdue(day)


def _this_week(user: User, day: date) -> QuerySet[Task]:
    return Task.objects.visible_to(user).due_within_a_week(day)


def _list(due: str) -> str:
    return f"{reverse('duties:list')}?due={due}"


TASK = ("duties:detail", "pk")
offer(Waiting("duties.late", _("Tasks overdue"), DOERS, _late, lambda _day: _list("late"), due="due_on", one=TASK))
offer(
    Waiting(
        "duties.week", _("Tasks due this week"), DOERS, _this_week, lambda _day: _list("week"), due="due_on", one=TASK
    )
)
