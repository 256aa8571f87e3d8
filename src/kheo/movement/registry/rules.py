"""What a registration must be, the same for form, sheet and (later) other programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kheo.lib.encodings import detect, repair
from kheo.lib.vitext import exact_key
from kheo.movement.campaigns.models import Campaign, Field
from kheo.movement.registry.models import Exemplar, Registration
from kheo.movement.registry.states import MOVES, ExemplarKind, OwnerKind, State, YearStatus
from kheo.organisation.units.models import Unit

NAME_LIMIT = 300
# What a unit must have said before it may submit; a draft may lack them.
NEEDED_TO_SUBMIT = ("purpose", "method", "targets")


@dataclass(frozen=True)
class Facts:
    """What a unit says of an exemplar in a campaign. Texts are kept in `particulars` by the name of their column."""

    name: str
    field: Field
    kind: ExemplarKind = ExemplarKind.MODEL
    owner_kind: OwnerKind = OwnerKind.COLLECTIVE
    year_status: YearStatus = YearStatus.NEW
    place: str = ""
    started_on: date | None = None
    particulars: Mapping[str, str] | None = None


def why_not_keep(facts: Facts, *, campaign: Campaign, unit: Unit, besides: Registration | None = None) -> list[str]:
    """Return every reason against keeping these facts, even as a draft; `besides` is the registration they amend."""
    reasons = _why_not_name(facts.name)
    if facts.field.campaign_id != campaign.pk:
        reasons.append(_("The field “%(field)s” is not one of this campaign.") % {"field": facts.field.name})
    if facts.name and _same_name(facts.name, campaign, unit, besides):
        reasons.append(
            _("%(unit)s has already registered “%(name)s” in this campaign.")
            % {"unit": unit.name, "name": facts.name}
        )
    if besides and besides.exemplar.unit_id != unit.pk:
        reasons.append(_("A registration cannot move to another unit."))
    return reasons


def _why_not_name(name: str) -> list[str]:
    if not name:
        return [_("The name is missing.")]
    if len(name) > NAME_LIMIT:
        return [_("The name is longer than %(limit)s characters.") % {"limit": NAME_LIMIT}]
    if detect(name):
        return [
            _("The name is written in an old typeface (TCVN3 or VNI). Did you mean “%(repaired)s”?")
            % {"repaired": repair(name)}
        ]
    return []


def _same_name(name: str, campaign: Campaign, unit: Unit, besides: Registration | None) -> bool:
    twins = Registration.objects.filter(
        campaign=campaign, exemplar__unit=unit, exemplar__name_key=exact_key(name)[:NAME_LIMIT]
    ).exclude(state=State.CANCELLED)
    return twins.exclude(pk=besides.pk if besides else None).exists()


def why_not_submit(registration: Registration) -> list[str]:
    """Return what is still missing before the unit may submit."""
    said = registration.particulars
    missing = [
        str(said._meta.get_field(name).verbose_name) for name in NEEDED_TO_SUBMIT if not getattr(said, name).strip()
    ]
    return [_("Still missing: %(fields)s.") % {"fields": ", ".join(missing)}] if missing else []


def why_not_move(registration: Registration, act: str, reason: str) -> list[str]:
    """Return every reason against a step of the table of moves."""
    move = MOVES[act]
    reasons = []
    if registration.state not in move.sources:
        reasons.append(
            _("“%(step)s” is not possible while the registration is “%(state)s”.")
            % {"step": move.label, "state": registration.get_state_display()}
        )
    if move.needs_reason and not reason.strip():
        reasons.append(_("Please give the reason."))
    return reasons


def same_exemplar(name: str, unit: Unit) -> Exemplar | None:
    """Return the unit's exemplar of that name, whatever year it comes from: it is continued, not entered twice."""
    return Exemplar.objects.filter(unit=unit, name_key=exact_key(name)[:NAME_LIMIT]).first()
