from django.db import models
from django.db.models import F, Q

from kheo.machinery.registers.kit import Record
from kheo.movement.registry.models import Exemplar
from kheo.movement.selfmanaged.states import GroupKind


class SelfManagedGroup(Record):
    """A group of people that manages something in its village itself. Its members are numbers, never names.
    What its columns are called is said in `registers.py`."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=GroupKind)
    village = models.CharField(max_length=100, blank=True)
    founded_on = models.DateField()
    # The first day on which it no longer was.
    ended_on = models.DateField(null=True, blank=True)
    members = models.PositiveSmallIntegerField()
    women = models.PositiveSmallIntegerField(null=True, blank=True)
    party_members = models.PositiveSmallIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    rules = models.TextField(max_length=10_000, blank=True)
    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=F("founded_on")), name="selfmanaged_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupYear(Record):
    """What a group did in a year."""

    group = models.ForeignKey(SelfManagedGroup, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    handled = models.PositiveIntegerField()
    settled = models.PositiveIntegerField()
    note = models.TextField(max_length=2_000, blank=True)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(settled__lte=F("handled")), name="selfmanaged_settled_of_handled"),
        ]

    def __str__(self) -> str:
        return f"{self.group} – {self.year}"
