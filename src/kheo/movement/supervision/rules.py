"""What must be true of a session of supervision, and of what it recommends."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.machinery.registers.kit import Fault, Said
from kheo.movement.supervision.models import Recommendation, Session

# What a unit was told by its task: not changed behind its back.
_OF_TASK = ("session", "text", "doer", "reply_due_on")
FIRST_YEAR, LAST_YEAR = 2013, 2100


def why_not_session(said: Said) -> list[Fault]:
    """Return everything that is against a session: its year (Decision 217-QĐ/TW is of 2013), and what a held one
    needs."""
    faults = []
    if not FIRST_YEAR <= said["year"] <= LAST_YEAR:
        faults.append(Fault(_("Write the year of the plan with four digits, from 2013 on."), "year"))
    elif said["held_on"] and said["held_on"].year < said["year"]:
        faults.append(Fault(_("It cannot have been held before the year of its plan."), "held_on"))
    if said["held_on"] and not said["leader"]:
        faults.append(Fault(_("Say who led the team of a session that was held."), "leader"))
    if said["findings"] and not said["held_on"]:
        faults.append(Fault(_("Give the day on which it was held."), "held_on"))
    return faults


def why_not_recommendation(said: Said) -> list[Fault]:
    """Return everything that is against a recommendation: its session was held, its days are in order, and it is
    closed only with a reply."""
    faults, held_on = [], said["session"].held_on
    if not said["number"]:
        faults.append(Fault(_("Recommendations are numbered from 1."), "number"))
    if held_on is None:
        return [*faults, Fault(_("The session was not held yet: first give its day."), "session")]
    words = _("It cannot be before the session (%(day)s).") % {"day": short_date(held_on)}
    days = ("reply_due_on", "replied_on")
    faults += [Fault(words, name) for name in days if said[name] and said[name] < held_on]
    if bool(said["reply"]) != bool(said["replied_on"]):
        missing = "replied_on" if said["reply"] else "reply"
        faults.append(Fault(_("Give both the reply and its day, or neither."), missing))
    if said["is_closed"] and not said["replied_on"]:
        faults.append(Fault(_("It can be closed only when a reply has come."), "is_closed"))
    return faults


def with_name_of_unit(said: Said) -> Mapping[str, Any]:
    """Return the body that is to reply: the unit that is named, where its name is not written too."""
    return {"addressee": said["doer"].name} if said["doer"] and not said["addressee"] else {}


def why_not_change(recommendation: Recommendation, said: Said | None) -> list[Fault]:
    """Return what is against correcting (None: withdrawing) a recommendation whose task a unit has."""
    is_same = said is not None and all(said[name] == getattr(recommendation, name) for name in _OF_TASK)
    if is_same or not recommendation.is_with_unit:
        return []
    words = _("A unit has the task already (%(unit)s). Accept its result or call the task off first.")
    return [Fault(words % {"unit": recommendation.doer}, "doer")]


def is_to_hand_out(recommendation: Recommendation) -> bool:
    """Return whether a recommendation names a unit that has no task of it yet; one that was called off is no more."""
    is_open = recommendation.replied_on is None and not recommendation.is_closed
    return is_open and recommendation.doer is not None and not recommendation.has_task


def why_not_hand_out(session: Session, rows: Sequence[Recommendation]) -> list[str]:
    """Return every reason against giving units the recommendations of a session as tasks."""
    if session.withdrawn_at:
        return [_("The session was withdrawn.")]
    return [] if rows else [_("Every recommendation that names a unit is its task already.")]


def is_late(recommendation: Recommendation, day: date) -> bool:
    """Return whether a reply should have come before a day, and has not."""
    return recommendation.reply_due_on < day and not recommendation.is_answered
