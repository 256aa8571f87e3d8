from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.directives.models import Directive
from kheo.movement.campaigns.states import CampaignState, StandardField
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
