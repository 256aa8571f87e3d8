"""Every write of a conference: entered as held, prepared, answered for, kept at the door, concluded."""

from kheo.movement.conferences.actions.claims import NotMet
from kheo.movement.conferences.actions.concluding import conclude, drop_conclusion, write_conclusion
from kheo.movement.conferences.actions.door import enter, leave_out, name_keepers, walk_in
from kheo.movement.conferences.actions.holding import ConclusionFacts, TaskFacts, hold
from kheo.movement.conferences.actions.inviting import add_people, answer, ask_units, drop_guest, name_guest
from kheo.movement.conferences.actions.preparing import (
    add_item,
    cancel,
    change,
    change_item,
    drop_item,
    invite,
    open_,
    prepare,
    shift_item,
)
from kheo.movement.conferences.actions.writing import Head, write_invitations, write_notice

__all__ = [
    "ConclusionFacts",
    "Head",
    "NotMet",
    "TaskFacts",
    "add_item",
    "add_people",
    "answer",
    "ask_units",
    "cancel",
    "change",
    "change_item",
    "conclude",
    "drop_conclusion",
    "drop_guest",
    "drop_item",
    "enter",
    "hold",
    "invite",
    "leave_out",
    "name_guest",
    "name_keepers",
    "open_",
    "prepare",
    "shift_item",
    "walk_in",
    "write_conclusion",
    "write_invitations",
    "write_notice",
]
