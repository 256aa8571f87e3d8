from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.machinery.duties.states import ProofKind, TaskState
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> Self:
        """Return the tasks of the units that the user's posts cover, and those whose result the user judges: a unit may
        have gone below another body since it was told."""
        return self.filter(Q(unit__in=reach(user)) | Q(giver__in=reach(user, "duties.judge")))

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
    # What it was said at, by a kind of `kit.SOURCES` and a number; and whose body waits for the result.
    source_kind = models.CharField(max_length=40, blank=True)
    source_id = models.BigIntegerField(null=True)
    giver = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("due"), null=True, blank=True)
    # What is to show that it is done: kinds of `ProofKind`.
    proof_kinds = models.JSONField(default=list, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=TaskState, default=TaskState.OPEN)
    done_at = models.DateTimeField(null=True)
    done_note = models.TextField(_("result"), blank=True)
    accepted_at = models.DateTimeField(null=True)
    # Why the result was sent back last, or why nobody has to do it any more.
    because = models.CharField(_("reason"), max_length=1000, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="duties_due")]

    def __str__(self) -> str:
        return self.title

    @property
    def wanted(self) -> list[str]:
        """What is to show that it is done, in words."""
        return [str(ProofKind(kind).label) for kind in self.proof_kinds]

    @property
    def judge_id(self) -> int:
        """The unit whose standing office accepts the result or sends it back: who gave it, else its own."""
        return self.giver_id or self.unit_id


class Proof(models.Model):
    """A file that shows what came of a task."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="proofs")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.file.name
