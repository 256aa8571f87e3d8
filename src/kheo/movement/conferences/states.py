from collections.abc import Mapping
from dataclasses import dataclass

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
AHEAD = frozenset({State.PREPARED, State.INVITED})
TONES = {State.PREPARED: "draft", State.INVITED: "wait", State.HELD: "info", State.CONCLUDED: "ok"}
TONES |= {State.CANCELLED: "stop"}


@dataclass(frozen=True)
class Move:
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
