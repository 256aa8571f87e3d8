from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.movement.campaigns.models import Campaign
from kheo.movement.reporting.states import ReportState, Span
from kheo.organisation.access.rules import in_line_with, in_reach
from kheo.organisation.units.models import Unit


class ReportFormQuerySet(models.QuerySet["ReportForm"]):
    def visible_to(self, user: User) -> Self:
        """Return the forms of bodies that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user))

    def current(self) -> Self:
        """Return the last version of each form."""
        return self.filter(replaced_by=None)


class ReportForm(models.Model):
    """One version of a form of report. A version by which reports were asked for stays as it is: a change is the next
    version."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=200)
    span = models.CharField(_("kind of period"), max_length=20, choices=Span)
    kinds = models.JSONField(_("kinds of unit that report"), default=list)
    day = models.PositiveSmallIntegerField(_("last day: day"), default=20)
    month = models.PositiveSmallIntegerField(_("last day: month"), null=True, blank=True)
    sooner = models.PositiveSmallIntegerField(_("days sooner at each level below"), default=0)
    swing = models.PositiveSmallIntegerField(
        _("percent that a number may move from one period to the next"), default=30
    )
    text = models.TextField(_("sections, tables and checks"))
    number = models.PositiveSmallIntegerField(pgettext_lazy("report form", "version"), default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    objects = ReportFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form of report")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class PeriodQuerySet(models.QuerySet["Period"]):
    def visible_to(self, user: User) -> Self:
        """Return the periods opened by bodies that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user))


class Period(models.Model):
    """A stretch of time that a body asks reports about, by one version of a form, within a campaign."""

    form = models.ForeignKey(ReportForm, on_delete=models.PROTECT, related_name="periods")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", verbose_name=_("campaign"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("last day of the period"))
    last_day = models.DateField(_("reports are due by"))
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting period")
        constraints = [
            models.UniqueConstraint("unit", "name", name="reporting_period_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="reporting_period_days"),
        ]

    def __str__(self) -> str:
        return self.name


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        """Return the reports of units that the user's posts cover; who takes over a unit sees what it wrote."""
        return self.filter(in_reach(user, "reporting.view"))

    def written_by(self, user: User) -> Self:
        """Return the reports that the user's posts may write."""
        return self.filter(in_reach(user, "reporting.write"))


class Report(models.Model):
    """What one unit owes for a period, and what it writes there.

    `cells` holds what was typed: cells of the form without a source, and corrections of those that have one, whose
    reasons stand in `reasons`. `excuses` holds the reasons for checks that warn. `remarks` is what was sent back, by
    part. The report goes to `above`, the report of the unit over it, received by the unit `receiver`.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    above = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="below")
    receiver = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    last_day = models.DateField(_("due by"))
    extended = models.CharField(_("why it has more time"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ReportState, default=ReportState.DRAFT)
    sections = models.JSONField(default=dict)
    cells = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    excuses = models.JSONField(default=dict)
    remarks = models.JSONField(default=dict)
    amending = models.CharField(_("why it is corrected"), max_length=300, blank=True)
    # The day by which lateness is told: when it was first sent.
    first_sent_at = models.DateTimeField(_("sent"), null=True)
    taken_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("periodic report")
        constraints = [models.UniqueConstraint("period", "unit", name="reporting_owed_once")]
        indexes = [models.Index(fields=["state", "last_day"], name="reporting_owed")]

    def __str__(self) -> str:
        return f"{self.period_id}: {self.unit_id}"


class Edition(models.Model):
    """A report as it was sent, never changed: all its words and numbers, where each came from, and whose it added."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    files = models.ManyToManyField(StoredFile, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sender = models.CharField(_("sent by"), max_length=200, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint("report", "number", name="reporting_edition_once")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}"

    @property
    def enclosed(self) -> list[dict[str, str]]:
        """The files that went with it: `id` and `name` of each."""
        return list(self.content.get("files", ()))

    @property
    def cells(self) -> dict[str, Any]:
        """The numbers and short texts, by the names of their cells."""
        return dict(self.content["cells"])


class Enclosure(models.Model):
    """A file that goes with a report: the next edition keeps it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="enclosures")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("report", "file", name="reporting_enclosed_once")]

    def __str__(self) -> str:
        return self.file.name


class Workbook(models.Model):
    """A workbook in which a unit filled in its report: the file as it came, and what was read in it.

    `said` holds texts by the keys of `rules.grids`, `places` where each stands, `troubles` the cells that cannot be
    taken, `base` what the form was made from (None for a sheet of the unit's own).
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="workbooks")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("brought"))
    said = models.JSONField(default=dict)
    places = models.JSONField(default=dict)
    troubles = models.JSONField(default=list)
    notices = models.JSONField(default=list)
    base = models.JSONField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file.name
