"""What every step of a report begins and ends with: a part of the acts."""

from django.utils.translation import gettext as _

from kheo.lib.refusals import Refused, Stale
from kheo.movement.reporting.models import Report
from kheo.movement.reporting.queries.reports import with_all
from kheo.movement.reporting.states import MOVES, ReportState


class NotNow(Refused):
    """The step cannot be taken in the state that the report is in."""


def held(report: Report, version: int | None = None) -> Report:
    """Return a report as it is now, held until the end of the transaction.

    :raises Stale: if somebody has changed it since that version was read.
    """
    Report.objects.select_for_update().get(pk=report.pk)
    found = with_all(Report.objects.all()).get(pk=report.pk)
    if version is not None and found.version != version:
        raise Stale(
            _("Somebody else has changed this report meanwhile. Copy what you typed, then load the page again.")
        )
    return found


def why_not_step(report: Report, act: str) -> list[str]:
    """Return what is against a step in the state that a report is in."""
    if report.state in MOVES[act].sources:
        return []
    said = {"state": ReportState(report.state).label, "step": MOVES[act].label}
    return [_("“%(step)s” is not possible: the report is “%(state)s”.") % said]


def step(report: Report, act: str) -> None:
    """Bring a report into the state that a step leads to.

    :raises NotNow: if it cannot be taken now.
    """
    if reasons := why_not_step(report, act):
        raise NotNow(*reasons)
    report.state = MOVES[act].to
    report.version += 1
    report.save()
