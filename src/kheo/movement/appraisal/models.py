from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.files.models import StoredFile
from kheo.movement.campaigns.models import Campaign
from kheo.movement.criteria.models import CriteriaSet, Criterion, Veto
from kheo.movement.registry.models import Attachment, Registration
from kheo.movement.scoring.kit import ScoreMark, ScoreSheet, SheetQuerySet
from kheo.organisation.units.models import Unit


class Round(models.Model):
    """That the appraisal of a campaign has been opened: its criteria stand from then on."""

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, primary_key=True, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # How many people score each model.
    each = models.PositiveSmallIntegerField(_("scorers for each model"), default=3)

    def __str__(self) -> str:
        return f"{self.campaign_id}"


class Conflict(models.Model):
    """That somebody declared an interest in a unit: its models are kept from them. Ended, never deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    reason = models.CharField(_("reason"), max_length=300)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "unit"], condition=Q(ended_at=None), name="appraisal_declared_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.unit_id}"


class Visit(models.Model):
    """A survey on the spot: who went, when and where, what was found, and the signed minutes."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")
    visited_on = models.DateField(_("day of the visit"))
    place = models.CharField(_("place"), max_length=200)
    team = models.TextField(_("team"))
    findings = models.TextField(_("findings"))
    minutes = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["visited_on", "pk"]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.visited_on}"


class VisitPhoto(models.Model):
    """A photo taken on a visit."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("caption"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.caption or str(self.file)


class Evidence(models.Model):
    """That a photo or paper of a registration shows something about one criterion."""

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("criterion", "attachment", name="appraisal_evidence_once")]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.attachment_id}"


class Sheet(ScoreSheet):
    """What one person makes of one registration, criterion by criterion; without a scorer it is the unit's own."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")

    objects = SheetQuerySet.as_manager()

    class Meta(ScoreSheet.Meta):
        constraints = [
            models.UniqueConstraint("registration", "scorer", name="appraisal_sheet_once"),
            models.UniqueConstraint(
                fields=["registration"], condition=Q(scorer=None), name="appraisal_one_sheet_of_the_unit"
            ),
            *ScoreSheet.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.scorer_id}"


class Mark(ScoreMark):
    """The points of one sheet for one criterion; empty is not zero."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="marks")

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.criterion_id}"


class Appraisal(models.Model):
    """What the scoring of a registration came to, by which set of criteria, when it was closed."""

    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, primary_key=True, related_name="+")
    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="+")
    # The most that could be earned by it.
    most = models.DecimalField(_("most points"), max_digits=8, decimal_places=2)
    scorers = models.PositiveSmallIntegerField(_("scorers"))
    mean = models.DecimalField(_("mean"), max_digits=8, decimal_places=2)
    middle = models.DecimalField(_("median"), max_digits=8, decimal_places=2)
    lowest = models.DecimalField(_("lowest"), max_digits=8, decimal_places=2)
    highest = models.DecimalField(_("highest"), max_digits=8, decimal_places=2)
    # The mean, unless it was adjusted for a reason.
    final = models.DecimalField(_("final points"), max_digits=8, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    grade = models.CharField(_("class"), max_length=100)
    earns = models.BooleanField(_("earns the title"))
    veto = models.ForeignKey(Veto, on_delete=models.PROTECT, null=True, related_name="+")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.final}"
