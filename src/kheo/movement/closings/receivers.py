"""The way from a campaign to its closed figures."""

from django.utils.translation import pgettext_lazy

from kheo.movement.campaigns.kit import Door, declare

declare(Door(pgettext_lazy("door", "Closing of figures"), "closings:list", "closings.view", "lock"))
