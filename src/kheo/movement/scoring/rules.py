"""What a mark may be, when a sheet may be handed in, and what is scored next: of whatever is scored."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.lib.numbers import grouped
from kheo.movement.criteria.models import Criterion
from kheo.movement.scoring.kit import ScoreSheet, Scoring
from kheo.movement.scoring.states import VERBS, SheetState

QUARTER = Decimal("0.25")
COMMENT_LIMIT, REASON_LIMIT = 500, 300


def why_not_mark(criterion: Criterion, points: Decimal | None) -> list[str]:
    """Return what is against points for a criterion; no points yet are fine."""
    if points is None or (0 <= points <= criterion.points and points % QUARTER == 0):
        return []
    said = {"criterion": criterion.name, "most": grouped(criterion.points.normalize())}
    return [_("“%(criterion)s”: from 0 to %(most)s points, in steps of 0,25.") % said]


def why_not_step_to(scoring: Scoring, sheet: ScoreSheet, to: SheetState) -> list[str]:
    """Return what is against taking a sheet to a state."""
    if to in VERBS[SheetState(sheet.state)]:
        return scoring.why_not_change(sheet)
    said = {"state": SheetState(sheet.state).label, "to": to.label}
    return [_("A sheet that is “%(state)s” cannot become “%(to)s”.") % said]


def why_not_hand_in(marked: Collection[int], criteria: Sequence[Criterion]) -> list[str]:
    """Return what is still missing before a sheet may be handed in: every criterion has its points, zero or more;
    `marked` are those that have."""
    missing = [each.name for each in criteria if each.pk not in marked]
    return [_("Not scored yet: %(names)s.") % {"names": "; ".join(missing)}] if missing else []


def next_for(person: int, waiting: Sequence[tuple[int, int]]) -> int | None:
    """Return what somebody scores next: of the things that wait for them (each with how many scored it), one that the
    fewest have scored; among these each person begins elsewhere, so that none is always last."""

    def place(each: tuple[int, int]) -> tuple[int, int]:
        thing, scored = each
        return scored, (thing * 2654435761 + person * 40503) % 2**32

    return min(waiting, key=place)[0] if waiting else None
