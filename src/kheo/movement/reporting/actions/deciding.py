"""What the level above does with what comes in: sends it back, accepts it, reminds who has not reported."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day, short_date
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.machinery.notices.queries import bearer_of, people_at
from kheo.movement.reporting.actions.steps import NotNow, held, step, why_not_step
from kheo.movement.reporting.models import Period, Report
from kheo.movement.reporting.queries.reports import still_owed
from kheo.movement.reporting.rules.rights import require_decision
from kheo.movement.reporting.states import ReportState
from kheo.organisation.access.rules import require
from kheo.organisation.access.states import Role


class NotDecided(Refused):
    """The report cannot be sent back or accepted as asked."""


@transaction.atomic
def return_(report: Report, *, remarks: Mapping[str, str], by: User, at: datetime) -> Report:
    """Send a report back to its unit, with what is to be put right: as a whole (under "") or at its sections and cells.

    :raises NotDecided: without a remark.
    """
    report = held(report)
    require_decision(by, report)
    said = {place: normalise(text) for place, text in remarks.items() if normalise(text)}
    if report.state == ReportState.RETURNED and report.remarks == said:
        return report
    if reasons := why_not_step(report, "reporting.return"):
        raise NotNow(*reasons)
    if not said:
        raise NotDecided(_("Say what is to be put right, as a whole or beside the part that is meant."))
    report.remarks = said
    step(report, "reporting.return")
    record("reporting.return", on=report, by=by, at=at, remarks=said)
    _tell(report, "reporting.return", _("Sent back: %(period)s") % {"period": report.period.name}, by, at)
    return report


@transaction.atomic
def accept(reports: Iterable[Report], *, by: User, at: datetime) -> int:
    """Accept reports as they were sent, all or none, and return how many are new; the level above now adds them.

    :raises NotDecided: with every reason against; nobody accepts what they have sent themselves.
    """
    rows = [held(report) for report in reports]
    waiting = [row for row in rows if row.state != ReportState.ACCEPTED]
    for row in rows:
        require_decision(by, row)
    if reasons := [reason for row in waiting for reason in _why_not_accept(row, by)]:
        raise NotDecided(*reasons)
    for row in waiting:
        row.amending = ""
        step(row, "reporting.accept")
        edition = row.editions.order_by("-number")[0]
        edition.accepted_at = at
        edition.save(update_fields=["accepted_at"])
        record("reporting.accept", on=row, by=by, at=at, edition=edition.number)
        _tell(row, "reporting.accept", _("Accepted: %(period)s") % {"period": row.period.name}, by, at)
    return len(waiting)


def _why_not_accept(report: Report, by: User) -> list[str]:
    reasons = [f"{report.unit.name}: {reason}" for reason in why_not_step(report, "reporting.accept")]
    last = report.editions.order_by("-number").first()
    if not reasons and last and last.sent_by_id == by.pk:
        said = _("%(unit)s: you have sent this report yourself, so somebody else accepts it.")
        reasons.append(said % {"unit": report.unit.name})
    return reasons


@transaction.atomic
def remind_units(period: Period, units: Collection[int], *, by: User, at: datetime) -> int:
    """Remind those of some units that have not reported, once a day, and return how many people were told."""
    owed = still_owed().filter(period=period, unit__in=units).select_related("unit", "period")
    told = 0
    for report in owed.order_by("unit__sort_key", "pk"):
        require(by, "reporting.decide", on=report.receiver_id or report.unit_id)
        about = {"period": report.period.name, "day": short_date(report.last_day)}
        told += _tell(report, "reporting.remind", _("Please report: %(period)s, by %(day)s") % about, by, at)
    if told:
        record("reporting.remind", on=period, by=by, at=at, told=told)
    return told


def _tell(report: Report, kind: str, title: str, by: User, at: datetime) -> int:
    """Tell the officers of a unit, or of the one that took it over."""
    day = local_day(at)
    bearer = bearer_of(report.unit_id, day)
    people = people_at(bearer, {Role.OFFICER}, day) if bearer else []
    once = f"{day}" if kind == "reporting.remind" else f"{report.version}"
    message = Message(
        kind=kind,
        key=f"{kind}:{report.pk}:{once}",
        title=title,
        text=report.unit.name,
        url=reverse("reporting:detail", args=[report.pk]),
        unit_id=report.unit_id,
    )
    return len(tell([each for each in people if each.pk != by.pk], message, by=by, at=at))
