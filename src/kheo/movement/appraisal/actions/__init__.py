"""Every write of the appraisal: opening, giving out, scoring."""

from kheo.movement.appraisal.actions.opening import NotAppraised, assign, declare, open_round
from kheo.movement.appraisal.actions.scoring import hand_in, mark, put_aside, reopen

__all__ = ["NotAppraised", "assign", "declare", "hand_in", "mark", "open_round", "put_aside", "reopen"]
