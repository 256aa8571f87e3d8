from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record as note_down
from kheo.foundation.journal.actions import Pen
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise, slugify
from kheo.organisation.access.rules import require
from kheo.organisation.changes.kit import Handing, Taking
from kheo.organisation.statuses.kit import SHIPPED, KindFacts
from kheo.organisation.statuses.models import NOTE, Reassessment, Status, StatusKind
from kheo.organisation.statuses.queries import lands_of
from kheo.organisation.statuses.rules import (
    Decree,
    EndFacts,
    StatusFacts,
    asked_after,
    beside,
    doubts_of,
    exchanged,
    follows,
    gives_way,
    held_before,
    shaken_by,
    why_not_add_kind,
    why_not_decree,
    why_not_end,
    why_not_hold,
    why_not_settle,
)
from kheo.organisation.statuses.states import Ending, Outcome
from kheo.organisation.units.models import Succession, Unit, UnitVersion
from kheo.organisation.units.queries import installation
from kheo.organisation.units.states import Share


class NotRecorded(Refused):
    """The rules are against entering this of a status."""


@transaction.atomic
def record(unit: Unit, facts: StatusFacts, *, by: User | None, at: datetime) -> Status:
    """Enter that a unit has a status by a decision. A lower one of the same ladder ends then; what is to be re-assessed
    of that ladder is decided by it. Entered again, it is the first one.

    What has changed in units since its first day is made good: a status of a unit that has ended ends with it.

    :raises NotRecorded: with every reason against.
    """
    if by is not None:
        require(by, "statuses.record", on=unit)
    facts = replace(facts, decree=facts.decree.tidied())
    Unit.objects.select_for_update().get(pk=unit.pk)  # one entry at a time of a unit
    if known := _entered(unit, facts):
        return known
    reasons = why_not_decree(facts.decree, local_day(at)) + why_not_hold(unit, facts)
    if reasons:
        raise NotRecorded(*reasons)
    others = beside(unit, facts)
    for lower in (other for other in others if gives_way(other, facts)):
        _end(lower, EndFacts(Ending.REPLACED, facts.valid_from, facts.decree))
        later = Reassessment.objects.filter(status=lower, valid_to=None, valid_from__gte=facts.valid_from)
        _settle(later, Outcome.ENDED, facts.valid_from, facts.decree)
    status = Status(unit=unit, kind=facts.kind, valid_from=facts.valid_from, **_columns(facts.decree))
    _end_of(status, facts, next((other for other in others if follows(other, facts)), None))
    status.save(force_insert=True)
    doubts = [doubt for doubt in doubts_of(unit.pk, facts.kind) if doubt.valid_from <= facts.decree.signed_on]
    _settle(doubts, Outcome.RECOGNISED, facts.valid_from, facts.decree)
    _catch_up(status, at)
    note_down("statuses.record", on=status, by=by, at=at, unit=unit.pk, kind=facts.kind.key, number=status.number)
    return status


def _entered(unit: Unit, facts: StatusFacts) -> Status | None:
    """Return the very same status, if it was entered already."""
    said = {"kind": facts.kind, "valid_from": facts.valid_from, **_columns(facts.decree)}
    return Status.objects.filter(unit=unit, **said).first()


def _columns(decree: Decree, before: str = "") -> dict[str, object]:
    return {
        f"{before}number": decree.number,
        f"{before}signed_on": decree.signed_on,
        f"{before}issuer": decree.issuer,
    }


def _end_of(status: Status, facts: StatusFacts, higher: Status | None) -> None:
    """Say when a new status ends, if that is known: with its time, or where a higher one is known to begin."""
    if higher:
        status.valid_to, status.ending = higher.valid_from, Ending.REPLACED
        status.end_number, status.end_signed_on, status.end_issuer = higher.number, higher.signed_on, higher.issuer
    elif facts.valid_to:
        status.valid_to, status.ending = facts.valid_to, Ending.EXPIRED


@transaction.atomic
def end(status: Status, facts: EndFacts, *, version: int, by: User | None, at: datetime) -> Status:
    """End a status by a decision, or because its time ran out; what is in doubt of it is settled thereby. Entered
    again, it changes nothing.

    :raises NotRecorded: with every reason against.
    :raises Stale: if somebody else changed it first.
    """
    if by is not None:
        require(by, "statuses.record", on=status.unit_id)
    facts = replace(facts, decree=facts.decree and facts.decree.tidied(), note=normalise(facts.note))
    if (status.valid_to, status.ending, status.end_number) == (facts.on_day, facts.why, _number(facts)):
        return status
    if reasons := why_not_end(status, facts, local_day(at)):
        raise NotRecorded(*reasons)
    _claim(status, version)
    _end(status, facts)
    concerned = Q(unit=status.unit_id) | Q(valid_from__gte=facts.on_day)  # what others took over was over by then
    doubts = Reassessment.objects.filter(concerned, status=status, valid_to=None)
    _settle(doubts, Outcome.ENDED, facts.on_day, facts.decree)
    note_down("statuses.end", on=status, by=by, at=at, why=facts.why, on_day=facts.on_day.isoformat())
    return status


def _number(facts: EndFacts) -> str:
    return facts.decree.number if facts.decree else ""


def _end(status: Status, facts: EndFacts) -> None:
    status.valid_to, status.ending, status.end_note = facts.on_day, facts.why, facts.note
    decree = facts.decree
    status.end_number, status.end_issuer = (decree.number, decree.issuer) if decree else ("", "")
    status.end_signed_on = decree.signed_on if decree else None
    status.save()


def _claim(status: Status, version: int) -> None:
    """Take the row in the version that was read, or raise `Stale`."""
    if not Status.objects.filter(pk=status.pk, version=version).update(version=F("version") + 1):
        raise Stale(_("Somebody changed this status meanwhile. Reload the page to see it."))
    status.refresh_from_db()


@transaction.atomic
def correct(
    status: Status,
    facts: StatusFacts,
    *,
    reason: str,
    version: int,
    keeps_end: bool = True,
    by: User | None,
    at: datetime,
) -> Status:
    """Put right what was entered wrongly, with a reason; what it said before stays in its history. Without
    `keeps_end`, an end that somebody entered by mistake is taken back.

    :raises NotRecorded: with every reason against.
    :raises Stale: if somebody else changed it first.
    """
    if by is not None:
        require(by, "statuses.record", on=status.unit_id)
    facts, reason = replace(facts, decree=facts.decree.tidied()), normalise(reason)
    reopens = not keeps_end and status.ending in {Ending.REVOKED, Ending.REPLACED, Ending.EXPIRED}
    if status.ending not in {"", Ending.EXPIRED} and not reopens:
        facts = replace(facts, valid_to=status.valid_to)
    reasons = [] if reason else [_("Please give the reason.")]
    reasons += why_not_decree(facts.decree, local_day(at)) + why_not_hold(status.unit, facts, besides=status)
    if reasons:
        raise NotRecorded(*reasons)
    _claim(status, version)
    if reopens or status.ending in {"", Ending.EXPIRED}:
        _reopen(status)
        _end_of(status, facts, None)
    status.kind, status.valid_from = facts.kind, facts.valid_from
    status.number, status.signed_on, status.issuer = facts.decree.number, facts.decree.signed_on, facts.decree.issuer
    status._change_reason = reason[:NOTE]
    status.save()
    # What was in doubt before it began never was.
    Reassessment.objects.filter(status=status, valid_to=None, valid_from__lte=status.valid_from).delete()
    _catch_up(status, at)
    note_down("statuses.correct", on=status, by=by, at=at, reason=reason)
    return status


def _reopen(status: Status) -> None:
    """Take an end back, and with it what it settled."""
    status.valid_to, status.ending, status.end_note = None, "", ""
    status.end_number, status.end_signed_on, status.end_issuer = "", None, ""
    settled = Reassessment.objects.filter(status=status, outcome=Outcome.ENDED)
    settled.update(valid_to=None, outcome="", number="", signed_on=None, issuer="")


@transaction.atomic
def withdraw(status: Status, *, reason: str, version: int, by: User | None, at: datetime) -> None:
    """Take off an entry that should not be there at all, with what was to be re-assessed because of it. What it said
    stays in its history and in the record.

    :raises NotRecorded: without a reason.
    :raises Stale: if somebody else changed it first.
    """
    if by is not None:
        require(by, "statuses.record", on=status.unit_id)
    if not normalise(reason):
        raise NotRecorded(_("Please give the reason."))
    _claim(status, version)
    said = {"unit": status.unit_id, "kind": status.kind.key, "number": status.number, "reason": normalise(reason)}
    note_down("statuses.withdraw", on=status, by=by, at=at, **said)
    status.reassessments.all().delete()
    status._change_reason = normalise(reason)[:NOTE]
    status.delete()


# Re-assessment ------------------------------------------------------------------------------------------------------


@transaction.atomic
def confirm(status: Status, decree: Decree, *, by: User | None, at: datetime) -> None:
    """Confirm the status of a unit that goes on, by a new decision after its re-assessment; it decides of the whole
    ladder. Confirmed already by the same decision, nothing changes.

    :raises NotRecorded: with every reason against.
    """
    if by is not None:
        require(by, "statuses.record", on=status.unit_id)
    decree = decree.tidied()
    if _settled(status.unit_id, status.kind, Outcome.CONFIRMED, decree):
        return
    doubts = doubts_of(status.unit_id, status.kind)
    own = [doubt for doubt in doubts if doubt.status_id == status.pk]
    if reasons := why_not_settle(doubts if own else own, decree, local_day(at)):
        raise NotRecorded(*reasons)
    _settle(doubts, Outcome.CONFIRMED, decree.signed_on, decree)
    note_down("statuses.confirm", on=status, by=by, at=at, number=decree.number)


@transaction.atomic
def decline(doubt: Reassessment, decree: Decree, *, note: str = "", by: User | None, at: datetime) -> None:
    """Decide that a unit does not have what the units that it took over from had; it decides of the whole ladder.
    Declined already by the same decision, nothing changes.

    :raises NotRecorded: with every reason against.
    """
    if by is not None:
        require(by, "statuses.record", on=doubt.unit_id)
    decree = decree.tidied()
    if _settled(doubt.unit_id, doubt.status.kind, Outcome.DECLINED, decree):
        return
    if doubt.is_own:
        raise NotRecorded(_("The unit has this status itself: confirm it, or end it."))
    doubts = [each for each in doubts_of(doubt.unit_id, doubt.status.kind) if not each.is_own]
    if reasons := why_not_settle(doubts, decree, local_day(at)):
        raise NotRecorded(*reasons)
    _settle(doubts, Outcome.DECLINED, decree.signed_on, decree, normalise(note)[:NOTE])
    note_down("statuses.decline", on=doubt, by=by, at=at, unit=doubt.unit_id, number=decree.number)


def _settled(unit: int, kind: StatusKind, outcome: Outcome, decree: Decree) -> bool:
    """Tell whether a decision has had this outcome at a unit already."""
    rows = Reassessment.objects.filter(kind.ladder_of("status__"), unit=unit, outcome=outcome, **_columns(decree))
    return rows.exists() and not doubts_of(unit, kind)


def _settle(
    doubts: Iterable[Reassessment], outcome: Outcome, on_day: date, decree: Decree | None, note: str = ""
) -> None:
    for doubt in doubts:
        doubt.outcome, doubt.valid_to, doubt.note = outcome, max(on_day, doubt.valid_from), note
        if decree:
            doubt.number, doubt.signed_on, doubt.issuer = decree.number, decree.signed_on, decree.issuer
        doubt.save()


# Kinds --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_kind(facts: KindFacts, *, by: User | None, at: datetime) -> StatusKind:
    """Add a kind of status that this office keeps.

    :raises NotRecorded: with every reason against.
    """
    if by is not None:
        here = installation()
        if here is None:
            raise PermissionDenied("statuses.record")
        require(by, "statuses.record", on=here.unit_id)
    facts = KindFacts(normalise(facts.name), normalise(facts.ladder), facts.rung)
    if reasons := why_not_add_kind(facts):
        raise NotRecorded(*reasons)
    plain = slugify(facts.name)
    taken = StatusKind.objects.filter(key__startswith=plain).count()
    key = f"{plain[:70]}-{taken + 1}" if taken else plain
    kind = StatusKind.objects.create(key=key, name=facts.name, ladder=facts.ladder, rung=facts.rung)
    note_down("statuses.add_kind", on=kind, by=by, at=at, name=kind.name)
    return kind


@transaction.atomic
def ship_kinds() -> None:
    """Bring in the kinds that Khéo knows and this copy lacks."""
    kinds = [StatusKind(key=key, **vars(facts)) for key, facts in SHIPPED.items()]
    known = set(StatusKind.objects.values_list("key", flat=True))
    StatusKind.objects.bulk_create([kind for kind in kinds if kind.key not in known], ignore_conflicts=True)


# Changes of units ---------------------------------------------------------------------------------------------------


def follow_change(handing: Handing, pen: Pen) -> None:
    """Let the statuses of units that end, end, and mark what is to be re-assessed, written with the pen of the change.
    Nothing is handed on."""
    _carry(handing, pen, Q())


def _carry(handing: Handing, pen: Pen, which: Q) -> None:
    """Do what a change of units does to some statuses (`which`, as a condition of the status)."""
    day, closed = handing.on_day, handing.closed
    units = {ref for taking in handing.takings for ref in (taking.source, int(taking.heir))}
    fresh = units - set(UnitVersion.objects.filter(unit__in=units, valid_from__lt=day).values_list("unit", flat=True))
    takings = exchanged(handing.takings, lands_of(units))
    heirs, shaken = asked_after(takings, closed, fresh), shaken_by(takings, closed, fresh)
    held = list(Status.objects.filter(which, held_before(day), unit__in={*heirs, *shaken, *closed}).order_by("pk"))
    asked = Reassessment.objects.filter(unit__in={*heirs, *closed}, status__in=Status.objects.filter(which))
    waiting = list(asked.open_on(day).order_by("pk"))
    wanted = {(status.unit_id, status.pk) for status in held if status.unit_id in shaken}
    for unit, status in [*((s.unit_id, s.pk) for s in held), *((d.unit_id, d.status_id) for d in waiting)]:
        wanted |= {(int(heir), status) for heir in heirs.get(unit, [])}
    ended = {"valid_to": day, "ending": Ending.UNIT_ENDED, "end_note": handing.basis[:NOTE]}
    nobody = {"end_number": "", "end_signed_on": None, "end_issuer": ""}
    pen.change([status for status in held if status.unit_id in closed], **ended, **nobody)
    pen.change([doubt for doubt in waiting if doubt.unit_id in closed], valid_to=day, outcome=Outcome.UNIT_ENDED)
    _ask(wanted, handing, pen)


def _ask(wanted: set[tuple[int, int]], handing: Handing, pen: Pen) -> None:
    """Open what is to be re-assessed, unless it is open already or was opened by this very change."""
    day = handing.on_day
    rows = Reassessment.objects.filter(unit__in={unit for unit, _status in wanted})
    known = set(rows.filter(Q(valid_to=None) | Q(valid_from=day)).values_list("unit_id", "status_id"))
    pen.create(
        Reassessment(unit_id=unit, status_id=status, valid_from=day, basis=handing.basis[:NOTE])
        for unit, status in sorted(wanted - known)
    )


def _catch_up(status: Status, at: datetime) -> None:
    """Do to a status that is entered late what the changes of units since its first day would have done."""
    units, after = {status.unit_id}, status.valid_from
    while (day := _next_change(units, after)) is not None:
        rows = list(Succession.objects.filter(Q(source__in=units) | Q(heir__in=units), on_day=day).order_by("pk"))
        takings = tuple(Taking(row.source_id, row.heir_id, Share(row.share), row.is_main) for row in rows)
        ended = Unit.objects.filter(pk__in=units | {row.source_id for row in rows}, closed_on=day)
        basis = next((row.basis for row in rows if row.basis), "")
        handing = Handing(day, basis, takings, frozenset(ended.values_list("pk", flat=True)), {}, at)
        _carry(handing, Pen(None), Q(pk=status.pk))
        units, after = units | {row.heir_id for row in rows if row.source_id in units}, day
    status.refresh_from_db()


def _next_change(units: set[int], after: date) -> date | None:
    """Return the next day after another on which units took over, gave away or ended."""
    rows = Succession.objects.filter(Q(source__in=units) | Q(heir__in=units), on_day__gt=after)
    ends = Unit.objects.filter(pk__in=units, closed_on__gt=after).values_list("closed_on", flat=True)
    return min([*rows.values_list("on_day", flat=True), *(day for day in ends if day)], default=None)
