"""Every write of the appraisal: opening and giving out, scoring, surveying, closing."""

from kheo.movement.appraisal.actions.closing import close, close_many
from kheo.movement.appraisal.actions.interests import bar, declare, lift
from kheo.movement.appraisal.actions.opening import NotAppraised, assign, open_round, withdraw
from kheo.movement.appraisal.actions.own import begin_own, point_to, self_score
from kheo.movement.appraisal.actions.scoring import hand_in, mark, put_aside, reopen
from kheo.movement.appraisal.actions.visits import survey

__all__ = [
    "NotAppraised",
    "assign",
    "bar",
    "begin_own",
    "close",
    "close_many",
    "declare",
    "hand_in",
    "lift",
    "mark",
    "open_round",
    "point_to",
    "put_aside",
    "reopen",
    "self_score",
    "survey",
    "withdraw",
]
