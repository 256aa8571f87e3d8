"""Every write to the register. Form, workbook and command line call these and nothing else."""

from kheo.movement.registry.actions.copying import release_how_to, take_back_how_to, tell_how_to
from kheo.movement.registry.actions.entry import NotRegistrable, amend, register
from kheo.movement.registry.actions.handing import follow_change, hand_to
from kheo.movement.registry.actions.many import OneNotRegistrable, register_all
from kheo.movement.registry.actions.merging import NotMergeable, merge, part
from kheo.movement.registry.actions.papers import attach, detach, label
from kheo.movement.registry.actions.steps import (
    NotMovable,
    accept,
    accept_all,
    cancel,
    delete_draft,
    move,
    return_,
    submit,
)
from kheo.movement.registry.actions.year import promise, propose, report, send_back, start

__all__ = [
    "NotMergeable",
    "NotMovable",
    "NotRegistrable",
    "OneNotRegistrable",
    "accept",
    "accept_all",
    "amend",
    "attach",
    "cancel",
    "delete_draft",
    "detach",
    "follow_change",
    "hand_to",
    "label",
    "merge",
    "move",
    "part",
    "promise",
    "propose",
    "register",
    "register_all",
    "release_how_to",
    "report",
    "return_",
    "send_back",
    "start",
    "submit",
    "take_back_how_to",
    "tell_how_to",
]
