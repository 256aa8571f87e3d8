"""The way from a campaign to its appraisal."""

from django.utils.translation import gettext_lazy as _

from kheo.movement.campaigns.kit import Door, declare
from kheo.movement.campaigns.states import Procedure

declare(Door(_("Appraisal and scoring"), "appraisal:campaign", "appraisal.oversee", "list-check", Procedure.FULL))
