"""Who decides on a report that came in."""

from kheo.foundation.accounts.models import User
from kheo.movement.reporting.models import Report
from kheo.organisation.access.rules import can, require


def require_decision(user: User, report: Report) -> None:
    """Do nothing if a person decides on a report: the office of the level above, or the leader of the topmost body.

    :raises PermissionDenied: otherwise.
    """
    if report.receiver_id:
        require(user, "reporting.decide", on=report.receiver_id)
    else:
        require(user, "reporting.approve", on=report.unit_id)


def may_decide(user: User, report: Report) -> bool:
    """Tell whether a person decides on a report."""
    if report.receiver_id:
        return can(user, "reporting.decide", on=report.receiver_id)
    return can(user, "reporting.approve", on=report.unit_id)
