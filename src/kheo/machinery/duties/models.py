from datetime import date, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.duties.states import TaskState
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(unit__in=reach(user))

    def overdue(self, day: date) -> Self:
        """Return the tasks whose last day is past; the day itself still belongs to the doer."""
        return self.filter(state=TaskState.OPEN, due_on__lt=day)

    def due_within_a_week(self, day: date) -> Self:
        """Return the tasks whose last day is a day or one of the seven after it."""
        return self.filter(state=TaskState.OPEN, due_on__gte=day, due_on__lte=day + timedelta(days=7))


class Task(models.Model):
    """Something that a unit was told to do by a day, wherever it was said (conference, dialogue, remark)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    title = models.CharField(_("task"), max_length=500)
    source = models.CharField(_("said at"), max_length=300, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=TaskState, default=TaskState.OPEN)
    done_at = models.DateTimeField(null=True)
    done_note = models.TextField(_("result"), blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="duties_due")]

    def __str__(self) -> str:
        return self.title
