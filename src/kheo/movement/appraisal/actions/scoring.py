"""A sheet is filled in: mark by mark, handed in, taken back, or put aside."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Stale
from kheo.lib.scoring import total_of
from kheo.lib.vitext import normalise
from kheo.movement.appraisal.actions.opening import NotAppraised, take, wait_turn
from kheo.movement.appraisal.models import Mark, Sheet
from kheo.movement.appraisal.queries import criteria_for
from kheo.movement.appraisal.rules import why_barred, why_not_change, why_not_hand_in, why_not_mark, why_not_step_to
from kheo.movement.appraisal.states import SheetState
from kheo.organisation.access.rules import require

COMMENT_LIMIT = 500


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
    """Keep points and comments for criteria of a sheet, by their numbers; those that are not named stay. Returns the
    sheet with its new version and total; what is said already changes nothing.

    :raises NotAppraised: if points are out of their range, or the sheet is not open.
    :raises Stale: if it was changed elsewhere meanwhile.
    """
    _own(sheet, by)
    criteria = {each.pk: each for each in criteria_for(sheet.registration)}
    reasons = why_not_step_to(sheet, SheetState.DONE) if sheet.state != SheetState.ASSIGNED else why_not_change(sheet)
    for number, given in points.items():
        reasons += why_not_mark(criteria[number], given) if number in criteria else [_("No such criterion.")]
    if reasons:
        raise NotAppraised(*reasons)
    known = {each.criterion_id: each for each in sheet.marks.all()}
    said = _new(sheet, known, points, comments or {})
    if not said:
        return sheet
    as_read = Sheet.objects.filter(pk=sheet.pk, version=version, state=SheetState.ASSIGNED)
    if not as_read.update(version=F("version") + 1):
        raise Stale(_("This sheet was changed elsewhere. Reload the page to see it."))
    Mark.objects.bulk_create(
        said, update_conflicts=True, unique_fields=["sheet", "criterion"], update_fields=["points", "comment"]
    )
    on_sheet = known | {new.criterion_id: new for new in said}
    sheet.total = total_of(
        {number: each.points for number, each in on_sheet.items()}, {each.pk: each.weight for each in criteria.values()}
    )
    Sheet.objects.filter(pk=sheet.pk).update(total=sheet.total)
    sheet.version = version + 1
    told = {str(each.criterion_id): each.points for each in said}
    record("appraisal.mark", on=sheet, by=by, at=at, points=told)
    return sheet


def _own(sheet: Sheet, by: User) -> None:
    """Let nobody write on the sheet of somebody else; a unit's own is written by its officers."""
    if sheet.scorer_id is None:
        require(by, "appraisal.self_score", on=sheet.registration.holder_id)
    elif sheet.scorer_id != by.pk:
        raise PermissionDenied("appraisal.mark")
    else:
        require(by, "appraisal.mark", on=sheet.registration.campaign.unit_id)


def _new(
    sheet: Sheet, known: Mapping[int, Mark], points: Mapping[int, Decimal | None], comments: Mapping[int, str]
) -> list[Mark]:
    """Return the marks that say something else than what is kept."""
    marks = []
    for number, given in points.items():
        old = known.get(number) or Mark(points=None, comment="")
        comment = normalise(comments.get(number, old.comment))[:COMMENT_LIMIT]
        if (given, comment) != (old.points, old.comment):
            marks.append(Mark(sheet=sheet, criterion_id=number, points=given, comment=comment))
    return marks


@transaction.atomic
def hand_in(sheet: Sheet, *, comment: str, version: int, by: User, at: datetime) -> None:
    """Hand a sheet in: from now on it counts, and its scorer sees what others gave.

    :raises NotAppraised: with every criterion that is still missing, or the interest that keeps the scorer from it.
    """
    _own(sheet, by)
    reasons = why_not_step_to(sheet, SheetState.DONE) or why_not_hand_in(sheet, criteria_for(sheet.registration))
    if barred := why_barred(by, sheet.registration):
        reasons.append(_("You have to do with this unit: %(reason)s.") % {"reason": barred})
    if reasons:
        raise NotAppraised(*reasons)
    take(sheet, SheetState.DONE, version=version, by=by, at=at, comment=normalise(comment), done_at=at)


@transaction.atomic
def reopen(sheet: Sheet, *, version: int, by: User, at: datetime) -> None:
    """Take a sheet back to change it, as long as the scoring goes on."""
    _own(sheet, by)
    wait_turn(sheet)
    if reasons := why_not_step_to(sheet, SheetState.ASSIGNED):
        raise NotAppraised(*reasons)
    take(sheet, SheetState.ASSIGNED, version=version, by=by, at=at, done_at=None)


@transaction.atomic
def put_aside(sheet: Sheet, to: SheetState, *, reason: str, version: int, by: User, at: datetime) -> None:
    """Abstain from a sheet, or step aside from its model, with the reason; what was given counts no more."""
    _own(sheet, by)
    wait_turn(sheet)
    reasons = why_not_step_to(sheet, to) or ([] if normalise(reason) else [_("Please give the reason.")])
    if to not in (SheetState.ABSTAINED, SheetState.RECUSED) or reasons:
        raise NotAppraised(*reasons)
    take(sheet, to, version=version, by=by, at=at, reason=normalise(reason)[:300])
