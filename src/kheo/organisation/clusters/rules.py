"""Why a cluster cannot be named or arranged as said, who is its next head, and what becomes of a seat whose unit
ends."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kheo.lib.vitext import exact_key, fold
from kheo.organisation.changes.kit import Ref
from kheo.organisation.clusters.models import Cluster, ClusterSeat
from kheo.organisation.clusters.states import Fate
from kheo.organisation.units.models import Lineage, Unit

NAME_LIMIT = 200
# Clusters are arranged for years that lie behind, for the present one and for the next.
FIRST_YEAR, YEARS_AHEAD = 1945, 1


@dataclass(frozen=True)
class Seating:
    """Who sits in a cluster in a year, and who of them is its head: units by number."""

    units: frozenset[int] = frozenset()
    head: int | None = None


def seating_of(seats: Iterable[ClusterSeat]) -> Seating:
    """Return what the seats of one cluster in one year say."""
    rows = list(seats)
    return Seating(frozenset(row.unit_id for row in rows), next((row.unit_id for row in rows if row.is_head), None))


def in_order_of_names(clusters: Iterable[Cluster]) -> list[Cluster]:
    """Return clusters by name, numbers in it by their size: "Cụm 10" after "Cụm 2"."""
    return sorted(clusters, key=lambda cluster: (_name_order(cluster.name), cluster.pk))


def _name_order(name: str) -> list[tuple[int, str]]:
    parts = re.findall(r"\d+|\D+", fold(name))
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def in_year(year: int) -> Q:
    """Return the condition that a row with a period held on some day of a year."""
    still_held = Q(valid_to=None) | Q(valid_to__gt=date(year, 1, 1))
    return still_held & Q(valid_from__lte=date(year, 12, 31))


def units_below_in(body: Unit | int, year: int) -> QuerySet[Lineage, int]:
    """Return the numbers of the units that stood below a body on some day of a year, as a subquery."""
    pairs = Lineage.objects.filter(in_year(year), ancestor=body, depth__gt=0, is_inherited=False)
    return pairs.values_list("unit_id", flat=True)


# What is against it -------------------------------------------------------------------------------------------------


def why_not_name(name: str, others: Iterable[Cluster]) -> list[str]:
    """Return what is against a name, beside the other clusters of the same body."""
    if not name:
        return [_("The cluster needs a name.")]
    if len(name) > NAME_LIMIT:
        return [_("The name is longer than %(limit)s characters.") % {"limit": NAME_LIMIT}]
    twins = [other.name for other in others if exact_key(other.name) == exact_key(name)]
    return [_("There is already a cluster named “%(name)s”.") % {"name": twin} for twin in twins]


def why_not_year(year: int, today: date) -> list[str]:
    """Return what is against arranging clusters for a year."""
    last = today.year + YEARS_AHEAD
    if FIRST_YEAR <= year <= last:
        return []
    return [_("Clusters are arranged for years up to %(last)s.") % {"last": last}]


def why_not_arrange(
    cluster: Cluster, year: int, units: Collection[Unit], head: Unit | None, present: Seating
) -> list[str]:
    """Return every reason against seating these units; `present` is who sits already.

    Who sits already may stay, also where it came to the seat as an heir from elsewhere.
    """
    reasons = []
    if head and head not in units:
        reasons.append(_("%(unit)s cannot be the head: it is not one of the units chosen.") % {"unit": head.name})
    coming = [unit for unit in units if unit.pk not in present.units]
    below = set(units_below_in(cluster.unit_id, year).filter(unit__in=coming))
    reasons += [
        _("%(unit)s does not stand below %(body)s on any day of %(year)s.")
        % {"unit": unit.name, "body": cluster.unit.name, "year": year}
        for unit in coming
        if unit.pk not in below
    ]
    elsewhere = ClusterSeat.objects.filter(body=cluster.unit_id, year=year, unit__in=units).exclude(cluster=cluster)
    reasons += [
        _("%(unit)s sits in “%(cluster)s” already; a unit sits in one cluster a year.")
        % {"unit": seat.unit.name, "cluster": seat.cluster.name}
        for seat in elsewhere.select_related("unit", "cluster").order_by("unit__sort_key", "pk")
    ]
    return reasons


# Heads and heirs ----------------------------------------------------------------------------------------------------


def next_head(last: Unit | None, units: Iterable[Unit]) -> Unit | None:
    """Return who follows last year's head in the order of units, the first after the last; the first if there was
    none."""
    in_order = sorted(units, key=_place)
    following = [unit for unit in in_order if last and _place(unit) > _place(last)]
    return next(iter(following or in_order), None)


def _place(unit: Unit) -> tuple[str, int]:
    return unit.sort_key, unit.pk


@dataclass(frozen=True)
class Following:
    """What becomes of a seat whose unit ends, and the heir of that unit."""

    seat: ClusterSeat
    heir: Ref
    fate: Fate


def fates_of(
    seats: Iterable[ClusterSeat], heirs: Mapping[int, Ref], standing: Iterable[ClusterSeat]
) -> list[Following]:
    """Return what becomes of seats whose units end; `standing` are the seats that heirs have.

    An heir takes one seat of a body in a year: its own, or else the first that comes to it.
    """
    sits: dict[tuple[int, int, Ref], int] = {(row.body_id, row.year, row.unit_id): row.cluster_id for row in standing}
    found = []
    for seat in seats:
        fate, heir = Fate.GOES, heirs[seat.unit_id]
        place = (seat.body_id, seat.year, heir)
        if place in sits:
            fate = Fate.JOINS if sits[place] == seat.cluster_id else Fate.ENDS
        sits.setdefault(place, seat.cluster_id)
        found.append(Following(seat, heir, fate))
    return found
