from django.db import models
from django.db.models import F, Q

from kheo.machinery.registers.kit import Record
from kheo.movement.criteria.models import CriteriaSet
from kheo.movement.scoring.kit import ScoreMark, ScoreSheet, SheetQuerySet
from kheo.organisation.clusters.models import Cluster
from kheo.organisation.units.models import Unit


class Pledge(Record):
    """One thing that a unit pledged in its cluster for a year (giao ước thi đua): how much, and what was reached. What
    the columns of the tables of registers are called is said in `registers.py`."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    target = models.CharField(max_length=300)
    counted_in = models.CharField(max_length=40)
    promised = models.DecimalField(max_digits=14, decimal_places=2)
    reached = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    signed_on = models.DateField()
    note = models.TextField(max_length=2_000, blank=True)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(promised__gt=0), name="pledges_of_something"),
        ]
        indexes = [*Record.Meta.indexes, models.Index(fields=["cluster", "year"], name="pledges_of_cluster")]

    def __str__(self) -> str:
        return self.target

    @property
    def is_kept(self) -> bool:
        """Whether what was promised is reached."""
        return self.reached is not None and self.reached >= self.promised


class CrossCheck(Record):
    """That a unit checks another one of its cluster in a year (kiểm tra chéo); planned as long as it has no day."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    checked = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField(null=True, blank=True)
    findings = models.TextField(max_length=10_000, blank=True)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=~Q(checked=F("unit")), name="pledges_checks_another"),
        ]
        indexes = [*Record.Meta.indexes, models.Index(fields=["cluster", "year"], name="pledges_checks_of_cluster")]

    def __str__(self) -> str:
        return f"{self.unit} → {self.checked}"


class MutualScoring(models.Model):
    """That the units of a cluster score one another for a year (chấm điểm chéo): by which criteria, until when, and
    whether it is closed."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("cluster", "year", name="pledges_scoring_once")]

    def __str__(self) -> str:
        return f"{self.cluster}, {self.year}"


class Place(models.Model):
    """A unit that the others of its cluster score; once that is closed, the mean of its sheets and its rank."""

    scoring = models.ForeignKey(MutualScoring, on_delete=models.PROTECT, related_name="places")
    member = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    rank = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("scoring", "member", name="pledges_place_once"),
            models.CheckConstraint(
                condition=Q(points=None, rank=None) | Q(points__isnull=False, rank__isnull=False),
                name="pledges_ranked_by_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scoring_id}: {self.member_id}"


class Sheet(ScoreSheet):
    """What one unit of a cluster makes of another. It is the unit's, not one person's."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="sheets")
    giver = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    objects = SheetQuerySet.as_manager()

    class Meta(ScoreSheet.Meta):
        constraints = [
            models.UniqueConstraint("place", "giver", name="pledges_sheet_once"),
            *ScoreSheet.Meta.constraints,
        ]
        indexes = [*ScoreSheet.Meta.indexes, models.Index(fields=["giver", "state"], name="pledges_to_give")]

    def __str__(self) -> str:
        return f"{self.place_id}: {self.giver_id}"


class Mark(ScoreMark):
    """The points of one sheet for one criterion."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="marks")

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.criterion_id}"
