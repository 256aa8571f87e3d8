"""The life of a score sheet, as a table."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class SheetState(TextChoices):
    """How a score sheet stands. Only a done one counts; whoever abstains, steps aside or is barred has no score."""

    ASSIGNED = "assigned", pgettext_lazy("score sheet", "To be scored")
    DONE = "done", pgettext_lazy("score sheet", "Scored")
    ABSTAINED = "abstained", pgettext_lazy("score sheet", "Abstained")
    RECUSED = "recused", pgettext_lazy("score sheet", "Stepped aside")
    BARRED = "barred", pgettext_lazy("score sheet", "Barred: a conflict of interest")
    WITHDRAWN = "withdrawn", pgettext_lazy("score sheet", "Withdrawn")


# Given out, and neither withdrawn nor kept from its scorer.
STANDING = frozenset({SheetState.ASSIGNED, SheetState.DONE, SheetState.ABSTAINED, SheetState.RECUSED})

# From one state to the next, with the verb that does it.
VERBS: dict[SheetState, dict[SheetState, str]] = {
    SheetState.ASSIGNED: {
        SheetState.DONE: "hand_in",
        SheetState.ABSTAINED: "abstain",
        SheetState.RECUSED: "recuse",
        SheetState.BARRED: "bar",
        SheetState.WITHDRAWN: "withdraw",
    },
    SheetState.DONE: {
        SheetState.WITHDRAWN: "withdraw",
        SheetState.ASSIGNED: "reopen",
        SheetState.RECUSED: "recuse",
        SheetState.BARRED: "bar",
    },
    SheetState.ABSTAINED: {SheetState.ASSIGNED: "reopen"},
    SheetState.RECUSED: {},
    # Only once the interest is lifted.
    SheetState.BARRED: {SheetState.ASSIGNED: "assign"},
    SheetState.WITHDRAWN: {SheetState.ASSIGNED: "assign"},
}


def moves_in(room: str) -> Mapping[SheetState, Mapping[SheetState, str]]:
    """Return the table of moves with the acts of a room: ROOM.hand_in, ROOM.reopen, …"""
    return {source: {to: f"{room}.{verb}" for to, verb in verbs.items()} for source, verbs in VERBS.items()}
