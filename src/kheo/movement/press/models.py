from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kheo.foundation.accounts.models import User
from kheo.machinery.registers.kit import Record
from kheo.movement.criteria.models import CriteriaSet
from kheo.movement.press.states import Check, Medium, Prize, Stage
from kheo.movement.registry.models import Exemplar
from kheo.movement.scoring.kit import ScoreMark, ScoreSheet, SheetQuerySet


class Outlet(Record):
    """A newspaper or station with its licence, in the list that an office keeps. What the columns of the tables of
    registers are called is said in `registers.py`."""

    name = models.CharField(max_length=200)
    licence = models.CharField(max_length=60)
    licensed_from = models.DateField()
    licensed_until = models.DateField(null=True, blank=True)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Tie(Record):
    """That a judge works for an outlet or has else to do with it: its works are kept from them."""

    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="+")
    judge = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta(Record.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.judge} – {self.outlet}"


class Edition(Record):
    """A press contest of one year with its rules: from when to when works were published, are sent in and judged, by
    which criteria, and how many prizes there are."""

    contest = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    plan = models.CharField(max_length=60, blank=True)
    published_from = models.DateField()
    published_to = models.DateField()
    entries_from = models.DateField()
    entries_to = models.DateField()
    judging_from = models.DateField()
    judging_to = models.DateField()
    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="+")
    first_prizes = models.PositiveSmallIntegerField(default=1)
    second_prizes = models.PositiveSmallIntegerField(default=2)
    third_prizes = models.PositiveSmallIntegerField(default=3)
    consolation_prizes = models.PositiveSmallIntegerField(default=5)
    # The decision by which the results were announced; nothing before that. Kept by the actions of this room.
    decision_number = models.CharField(max_length=60, blank=True, editable=False)
    decided_on = models.DateField(null=True, editable=False)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(published_to__gte=F("published_from"))
                & Q(entries_to__gte=F("entries_from"))
                & Q(judging_to__gte=F("judging_from")),
                name="press_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest} {self.year}"

    def limit_of(self, prize: str) -> int:
        """Return how many prizes of a kind there are."""
        limit: int = getattr(self, f"{prize}_prizes")
        return limit


class Entry(Record):
    """A work of the press that a unit sent in. Its author is a name and nothing more."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    medium = models.CharField(max_length=20, choices=Medium)
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField()
    address = models.URLField(max_length=500, blank=True)
    place = models.CharField(max_length=120, blank=True)
    author = models.CharField(max_length=200)
    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_on = models.DateField()
    prized_elsewhere = models.CharField(max_length=300, blank=True)
    # What the judges read: without author and outlet.
    text = models.TextField(max_length=30_000, blank=True)
    # What it won, once that is announced. Kept by the actions of this room.
    prize = models.CharField(max_length=20, choices=Prize, blank=True, editable=False)

    class Meta(Record.Meta):
        indexes = [*Record.Meta.indexes, models.Index(fields=["exemplar"], name="press_of_model")]

    def __str__(self) -> str:
        return self.title


class Overrule(models.Model):
    """That the office lets a work pass although a check is against it, and why."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="overrules")
    check_name = models.CharField(max_length=20, choices=Check)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("entry", "check_name", name="press_overruled_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.check_name}"


class Round(models.Model):
    """A round of judging of an edition: how many people judge each work, and whether it is closed."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="rounds")
    stage = models.CharField(max_length=20, choices=Stage)
    each = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("edition", "stage", name="press_round_once")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.stage}"


class Candidate(models.Model):
    """A work in a round, known to its judges by a number."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="candidates")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    # The mean of its sheets, and whether it goes on to the final, once the round is closed.
    points = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    goes_on = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("round", "entry", name="press_candidate_once"),
            models.UniqueConstraint("round", "number", name="press_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.number}"


class Sheet(ScoreSheet):
    """What a judge makes of a work in a round."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="sheets")

    objects = SheetQuerySet.as_manager()

    class Meta(ScoreSheet.Meta):
        constraints = [
            models.UniqueConstraint("candidate", "scorer", name="press_sheet_once"),
            *ScoreSheet.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}: {self.scorer_id}"


class Mark(ScoreMark):
    """The points of one sheet for one criterion."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="marks")

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.criterion_id}"
