"""A sheet is given out, filled in mark by mark, handed in, taken back, put aside or withdrawn: whatever is scored. Each
act is part of one of the room whose `Scoring` it is told."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Stale
from kheo.lib.scoring import Spread, spread_evenly, total_of
from kheo.lib.vitext import normalise
from kheo.movement.scoring.kit import ScoreMark, Scoring, SheetQuerySet
from kheo.movement.scoring.queries import given_on, why_not_whole
from kheo.movement.scoring.rules import COMMENT_LIMIT, REASON_LIMIT, why_not_mark, why_not_step_to
from kheo.movement.scoring.states import VERBS, SheetState

Sheet = Any  # a sheet of the room


@transaction.atomic
def give_out(
    scoring: Scoring,
    most: Mapping[int, Decimal],
    people: Sequence[User],
    *,
    each: int,
    among: SheetQuerySet,
    barred: Collection[tuple[int, int]],
    on: models.Model,
    by: User,
    at: datetime,
) -> Spread:
    """Give every thing (by its number, with the most points that it can earn) to so many people, evenly. Of the sheets
    `among`, what was given stays, and nobody is given again what they put aside; `barred` are pairs of a thing and a
    person that must not be. Returns who was given what, and the things for which there were not enough people."""
    known = among.of_members()
    aside = known.filter(state__in=(SheetState.ABSTAINED, SheetState.RECUSED))
    given = known.filter(state__in=(SheetState.ASSIGNED, SheetState.DONE))
    pair = (f"{scoring.subject}_id", "scorer_id")
    spread = spread_evenly(
        list(most),
        [person.pk for person in people],
        each,
        barred=set(barred) | set(aside.values_list(*pair)),
        given=set(given.values_list(*pair)),
    )
    for number, person in spread.pairs:
        said = {"state": SheetState.ASSIGNED, "assigned_at": at, "reason": "", "most": most[number]}
        scoring.sheets._default_manager.update_or_create(**{pair[0]: number, pair[1]: person}, defaults=said)
    record(scoring.act("assign"), on=on, by=by, at=at, pairs=[list(each) for each in spread.pairs])
    return spread


@transaction.atomic
def mark(
    scoring: Scoring,
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

    :raises Refused: as the room's own, if points are out of their range, or the sheet is not open.
    :raises Stale: if it was changed elsewhere meanwhile.
    """
    scoring.require(sheet, by)
    criteria = {each.pk: each for each in scoring.criteria(sheet)}
    is_open = sheet.state == SheetState.ASSIGNED
    reasons = scoring.why_not_change(sheet) if is_open else why_not_step_to(scoring, sheet, SheetState.DONE)
    for number, given in points.items():
        reasons += why_not_mark(criteria[number], given) if number in criteria else [_("No such criterion.")]
    if reasons:
        raise scoring.refused(*reasons)
    known = given_on(sheet)
    said = _new(scoring, sheet, known, points, comments or {})
    if not said:
        return sheet
    as_read = scoring.sheets._default_manager.filter(pk=sheet.pk, version=version, state=SheetState.ASSIGNED)
    on_sheet = known | {new.criterion_id: new for new in said}
    marks = {number: each.points for number, each in on_sheet.items()}
    sheet.total = total_of(marks, {each.pk: each.weight for each in criteria.values()})
    if not as_read.update(version=F("version") + 1, total=sheet.total):
        raise Stale(_("This sheet was changed elsewhere. Reload the page to see it."))
    scoring.marks._default_manager.bulk_create(
        said, update_conflicts=True, unique_fields=["sheet", "criterion"], update_fields=["points", "comment"]
    )
    sheet.version = version + 1
    told = {str(each.criterion_id): each.points for each in said}
    record(scoring.act("mark"), on=sheet, by=by, at=at, points=told)
    return sheet


def _new(
    scoring: Scoring,
    sheet: Sheet,
    known: Mapping[int, ScoreMark],
    points: Mapping[int, Decimal | None],
    comments: Mapping[int, str],
) -> list[ScoreMark]:
    """Return the marks that say something else than what is kept."""
    marks = []
    for number, given in points.items():
        old = known.get(number) or scoring.marks(points=None, comment="")
        comment = normalise(comments.get(number, old.comment))[:COMMENT_LIMIT]
        if (given, comment) != (old.points, old.comment):
            marks.append(scoring.marks(sheet=sheet, criterion_id=number, points=given, comment=comment))
    return marks


@transaction.atomic
def hand_in(scoring: Scoring, sheet: Sheet, *, comment: str, version: int, by: User, at: datetime) -> None:
    """Hand a sheet in: from now on it counts, and its scorer sees what others gave.

    :raises Refused: as the room's own, with every criterion that is still missing, or what keeps the scorer from it.
    """
    scoring.require(sheet, by)
    reasons = why_not_step_to(scoring, sheet, SheetState.DONE) or why_not_whole(scoring, sheet)
    if barred := scoring.why_barred(by, sheet):
        reasons.append(barred)
    if reasons:
        raise scoring.refused(*reasons)
    take(scoring, sheet, SheetState.DONE, version=version, by=by, at=at, comment=normalise(comment), done_at=at)


@transaction.atomic
def reopen(scoring: Scoring, sheet: Sheet, *, version: int, by: User, at: datetime) -> None:
    """Take a sheet back to change it, as long as the scoring goes on."""
    scoring.require(sheet, by)
    scoring.hold(sheet)
    if reasons := why_not_step_to(scoring, sheet, SheetState.ASSIGNED):
        raise scoring.refused(*reasons)
    take(scoring, sheet, SheetState.ASSIGNED, version=version, by=by, at=at, done_at=None)


@transaction.atomic
def put_aside(
    scoring: Scoring, sheet: Sheet, to: SheetState, *, reason: str, version: int, by: User, at: datetime
) -> None:
    """Abstain from a sheet, or step aside from its thing, with the reason; what was given counts no more."""
    scoring.require(sheet, by)
    scoring.hold(sheet)
    reasons = why_not_step_to(scoring, sheet, to) or _why_not_unsaid(reason)
    if to not in (SheetState.ABSTAINED, SheetState.RECUSED) or reasons:
        raise scoring.refused(*reasons)
    take(scoring, sheet, to, version=version, by=by, at=at, reason=normalise(reason)[:REASON_LIMIT])


@transaction.atomic
def withdraw(scoring: Scoring, sheet: Sheet, *, reason: str, by: User, at: datetime) -> None:
    """Take a sheet back from its scorer, with the reason; what was given counts no more. The room asks for the right.

    :raises Refused: as the room's own, with every reason against.
    """
    scoring.hold(sheet)
    if reasons := why_not_step_to(scoring, sheet, SheetState.WITHDRAWN) or _why_not_unsaid(reason):
        raise scoring.refused(*reasons)
    to, why = SheetState.WITHDRAWN, normalise(reason)[:REASON_LIMIT]
    take(scoring, sheet, to, version=sheet.version, by=by, at=at, reason=why)


def _why_not_unsaid(reason: str) -> list[str]:
    return [] if normalise(reason) else [_("Please give the reason.")]


@transaction.atomic
def take(
    scoring: Scoring, sheet: Sheet, to: SheetState, *, version: int, by: User, at: datetime, **changes: object
) -> None:
    """Take a sheet to a state, as it was read, within the act that asks for it."""
    source = SheetState(sheet.state)
    as_read = scoring.sheets._default_manager.filter(pk=sheet.pk, version=version, state=source)
    if not as_read.update(state=to, version=F("version") + 1, **changes):
        raise Stale(_("This sheet was changed elsewhere. Reload the page to see it."))
    sheet.refresh_from_db(fields=["state", "version", "total", *changes])
    record(scoring.act(VERBS[source][to]), on=sheet, by=by, at=at, source=source, to=to)
