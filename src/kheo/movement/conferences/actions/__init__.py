"""Every write of a conference: entered as held, prepared, answered for, spoken at, kept at the door, concluded."""

from kheo.movement.conferences.actions.binding import keep_pack
from kheo.movement.conferences.actions.claims import NotMet
from kheo.movement.conferences.actions.concluding import (
    change_conclusion,
    conclude,
    drop_conclusion,
    issue_notice,
    write_conclusion,
)
from kheo.movement.conferences.actions.door import enter, leave_out, name_keepers, walk_in
from kheo.movement.conferences.actions.holding import ConclusionFacts, TaskFacts, hold
from kheo.movement.conferences.actions.honouring import (
    change_honour,
    drop_honour,
    fetch,
    hand_over,
    shift_honour,
    take_back,
    take_in_honours,
)
from kheo.movement.conferences.actions.inviting import add_people, answer, ask_units, drop_guest, name_guest
from kheo.movement.conferences.actions.offering import (
    change_offer,
    decline_offer,
    offer_speech,
    take_offer,
    withdraw_offer,
)
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
from kheo.movement.conferences.actions.speaking import (
    ask_speech,
    change_speech,
    choose_speech,
    drop_speech,
    send_speech,
    send_speech_back,
    shift_speech,
)
from kheo.movement.conferences.actions.writing import (
    Head,
    write_honours,
    write_invitations,
    write_notice,
    write_programme,
)

__all__ = [
    "ConclusionFacts",
    "Head",
    "NotMet",
    "TaskFacts",
    "add_item",
    "add_people",
    "answer",
    "ask_speech",
    "ask_units",
    "cancel",
    "change",
    "change_conclusion",
    "change_honour",
    "change_item",
    "change_offer",
    "change_speech",
    "choose_speech",
    "conclude",
    "decline_offer",
    "drop_conclusion",
    "drop_guest",
    "drop_honour",
    "drop_item",
    "drop_speech",
    "enter",
    "fetch",
    "hand_over",
    "hold",
    "invite",
    "issue_notice",
    "keep_pack",
    "leave_out",
    "name_guest",
    "name_keepers",
    "offer_speech",
    "open_",
    "prepare",
    "send_speech",
    "send_speech_back",
    "shift_honour",
    "shift_item",
    "shift_speech",
    "take_back",
    "take_in_honours",
    "take_offer",
    "walk_in",
    "withdraw_offer",
    "write_conclusion",
    "write_honours",
    "write_invitations",
    "write_notice",
    "write_programme",
]
