from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class ConferenceKind(TextChoices):
    HALF_YEAR = "half_year", pgettext_lazy("conference", "Half-year review")
    YEAR_END = "year_end", pgettext_lazy("conference", "Year-end review")
    TERM = "term", pgettext_lazy("conference", "Term review")


class State(TextChoices):
    """Where a conference stands."""

    PREPARED = "prepared", pgettext_lazy("conference", "In preparation")
    INVITED = "invited", pgettext_lazy("conference", "Invitations sent")
    HELD = "held", pgettext_lazy("conference", "Held")
    CONCLUDED = "concluded", pgettext_lazy("conference", "Concluded")
    CANCELLED = "cancelled", pgettext_lazy("conference", "Cancelled")


HELD_ALREADY = frozenset({State.HELD, State.CONCLUDED})
GOING = frozenset({State.PREPARED, State.INVITED, State.HELD})
AHEAD = frozenset({State.PREPARED, State.INVITED})
TONES = {State.PREPARED: "draft", State.INVITED: "wait", State.HELD: "info", State.CONCLUDED: "ok"}
TONES |= {State.CANCELLED: "stop"}


class Move(NamedTuple):
    """A step in the life of a conference: how records name it, from which states, to which, the words on its button."""

    act: str
    sources: frozenset[State]
    to: State
    label: Promise
    icon: str
    needs_reason: bool = False


MOVES: Mapping[str, Move] = {
    move.act.partition(".")[2]: move
    for move in (
        Move(
            "conferences.invite",
            frozenset({State.PREPARED}),
            State.INVITED,
            pgettext_lazy("conference", "Send invitations"),
            "send",
        ),
        Move("conferences.open", AHEAD, State.HELD, pgettext_lazy("conference", "It has been held"), "check2"),
        Move(
            "conferences.conclude",
            frozenset({State.HELD}),
            State.CONCLUDED,
            pgettext_lazy("conference", "Close the conclusions"),
            "lock",
        ),
        Move(
            "conferences.cancel",
            AHEAD,
            State.CANCELLED,
            pgettext_lazy("conference", "Cancel the conference"),
            "x-circle",
            needs_reason=True,
        ),
    )
}


class Answer(TextChoices):
    """What a unit says about a delegate."""

    WAITED = "waited", pgettext_lazy("answer to an invitation", "No answer yet")
    CONFIRMED = "confirmed", pgettext_lazy("answer to an invitation", "Will come")
    SUBSTITUTED = "substituted", pgettext_lazy("answer to an invitation", "Sends a substitute")
    DECLINED = "declined", pgettext_lazy("answer to an invitation", "Will be absent")


class Circle(TextChoices):
    """Whom an office takes in together as delegates."""

    MEMBERS = "members", pgettext_lazy("circle of delegates", "Members of the steering committee")
    UNITS = "units", pgettext_lazy("circle of delegates", "A leader of every unit right below")
    OWNERS = "owners", pgettext_lazy("circle of delegates", "Units whose models were recognised in the year")


class PaperForm(TextChoices):
    """By whose rules a document is laid out."""

    PARTY = "party", pgettext_lazy("form of a document", "Party form")
    STATE = "state", pgettext_lazy("form of a document", "State form (decree 30/2020)")


class SpeechState(TextChoices):
    """How far a paper is."""

    ASKED = "asked", pgettext_lazy("conference paper", "Asked for")
    RECEIVED = "received", pgettext_lazy("conference paper", "Received")
    FLOOR = "floor", pgettext_lazy("conference paper", "Spoken at the conference")
    PRINTED = "printed", pgettext_lazy("conference paper", "Printed in the proceedings")
    OFFERED = "offered", pgettext_lazy("conference paper", "Offered by the unit")
    REFUSED = "refused", pgettext_lazy("conference paper", "Offer declined")


# Of what a unit offered unasked, as long as the office has not taken it.
UNTAKEN = frozenset({SpeechState.OFFERED, SpeechState.REFUSED})
CHOSEN = frozenset({SpeechState.FLOOR, SpeechState.PRINTED})
SPEECH_TONES = {SpeechState.ASKED: "wait", SpeechState.RECEIVED: "info"}
SPEECH_TONES |= {SpeechState.FLOOR: "ok", SpeechState.PRINTED: "ok"}
SPEECH_TONES |= {SpeechState.OFFERED: "wait", SpeechState.REFUSED: "stop"}


class Handing(TextChoices):
    """Whether a commendation is in the hands of who was given it."""

    WAITING = "waiting", pgettext_lazy("handing over", "Not handed over yet")
    HANDED = "handed", pgettext_lazy("handing over", "Handed over at the conference")
    LATER = "later", pgettext_lazy("handing over", "Received later")


class PackPart(TextChoices):
    """What may be bound into the papers of a conference, in this order."""

    PROGRAMME = "programme", pgettext_lazy("part of the papers", "Programme")
    REPORT = "report", pgettext_lazy("part of the papers", "Report")
    BEFORE = "before", pgettext_lazy("part of the papers", "What became of the conclusions before")
    SPEECHES = "speeches", pgettext_lazy("part of the papers", "Papers that are spoken and printed")
    HONOURS = "honours", pgettext_lazy("part of the papers", "List of commendations handed over")
    CONCLUSIONS = "conclusions", pgettext_lazy("part of the papers", "Draft conclusions")
