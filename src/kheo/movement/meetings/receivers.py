"""The way from a campaign to a meeting about what was scored in it."""

from django.utils.translation import gettext_lazy as _

from kheo.movement.campaigns.kit import Door, declare

declare(Door(_("Call a review meeting"), "meetings:new", "meetings.call", "people"))
