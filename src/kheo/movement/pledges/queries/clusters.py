"""Whose clusters somebody sees, who leads one, and what was pledged and checked in it in a year."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.machinery.registers.kit import Fault, Record, Said
from kheo.movement.pledges.models import CrossCheck, Pledge
from kheo.organisation.access.rules import can, held_by, in_reach
from kheo.organisation.clusters.models import Cluster, ClusterSeat
from kheo.organisation.clusters.rules import in_order_of_names
from kheo.organisation.units.models import Unit

PLEDGES_KEY, CHECKS_KEY = "giao-uoc-thi-dua", "kiem-tra-cheo"
_PLACE = ("unit", "cluster", "year", "checked")


def seats_seen(user: User) -> QuerySet[ClusterSeat]:
    """Return the seats by which somebody sees a cluster in a year: those of units that their posts cover, and all of
    bodies that they cover."""
    return ClusterSeat.objects.filter(in_reach(user, "pledges.view") | in_reach(user, "pledges.view", "body"))


def clusters_for(user: User) -> QuerySet[Cluster]:
    """Return the clusters in which the user's units sit, or which their bodies set up, in the order of names."""
    seen = Cluster.objects.filter(pk__in=seats_seen(user).values("cluster"))
    return seen.order_by("unit__sort_key", "name", "pk")


def units_for(user: User) -> QuerySet[Unit]:
    """Return the units that sit in these clusters, in order."""
    seats = ClusterSeat.objects.filter(cluster__in=clusters_for(user).values("pk"))
    return Unit.objects.filter(pk__in=seats.values("unit")).order_by("sort_key", "pk")


# What other lines and seats have against a line --------------------------------------------------------------------


def against_seats(said: Said, record: Record | None) -> list[Fault]:
    """Return what the seats of the year have against a line: its units sit in the cluster. A line whose place stands
    as it was is not asked again: seats go to heirs, lines stay."""
    if record and all(getattr(record, name) == said[name] for name in _PLACE if name in said):
        return []
    sitting = set(
        ClusterSeat.objects.filter(cluster=said["cluster"], year=said["year"]).values_list("unit_id", flat=True)
    )
    words = _("%(unit)s does not sit in “%(cluster)s” in %(year)s. Look at the cluster and the year again.")
    asked = {name: said[name] for name in ("unit", "checked") if name in said}
    return [
        Fault(words % {"unit": unit.name, "cluster": said["cluster"].name, "year": said["year"]}, name)
        for name, unit in asked.items()
        if unit.pk not in sitting
    ]


# Figures -----------------------------------------------------------------------------------------------------------


def pledged_in_year(day: date) -> Q:
    """Return the condition of what was pledged for the year of a day, and signed by then."""
    return Q(year=day.year, signed_on__lte=day)


def first_of_unit(day: date) -> Q:
    """Return the condition of the first line of each unit among these: one for each unit that pledged."""
    same: QuerySet[Pledge] = QuerySet(Pledge).filter(pledged_in_year(day), unit=OuterRef("unit"), withdrawn_at=None)
    return pledged_in_year(day) & ~Q(Exists(same.filter(pk__lt=OuterRef("pk"))))


def reached_in_year(day: date) -> Q:
    """Return the condition of what was pledged for the year of a day and is reached."""
    return pledged_in_year(day) & Q(reached__gte=F("promised"))


def unknown_of_year(day: date) -> Q:
    """Return the condition of what was pledged for the year of a day and of which no result is known."""
    return pledged_in_year(day) & Q(reached=None)


def checks_in_year(day: date) -> Q:
    """Return the condition of the cross-checks of the year of a day, planned or done."""
    return Q(year=day.year)


def checked_by(day: date) -> Q:
    """Return the condition of those of them that were done by the day."""
    return Q(year=day.year, checked_on__lte=day)


def planned_only(day: date) -> Q:
    """Return the condition of the cross-checks of the year of a day that are not done yet."""
    return Q(year=day.year, checked_on=None)


# A cluster in a year -----------------------------------------------------------------------------------------------


def seats_of_year(cluster: Cluster, year: int) -> list[ClusterSeat]:
    """Return who sits in a cluster in a year, in order."""
    seats = ClusterSeat.objects.filter(cluster=cluster, year=year).select_related("unit")
    return list(seats.order_by("unit__sort_key", "unit_id"))


def leads(user: User, cluster: Cluster, seats: Collection[ClusterSeat]) -> bool:
    """Tell whether somebody leads a cluster in a year: at the unit that is its head, or at the body that set it up."""
    places = [seat.unit_id for seat in seats if seat.is_head] + [cluster.unit_id]
    return any(can(user, "pledges.lead", on=place) for place in places)


@dataclass(frozen=True)
class InYear:
    """A cluster in a year as somebody sees it: who sits in it, and whether they lead it."""

    cluster: Cluster
    year: int
    seats: Sequence[ClusterSeat]
    may_lead: bool

    @property
    def head(self) -> Unit | None:
        return next((seat.unit for seat in self.seats if seat.is_head), None)


def in_year(user: User, number: int, year: int) -> InYear | None:
    """Return a cluster (by its number) in a year, in one question; None if somebody does not see it."""
    leading = Q(in_reach(user, "pledges.lead"), is_head=True) | Q(in_reach(user, "pledges.lead", "body"))
    seeing = in_reach(user, "pledges.view") | in_reach(user, "pledges.view", "body")
    seats = ClusterSeat.objects.filter(cluster=number, year=year).select_related("cluster__unit", "unit")
    flags: dict[str, Any] = {"leading": leading, "seeing": seeing}  # Any: as the annotations of the library ask for
    asked = {name: ExpressionWrapper(flag, output_field=BooleanField()) for name, flag in flags.items()}
    rows: list[Any] = list(seats.annotate(**asked).order_by("unit__sort_key", "unit_id"))  # Any: rows with flags
    if not any(row.seeing for row in rows):
        return None
    return InYear(rows[0].cluster, year, rows, any(row.leading for row in rows))


def sits_in(user: User, held: InYear) -> bool:
    """Tell whether somebody gives points for a unit that sits in a cluster."""
    own = {post.unit_id for post in held_by(user, "pledges.mark")}
    return any(seat.unit_id in own for seat in held.seats)


def _lines(model: Any, cluster: Cluster, year: int, user: User | None) -> QuerySet[Any]:  # Any: one of the registers
    """Return the lines of a cluster in a year by units; those that the reader may open are `may_open`."""
    rows: QuerySet[Any] = QuerySet(model).filter(cluster=cluster, year=year, withdrawn_at=None).select_related("unit")
    if user:
        seen: Any = in_reach(user, "pledges.view")
        rows = rows.annotate(may_open=ExpressionWrapper(seen, output_field=BooleanField()))
    return rows.order_by("unit__sort_key", "unit_id", "pk")


def pledges_of(cluster: Cluster, year: int, user: User | None = None) -> list[Pledge]:
    """Return what was pledged in a cluster for a year, by units; for a reader, with what of it they may open."""
    return list(_lines(Pledge, cluster, year, user))


def checks_of(cluster: Cluster, year: int, user: User | None = None) -> list[CrossCheck]:
    """Return who checks whom in a cluster in a year, by units; for a reader as above."""
    return list(_lines(CrossCheck, cluster, year, user).select_related("unit", "checked"))


def years_seen(user: User) -> list[int]:
    """Return the years in which somebody sees a cluster, the latest first."""
    return list(seats_seen(user).order_by("-year").values_list("year", flat=True).distinct())


@dataclass(frozen=True)
class Glance:
    """A cluster in a year at a glance: its head, and of its units how many pledged, of its cross-checks how many are
    done."""

    cluster: Cluster
    year: int
    units: int
    head: Unit | None
    pledged: int
    checks: int
    checked: int


def glances(user: User, year: int) -> list[Glance]:
    """Return the clusters that somebody sees in a year, in order, in three questions."""
    seen = seats_seen(user).filter(year=year).values("cluster")
    seats: dict[Cluster, list[ClusterSeat]] = defaultdict(list)
    for seat in ClusterSeat.objects.filter(cluster__in=seen, year=year).select_related("cluster__unit", "unit"):
        seats[seat.cluster].append(seat)
    lines = {"cluster__in": list(seats), "year": year, "withdrawn_at": None}
    pledged = set(QuerySet(Pledge).filter(**lines).values_list("cluster_id", "unit_id"))
    pledged_in = Counter(cluster for cluster, _unit in pledged)
    checks = list(QuerySet(CrossCheck).filter(**lines).values_list("cluster_id", "checked_on"))
    planned, done = Counter(row[0] for row in checks), Counter(row[0] for row in checks if row[1])
    return [
        Glance(
            cluster,
            year,
            len(seats[cluster]),
            next((seat.unit for seat in seats[cluster] if seat.is_head), None),
            pledged_in[cluster.pk],
            planned[cluster.pk],
            done[cluster.pk],
        )
        for cluster in in_order_of_names(seats)
    ]


@dataclass(frozen=True)
class Page:
    """What the page of a cluster in a year shows: what each unit pledged, who has not pledged, who checks whom, and
    whether some unit checks nobody yet."""

    pledges: Sequence[tuple[Unit, Sequence[Pledge]]]
    unpledged: Sequence[Unit]
    checks: Sequence[CrossCheck]
    idle: bool


def page_of(held: InYear, user: User) -> Page:
    """Return what the page of a cluster in a year shows somebody. What a unit pledged that has ended since stands under
    its name."""
    lines = pledges_of(held.cluster, held.year, user)
    checks = checks_of(held.cluster, held.year, user)
    by_unit = [(unit, list(each)) for unit, each in groupby(lines, key=lambda line: line.unit)]
    pledged, busy = {unit.pk for unit, _lines in by_unit}, {check.unit_id for check in checks}
    unpledged = [seat.unit for seat in held.seats if seat.unit_id not in pledged]
    idle = len(held.seats) > 1 and any(seat.unit_id not in busy for seat in held.seats)
    return Page(by_unit, unpledged, checks, idle)
