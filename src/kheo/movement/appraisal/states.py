"""The life of a score sheet with the acts of this room."""

from kheo.movement.scoring.states import SheetState as SheetState
from kheo.movement.scoring.states import moves_in

MOVES = moves_in("appraisal")
