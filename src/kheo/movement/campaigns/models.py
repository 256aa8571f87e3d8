from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.correspondence.models import Deadline
from kheo.machinery.directives.models import Directive
from kheo.movement.campaigns.states import Base, Bound, CampaignState, Level, PhaseKind, Procedure, StandardField
from kheo.organisation.access.rules import in_line_with
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind


class Movement(models.Model):
    """An emulation movement that goes on from year to year."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)

    def __str__(self) -> str:
        return self.name


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: User) -> Self:
        """Return the campaigns steered by a unit that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user))

    def newest_first(self) -> Self:
        return self.order_by("-year", "-pk")


class Campaign(models.Model):
    """One year of a movement, run by the committee of one unit for all units below it."""

    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="campaigns")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("steering unit"))
    name = models.CharField(_("name"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"))
    registration_opens_on = models.DateField(_("registration opens"))
    registration_closes_on = models.DateField(_("last day of registration"))
    state = models.CharField(_("state"), max_length=20, choices=CampaignState, default=CampaignState.PLANNED)
    procedure = models.CharField(
        _("how the title is given"), max_length=20, choices=Procedure, default=Procedure.RECORD
    )
    needs_survey = models.BooleanField(_("a survey on the spot comes before scoring"), default=True)
    # The deadline of a document that the last day of registration follows, and on which day it fell when that was said.
    registration_deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")
    registration_deadline_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="campaigns_period"),
            models.CheckConstraint(
                condition=Q(registration_closes_on__gte=F("registration_opens_on")), name="campaigns_registration"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def map_day(self) -> date:
        """The day whose units the campaign is counted by: its last, or the last of its steering unit."""
        closed_on = self.unit.closed_on
        return min(self.ends_on, closed_on - timedelta(days=1)) if closed_on else self.ends_on


class Field(models.Model):
    """A field of a campaign, in the words of its guide, mapped to the standard four."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="fields")
    slug = models.SlugField(max_length=40)
    name = models.CharField(_("field"), max_length=100)
    standard = models.CharField(_("standard field"), max_length=20, choices=StandardField)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("campaign", "slug", name="campaigns_field_once")]
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """How many models each unit (of a kind, or any) is asked for, and by which document."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="targets")
    unit_kind = models.CharField(_("kind of unit"), max_length=20, choices=UnitKind, blank=True)
    minimum = models.PositiveSmallIntegerField(_("at least"))
    basis = models.ForeignKey(Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("campaign", "unit_kind", name="campaigns_target_once")]

    def __str__(self) -> str:
        return f"≥ {self.minimum}"


class Phase(models.Model):
    """From which day to which a step of the year is meant to be taken; the last day belongs to it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(_("phase"), max_length=20, choices=PhaseKind)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("last day"))
    # As of registration on the campaign.
    deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")
    deadline_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("campaign", "kind", name="campaigns_phase_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="campaigns_phase_days"),
            # Registration has its days on the campaign itself, where every list reads them.
            models.CheckConstraint(condition=~Q(kind=PhaseKind.REGISTRATION), name="campaigns_phase_kinds"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.kind}"


class CampaignLevel(models.Model):
    """A level at which a campaign gives its title, who gives it, and what its vote must reach."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="levels")
    level = models.CharField(_("level"), max_length=20, choices=Level)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recognised by")
    )
    quorum = models.CharField(_("present"), max_length=10, choices=Bound, default=Bound.TWO_THIRDS)
    threshold = models.CharField(_("in favour"), max_length=10, choices=Bound, default=Bound.OVER_HALF)
    base = models.CharField(_("counted of"), max_length=10, choices=Base, default=Base.PRESENT)

    class Meta:
        constraints = [models.UniqueConstraint("campaign", "level", name="campaigns_level_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.level}"


class Extension(models.Model):
    """That one unit has more time for a phase, and why. Rows are only added; the last one counts."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="extensions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    phase = models.CharField(_("phase"), max_length=20, choices=PhaseKind)
    last_day = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["campaign", "unit", "phase"], name="campaigns_extended")]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.unit_id} {self.last_day}"
