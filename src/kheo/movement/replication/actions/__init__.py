"""Every write about copies of models: plans, and the steps of each copy."""

from kheo.movement.replication.actions.claims import NotCopied
from kheo.movement.replication.actions.kits import write_kit
from kheo.movement.replication.actions.linking import begin, begin_anew
from kheo.movement.replication.actions.planning import ask, copy, plan
from kheo.movement.replication.actions.steps import accept, call_off, decline, end, reach, report

__all__ = [
    "NotCopied",
    "accept",
    "ask",
    "begin",
    "begin_anew",
    "call_off",
    "copy",
    "decline",
    "end",
    "plan",
    "reach",
    "report",
    "write_kit",
]
