"""What must be true of an entry and of a deadline, and on which day a deadline falls."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.lib.dates import short_date
from kheo.lib.vitext import normalise
from kheo.machinery.correspondence.models import Deadline, Entry
from kheo.machinery.correspondence.states import Direction, Handling
from kheo.organisation.units.models import Unit


@dataclass(frozen=True)
class ArrivalFacts:
    """What the office notes of a document that came in; without a number it gets the next of the year."""

    day: date
    number: int | None = None
    sender: str = ""
    forwarded_to: str = ""
    handled_by: Unit | None = None
    due_on: date | None = None

    @property
    def columns(self) -> dict[str, object]:
        """What is kept of it, in the one spelling, its number apart."""
        return {
            "day": self.day,
            "sender": normalise(self.sender),
            "forwarded_to": normalise(self.forwarded_to),
            "handled_by": self.handled_by,
            "due_on": self.due_on,
        }


@dataclass(frozen=True)
class SendingFacts:
    """What the office notes of a document that goes out."""

    day: date
    signer: str = ""
    recipients: str = ""

    @property
    def columns(self) -> dict[str, object]:
        """What is kept of it, in the one spelling."""
        lines = [normalise(line) for line in self.recipients.splitlines()]
        return {"day": self.day, "signer": normalise(self.signer), "recipients": "\n".join(filter(None, lines))}


@dataclass(frozen=True)
class DeadlineFacts:
    """What the office reads in a document: what is asked, of whom, by when."""

    asked: str
    clause: str = ""
    units: Collection[Unit] = ()
    unit_kinds: Collection[str] = ()
    due_on: date | None = None
    each_day: int | None = None
    each_month: int | None = None
    form_key: UUID | None = None

    @property
    def columns(self) -> dict[str, object]:
        """What is kept of it, its units apart."""
        return {
            "asked": normalise(self.asked),
            "clause": normalise(self.clause),
            "unit_kinds": sorted(self.unit_kinds),
            "due_on": self.due_on,
            "each_day": self.each_day,
            "each_month": self.each_month,
        }


def handling_of(entry: Entry, day: date) -> Handling | None:
    """Return how far an incoming document is settled on a day; of an outgoing one, nothing."""
    if entry.direction == Direction.OUT:
        return None
    if entry.settled_on:
        return Handling.SETTLED
    return Handling.LATE if entry.due_on and entry.due_on < day else Handling.OPEN


def why_not_receive(facts: ArrivalFacts, signed_on: date | None, today: date, *, is_taken: bool) -> list[str]:
    """Return every reason against an arrival; `is_taken` if another document of the year has its number."""
    reasons = []
    if facts.day > today:
        reasons.append(_("A document does not arrive in the future (%(day)s).") % {"day": short_date(facts.day)})
    if signed_on and facts.day < signed_on:
        reasons.append(_("It cannot have arrived before it was signed (%(day)s).") % {"day": short_date(signed_on)})
    if facts.due_on and facts.due_on < facts.day:
        reasons.append(_("The last day to settle it is before the day of arrival."))
    if is_taken:
        told = {"number": facts.number, "year": facts.day.year}
        reasons.append(_("Number of arrival %(number)s of %(year)s is taken by another document.") % told)
    return reasons


def why_not_send(facts: SendingFacts, signed_on: date | None) -> list[str]:
    """Return every reason against noting that a document went out."""
    reasons = []
    if signed_on is None:
        reasons.append(_("A document that goes out has a day on which it was signed."))
    elif facts.day < signed_on:
        reasons.append(_("It cannot have gone out before it was signed (%(day)s).") % {"day": short_date(signed_on)})
    if not facts.columns["signer"]:
        reasons.append(_("Say who signed the document."))
    if not facts.columns["recipients"]:
        reasons.append(_("Say to whom the document goes."))
    return reasons


def why_not_settle(entry: Entry, note: str, day: date) -> list[str]:
    """Return every reason against noting that an incoming document is settled."""
    reasons = []
    if entry.direction == Direction.OUT:
        reasons.append(_("Only a document that came in is settled."))
    if not note:
        reasons.append(_("Say in a few words how it was settled."))
    if day < entry.day:
        reasons.append(_("It cannot be settled before it arrived (%(day)s).") % {"day": short_date(entry.day)})
    return reasons


def why_not_ask(facts: DeadlineFacts) -> list[str]:
    """Return every reason against a deadline."""
    reasons = []
    if not facts.columns["asked"]:
        reasons.append(_("Say what the document asks for."))
    if not facts.units and not facts.unit_kinds:
        reasons.append(_("Say of whom it is asked: kinds of unit, or single units."))
    yearly = (facts.each_day, facts.each_month)
    if bool(facts.due_on) == any(yearly):
        reasons.append(_("Give one last day, or a day and month of each year; not both."))
    elif any(yearly) and not all(yearly):
        reasons.append(_("The day of each year needs both its day and its month."))
    elif all(yearly) and facts.each_day and facts.each_day > monthrange(2000, facts.each_month or 1)[1]:
        reasons.append(_("There is no day %(day)s/%(month)s.") % {"day": yearly[0], "month": yearly[1]})
    return reasons


def due_day(deadline: Deadline, day: date) -> date:
    """Return the day on which a deadline falls; of one of each year, the first that is not before a day."""
    if deadline.due_on:
        return deadline.due_on
    this_year = _in_year(deadline, day.year)
    return this_year if this_year >= day else _in_year(deadline, day.year + 1)


def nearest_day(deadline: Deadline, day: date) -> date:
    """Return the day of a deadline that lies nearest to another; one of each year may lie in the year beside."""
    if deadline.due_on:
        return deadline.due_on
    return min((_in_year(deadline, day.year + step) for step in (0, 1, -1)), key=lambda each: abs(each - day))


def rule_in_words(deadline: Deadline) -> str:
    """Return the last day of a deadline as an office would write it."""
    if deadline.due_on:
        return short_date(deadline.due_on)
    said = {"day": f"{deadline.each_day:02}", "month": f"{deadline.each_month:02}"}
    return pgettext("deadline", "%(day)s/%(month)s each year") % said


def moved_to(deadline: Deadline, due_on: date) -> date:
    """Return to which day a task that was due on one moves by the rule as it is now: within its year, or to the one
    day."""
    return deadline.due_on or _in_year(deadline, due_on.year)


def _in_year(deadline: Deadline, year: int) -> date:
    """Return the day in a year; what falls on 29 February falls on the last day of a short one."""
    assert deadline.each_month  # noqa: S101 -- a deadline without one day has a day of each year
    assert deadline.each_day  # noqa: S101 -- as above
    return date(year, deadline.each_month, min(deadline.each_day, monthrange(year, deadline.each_month)[1]))
