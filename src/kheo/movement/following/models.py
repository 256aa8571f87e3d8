from django.db import models
from django.db.models import F, Q

from kheo.lib.dates import short_date
from kheo.machinery.registers.kit import Record, TaskRecord
from kheo.movement.following.states import Going, Half, Verdict
from kheo.movement.registry.models import Exemplar

STANDING = Q(withdrawn_at=None)


class DiaryLine(TaskRecord):
    """A day in the diary of a model: what was done, and what is hard. What its columns are called is said in
    `registers.py`. It is the largest table of the house: each list of it has an index, and nothing counts all of it."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, db_index=False, related_name="+")
    done_on = models.DateField()
    done = models.TextField(max_length=1_000)
    place = models.CharField(max_length=200, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    difficulty = models.TextField(max_length=1_000, blank=True)
    # Whether it tells a difficulty: it follows from the words, and is kept for the index of those that are open.
    is_hard = models.BooleanField(default=False, editable=False)
    # What became of the difficulty: kept by the actions of this room.
    answer = models.TextField(max_length=4_000, blank=True, editable=False)
    answered_on = models.DateField(null=True, editable=False)

    class Meta(Record.Meta):
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["exemplar", "-done_on", "-id"], condition=STANDING, name="following_diary_of"),
            models.Index(fields=["-done_on", "-id"], condition=STANDING, name="following_diary_latest"),
            models.Index(fields=["unit", "-done_on", "-id"], condition=STANDING, name="following_diary_of_unit"),
            models.Index(
                fields=["unit", "done_on"],
                condition=STANDING & Q(is_hard=True, answered_on=None),
                name="following_diary_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exemplar} ({short_date(self.done_on)})"


class Check(Record):
    """How a model goes, as its unit found for a half-year; there is one for each model and half-year."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, db_index=False, related_name="+")
    year = models.PositiveSmallIntegerField()
    half = models.CharField(max_length=20, choices=Half)
    going = models.CharField(max_length=20, choices=Going)
    remarks = models.TextField(max_length=2_000, blank=True)
    # The half-year as a number (`rules.period_of`): it follows from the year and the half.
    period = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Record.Meta):
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["exemplar", "-period"], condition=STANDING, name="following_checks_of"),
        ]

    def __str__(self) -> str:
        return f"{self.exemplar} – {self.get_half_display()} {self.year}"


class Reached(Record):
    """What of an indicator that the unit promised was reached by a half-year check. The indicator is known by its name:
    the rows of a promise are written anew when it is corrected."""

    check_of = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=200)
    reached = models.DecimalField(max_digits=16, decimal_places=2)

    def __str__(self) -> str:
        return f"{self.check_of} – {self.indicator}"


class Recheck(Record):
    """What the office found of a recognised model, on the spot. It changes no recognition: that a decision does."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, db_index=False, related_name="+")
    checked_on = models.DateField()
    verdict = models.CharField(max_length=20, choices=Verdict)
    ended_on = models.DateField(null=True, blank=True)
    reason = models.TextField(max_length=2_000, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    checked_by = models.CharField(max_length=200, blank=True)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__lte=F("checked_on")), name="following_ended_before_found"
            ),
        ]
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["exemplar", "-checked_on", "-id"], condition=STANDING, name="following_rechecks_of"),
        ]

    def __str__(self) -> str:
        return f"{self.exemplar} ({short_date(self.checked_on)})"
