"""What is against entering, drafting and issuing a decision, against amending and revoking, and against an appeal."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.lib.vitext import normalise
from kheo.machinery.directives.models import Directive
from kheo.machinery.numbering.rules import why_not_day
from kheo.movement.campaigns.models import Campaign, CampaignLevel
from kheo.movement.campaigns.rules import why_not_step
from kheo.movement.campaigns.states import Level, Procedure
from kheo.movement.recognition.models import Appeal, Change, Decision, Recognition, Refusal
from kheo.movement.recognition.states import APPEAL_MOVES, AppealState, DecisionState, Kind, Standing
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import State, YearStatus
from kheo.organisation.units.models import Lineage, Unit
from kheo.organisation.units.states import UnitKind

_LEVELS = {UnitKind.PROVINCE: Level.PROVINCE, UnitKind.DISTRICT: Level.DISTRICT}
MOST_APPEAL_DAYS = 365


def level_of(unit: Unit) -> Level:
    """Return at which level a unit gives the title."""
    return _LEVELS.get(UnitKind(unit.kind), Level.COMMUNE)


_CONFIRMED_BY = {YearStatus.MAINTAINED: "recognition.keep_up", YearStatus.REPLICATED: "recognition.spread"}


def confirms(registration: Registration) -> str:
    """Return the act by which a registration that has just been accepted confirms an earlier title of its exemplar;
    empty if it confirms none. Asks the database nothing."""
    just_accepted = registration.state == State.REGISTERED and registration.accepted_at == registration.updated_at
    return _CONFIRMED_BY.get(YearStatus(registration.year_status), "") if just_accepted else ""


# A decision signed elsewhere ------------------------------------------------------------------------------------------


def why_not_issue(decision: Decision, day: date) -> list[str]:
    """Return every reason against entering a signed decision on a day."""
    reasons = []
    if not normalise(decision.number) or not normalise(decision.signed_by):
        reasons.append(_("A decision needs its number and who signed it."))
    return reasons + _why_not_yet(decision, day)


def _why_not_yet(decision: Decision, day: date) -> list[str]:
    if decision.signed_on <= day:
        return []
    return [
        _("The decision is dated %(day)s, a day still to come. Enter it when it is signed.")
        % {"day": short_date(decision.signed_on)}
    ]


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


# A draft --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BasisFacts:
    """A legal basis: a document that is listed, or words."""

    text: str
    directive: Directive | None = None


@dataclass(frozen=True)
class DraftFacts:
    """What a draft says beside its list."""

    unit: Unit
    title: str
    signed_on: date
    signer_post: str = ""
    signer_name: str = ""
    campaign: Campaign | None = None
    level: str = ""
    appeal_days: int = 30
    bases: tuple[BasisFacts, ...] = ()


def why_not_draft(facts: DraftFacts, kind: Kind) -> list[str]:
    """Return every reason against keeping a draft that says this."""
    reasons = []
    if not facts.title:
        reasons.append(_("The subject is missing."))
    if not 0 <= facts.appeal_days <= MOST_APPEAL_DAYS:
        reasons.append(_("The days to appeal must be 0 to %(most)s.") % {"most": MOST_APPEAL_DAYS})
    return reasons + (_why_not_level(facts) if kind == Kind.RECOGNISE else [])


def _why_not_level(facts: DraftFacts) -> list[str]:
    """Return what is against the campaign, and against the unit as who gives its title at the level."""
    if facts.campaign is None or not facts.level:
        return [_("A decision of recognition names its campaign and its level.")]
    if facts.campaign.procedure != Procedure.FULL:
        return [_("In this campaign the title is decided on paper: tick registrations in the list and enter it there.")]
    levels = {row.level: row for row in CampaignLevel.objects.filter(campaign=facts.campaign).select_related("unit")}
    given = levels.get(facts.level)
    if levels and given is None:
        said = {"campaign": facts.campaign.name, "level": Level(facts.level).label}
        return [_("The campaign “%(campaign)s” gives no title at the level “%(level)s”.") % said]
    if given and given.unit and given.unit_id != facts.unit.pk:
        said = {"level": Level(facts.level).label, "unit": given.unit.name}
        return [_("At the level “%(level)s” the title is given by %(unit)s.") % said]
    return []


def why_not_redraft(decision: Decision, facts: DraftFacts) -> list[str]:
    """Return every reason against letting a draft say something else."""
    reasons = why_not_touch(decision)
    if decision.number and facts.unit.pk != decision.unit_id:
        reasons.append(_("The draft has number %(number)s of its unit already.") % {"number": decision.number})
    if decision.concerns_id and facts.unit.pk != decision.unit_id:
        reasons.append(_("A decision is amended or revoked by the unit that issued it."))
    return reasons + why_not_draft(facts, Kind(decision.kind))


def why_not_touch(decision: Decision) -> list[str]:
    """Return what is against changing a decision: an issued one stands."""
    if decision.state == DecisionState.DRAFT:
        return []
    return [_("Decision %(number)s is issued and stands. Amend it by another one.") % {"number": decision.number}]


class Outcome(NamedTuple):
    """What a closed meeting made of a registration, as the list of a decision draws it: recognised or not, and for
    what reason; `left` is why the decision leaves it for a later one."""

    registration: Registration
    is_passed: bool
    reason: str
    held_on: date
    left: str = ""


def applied(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the outcomes that the decision applies."""
    return [each for each in outcomes if not each.left]


def mark_of(decision: Decision, outcomes: Iterable[Outcome], changes: Iterable[Change]) -> str:
    """Return a short text that changes with all that a decision would do: who confirms it has seen just this."""
    seen: list[object] = [decision.version]
    seen += [(each.registration.pk, each.registration.version, each.is_passed, each.left) for each in outcomes]
    seen += [(each.recognition_id, each.called, each.level, each.reason) for each in changes]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:24]


def why_not_promulgate(
    decision: Decision, outcomes: Sequence[Outcome], changes: Sequence[Change], *, keeps_book: bool, day: date
) -> list[str]:
    """Return everything that a draft lacks before it can be issued on a day."""
    reasons = why_not_touch(decision) + _why_not_whole(decision, keeps_book=keeps_book) + _why_not_yet(decision, day)
    if decision.taken:
        reasons += why_not_day(decision.taken.series, decision.signed_on)
    if decision.kind == Kind.RECOGNISE:
        return reasons + _why_not_outcomes(decision, applied(outcomes))
    return reasons + _why_not_changes(decision, changes)


def _why_not_whole(decision: Decision, *, keeps_book: bool) -> list[str]:
    reasons = []
    if not decision.number or (keeps_book and decision.taken is None):
        reasons.append(_("The number is missing."))
    elif _is_used(decision):
        reasons.append(_("Number %(number)s stands on another decision already.") % {"number": decision.number})
    if not decision.signer_post or not decision.signer_name:
        reasons.append(_("Post and full name of who signs are missing."))
    if not decision.bases.exists():
        reasons.append(_("No legal basis is named."))
    return reasons


def _is_used(decision: Decision) -> bool:
    same = Decision.objects.filter(unit=decision.unit_id, number=decision.number, state=DecisionState.ISSUED)
    return same.filter(signed_on__year=decision.signed_on.year).exclude(pk=decision.pk).exists()


def _why_not_outcomes(decision: Decision, outcomes: Sequence[Outcome]) -> list[str]:
    """Return what is against applying outcomes by a decision of that day."""
    if not outcomes:
        return [_("No outcome of a closed meeting waits for this decision.")]
    assert decision.campaign  # noqa: S101 -- a draft of this kind names it
    reasons = why_not_step(decision.campaign)
    held_on = max(each.held_on for each in outcomes)
    if decision.signed_on < held_on:
        said = {"day": short_date(decision.signed_on), "held": short_date(held_on)}
        reasons.append(_("The decision is dated %(day)s, before the meeting of %(held)s.") % said)
    return reasons


# Amending and revoking ------------------------------------------------------------------------------------------------


def why_not_concern(decision: Decision) -> list[str]:
    """Return what is against drafting a decision that amends another, or revokes what it recognised."""
    if decision.state == DecisionState.ISSUED and decision.kind == Kind.RECOGNISE:
        return []
    return [_("Only an issued decision of recognition can be amended, or what it recognised revoked.")]


def why_not_change(decision: Decision, recognition: Recognition, said: tuple[str, str], reason: str) -> list[str]:
    """Return every reason against changing a recognition by a draft; `said`: its name and level from then on."""
    reasons = why_not_touch(decision)
    if decision.concerns_id != recognition.decision_id:
        reasons.append(_("“%(name)s” is not named in the earlier decision.") % {"name": recognition.called})
    if recognition.standing == Standing.REVOKED:
        reasons.append(_("The recognition of “%(name)s” is revoked already.") % {"name": recognition.called})
    if decision.kind == Kind.AMEND and said == (recognition.called, recognition.level):
        reasons.append(_("Nothing of “%(name)s” would change.") % {"name": recognition.called})
    if not said[0]:
        reasons.append(_("The name is missing."))
    if not reason:
        reasons.append(_("Please give the reason."))
    return reasons


def _why_not_changes(decision: Decision, changes: Sequence[Change]) -> list[str]:
    if not changes:
        return [_("No recognition is named that this decision changes.")]
    reasons = []
    for change in changes:
        said = (change.called, change.level)
        reasons += why_not_change(decision, change.recognition, said, change.reason)
        if decision.kind == Kind.REVOKE:
            reasons += why_not_step(change.recognition.registration.campaign)
    earlier = decision.concerns
    if earlier and decision.signed_on < earlier.signed_on:
        said = (short_date(decision.signed_on), short_date(earlier.signed_on))
        reasons.append(
            _("The decision is dated %(day)s, before the one of %(earlier)s that it concerns.")
            % {"day": said[0], "earlier": said[1]}
        )
    return list(dict.fromkeys(reasons))


# Appeals --------------------------------------------------------------------------------------------------------------


def why_not_appeal(refusal: Refusal, day: date) -> list[str]:
    """Return every reason against an appeal on a day; the last day belongs to the time given."""
    reasons = []
    if Appeal.objects.filter(refusal=refusal).exists():
        reasons.append(_("Your unit has asked once already; a decision can be appealed against once."))
    elif refusal.registration.state != State.NOT_RECOGNISED:
        said = {"state": refusal.registration.get_state_display()}
        reasons.append(_("Nothing can be appealed against: the registration is “%(state)s” now.") % said)
    last = refusal.decision.last_day_to_appeal
    if day > last:
        said = {"day": short_date(last), "number": refusal.decision.number}
        reasons.append(_("The last day to appeal against decision %(number)s was %(day)s.") % said)
    return reasons


def why_not_answer(appeal: Appeal, to: AppealState, answer: str) -> list[str]:
    """Return every reason against answering an appeal so."""
    reasons = []
    if to not in APPEAL_MOVES.get(AppealState(appeal.state), {}):
        reasons.append(_("This appeal has been answered already: %(state)s.") % {"state": appeal.get_state_display()})
    if not answer:
        reasons.append(_("Please give the reason."))
    return reasons
