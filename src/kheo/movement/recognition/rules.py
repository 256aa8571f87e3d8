from datetime import date

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.lib.vitext import normalise
from kheo.movement.campaigns.states import Level
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.registry.models import Registration
from kheo.organisation.units.models import Lineage, Unit
from kheo.organisation.units.states import UnitKind

_LEVELS = {UnitKind.PROVINCE: Level.PROVINCE, UnitKind.DISTRICT: Level.DISTRICT}


def level_of(unit: Unit) -> Level:
    """Return at which level a unit gives the title."""
    return _LEVELS.get(UnitKind(unit.kind), Level.COMMUNE)


def why_not_issue(decision: Decision, day: date) -> list[str]:
    """Return every reason against entering a decision on a day."""
    reasons = []
    if not normalise(decision.number) or not normalise(decision.signed_by):
        reasons.append(_("A decision needs its number and who signed it."))
    if decision.signed_on > day:
        reasons.append(
            _("The decision is dated %(day)s, a day still to come. Enter it when it is signed.")
            % {"day": short_date(decision.signed_on)}
        )
    return reasons


def why_not_recognise(registration: Registration, decision: Decision) -> list[str]:
    """Return every reason against naming the registration in the decision, its state apart."""
    reasons = []
    if decision.signed_on < registration.campaign.starts_on:
        reasons.append(
            _("Decision %(number)s was signed on %(day)s, before the campaign began.")
            % {"number": decision.number, "day": short_date(decision.signed_on)}
        )
    on_map = Lineage.objects.on(registration.campaign.map_day)
    if not on_map.filter(unit=registration.unit_id, ancestor=decision.unit_id).exists():
        reasons.append(
            _("Decision %(number)s was issued by %(unit)s, which does not stand above this unit.")
            % {"number": decision.number, "unit": decision.unit.name}
        )
    if Recognition.objects.filter(registration=registration, decision=decision).exists():
        reasons.append(_("It is already named in decision %(number)s.") % {"number": decision.number})
    return reasons
