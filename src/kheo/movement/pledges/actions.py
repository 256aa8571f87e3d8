"""Every write of clusters in a year beside their registers: the plan of cross-checks."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Refused
from kheo.machinery.registers.actions import enter
from kheo.machinery.registers.kit import REGISTERS
from kheo.movement.pledges.queries import CHECKS_KEY, checks_of, leads, seats_of_year
from kheo.movement.pledges.rules import ring
from kheo.organisation.clusters.models import Cluster, ClusterSeat


class NotPlanned(Refused):
    """There is nothing to plan in this cluster and year."""


@transaction.atomic
def plan_checks(cluster: Cluster, year: int, *, by: User, at: datetime) -> int:
    """Plan who checks whom in a cluster in a year, in a ring by the order of units; a unit that checks somebody already
    keeps what it has. The lines are entered by the program, the plan is that of its head. Returns how many were made.

    :raises NotPlanned: if the cluster has fewer than two units in the year, or every unit has somebody to check.
    """
    Cluster.objects.select_for_update(no_key=True).get(pk=cluster.pk)  # pressed twice, one waits for the other
    seats = seats_of_year(cluster, year)
    _require_lead(by, cluster, seats)
    if len(seats) < 2:
        raise NotPlanned(_("It takes two units at least to check one another."))
    units = {seat.unit_id: seat.unit for seat in seats}
    busy = {check.unit_id for check in checks_of(cluster, year)}
    pairs = [pair for pair in ring(list(units)) if pair[0] not in busy]
    if not pairs:
        raise NotPlanned(_("Every unit has somebody to check already. Withdraw a cross-check to plan it anew."))
    for checker, checked in pairs:
        said = {"unit": units[checker], "checked": units[checked], "cluster": cluster, "year": year}
        enter(REGISTERS[CHECKS_KEY], said, by=None, at=at)
    record("pledges.plan", on=cluster, by=by, at=at, year=year, pairs=[list(pair) for pair in pairs])
    return len(pairs)


def _require_lead(by: User, cluster: Cluster, seats: list[ClusterSeat]) -> None:
    if not leads(by, cluster, seats):
        raise PermissionDenied("pledges.lead")
