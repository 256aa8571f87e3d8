from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.movement.readings.states import Matter, Qualifier, ReadingState, Span
from kheo.movement.registry.models import Registration
from kheo.organisation.access.rules import in_reach
from kheo.organisation.units.models import Unit


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: User) -> Self:
        """Return the reports of units that the user's posts cover."""
        return self.filter(in_reach(user, "readings.view"))


class Reading(models.Model):
    """A report that a unit wrote, and how far it is read. Narrow on purpose: what it says is in `Source`."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=ReadingState, default=ReadingState.WAITING)
    # What the list shows of it, as the text states it.
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    total = models.PositiveIntegerField(_("total"), null=True)
    qualifier = models.CharField(max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    sum_check = models.CharField(max_length=20, blank=True)
    # Why it cannot be read, in the words of whoever brought it.
    trouble = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True)
    registrations = models.ManyToManyField(Registration, related_name="+")

    objects = ReadingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "-at", "-id"], name="readings_of_unit")]

    def __str__(self) -> str:
        return str(self.file)


class Source(models.Model):
    """What a report says: its text, and what was found in it (`lib.reading.findings.Findings` as JSON), each with its
    place in that text."""

    reading = models.OneToOneField(Reading, on_delete=models.CASCADE, primary_key=True, related_name="source")
    text = models.TextField()
    findings = models.JSONField(default=dict)
    # What happened to the text on the way: pairs of a code and how often.
    notices = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.reading_id}"


class ReportedFigure(models.Model):
    """A number that a unit reported, confirmed by a person: what it counts, of which time, how sure, and its words. It
    is never changed; one that is wrong is withdrawn, with the reason."""

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="figures")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    span = models.CharField(_("time"), max_length=20, choices=Span, default=Span.YEAR)
    stated_on = models.DateField(_("stated on"))
    matter = models.CharField(_("what is counted"), max_length=20, choices=Matter)
    # One of the four fields (or several: "economy+culture_society"), a local field, an owner; empty for all together.
    part = models.CharField(max_length=120, blank=True)
    value = models.DecimalField(_("number"), max_digits=20, decimal_places=3)
    high = models.DecimalField(max_digits=20, decimal_places=3, null=True)
    qualifier = models.CharField(max_length=10, choices=Qualifier)
    measure = models.CharField(_("measured in"), max_length=40)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "matter", "part", "year", "span"],
                condition=Q(withdrawn_at=None),
                name="readings_figure_once",
            )
        ]
        indexes = [models.Index(fields=["unit", "year"], name="readings_by_year")]

    def __str__(self) -> str:
        return f"{self.matter} {self.part} {self.year}: {self.value}"
