from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.movement.committees.models import Committee, Membership, Staffing
from kheo.movement.committees.rules import (
    Sitting,
    StaffingFacts,
    sitting_of,
    why_not_change,
    why_not_decide,
    why_not_seat,
    why_not_set_up,
    why_not_there,
)
from kheo.organisation.access.rules import require


class NotStaffed(Refused):
    """The rules are against staffing the committee so."""


@transaction.atomic
def set_up_committee(
    committee: Committee, *, members: Iterable[Sitting], facts: StaffingFacts, by: User | None, at: datetime
) -> Committee:
    """Set up the steering committee of a unit with its first members, by a decision; the same one entered again
    returns the first.

    :raises NotStaffed: with every reason against.
    """
    if by is not None:
        require(by, "committees.set_up", on=committee.unit)
    named = [member.tidied() for member in members]
    known = Committee.objects.filter(unit=committee.unit, movement=committee.movement).first()
    if known and _entered(known, facts, named):
        return known
    reasons = why_not_set_up(committee) + why_not_decide(facts, local_day(at)) + why_not_seat(named)
    if reasons := reasons or why_not_there(committee, facts):
        raise NotStaffed(*reasons)
    committee.name = normalise(committee.name)
    _state(committee, facts)
    staffing = _enter(committee, facts)
    _seat(staffing, list(enumerate(named)))
    record("committees.set_up", on=committee, by=by, at=at, members=len(named), number=staffing.number)
    return committee


@transaction.atomic
def restaff(
    committee: Committee,
    *,
    members: Iterable[Sitting],
    facts: StaffingFacts,
    after: Staffing,
    by: User | None,
    at: datetime,
) -> Staffing:
    """Restaff a committee by one decision (kiện toàn): who is not on its list leaves, who is new on it comes, who
    stays in the same post and seat is not touched. `after` is the staffing that was read.

    The same decision with the same list, entered again, returns the first.

    :raises NotStaffed: with every reason against.
    :raises Stale: if somebody else restaffed it first.
    """
    if by is not None:
        require(by, "committees.restaff", on=committee.unit_id)
    locked = Committee.objects.select_for_update(of=("self",)).select_related("unit", "standing_office")
    committee = locked.get(pk=committee.pk)
    named = [member.tidied() for member in members]
    if entered := _entered(committee, facts, named):
        return entered
    if committee.staffings.last() != after:
        raise Stale(_("Somebody restaffed this committee. Reload it."))
    present = {sitting_of(row): row for row in committee.memberships.present()}
    reasons = why_not_decide(facts, local_day(at)) + why_not_seat(named)
    reasons += why_not_change(committee, facts, before=after.valid_from, present=list(present), members=named)
    if reasons := reasons or why_not_there(committee, facts):
        raise NotStaffed(*reasons)
    _state(committee, facts)
    staffing = _enter(committee, facts)
    leaving = [row.pk for sitting, row in present.items() if sitting not in named]
    coming = [(order, sitting) for order, sitting in enumerate(named) if sitting not in present]
    Membership.objects.filter(pk__in=leaving).update(valid_to=staffing.valid_from)
    _seat(staffing, coming)
    said = {"number": staffing.number, "came": len(coming), "left": len(leaving)}
    record("committees.restaff", on=committee, by=by, at=at, staffing=staffing.pk, **said)
    return staffing


def _entered(committee: Committee, facts: StaffingFacts, named: Sequence[Sitting]) -> Staffing | None:
    """Return the staffing by the very decision, if it was entered already.

    :raises NotStaffed: if it was, with another list.
    """
    number = normalise(facts.number)
    known = committee.staffings.filter(number=number, signed_on=facts.signed_on).first()
    if known is None:
        return None
    sat = Membership.objects.on(known.valid_from).filter(committee=committee)
    if {sitting_of(row) for row in sat} != set(named) or known.valid_from != facts.day:
        raise NotStaffed(_("Decision %(number)s was entered already, with another list.") % {"number": number})
    return known


def _state(committee: Committee, facts: StaffingFacts) -> None:
    """Keep what the decision says of the committee itself."""
    committee.standing_office = facts.standing_office
    committee.term_starts_on, committee.term_ends_on = facts.term_starts_on, facts.term_ends_on
    committee.save()


def _enter(committee: Committee, facts: StaffingFacts) -> Staffing:
    return Staffing.objects.create(
        committee=committee,
        number=normalise(facts.number),
        signed_on=facts.signed_on,
        signed_by=normalise(facts.signed_by),
        valid_from=facts.day,
    )


def _seat(staffing: Staffing, coming: Iterable[tuple[int, Sitting]]) -> None:
    Membership.objects.bulk_create(
        Membership(
            committee=staffing.committee,
            staffing=staffing,
            name=sitting.name,
            title=sitting.title,
            seat=sitting.seat,
            order=order,
            valid_from=staffing.valid_from,
        )
        for order, sitting in coming
    )
