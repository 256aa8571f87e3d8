"""Every write of this room: decisions entered or drafted and issued, appeals, and what becomes of a title."""

from kheo.movement.recognition.actions.afterwards import end, follow_on, keep_up, spread
from kheo.movement.recognition.actions.appeals import NotAppealable, appeal, dismiss, uphold
from kheo.movement.recognition.actions.drafting import (
    NotDrafted,
    change_recognition,
    discard,
    draft,
    drop_change,
    give_number,
    leave_out,
    redraft,
    reserve_number,
    take_in,
    void_number,
)
from kheo.movement.recognition.actions.files import NotFiled, put_on_file, show_file, take_off_file
from kheo.movement.recognition.actions.issuing import NotIssued, promulgate
from kheo.movement.recognition.actions.papers import NotIssuable, NotRecognisable, decide, decline, issue, recognise

__all__ = [
    "NotAppealable",
    "NotDrafted",
    "NotFiled",
    "NotIssuable",
    "NotIssued",
    "NotRecognisable",
    "appeal",
    "change_recognition",
    "decide",
    "decline",
    "discard",
    "dismiss",
    "draft",
    "drop_change",
    "end",
    "follow_on",
    "give_number",
    "issue",
    "keep_up",
    "leave_out",
    "promulgate",
    "put_on_file",
    "recognise",
    "redraft",
    "reserve_number",
    "show_file",
    "spread",
    "take_in",
    "take_off_file",
    "uphold",
    "void_number",
]
