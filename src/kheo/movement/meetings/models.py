from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import Level
from kheo.movement.meetings.states import Result
from kheo.movement.registry.models import Registration


class Meeting(models.Model):
    """A meeting of the steering committee that decides which models earn the title at a level."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", verbose_name=_("campaign"))
    level = models.CharField(_("level"), max_length=20, choices=Level)
    held_on = models.DateField(_("day of the meeting"))
    # Once its minutes are closed, its results stand and wait for the decision.
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.held_on}"


class Item(models.Model):
    """A registration on the agenda of a meeting, and what the meeting made of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    result = models.CharField(_("result"), max_length=20, choices=Result, blank=True)
    # Why it was not agreed to, or put off.
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint("meeting", "registration", name="meetings_item_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.registration_id}"
