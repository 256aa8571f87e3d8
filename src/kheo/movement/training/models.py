from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kheo.lib.dates import short_date
from kheo.machinery.numbering.models import Number
from kheo.machinery.registers.kit import Record
from kheo.movement.training.states import Part, Subject
from kheo.organisation.units.models import Unit


class TrainingClass(Record):
    """A class for those who do the work of mobilisation and emulation; its unit holds it. What its columns are called
    is said in `registers.py`."""

    title = models.CharField(max_length=300)
    subject = models.CharField(max_length=20, choices=Subject)
    starts_on = models.DateField()
    ends_on = models.DateField()
    place = models.CharField(max_length=200)
    hours = models.PositiveSmallIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="training_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({short_date(self.starts_on)})"


class Session(Record):
    """A day or a part of a day of a class. Its lecturer is a post, never a name."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    part = models.CharField(max_length=20, choices=Part)
    topic = models.CharField(max_length=300)
    lecturer = models.CharField(max_length=150, blank=True)

    def __str__(self) -> str:
        return f"{self.training_class} – {self.number}"


class Trainee(Record):
    """Somebody who is called to a class: name, unit and post, nothing else of the person."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=150, blank=True)
    # The numbers of the sessions to which they came, "1, 2, 4", and how many these are: kept together by `completed`.
    present = models.CharField(max_length=400, blank=True)
    attended = models.PositiveSmallIntegerField(default=0, editable=False)
    certificate = models.CharField(max_length=60, blank=True)
    certified_on = models.DateField(null=True, blank=True)
    # Whose account it is, where their unit has somebody of that name, and the number of a book that the certificate
    # bears: kept by the actions of this room.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    numbered = models.ForeignKey(Number, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(certificate="", certified_on=None) | (~Q(certificate="") & Q(certified_on__isnull=False)),
                name="training_certificate_whole",
            ),
        ]
        indexes = [*Record.Meta.indexes, models.Index(fields=["person"], name="training_person")]

    def __str__(self) -> str:
        return self.name
