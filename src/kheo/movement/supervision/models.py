from django.db import models
from django.db.models import Q

from kheo.machinery.duties.states import TaskState
from kheo.machinery.registers.kit import HandedRecord, Record
from kheo.movement.supervision.states import Kind


class Session(Record):
    """A session of supervision or social criticism: a line of the year's plan, and what was found once it was held.
    What its columns are called is said in `registers.py`."""

    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    subject = models.CharField(max_length=300)
    body = models.CharField(max_length=200)
    planned_for = models.CharField(max_length=60, blank=True)
    leader = models.CharField(max_length=200, blank=True)
    # The day on which it was held; nothing while it is planned only.
    held_on = models.DateField(null=True, blank=True)
    findings = models.TextField(max_length=10_000, blank=True)

    def __str__(self) -> str:
        return f"{self.subject} ({self.year})"


class Recommendation(HandedRecord):
    """What a session asks the supervised body to do, until when it is to reply, and what it replied. Where that body is
    a unit of the house, it becomes a task of it."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=4_000)
    addressee = models.CharField(max_length=200)
    reply_due_on = models.DateField()
    replied_on = models.DateField(null=True, blank=True)
    reply = models.TextField(max_length=10_000, blank=True)
    is_closed = models.BooleanField(default=False)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(is_closed=False) | Q(replied_on__isnull=False), name="supervision_closed_when_replied"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} – {self.number}"

    @property
    def duty(self) -> str:
        return self.text

    @property
    def is_answered(self) -> bool:
        """Whether a reply is entered, or its unit has reported what was done; `queries.ANSWERED` says the same."""
        return self.replied_on is not None or bool(self.task and self.task.state == TaskState.DONE)
