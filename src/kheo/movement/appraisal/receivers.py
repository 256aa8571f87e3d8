"""The ways from a campaign and from a registration to the appraisal."""

from django.utils.translation import gettext_lazy as _

from kheo.movement.appraisal.queries import links_of
from kheo.movement.campaigns.kit import Door, declare
from kheo.movement.campaigns.states import Procedure
from kheo.movement.registry.kit import link

declare(Door(_("Appraisal and scoring"), "appraisal:campaign", "appraisal.oversee", "list-check", Procedure.FULL))
link(links_of)
