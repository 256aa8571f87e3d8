"""A sheet is filled in: mark by mark, handed in, taken back, or put aside, as `movement/scoring` does it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from kheo.foundation.accounts.models import User
from kheo.movement.appraisal.actions.opening import SCORED
from kheo.movement.appraisal.models import Sheet
from kheo.movement.scoring import actions as scoring
from kheo.movement.scoring.states import SheetState


@transaction.atomic
def mark(
    sheet: Sheet,
    points: Mapping[int, Decimal | None],
    *,
    comments: Mapping[int, str] | None = None,
    version: int,
    by: User,
    at: datetime,
) -> Sheet:
    """Keep points and comments for criteria of a sheet (`scoring.actions.mark`).

    :raises NotAppraised: if points are out of their range, or the sheet is not open.
    :raises Stale: if it was changed elsewhere meanwhile.
    """
    scoring.mark(SCORED, sheet, points, comments=comments, version=version, by=by, at=at)
    return sheet


@transaction.atomic
def hand_in(sheet: Sheet, *, comment: str, version: int, by: User, at: datetime) -> None:
    """Hand a sheet in: from now on it counts, and its scorer sees what others gave.

    :raises NotAppraised: with every criterion that is still missing, or the interest that keeps the scorer from it.
    """
    scoring.hand_in(SCORED, sheet, comment=comment, version=version, by=by, at=at)


@transaction.atomic
def reopen(sheet: Sheet, *, version: int, by: User, at: datetime) -> None:
    """Take a sheet back to change it, as long as the scoring goes on."""
    scoring.reopen(SCORED, sheet, version=version, by=by, at=at)


@transaction.atomic
def put_aside(sheet: Sheet, to: SheetState, *, reason: str, version: int, by: User, at: datetime) -> None:
    """Abstain from a sheet, or step aside from its model, with the reason; what was given counts no more."""
    scoring.put_aside(SCORED, sheet, to, reason=reason, version=version, by=by, at=at)
