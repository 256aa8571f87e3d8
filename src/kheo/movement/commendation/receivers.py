"""The way from a campaign to its dossiers."""

from django.utils.translation import gettext_lazy as _

from kheo.movement.campaigns.kit import Door, declare

declare(Door(_("Dossiers of commendation"), "commendation:campaign", "commendation.view", "trophy"))
