"""What readers say, and what editors make of it. What changes a public page ends with a new edition."""

from kheo.outlets.voice.actions.hearing import NotHeard, TooManyVotes, add_comment, rate, report
from kheo.outlets.voice.actions.moderating import answer, erase, follow_up, moderate, moderate_all
from kheo.outlets.voice.actions.watching import NotKept, forget, keep_pattern, keep_reasons, ship_defaults

__all__ = [
    "NotHeard",
    "NotKept",
    "TooManyVotes",
    "add_comment",
    "answer",
    "erase",
    "follow_up",
    "forget",
    "keep_pattern",
    "keep_reasons",
    "moderate",
    "moderate_all",
    "rate",
    "report",
    "ship_defaults",
]
