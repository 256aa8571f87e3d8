from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.states import Period, Table
from kheo.organisation.access.rules import in_reach
from kheo.organisation.units.models import Unit

CODE = 12


class ClosingQuerySet(models.QuerySet["Closing"]):
    def visible_to(self, user: User) -> Self:
        """Return the closings of the bodies that the user's posts cover: they name what every unit below entered."""
        return self.filter(in_reach(user, "closings.view"))

    def newest_first(self) -> Self:
        return self.order_by("period", "-version")


class Closing(models.Model):
    """The figures of a period as they were closed on a day, with the records that they counted. Never changed and never
    deleted: a correction is closed anew, as the next version."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("steering unit"))
    period = models.CharField(_("period"), max_length=20, choices=Period)
    version = models.PositiveSmallIntegerField(_("closed for the time"))
    day = models.DateField(_("figures up to the end of"))
    map_day = models.DateField(_("by the units of"))
    closed_at = models.DateTimeField(_("closed"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # As it was called then: the seal must not break when an account, a campaign or a unit is renamed.
    closed_by = models.CharField(_("closed by"), max_length=200, blank=True)
    about = models.JSONField(default=dict)
    note = models.TextField(_("what was corrected and why"), blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    hash = models.CharField(max_length=64)
    # Which columns of its records it says, and so which are sealed (`rules.WIDTHS`).
    format = models.PositiveSmallIntegerField(default=1)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("closing")
        constraints = [models.UniqueConstraint("campaign", "period", "version", name="closings_version_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.period} {self.version}"

    @property
    def code(self) -> str:
        """The beginning of the hash, by which documents name the closing."""
        return self.hash[:CODE]


class ClosedFigure(models.Model):
    """A figure of a closing: its key, its name and its definition as they stood, its number, and its parts: by the name
    of a dimension its label and cells of key, label and number."""

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="figures")
    place = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    counts = models.TextField()
    number = models.PositiveIntegerField()
    parts = models.JSONField(default=dict)

    class Meta:
        ordering = ["closing", "place"]
        constraints = [models.UniqueConstraint("closing", "place", name="closings_figure_place")]

    def __str__(self) -> str:
        return f"{self.key}: {self.number}"

    @property
    def bit(self) -> int:
        """The bit of `ClosedRecord.counted` that stands for it."""
        return 1 << self.place


class ClosedRecordQuerySet(models.QuerySet["ClosedRecord"]):
    def counted_by(self, figure: ClosedFigure) -> Self:
        """Return the records that a figure of a closing counts."""
        rows = self.filter(closing=figure.closing_id)
        return rows.alias(bit=F("counted").bitand(figure.bit)).filter(bit__gt=0)


class ClosedRecord(models.Model):
    """A record as it was when a period was closed. Its key is no foreign key: what was counted stays counted, whatever
    becomes of the record. `counted` has a bit for each figure that counts it."""

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="records", db_index=False)
    table = models.CharField(max_length=20, choices=Table)
    record = models.PositiveBigIntegerField()
    counted = models.BigIntegerField()
    name = models.CharField(_("name"), max_length=300)
    unit = models.CharField(_("unit"), max_length=120)
    field = models.CharField(_("field"), max_length=40, blank=True)
    owner_kind = models.CharField(_("owner"), max_length=20, blank=True)
    year_status = models.CharField(_("this year"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=20, blank=True)
    # Since format 2.
    exemplar_kind = models.CharField(pgettext_lazy("figure", "Model or exemplar"), max_length=20, blank=True)
    unit_level = models.CharField(pgettext_lazy("unit", "Level of the unit"), max_length=20, blank=True)
    unit_kind = models.CharField(_("Kind of unit"), max_length=20, blank=True)
    cluster = models.CharField(_("Cluster"), max_length=20, blank=True)

    objects = ClosedRecordQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("closing", "table", "record", name="closings_record_once")]
        indexes = [models.Index(fields=["closing", "id"], name="closings_in_order")]

    def __str__(self) -> str:
        return self.name


class ClosedPaper(models.Model):
    """All that a document said when a period was closed: canonical JSON, compressed."""

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="papers")
    key = models.CharField(max_length=40)
    hash = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint("closing", "key", name="closings_paper_once")]

    def __str__(self) -> str:
        return self.key
