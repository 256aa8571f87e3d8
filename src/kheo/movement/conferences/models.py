from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.duties.models import Task
from kheo.movement.campaigns.models import Campaign
from kheo.movement.conferences.states import ConferenceKind
from kheo.organisation.access.rules import in_line_with
from kheo.organisation.units.models import Unit


class ConferenceQuerySet(models.QuerySet["Conference"]):
    def visible_to(self, user: User) -> Self:
        """Return the conferences of units that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user))


class Conference(models.Model):
    """A meeting that hears a report and draws conclusions."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=20, choices=ConferenceKind)
    title = models.CharField(_("title"), max_length=300)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    chair = models.CharField(_("chaired by"), max_length=200, blank=True)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("unit", "kind", "held_on", name="conferences_once")]

    def __str__(self) -> str:
        return self.title


class Guest(models.Model):
    """A person named as present, with the post held on that day."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(_("full name"), max_length=150)
    title = models.CharField(_("post"), max_length=200)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Conclusion(models.Model):
    """One conclusion; where it tells somebody to do something, with its task."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="conclusions")
    order = models.PositiveSmallIntegerField()
    text = models.TextField(_("conclusion"))
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
