from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.machinery.correspondence.states import Direction, Handling
from kheo.machinery.directives.models import Directive
from kheo.machinery.duties.models import Task
from kheo.machinery.numbering.models import Number
from kheo.organisation.access.rules import in_reach
from kheo.organisation.units.models import Unit


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: User) -> Self:
        """Return the entries of the books that the user's posts cover."""
        return self.filter(in_reach(user, "correspondence.view"))

    def handled(self, handling: str, day: date) -> Self:
        """Return the incoming ones that are settled so far on a day."""
        come = self.filter(direction=Direction.IN)
        if handling == Handling.SETTLED:
            return come.filter(settled_on__isnull=False)
        still = come.filter(settled_on__isnull=True)
        return still.filter(due_on__lt=day) if handling == Handling.LATE else still


class Entry(models.Model):
    """A line of the book of documents in or out: when a document came or went, and what was done with it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3, choices=Direction)
    day = models.DateField(pgettext_lazy("correspondence", "day of arrival or of sending"))
    # The number of arrival, from 1 on in each year; of what goes out, its number in the book of numbers if it has one.
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(null=True)
    sender = models.CharField(pgettext_lazy("correspondence", "sent by"), max_length=200, blank=True)
    forwarded_to = models.CharField(pgettext_lazy("correspondence", "forwarded to"), max_length=300, blank=True)
    handled_by = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(pgettext_lazy("correspondence", "to be settled by"), null=True)
    settled_on = models.DateField(null=True)
    settled_note = models.TextField(blank=True)
    taken = models.OneToOneField(Number, on_delete=models.PROTECT, null=True, related_name="+")
    signer = models.CharField(pgettext_lazy("correspondence", "signed by"), max_length=200, blank=True)
    recipients = models.TextField(pgettext_lazy("correspondence", "sent to"), blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("unit", "direction", "directive", name="correspondence_entered_once"),
            models.UniqueConstraint(
                fields=["unit", "year", "number"],
                condition=Q(direction=Direction.IN),
                name="correspondence_arrival_once",
            ),
            models.CheckConstraint(
                condition=Q(direction=Direction.OUT) | Q(number__isnull=False), name="correspondence_arrival_numbered"
            ),
        ]
        indexes = [models.Index(fields=["unit", "-day", "-id"], name="correspondence_newest")]

    def __str__(self) -> str:
        return f"{self.direction} {self.number}/{self.year}"


class Deadline(models.Model):
    """What a document asks of units by a day: one day, or the same day of each year."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="+")
    asked = models.CharField(pgettext_lazy("deadline", "what is asked"), max_length=400)
    clause = models.CharField(pgettext_lazy("deadline", "where the document says so"), max_length=100, blank=True)
    units = models.ManyToManyField(Unit, related_name="+", blank=True)
    unit_kinds = models.JSONField(default=list)
    due_on = models.DateField(pgettext_lazy("deadline", "last day"), null=True)
    each_day = models.PositiveSmallIntegerField(null=True)
    each_month = models.PositiveSmallIntegerField(null=True)
    dropped_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=False, each_day__isnull=True, each_month__isnull=True)
                | Q(due_on__isnull=True, each_day__range=(1, 31), each_month__range=(1, 12)),
                name="correspondence_one_rule",
            )
        ]

    def __str__(self) -> str:
        return self.asked


class Given(models.Model):
    """That a unit was given the task of a deadline, for the day on which it then was due."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="given")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(F("deadline"), F("unit"), F("due_on"), name="correspondence_given_once")]

    def __str__(self) -> str:
        return f"{self.deadline_id}: {self.unit_id} {self.due_on}"
