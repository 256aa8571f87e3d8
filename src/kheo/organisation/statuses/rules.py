"""Why a status cannot be recorded, ended, confirmed or declined as said, and whom a change of units puts in doubt."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.lib.vitext import normalise
from kheo.organisation.changes.kit import Ref, Taking
from kheo.organisation.statuses.kit import KindFacts
from kheo.organisation.statuses.models import Reassessment, Status, StatusKind
from kheo.organisation.statuses.states import Ending
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import LEVEL_OF, Level, UnitKind


@dataclass(frozen=True)
class Decree:
    """The decision that an entry rests on."""

    number: str
    signed_on: date
    issuer: str

    def tidied(self) -> "Decree":
        """Return it in the form in which it is kept and compared."""
        return Decree(normalise(self.number), self.signed_on, normalise(self.issuer))


@dataclass(frozen=True)
class StatusFacts:
    """What is said of a status: what, from which day, by which decision, and until when if it was given for a time."""

    kind: StatusKind
    valid_from: date
    decree: Decree
    valid_to: date | None = None


@dataclass(frozen=True)
class EndFacts:
    """What is said of the end of a status: why, from which day, by which decision (one that ran out needs none)."""

    why: Ending
    on_day: date
    decree: Decree | None
    note: str = ""


# Decisions and days -------------------------------------------------------------------------------------------------


def why_not_decree(decree: Decree, today: date) -> list[str]:
    """Return every reason against entering a decision on a day."""
    reasons = []
    if not normalise(decree.number) or not normalise(decree.issuer):
        reasons.append(_("A decision needs its number and who issued it."))
    if decree.signed_on > today:
        reasons.append(
            _("The decision is dated %(day)s, a day still to come. Enter it when it is signed.")
            % {"day": short_date(decree.signed_on)}
        )
    return reasons


def why_not_hold(unit: Unit, facts: StatusFacts, *, besides: Status | None = None) -> list[str]:
    """Return every reason against a unit having a status from the day that is said: the days, whether it stood, and
    what it holds beside."""
    reasons = []
    if facts.valid_from < facts.decree.signed_on:
        reasons.append(_("A status cannot be in force before the day on which its decision was signed."))
    if facts.valid_to and facts.valid_to <= facts.valid_from:
        reasons.append(_("A status must not end before it begins."))
    if not Unit.objects.standing(facts.valid_from).filter(pk=unit.pk).exists():
        told = {"unit": unit.name, "day": short_date(facts.valid_from)}
        reasons.append(_("%(unit)s does not stand on %(day)s.") % told)
    return reasons or _why_not_beside(unit, facts, besides)


def _why_not_beside(unit: Unit, facts: StatusFacts, besides: Status | None) -> list[str]:
    return [
        _("%(unit)s has the status “%(kind)s” from %(day)s; confirm that one, or end it first.")
        % {"unit": unit.name, "kind": other.kind.name, "day": short_date(other.valid_from)}
        for other in beside(unit, facts, besides)
        if besides or not (gives_way(other, facts) or follows(other, facts))
    ]


def beside(unit: Unit, facts: StatusFacts, besides: Status | None = None) -> list[Status]:
    """Return what a unit has of the same ladder on some day of the period that is said."""
    rows = Status.objects.filter(facts.kind.ladder_of(), unit=unit).open_on(facts.valid_from)
    if facts.valid_to:
        rows = rows.filter(valid_from__lt=facts.valid_to)
    if besides:
        rows = rows.exclude(pk=besides.pk)
    return list(rows.select_related("kind").order_by("valid_from"))


def gives_way(other: Status, facts: StatusFacts) -> bool:
    """Tell whether a status ends where a higher one of its ladder begins: also one that would have ended later by
    itself, with its time or with the unit."""
    may_give = other.valid_to is None or other.ending in {Ending.EXPIRED, Ending.UNIT_ENDED}
    return may_give and other.kind.rung < facts.kind.rung and other.valid_from < facts.valid_from


def follows(other: Status, facts: StatusFacts) -> bool:
    """Tell whether a status that is known already is the higher one in which the one that is said ended."""
    return other.kind.rung > facts.kind.rung and other.valid_from > facts.valid_from


def why_not_end(status: Status, facts: EndFacts, today: date) -> list[str]:
    """Return every reason against ending a status."""
    decree = facts.decree
    reasons = why_not_decree(decree, today) if decree else []
    if decree is None and facts.why != Ending.EXPIRED:
        reasons.append(_("Please name the decision by which it ends: its number, its day and who issued it."))
    if decree and facts.on_day < decree.signed_on:
        reasons.append(_("A status cannot end before the day on which the decision on that was signed."))
    if facts.on_day <= status.valid_from:
        reasons.append(_("A status must not end before it begins."))
    if not may_end(status, facts.on_day):
        reasons.append(_("This status has been ended already."))
    return reasons


def may_end(status: Status, on_day: date) -> bool:
    """Tell whether a status can still be ended on a day: one that ends with its time or its unit may end before."""
    by_itself = status.ending in {Ending.EXPIRED, Ending.UNIT_ENDED}
    return status.valid_to is None or (by_itself and on_day < status.valid_to)


# Re-assessment ------------------------------------------------------------------------------------------------------


def doubts_of(unit: int, kind: StatusKind) -> list[Reassessment]:
    """Return what is open at a unit of the ladder of a kind, the oldest first."""
    rows = Reassessment.objects.filter(kind.ladder_of("status__"), unit=unit, valid_to=None)
    return list(rows.select_related("status__kind", "status__unit").order_by("valid_from", "pk"))


def why_not_settle(doubts: Collection[Reassessment], decree: Decree, today: date) -> list[str]:
    """Return every reason against a decision settling what is in doubt."""
    reasons = why_not_decree(decree, today)
    if not doubts:
        reasons.append(_("Nothing is to be re-assessed here any more."))
    latest = max((doubt.valid_from for doubt in doubts), default=decree.signed_on)
    if decree.signed_on < latest:
        reasons.append(
            _("The decision was signed before the change of units of %(day)s; a later one must decide.")
            % {"day": short_date(latest)}
        )
    return reasons


def why_not_add_kind(facts: KindFacts) -> list[str]:
    """Return every reason against a new kind of status."""
    if not normalise(facts.name):
        return [_("The kind needs a name.")]
    reasons = []
    if StatusKind.objects.filter(name__iexact=facts.name).exists():
        reasons.append(_("There is already a kind “%(name)s”.") % {"name": facts.name})
    if bool(facts.ladder) != bool(facts.rung):
        reasons.append(_("A ladder and the place on it are given together."))
    elif facts.ladder and StatusKind.objects.filter(ladder=facts.ladder, rung=facts.rung).exists():
        told = {"rung": facts.rung, "ladder": facts.ladder}
        reasons.append(_("Place %(rung)s of the ladder “%(ladder)s” is taken.") % told)
    return reasons


# Changes of units ---------------------------------------------------------------------------------------------------

Lands = Mapping[Ref, Level | None]


def land_of(kind: str) -> Level | None:
    """Return the level of the territory of a unit of a kind; bodies have none."""
    return LEVEL_OF.get(UnitKind(kind))


def exchanged(takings: Iterable[Taking], lands: Lands) -> list[Taking]:
    """Return the takings by which territory goes from a unit to another of its level: what a district was is no
    question to a province."""
    return [taking for taking in takings if lands.get(taking.source) and _same(taking, lands)]


def _same(taking: Taking, lands: Lands) -> bool:
    return lands[taking.source] == lands.get(taking.heir)


def asked_after(takings: Iterable[Taking], closed: Collection[int], fresh: Collection[Ref]) -> dict[int, list[Ref]]:
    """Return which heirs must be assessed for what each unit had: those of a unit that ended, and those that begin on
    a part of one that goes on."""
    heirs: dict[int, list[Ref]] = {}
    for taking in takings:
        if taking.source in closed or taking.heir in fresh:
            heirs.setdefault(taking.source, []).append(taking.heir)
    return heirs


def shaken_by(takings: Iterable[Taking], closed: Collection[int], fresh: Collection[Ref]) -> set[int]:
    """Return the units that go on and took in or lost territory."""
    both = {ref for taking in takings for ref in (taking.source, taking.heir) if isinstance(ref, int)}
    return {unit for unit in both if unit not in closed and unit not in fresh}


def held_before(day: date) -> Q:
    """Return the condition of what was held up to a day, and would go on."""
    return Q(valid_from__lt=day) & (Q(valid_to=None) | Q(valid_to__gt=day))
