"""Who sat when, how committees stand, and which units lack one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import override

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Movement
from kheo.movement.committees.models import Committee, Membership, Staffing
from kheo.movement.committees.rules import usual_name
from kheo.movement.committees.states import Seat, TermState
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Lineage, Unit, UnitVersion
from kheo.organisation.units.states import TERRITORIAL, UnitKind

_PLACES = {seat: place for place, seat in enumerate(Seat)}
# Places whose bodies steer: all but hamlets.
STEERING = TERRITORIAL - {UnitKind.HAMLET}


def who_sat(committee: Committee | None, day: date) -> list[Membership]:
    """Return who sat on a committee on a day, by seat and in the order of their decision."""
    rows = Membership.objects.on(day).filter(committee=committee).select_related("staffing")
    return _in_order(rows) if committee else []


def _in_order(rows: QuerySet[Membership]) -> list[Membership]:
    return sorted(rows, key=lambda row: (_PLACES[Seat(row.seat)], row.order, row.pk))


def committees_to_restaff(movement: Movement | None, user: User, under: Unit, day: date) -> list[Committee]:
    """Return the committees for a movement at and below a unit that the user may restaff, in the order of their
    units."""
    units = Unit.objects.under(under, day).filter(pk__in=reach(user, "committees.restaff"))
    rows = Committee.objects.filter(movement=movement, unit__in=units).select_related("unit__parent", "standing_office")
    return list(rows.order_by("unit__sort_key", "pk"))


def committees_to_set_up(movement: Movement | None, user: User, under: Unit, day: date) -> list[Committee]:
    """Return committees, not entered yet, for the places at and below a unit that have none and where the user may set
    one up; they bear their usual names."""
    if movement is None:
        return []
    known = Committee.objects.filter(movement=movement).values("unit")
    places = Unit.objects.under(under, day).filter(kind__in=STEERING, pk__in=reach(user, "committees.set_up"))
    units = places.exclude(pk__in=known).select_related("parent").in_order()
    with override(settings.LANGUAGE_CODE):  # the name is to be kept, whatever language the user reads
        return [Committee(unit=unit, movement=movement, name=usual_name(movement, unit)) for unit in units]


def who_sat_on(committees: QuerySet[Committee], day: date) -> list[Membership]:
    """Return who sat on committees on a day: the committees in the order of their units, each in that of a list."""
    rows = Membership.objects.on(day).filter(committee__in=committees.order_by().values("pk"))
    listed = _in_order(rows.select_related("staffing", "committee__unit"))
    return sorted(listed, key=lambda row: (row.committee.unit.sort_key, row.committee_id))


def ever_sat_on(committees: Sequence[Committee]) -> list[Membership]:
    """Return who sits or ever sat on committees, in the order of a list."""
    rows = Membership.objects.filter(committee__in=committees)
    return _in_order(rows.select_related("staffing", "committee__unit"))


def committee_of(unit: Unit, movement: Movement) -> Committee | None:
    """Return the committee of a unit for a movement, if it has one."""
    return Committee.objects.filter(unit=unit, movement=movement).first()


def committees_in(user: User, day: date) -> QuerySet[Committee]:
    """Return the committees that the user may see, each with its `state` on a day, how many `members` sit on it then,
    and its `head`."""
    sitting = Membership.objects.on(day).filter(committee=OuterRef("pk")).order_by()
    number = sitting.values("committee").annotate(number=Count("pk")).values("number")
    heads = sitting.filter(seat=Seat.HEAD).values("name")[:1]
    return (
        Committee.objects.visible_to(user)
        .select_related("unit", "standing_office")
        .annotate(
            state=state_on(day),
            members=Coalesce(Subquery(number), 0),
            head=Coalesce(Subquery(heads), Value("")),
        )
    )


def state_of(committee: Any) -> TermState:  # Any: a row that bears more than its table
    """Return the state that `committees_in` has found."""
    return TermState(committee.state)


def state_on(day: date) -> Case:
    """Return the expression of how a committee stands on a day."""
    return Case(
        When(term_ends_on__lt=day, then=Value(TermState.PAST)),
        When(term_starts_on__gt=day, then=Value(TermState.AHEAD)),
        default=Value(TermState.CURRENT),
        output_field=CharField(),
    )


def units_wanting(movement: Movement, under: Unit, day: date) -> QuerySet[UnitVersion]:
    """Return the places at and below a unit, as they were on a day, that had no committee then or one past its term;
    each with its committee (`committee_pk`) and the last day of that one's term (`ended_on`)."""
    lacking = Q(committee_pk=None) | Q(ended_on__lt=day)
    rows: QuerySet[UnitVersion] = _places(movement, under, day).filter(lacking)
    return rows


def units_without_committee(movement: Movement, under: Unit, day: date) -> QuerySet[UnitVersion]:
    """Return the places at and below a unit that had no committee on a day."""
    rows: QuerySet[UnitVersion] = _places(movement, under, day).filter(committee_pk=None)
    return rows


def units_past_term(movement: Movement, under: Unit, day: date) -> QuerySet[UnitVersion]:
    """Return the places at and below a unit whose committee was past its term on a day."""
    rows: QuerySet[UnitVersion] = _places(movement, under, day).filter(ended_on__lt=day)
    return rows


def _places(movement: Movement, under: Unit, day: date) -> Any:  # Any: rows that bear more than their table
    own = Committee.objects.filter(movement=movement, unit=OuterRef("unit"), staffings__valid_from__lte=day)
    below = Lineage.objects.on(day).filter(ancestor=under).values("unit_id")
    places = UnitVersion.objects.on(day).filter(unit__in=below, kind__in=STEERING)
    return places.select_related("unit").annotate(
        committee_pk=Subquery(own.values("pk")[:1]), ended_on=Subquery(own.values("term_ends_on")[:1])
    )


@dataclass(frozen=True)
class Act:
    """One staffing of a committee in its history: whether it was the first, how many came and how many left."""

    staffing: Staffing
    is_first: bool
    came: int
    left: int


def history_of(committee: Committee) -> list[Act]:
    """Return the staffings of a committee, the latest first."""
    rows = committee.memberships.order_by()
    came = dict(rows.values_list("staffing").annotate(Count("pk")))
    left = dict(rows.exclude(valid_to=None).values_list("valid_to").annotate(Count("pk")))
    staffings = list(committee.staffings.all())
    return [
        Act(staffing, staffing == staffings[0], came.get(staffing.pk, 0), left.get(staffing.valid_from, 0))
        for staffing in reversed(staffings)
    ]


@dataclass(frozen=True)
class Staffed:
    """What one decision did: which it followed, who sat from then on, who of them was new or in another seat, and who
    sat no longer."""

    staffing: Staffing
    follows: Staffing | None
    members: Sequence[Membership]
    came: Sequence[Membership]
    left: Sequence[Membership]


def staffing_of(staffing: Staffing) -> Staffed:
    """Return what one decision did. Who only changes the seat or the post has not left."""
    committee = staffing.committee
    members = who_sat(committee, staffing.valid_from)
    names = {member.name for member in members}
    ended = _in_order(committee.memberships.filter(valid_to=staffing.valid_from))
    return Staffed(
        staffing,
        committee.staffings.filter(valid_from__lt=staffing.valid_from).last(),
        members,
        [member for member in members if member.staffing_id == staffing.pk],
        [member for member in ended if member.name not in names],
    )
