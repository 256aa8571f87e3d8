"""Every write of a meeting: calling it, who comes, who votes what, and what it closes with."""

from kheo.movement.meetings.actions.calling import attend, call, change, table, take_off
from kheo.movement.meetings.actions.claims import NotMet
from kheo.movement.meetings.actions.closing import close, settle, write_list, write_minutes
from kheo.movement.meetings.actions.counting import count, show_hands
from kheo.movement.meetings.actions.secret import cast, hand_codes
from kheo.movement.meetings.actions.voting import close_ballot, lift, open_ballot, recuse, void

__all__ = [
    "NotMet",
    "attend",
    "call",
    "cast",
    "change",
    "close",
    "close_ballot",
    "count",
    "hand_codes",
    "lift",
    "open_ballot",
    "recuse",
    "settle",
    "show_hands",
    "table",
    "take_off",
    "void",
    "write_list",
    "write_minutes",
]
