from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.journal.actions import Pen
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.organisation.access.rules import require
from kheo.organisation.changes.kit import Handing
from kheo.organisation.clusters.models import Cluster, ClusterSeat
from kheo.organisation.clusters.queries import Carrying, carrying_to, following, seats_of
from kheo.organisation.clusters.rules import Seating, seating_of, why_not_arrange, why_not_name, why_not_year
from kheo.organisation.clusters.states import Fate, Heads
from kheo.organisation.units.models import Unit


class NotArranged(Refused):
    """The rules are against naming or arranging the cluster so."""


@transaction.atomic
def set_up_cluster(body: Unit, name: str, *, by: User | None, at: datetime) -> Cluster:
    """Set up a cluster of a body; the same one set up again is the first.

    :raises NotArranged: if the name will not do.
    """
    if by is not None:
        require(by, "clusters.arrange", on=body)
    _lock(body.pk)
    others, name = list(Cluster.objects.filter(unit=body)), normalise(name)
    if known := next((other for other in others if other.name == name), None):
        return known
    if reasons := why_not_name(name, others):
        raise NotArranged(*reasons)
    cluster = Cluster.objects.create(unit=body, name=name)
    record("clusters.set_up", on=cluster, by=by, at=at, unit=body.pk, name=name)
    return cluster


@transaction.atomic
def rename_cluster(cluster: Cluster, name: str, *, by: User | None, at: datetime) -> Cluster:
    """Give a cluster another name, in all its years; the same name changes nothing.

    :raises NotArranged: if the name will not do.
    """
    if by is not None:
        require(by, "clusters.arrange", on=cluster.unit_id)
    _lock(cluster.unit_id)
    cluster, name = Cluster.objects.get(pk=cluster.pk), normalise(name)
    if cluster.name == name:
        return cluster
    if reasons := why_not_name(name, Cluster.objects.filter(unit=cluster.unit_id).exclude(pk=cluster.pk)):
        raise NotArranged(*reasons)
    was, cluster.name = cluster.name, name
    cluster.save(update_fields=["name"])
    record("clusters.rename", on=cluster, by=by, at=at, was=was, name=name)
    return cluster


@transaction.atomic
def arrange(
    cluster: Cluster,
    year: int,
    *,
    units: Iterable[Unit],
    head: Unit | None,
    by: User | None,
    at: datetime,
    after: Seating | None = None,
) -> bool:
    """Say which units sit in a cluster in a year and who is its head; no unit at all dissolves it for that year.

    `after` is the list that was read. Returns whether anything changed: the same list again changes nothing.

    :raises NotArranged: with every reason against.
    :raises Stale: if somebody else arranged it first.
    """
    if by is not None:
        require(by, "clusters.arrange", on=cluster.unit_id)
    _lock(cluster.unit_id)
    named = list(units)
    asked = Seating(frozenset(unit.pk for unit in named), head.pk if head else None)
    present = seating_of(seats_of(cluster, year))
    if asked == present:
        return False
    if after is not None and after != present:
        raise Stale(_("Somebody arranged this cluster meanwhile. Reload the page to see it."))
    reasons = why_not_year(year, local_day(at)) + why_not_arrange(cluster, year, named, head, present)
    if reasons:
        raise NotArranged(*reasons)
    _seat(cluster, year, present, asked)
    came, left = sorted(asked.units - present.units), sorted(present.units - asked.units)
    record("clusters.arrange", on=cluster, by=by, at=at, year=year, came=came, left=left, head=asked.head)
    return True


@transaction.atomic
def carry_over(body: Unit, year: int, *, heads: Heads, by: User | None, at: datetime) -> list[Carrying]:
    """Carry the clusters of a body over from the year before to a year, as far as they are not arranged for it yet;
    done again it changes nothing. Returns what was carried over.

    :raises NotArranged: if the year cannot be arranged, or there was nothing the year before.
    """
    if by is not None:
        require(by, "clusters.arrange", on=body)
    _lock(body.pk)
    reasons = why_not_year(year, local_day(at))
    if not ClusterSeat.objects.filter(body=body, year=year - 1).exists():
        reasons.append(_("No cluster was arranged for %(year)s.") % {"year": year - 1})
    if reasons:
        raise NotArranged(*reasons)
    carried = [carrying for carrying in carrying_to(body, year) if carrying.units]
    for carrying in carried:
        head = carrying.next_head if heads == Heads.NEXT else None
        asked = Seating(frozenset(unit.pk for unit in carrying.units), head.pk if head else None)
        _seat(carrying.cluster, year, Seating(), asked)
    if carried:
        clusters = [carrying.cluster.pk for carrying in carried]
        record("clusters.carry_over", on=body, by=by, at=at, year=year, clusters=clusters, heads=heads.value)
    return carried


def _lock(body: int) -> None:
    """Let one at a time name and arrange the clusters of a body."""
    Unit.objects.select_for_update(no_key=True).get(pk=body)


def _seat(cluster: Cluster, year: int, present: Seating, asked: Seating) -> None:
    """Write who sits in a cluster in a year; who stays keeps the row."""
    seats = ClusterSeat.objects.filter(cluster=cluster, year=year)
    seats.filter(unit__in=present.units - asked.units).delete()
    ClusterSeat.objects.bulk_create(
        ClusterSeat(cluster=cluster, body_id=cluster.unit_id, unit_id=unit, year=year)
        for unit in sorted(asked.units - present.units)
    )
    seats.filter(is_head=True).exclude(unit=asked.head).update(is_head=False)
    seats.filter(unit=asked.head).update(is_head=True)


def follow_change(handing: Handing, pen: Pen) -> None:
    """Let the seats of units that end go to their heirs, from the year of the change on, written with its pen. Seats of
    years before stay as they were."""
    for each in following(handing.main_heirs(), handing.on_day):
        if each.fate == Fate.GOES:
            pen.change([each.seat], unit_id=each.heir)
            continue
        pen.drop([each.seat])
        if each.fate == Fate.JOINS and each.seat.is_head:
            place = {"cluster": each.seat.cluster_id, "year": each.seat.year, "unit": each.heir}
            pen.change(ClusterSeat.objects.filter(**place), is_head=True)
