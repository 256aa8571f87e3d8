from django.db import models
from django.db.models import Q

from kheo.lib.dates import short_date
from kheo.machinery.registers.kit import HandedRecord, Record
from kheo.movement.dialogues.states import SETTLED_ALREADY, AskedBy, HostSide, Matter, Raised, Settling


class Dialogue(Record):
    """A dialogue of the head of a Party committee or government with the people. What its columns are called is said
    in `registers.py`."""

    held_on = models.DateField()
    topic = models.CharField(max_length=300)
    place = models.CharField(max_length=200)
    host_side = models.CharField(max_length=20, choices=HostSide)
    host_post = models.CharField(max_length=150)
    host_name = models.CharField(max_length=120)
    attended = models.PositiveIntegerField()
    conclusion_number = models.CharField(max_length=60, blank=True)
    conclusion_on = models.DateField(null=True, blank=True)
    # The day on which the office showed it to readers; nothing while it does not.
    published_on = models.DateField(null=True, editable=False)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(conclusion_on=None) | Q(conclusion_on__gte=models.F("held_on")),
                name="dialogues_concluded_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} ({short_date(self.held_on)})"


class Question(HandedRecord):
    """A question of the people that belongs to a dialogue. Who asked is a class of people, never a name."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=4_000)
    raised = models.CharField(max_length=20, choices=Raised)
    matter = models.CharField(max_length=20, choices=Matter)
    asked_by = models.CharField(max_length=20, choices=AskedBy)
    state = models.CharField(max_length=20, choices=Settling)
    answer = models.TextField(max_length=10_000, blank=True)
    due_on = models.DateField(null=True, blank=True)
    # Whether readers are shown it: kept by the actions of this room.
    is_public = models.BooleanField(default=False, editable=False)

    def __str__(self) -> str:
        return f"{self.dialogue} – {self.number}"

    @property
    def duty(self) -> str:
        return self.text

    @property
    def is_settled(self) -> bool:
        """Whether it was answered, or the result of its task was accepted; `queries.settled` says the same in SQL."""
        return self.state in SETTLED_ALREADY or bool(self.task and self.task.accepted_at)
