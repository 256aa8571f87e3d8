"""The life of a periodic report, as tables."""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Span(TextChoices):
    """What stretch of time a form of report is about."""

    QUARTER = "quarter", pgettext_lazy("report span", "Quarter")
    HALF_YEAR = "half_year", pgettext_lazy("report span", "Six months")
    YEAR = "year", pgettext_lazy("report span", "Year")
    STRETCH = "stretch", pgettext_lazy("report span", "Several years")
    ONCE = "once", pgettext_lazy("report span", "On request")


class ReportState(TextChoices):
    DRAFT = "draft", pgettext_lazy("report", "Not sent")
    SENT = "sent", pgettext_lazy("report", "Sent")
    RETURNED = "returned", pgettext_lazy("report", "Sent back")
    ACCEPTED = "accepted", pgettext_lazy("report", "Accepted")


class Severity(TextChoices):
    ERROR = "error", pgettext_lazy("severity", "Must be put right")
    WARNING = "warning", pgettext_lazy("severity", "Needs a reason")


class Differs(TextChoices):
    """From what a number of a report differs."""

    REGISTER = "register", pgettext_lazy("differs", "the register now")
    PARTS = "parts", pgettext_lazy("differs", "the sum of the accepted reports below")
    BEFORE = "before", pgettext_lazy("differs", "the last period")


class Verdict(TextChoices):
    """What a workbook does to a place of a report."""

    TAKEN = "taken", pgettext_lazy("report workbook", "New text")
    EMPTIED = "emptied", pgettext_lazy("report workbook", "Emptied")
    CONFLICT = "conflict", pgettext_lazy("report workbook", "Changed on both sides")


class Side(TextChoices):
    """Which of two texts is to stand."""

    PAGE = "page", pgettext_lazy("report workbook", "Keep what stands on the page")
    FILE = "file", pgettext_lazy("report workbook", "Take what the file says")


class Waits(TextChoices):
    """For whom a report waits."""

    OWED = "owed", pgettext_lazy("report waits", "to be sent by the unit")
    RETURNED = "returned", pgettext_lazy("report waits", "to be completed by the unit")
    DECISION = "decision", pgettext_lazy("report waits", "to be accepted by me")
    OVERDUE = "overdue", pgettext_lazy("report waits", "overdue from units below")


class PaperForm(TextChoices):
    """In which form a report is laid out on paper."""

    PARTY = "party", pgettext_lazy("paper form", "Party form")
    STATE = "state", pgettext_lazy("paper form", "State form")


VERDICT_TONES = {Verdict.TAKEN: "info", Verdict.EMPTIED: "warn", Verdict.CONFLICT: "stop"}
# The unit may still change what it wrote.
EDITABLE = frozenset({ReportState.DRAFT, ReportState.RETURNED})
_SENT, _ACCEPTED = frozenset({ReportState.SENT}), frozenset({ReportState.ACCEPTED})
TONES = {
    ReportState.DRAFT: "draft",
    ReportState.SENT: "info",
    ReportState.RETURNED: "warn",
    ReportState.ACCEPTED: "ok",
}


class Move(NamedTuple):
    """A step that may be taken: the act, from where, to where, in which words, and whether it needs a reason."""

    act: str
    sources: frozenset[ReportState]
    to: ReportState
    label: Promise
    needs_reason: bool = False


MOVES = {
    move.act: move
    for move in (
        Move("reporting.send", EDITABLE, ReportState.SENT, pgettext_lazy("report step", "Send")),
        Move("reporting.take_back", _SENT, ReportState.DRAFT, pgettext_lazy("report step", "Take back")),
        Move(
            "reporting.return",
            _SENT,
            ReportState.RETURNED,
            pgettext_lazy("report step", "Send back"),
            needs_reason=True,
        ),
        Move("reporting.accept", _SENT, ReportState.ACCEPTED, pgettext_lazy("report step", "Accept")),
        Move(
            "reporting.amend", _ACCEPTED, ReportState.DRAFT, pgettext_lazy("report step", "Correct"), needs_reason=True
        ),
    )
}
