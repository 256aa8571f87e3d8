"""The way from a campaign to its criteria."""

from django.utils.translation import gettext_lazy as _

from kheo.movement.campaigns.kit import Door, declare

declare(Door(_("Criteria of the campaign"), "criteria:apply", "criteria.apply", "clipboard-check"))
