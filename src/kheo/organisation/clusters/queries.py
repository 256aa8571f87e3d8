"""Who sits in which cluster in a year, who could, what is carried over, and what moves when units change."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.lib.vitext import fold
from kheo.organisation.access.rules import held_by
from kheo.organisation.changes.kit import Effect, Plan, Ref
from kheo.organisation.clusters.models import Cluster, ClusterSeat
from kheo.organisation.clusters.rules import (
    Following,
    fates_of,
    in_order_of_names,
    in_year,
    next_head,
    units_below_in,
)
from kheo.organisation.clusters.states import Fate
from kheo.organisation.units.models import Lineage, Succession, Unit, UnitVersion
from kheo.organisation.units.states import UnitKind
from kheo.ui.lists import begins

MOST_TO_CHOOSE = 300


def bodies_for(user: User) -> list[Unit]:
    """Return the bodies whose clusters the user may see, in order, those where the user may arrange them first."""
    own = {post.unit for post in held_by(user, "clusters.arrange")}
    seen = Unit.objects.filter(pk__in=Cluster.objects.visible_to(user).values("unit"))
    return sorted(own.union(seen), key=lambda body: (body not in own, body.sort_key, body.pk))


def years_of(body: Unit) -> list[int]:
    """Return the years for which a body has arranged clusters, the latest first."""
    return list(ClusterSeat.objects.filter(body=body).values_list("year", flat=True).distinct().order_by("-year"))


def seats_of(cluster: Cluster, year: int) -> list[ClusterSeat]:
    """Return the seats of a cluster in a year, in the order of units."""
    return list(cluster.seats.filter(year=year).select_related("unit").order_by("unit__sort_key", "unit_id"))


def seats_held(unit: Unit, year: int) -> list[ClusterSeat]:
    """Return the seats of a unit in a year: one for each body that has put it into a cluster."""
    seats = ClusterSeat.objects.filter(unit=unit, year=year).select_related("cluster", "body")
    return list(seats.order_by("body__sort_key", "pk"))


# A year ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Named:
    """A unit under the name that it last had in a year."""

    unit_id: int
    slug: str
    name: str
    kind: str


def named_in(year: int, units: Q) -> dict[int, Named]:
    """Return units as they were last named in a year, by number and in order; `units` is a condition on versions."""
    versions = UnitVersion.objects.filter(in_year(year), units).order_by("unit__sort_key", "unit_id", "valid_from")
    rows = versions.values_list("unit_id", "unit__slug", "name", "kind")
    return {unit: Named(unit, slug, name, kind) for unit, slug, name, kind in rows}


def _sitting_in(year: int, others: Q, sitting: Collection[int]) -> dict[int, Named]:
    """Return those who sit, and others on a condition; a unit that ended before the year by the name it had last."""
    named = named_in(year, others | Q(unit__in=sitting))
    missing = Unit.objects.filter(pk__in=[unit for unit in sitting if unit not in named]).in_order()
    return named | {unit.pk: Named(unit.pk, unit.slug, unit.name, unit.kind) for unit in missing}


@dataclass(frozen=True)
class Arranged:
    """A cluster in a year: its units in order, and its head, if one is chosen."""

    cluster: Cluster
    units: Sequence[Named]
    head: Named | None


@dataclass(frozen=True)
class Year:
    """The clusters of a body in a year, those that have no unit in it, and the units that sit in none."""

    arranged: Sequence[Arranged]
    empty: Sequence[Cluster]
    unseated: Sequence[Named]


def year_of(body: Unit, year: int, today: date) -> Year:
    """Return the clusters of a body in a year."""
    seats = list(ClusterSeat.objects.filter(body=body, year=year))
    named = _sitting_in(year, Q(pk__in=[]), [seat.unit_id for seat in seats])
    clusters = in_order_of_names(Cluster.objects.filter(unit=body))
    arranged = [_arranged(cluster, seats, named) for cluster in clusters]
    return Year(
        [one for one in arranged if one.units],
        [one.cluster for one in arranged if not one.units],
        _unseated(body, map_day(year, today), {seat.unit_id for seat in seats}),
    )


def _arranged(cluster: Cluster, seats: Sequence[ClusterSeat], named: Mapping[int, Named]) -> Arranged:
    sitting = {seat.unit_id: seat.is_head for seat in seats if seat.cluster_id == cluster.pk}
    units = [one for unit, one in named.items() if unit in sitting]
    return Arranged(cluster, units, next((one for one in units if sitting[one.unit_id]), None))


def map_day(year: int, today: date) -> date:
    """Return the day on which the units of a year are looked for: its last, or today in the present year, or the first
    of a year to come."""
    return min(date(year, 12, 31), max(today, date(year, 1, 1)))


def _unseated(body: Unit, day: date, seated: Collection[int]) -> list[Named]:
    """Return the units that sit in no cluster: of those directly below the body, and of those deeper that stand as deep
    and are of the same kind as some that sit."""
    pairs = Lineage.objects.on(day).filter(ancestor=body)
    kind_then = UnitVersion.objects.on(day).filter(unit=OuterRef("unit")).values("kind")[:1]
    deep = pairs.filter(unit__in=seated, depth__gt=1).annotate(kind=Subquery(kind_then))
    alike = Q(pk__in=[])
    for depth, kind in deep.values_list("depth", "kind").distinct():
        alike |= Q(kind=kind, unit__in=pairs.filter(depth=depth).values("unit_id"))
    near = Q(unit__in=pairs.filter(depth=1).values("unit_id"))
    rows = UnitVersion.objects.on(day).filter(near | alike).exclude(unit__in=seated)
    found = rows.order_by("unit__sort_key", "unit_id").values_list("unit_id", "unit__slug", "name", "kind")
    return [Named(*row) for row in found]


# Choosing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choices:
    """The units that may be chosen for a cluster, in order; `taken` names the cluster in which one sits already, and
    `more` says how many more a narrower search would show."""

    units: Sequence[Named]
    taken: Mapping[int, str]
    more: int


def choices_for(cluster: Cluster, year: int, *, words: str, kind: str, chosen: Iterable[int]) -> Choices:
    """Return the units below the body in a year whose name has the words and which are of the kind, with those that
    are chosen already. Hamlets, of which there are many, only where they are asked for or stand directly below."""
    wanted = Q(unit__in=units_below_in(cluster.unit_id, year)) & begins("unit__name_folded", fold(words))
    if kind:
        wanted &= Q(kind=kind)
    else:
        wanted &= ~Q(kind=UnitKind.HAMLET) | Q(parent=cluster.unit_id)
    picked = {*chosen}
    named = _sitting_in(year, wanted, picked)
    found = [one for unit, one in named.items() if unit not in picked]
    shown = {one.unit_id for one in found[:MOST_TO_CHOOSE]} | picked
    elsewhere = ClusterSeat.objects.filter(body=cluster.unit_id, year=year).exclude(cluster=cluster)
    taken = dict(elsewhere.values_list("unit_id", "cluster__name"))
    units = [one for unit, one in named.items() if unit in shown]
    return Choices(sorted(units, key=lambda one: one.unit_id not in picked), taken, len(found[MOST_TO_CHOOSE:]))


# Carrying over -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Carrying:
    """What a cluster would be in a year if it were carried over from the year before: its units, who is left out, and
    the next head."""

    cluster: Cluster
    units: Sequence[Unit]
    left_out: Sequence[Unit]
    next_head: Unit | None


def carrying_to(body: Unit, year: int) -> list[Carrying]:
    """Return the clusters of the year before that are not arranged for a year yet, as they would be carried over.

    The heir comes for a unit that has ended. Left out is who sits in another cluster already or is no longer below the
    body.
    """
    seats = ClusterSeat.objects.filter(body=body).select_related("cluster", "unit")
    now = list(seats.filter(year=year))
    done, taken = {seat.cluster_id for seat in now}, {seat.unit_id for seat in now}
    before: dict[Cluster, list[ClusterSeat]] = {}
    for seat in seats.filter(year=year - 1).exclude(cluster__in=done).order_by("unit__sort_key", "unit_id"):
        before.setdefault(seat.cluster, []).append(seat)
    heirs = _standing({seat.unit for rows in before.values() for seat in rows}, date(year, 12, 31))
    below = set(units_below_in(body, year).filter(unit__in=[heir for heir in heirs.values() if heir]))
    found = []
    for cluster in in_order_of_names(before):
        going = _going(before[cluster], heirs, below - taken)
        taken |= {unit.pk for unit in going}
        left_out = [seat.unit for seat in before[cluster] if heirs[seat.unit] not in going]
        last = next((seat.unit for seat in before[cluster] if seat.is_head), None)
        found.append(Carrying(cluster, going, left_out, next_head(last, going)))
    return found


def _going(seats: Iterable[ClusterSeat], heirs: Mapping[Unit, Unit | None], open_to: Collection[int]) -> list[Unit]:
    """Return who sits in a cluster after those who sat, each once."""
    units = {heir for seat in seats if (heir := heirs[seat.unit]) and heir.pk in open_to}
    return sorted(units, key=lambda unit: (unit.sort_key, unit.pk))


def _standing(units: Collection[Unit], day: date) -> dict[Unit, Unit | None]:
    """Return each unit with itself if it stands on a day, or else with the unit that took it over and stands then."""
    found: dict[Unit, Unit | None] = {unit: unit for unit in units}
    while ended := {heir.pk: heir for heir in found.values() if heir and heir.closed_on and heir.closed_on <= day}:
        rows = Succession.objects.filter(source__in=ended, is_main=True).select_related("heir")
        heirs = {row.source_id: row.heir for row in rows if row.on_day == ended[row.source_id].closed_on}
        found = {unit: heirs.get(heir.pk) if heir and heir.pk in ended else heir for unit, heir in found.items()}
    return found


# When units change -------------------------------------------------------------------------------------------------


def following(heirs: Mapping[int, Ref], on_day: date) -> list[Following]:
    """Return what becomes of the seats of units that end on a day, by their main heirs, in that year and in later ones.

    A unit whose heir nobody knows keeps its seats until somebody does, or until the year is arranged anew.
    """
    seats = ClusterSeat.objects.filter(unit__in=heirs, year__gte=on_day.year).select_related("cluster", "unit")
    going = list(seats.order_by("pk"))
    known = [heir for heir in heirs.values() if isinstance(heir, int)]
    standing = ClusterSeat.objects.filter(unit__in=known, year__gte=on_day.year) if going else ()
    return fates_of(going, heirs, standing)


def seats_that_move(plan: Plan) -> list[Effect]:
    """Return how many seats go from each unit that ends to its heir, and how many end because the heir sits in another
    cluster."""
    heirs = {taking.source: taking.heir for taking in plan.takings if taking.is_main}
    numbers: dict[tuple[str, int, Ref], int] = {}
    for each in following(heirs, plan.on_day):
        label = _("Seats in emulation clusters")
        if each.fate == Fate.ENDS:
            label = _("Seats in emulation clusters that end, the heir sitting in another one")
        key = (label, each.seat.unit_id, each.heir)
        numbers[key] = numbers.get(key, 0) + 1
    return [Effect(label, number, source, heir) for (label, source, heir), number in numbers.items()]


# Of which cluster a record is --------------------------------------------------------------------------------------


def cluster_by_unit(body: int, year: int) -> dict[int, int]:
    """Return of which cluster of a body each unit is in a year, by number: that of the nearest at or above it that has
    a seat.

    Seats are those of the end of the year, so that is the map; a unit that ended in it is where its heir is.
    """
    seats = dict(ClusterSeat.objects.filter(body=body, year=year).values_list("unit_id", "cluster_id"))
    nearest = _nearest_seated(body, year).values_list("unit_id", "ancestor_id") if seats else ()
    return {unit: seats[ancestor] for unit, ancestor in nearest}


def units_of_cluster(body: int, year: int, *, cluster: int | None = None) -> QuerySet[Lineage, int]:
    """Return the numbers of the units that are of a cluster in the same sense, or of any, as a subquery."""
    nearest = _nearest_seated(body, year)
    if cluster is not None:
        seats = ClusterSeat.objects.filter(cluster=cluster, body=body, year=year)
        nearest = nearest.filter(ancestor__in=seats.values("unit_id"))
    return nearest.values_list("unit_id", flat=True)


def _nearest_seated(body: int, year: int) -> QuerySet[Lineage]:
    """Return each unit of the last day of a year with the nearest at or above it that has a seat."""
    seated = ClusterSeat.objects.filter(body=body, year=year).values("unit_id")
    pairs = Lineage.objects.reaching(date(year, 12, 31)).filter(ancestor__in=seated)
    nearer = pairs.filter(unit=OuterRef("unit"), depth__lt=OuterRef("depth"))
    nearest: QuerySet[Lineage] = pairs.exclude(Exists(nearer))
    return nearest


def clusters_in(body: int, year: int) -> list[Cluster]:
    """Return the clusters of a body that are arranged for a year, in order."""
    found = Cluster.objects.filter(pk__in=ClusterSeat.objects.filter(body=body, year=year).values("cluster_id"))
    return in_order_of_names(found)
