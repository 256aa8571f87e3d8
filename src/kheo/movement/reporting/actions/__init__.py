"""Every write of reporting: forms and periods, what units write, what those above decide."""

from kheo.movement.reporting.actions.asking import NotAsked, extend, open_period, write_form
from kheo.movement.reporting.actions.deciding import NotDecided, accept, remind_units, return_
from kheo.movement.reporting.actions.enclosing import NotEnclosed, enclose, leave_out
from kheo.movement.reporting.actions.printing import print_report
from kheo.movement.reporting.actions.workbooks import NotTaken, bring, take_over
from kheo.movement.reporting.actions.writing import (
    NotSent,
    amend,
    copy_last,
    gather,
    send,
    take_back,
    write_report,
)

__all__ = [
    "NotAsked",
    "NotDecided",
    "NotEnclosed",
    "NotSent",
    "NotTaken",
    "accept",
    "amend",
    "bring",
    "copy_last",
    "enclose",
    "extend",
    "gather",
    "leave_out",
    "open_period",
    "print_report",
    "remind_units",
    "return_",
    "write_report",
    "send",
    "take_back",
    "take_over",
    "write_form",
]
