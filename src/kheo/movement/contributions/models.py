from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from kheo.machinery.registers.kit import Record
from kheo.movement.contributions.states import DonorClass, Kind, Measure, Qualifier
from kheo.movement.registry.models import Exemplar


class Amount(Record):
    """A line about something measured, of a model: number, unit and the word before it stand as the list said them, and
    are converted only in views. What the columns are called is said in `registers.py`."""

    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    qualifier = models.CharField(max_length=20, choices=Qualifier, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    measure = models.CharField(max_length=20, choices=Measure)

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(quantity__gt=0), name="%(app_label)s_%(class)s_of_something"),
        ]


class Contribution(Amount):
    """What somebody gave for a model."""

    donor = models.CharField(max_length=200, blank=True)
    donor_class = models.CharField(max_length=20, choices=DonorClass, default=DonorClass.OTHER, blank=True)
    is_anonymous = models.BooleanField(default=False)
    content = models.CharField(max_length=300)
    # What goods, labour or land are worth in đồng: told beside them, never added to money.
    worth = models.PositiveBigIntegerField(null=True, blank=True)
    given_on = models.DateField(null=True, blank=True)
    receipt = models.CharField(max_length=60, blank=True)

    class Meta(Amount.Meta):
        pass

    def __str__(self) -> str:
        donor = self.donor or _("Donor without a name")
        return f"{donor} – {self.content}"


class Use(Amount):
    """What of the contributions to a model was used, and for what."""

    purpose = models.CharField(max_length=300)
    used_on = models.DateField()
    receipt = models.CharField(max_length=60, blank=True)

    class Meta(Amount.Meta):
        pass

    def __str__(self) -> str:
        return self.purpose
