"""The life of a copy that a unit makes of a model from elsewhere, as a table of moves."""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    ASKED = "asked", pgettext_lazy("replication", "Asked for, not answered")
    ACCEPTED = "accepted", pgettext_lazy("replication", "Accepted, not begun")
    DECLINED = "declined", pgettext_lazy("replication", "Declined")
    WORKING = "working", pgettext_lazy("replication", "Being carried out")
    REACHED = "reached", pgettext_lazy("replication", "Result reached, kept up")
    ENDED = "ended", pgettext_lazy("replication", "No longer kept up")
    CALLED_OFF = "called_off", pgettext_lazy("replication", "Called off")


# A unit copies a model once at a time.
OPEN = frozenset({State.ASKED, State.ACCEPTED, State.WORKING, State.REACHED})
# The unit has still to bring it to a result by its last day.
UNFINISHED = frozenset({State.ASKED, State.ACCEPTED, State.WORKING})
# Agreed to, whatever became of it later.
AGREED = frozenset({State.ACCEPTED, State.WORKING, State.REACHED, State.ENDED})
TONES = {
    State.ASKED: "wait",
    State.ACCEPTED: "info",
    State.DECLINED: "stop",
    State.WORKING: "info",
    State.REACHED: "ok",
    State.ENDED: "stop",
    State.CALLED_OFF: "stop",
}
# For how many years it is told whether copies are still kept up.
SPANS = (1, 2, 3)


class Move(NamedTuple):
    """A step that may be taken: the act that rights are asked for, from where, to where, in which words; `words` is
    what the unit or the office must say with it."""

    act: str
    sources: frozenset[State]
    to: State
    label: Promise
    words: Promise
    # What is said is why: nothing came of it, or no longer does.
    needs_reason: bool = False
    # Taken where the copy is made; else by the body that asked for it.
    by_unit: bool = True


# What begins a copy, and is no move of it: a plan asks for it, or the unit copies of its own accord.
BEGINNINGS = {
    "replication.ask": pgettext_lazy("replication step", "Asked by a plan"),
    "replication.copy": pgettext_lazy("replication step", "Copied of the unit's own accord"),
}
_REASON = pgettext_lazy("replication", "Reason")
MOVES = {
    move.act: move
    for move in (
        Move(
            "replication.accept",
            frozenset({State.ASKED}),
            State.ACCEPTED,
            pgettext_lazy("replication step", "Accept"),
            pgettext_lazy("replication", "How the unit adapts it to its own conditions"),
        ),
        Move(
            "replication.decline",
            frozenset({State.ASKED}),
            State.DECLINED,
            pgettext_lazy("replication step", "Decline"),
            _REASON,
            needs_reason=True,
        ),
        Move(
            "replication.begin",
            frozenset({State.ACCEPTED, State.WORKING}),
            State.WORKING,
            pgettext_lazy("replication step", "Begin with a model of the unit"),
            pgettext_lazy("replication", "Name of the unit's model"),
        ),
        Move(
            "replication.report",
            frozenset({State.WORKING}),
            State.WORKING,
            pgettext_lazy("replication step", "Report progress"),
            pgettext_lazy("replication", "What was done"),
        ),
        Move(
            "replication.reach",
            frozenset({State.WORKING}),
            State.REACHED,
            pgettext_lazy("replication step", "Report the result"),
            pgettext_lazy("replication", "Result reached"),
        ),
        Move(
            "replication.end",
            frozenset({State.ACCEPTED, State.WORKING, State.REACHED}),
            State.ENDED,
            pgettext_lazy("replication step", "Note as no longer kept up"),
            _REASON,
            needs_reason=True,
        ),
        Move(
            "replication.call_off",
            frozenset({State.ASKED, State.ACCEPTED}),
            State.CALLED_OFF,
            pgettext_lazy("replication step", "Call off"),
            _REASON,
            needs_reason=True,
            by_unit=False,
        ),
    )
}
