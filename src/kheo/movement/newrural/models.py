from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.registers.kit import Record
from kheo.movement.newrural.states import Verdict
from kheo.movement.registry.models import Exemplar
from kheo.organisation.statuses.models import StatusKind
from kheo.organisation.units.models import Unit

# As many as the national sets have, and the columns of the workbook.
MOST_CRITERIA = 19


class RuralSet(models.Model):
    """A set of criteria for communes, by which they are assessed until the next set begins. Never changed once a
    commune was assessed by it: there is no verb for that."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200, unique=True)
    basis = models.CharField(_("legal basis"), max_length=300)
    # The first day of its period; two sets do not begin on one day.
    valid_from = models.DateField(_("from"), unique=True)

    class Meta:
        verbose_name = pgettext_lazy("newrural", "set of criteria")

    def __str__(self) -> str:
        return self.name


class RuralCriterion(models.Model):
    """A criterion of a set, by its number in it."""

    of_set = models.ForeignKey(RuralSet, on_delete=models.PROTECT, related_name="criteria")
    number = models.PositiveSmallIntegerField(pgettext_lazy("newrural", "number"))
    name = models.CharField(_("name"), max_length=200)
    # What it is called beside those of other sets, "1. Quy hoạch (2016)": lists name many of them.
    label = models.CharField(max_length=220, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("newrural", "criterion")
        constraints = [models.UniqueConstraint("of_set", "number", name="newrural_number_once")]

    def __str__(self) -> str:
        return self.label


class Assessment(Record):
    """What was found of a criterion at a commune on a day. The last one up to a day says how the commune stands on it;
    one from before a change of the commune's territory says so no more. Columns are named in `registers.py`."""

    criterion = models.ForeignKey(RuralCriterion, on_delete=models.PROTECT, related_name="+")
    assessed_on = models.DateField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    evidence = models.CharField(max_length=300, blank=True)
    note = models.TextField(max_length=2_000, blank=True)

    class Meta(Record.Meta):
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["unit", "criterion", "assessed_on"], name="newrural_found"),
        ]

    def __str__(self) -> str:
        return f"{self.unit.name} – {self.criterion}, {self.assessed_on:%d/%m/%Y}"


class ClassPlan(Record):
    """That a commune is to reach a class of new rural area in a year. What it reached is a status of the unit."""

    year = models.PositiveSmallIntegerField()
    kind = models.ForeignKey(StatusKind, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=300, blank=True)
    note = models.TextField(max_length=2_000, blank=True)

    def __str__(self) -> str:
        return f"{self.unit.name} – {self.year}: {self.kind}"


class Service(Record):
    """That a model serves a criterion."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(RuralCriterion, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.exemplar} – {self.criterion}"


class Showing(models.Model):
    """That readers of the portal are shown the board of a body's communes, since a day."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("from"))

    def __str__(self) -> str:
        return f"{self.unit_id} ({self.since})"
