"""The ways from a campaign and from a registration to the appraisal."""

from django.utils.translation import gettext_lazy as _

from kheo.movement.appraisal.queries import has_result_for
from kheo.movement.campaigns.kit import Door, declare
from kheo.movement.campaigns.states import Procedure
from kheo.movement.registry.kit import Door as RegistrationDoor
from kheo.movement.registry.kit import open_door

declare(Door(_("Appraisal and scoring"), "appraisal:campaign", "appraisal.oversee", "list-check", Procedure.FULL))
open_door(RegistrationDoor(_("How the result came about"), "appraisal:result", "clipboard-check", has_result_for))
