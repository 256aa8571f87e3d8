"""Every write of clusters in a year beside their registers: the plan of cross-checks, and mutual scoring."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day, short_date
from kheo.lib.refusals import Refused
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.machinery.notices.queries import people_at
from kheo.machinery.registers.actions import enter
from kheo.machinery.registers.kit import REGISTERS
from kheo.movement.criteria.actions import freeze
from kheo.movement.criteria.models import CriteriaSet
from kheo.movement.criteria.queries import most_of, sets_for
from kheo.movement.pledges.models import Mark, MutualScoring, Place, Sheet
from kheo.movement.pledges.queries.clusters import CHECKS_KEY, checks_of, leads, seats_of_year
from kheo.movement.pledges.queries.scoring import Standing, criteria_for, givers_of, standing_of
from kheo.movement.pledges.rules import ranked, ring, why_not_close, why_not_give, why_not_open
from kheo.movement.scoring import actions as scoring
from kheo.movement.scoring.kit import Scoring
from kheo.movement.scoring.states import SheetState
from kheo.organisation.access.kit import POLICY
from kheo.organisation.clusters.models import Cluster, ClusterSeat
from kheo.ui.addresses import address


class NotPlanned(Refused):
    """There is nothing to plan in this cluster and year."""


class NotScored(Refused):
    """The rules are against this step of mutual scoring now."""


def _hold(sheet: Sheet) -> None:
    """Hold the scoring of a sheet for the rest of the transaction, and read again whether it is closed."""
    held = MutualScoring.objects.select_for_update(of=("self",)).only("closed_at").get(pk=sheet.place.scoring_id)
    sheet.place.scoring.closed_at = held.closed_at


def _require_giver(sheet: Sheet, by: User) -> None:
    """Let nobody write on the sheet of a unit that is not theirs."""
    if sheet.giver_id not in givers_of(by):
        raise PermissionDenied("pledges.mark")


def _why_own(user: User, sheet: Sheet) -> str:
    """Return that a unit does not score itself, nor one whose heir it has become."""
    return _("A unit does not score itself.") if sheet.place.member_id in givers_of(user) else ""


MUTUAL = Scoring(
    room="pledges",
    subject="place",
    sheets=Sheet,
    marks=Mark,
    refused=NotScored,
    criteria=criteria_for,
    why_not_change=why_not_give,
    hold=_hold,
    require=_require_giver,
    why_barred=_why_own,
)


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


# Mutual scoring ----------------------------------------------------------------------------------------------------


@transaction.atomic
def open_scoring(
    cluster: Cluster, year: int, criteria_set: CriteriaSet, *, due_on: date, by: User, at: datetime
) -> MutualScoring:
    """Open the mutual scoring of a cluster for a year: each unit is given a sheet about each other one, never about
    itself. The criteria stand from now on; the units hear of it.

    :raises NotScored: with every reason against.
    """
    Cluster.objects.select_for_update(no_key=True).get(pk=cluster.pk)  # two at once wait here
    seats = seats_of_year(cluster, year)
    _require_lead(by, cluster, seats)
    is_open = MutualScoring.objects.filter(cluster=cluster, year=year).exists()
    reasons = why_not_open(year, len(seats), due_on, is_open=is_open, today=local_day(at))
    if not sets_for(by).filter(pk=criteria_set.pk).exists():
        reasons.append(_("Choose a set of criteria of your own line."))
    if reasons:
        raise NotScored(*reasons)
    freeze(criteria_set, by=by, at=at)
    said = {"cluster": cluster, "year": year, "criteria_set": criteria_set, "due_on": due_on}
    opened = MutualScoring.objects.create(**said, opened_at=at)
    units, most = [seat.unit_id for seat in seats], most_of(criteria_set.pk)
    places = Place.objects.bulk_create(Place(scoring=opened, member_id=unit) for unit in units)
    Sheet.objects.bulk_create(
        Sheet(place=place, giver_id=unit, most=most, assigned_at=at)
        for unit in units
        for place in places
        if unit != place.member_id
    )
    record("pledges.open", on=opened, by=by, at=at, cluster=cluster.pk, year=year, units=units)
    _tell(opened, seats, by=by, at=at)
    return opened


def _tell(opened: MutualScoring, seats: list[ClusterSeat], *, by: User, at: datetime) -> None:
    """Let the officers of the units hear that they are to give points, and until when."""
    roles, day = POLICY["pledges.mark"], local_day(at)
    people = {person.pk: person for seat in seats for person in people_at(seat.unit, roles, day)}
    said = {"cluster": opened.cluster.name, "year": opened.year}
    message = Message(
        kind="pledges.open",
        key=f"pledges.open:{opened.pk}",
        title=_("Mutual scoring of “%(cluster)s”, %(year)s") % said,
        text=_("Give the other units of the cluster their points by %(day)s.") % {"day": short_date(opened.due_on)},
        url=address("pledges:mine"),
        unit_id=opened.cluster.unit_id,
    )
    tell(list(people.values()), message, by=by, at=at)


@transaction.atomic
def mark(
    sheet: Sheet,
    points: Mapping[int, Decimal | None],
    *,
    comments: Mapping[int, str] | None = None,
    version: int,
    by: User,
    at: datetime,
) -> Sheet:
    """Keep points and comments for criteria of a sheet (`scoring.actions.mark`)."""
    scoring.mark(MUTUAL, sheet, points, comments=comments, version=version, by=by, at=at)
    return sheet


@transaction.atomic
def hand_in(sheet: Sheet, *, comment: str, version: int, by: User, at: datetime) -> None:
    """Hand a sheet in for its unit: from now on it counts.

    :raises NotScored: with every criterion that is still missing, or that the unit would score itself.
    """
    _hold(sheet)
    scoring.hand_in(MUTUAL, sheet, comment=comment, version=version, by=by, at=at)


@transaction.atomic
def reopen(sheet: Sheet, *, version: int, by: User, at: datetime) -> None:
    """Take a sheet back to change it, as long as the scoring is open."""
    scoring.reopen(MUTUAL, sheet, version=version, by=by, at=at)


@transaction.atomic
def close_scoring(cluster: Cluster, year: int, *, reason: str = "", by: User, at: datetime) -> Standing:
    """Close the mutual scoring of a cluster in a year: each unit has the mean of the sheets that are in, and its rank,
    which stay as they are. Sheets still out are taken back, with the reason. Returns how it stands then.

    :raises NotScored: with every reason against.
    """
    _require_lead(by, cluster, seats_of_year(cluster, year))
    opened = MutualScoring.objects.select_for_update(of=("self",)).filter(cluster=cluster, year=year).first()
    standing = standing_of(cluster, year)
    if opened is None or standing is None:
        raise NotScored(_("The scoring of this year was not opened."))
    reasons = why_not_close(
        is_closed=opened.closed_at is not None,
        waiting=[each.unit.name for each in standing.waiting],
        unscored=[place.member.name for place, told in standing.lines if told.summary is None],
        reason=reason,
    )
    if reasons:
        raise NotScored(*reasons)
    for sheet in Sheet.objects.filter(place__scoring=opened, state=SheetState.ASSIGNED).select_related(
        "place__scoring"
    ):
        scoring.withdraw(MUTUAL, sheet, reason=reason, by=by, at=at)
    _rank(standing)
    opened.closed_at = at
    opened.save(update_fields=["closed_at"])
    told = {str(place.member_id): [place.points, place.rank] for place, _told in standing.lines}
    record("pledges.close", on=opened, by=by, at=at, places=told, reason=reason)
    return standing


def _rank(standing: Standing) -> None:
    """Write the mean and the rank of each unit."""
    means = {place.pk: told.summary.mean for place, told in standing.lines if told.summary}
    ranks = ranked(means)
    for place, _told in standing.lines:
        place.points, place.rank = means[place.pk], ranks[place.pk]
    Place.objects.bulk_update([place for place, _told in standing.lines], ["points", "rank"])
