"""What was given, how far the scoring is, and what it came to: of whatever is scored."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as column
from decimal import Decimal
from typing import Any

from django.db.models import Count

from kheo.foundation.accounts.models import User
from kheo.lib.scoring import Summary, outliers, rounded, summary_of
from kheo.movement.criteria.models import Criterion
from kheo.movement.scoring.kit import ScoreSheet, Scoring, SheetQuerySet
from kheo.movement.scoring.rules import next_for, why_not_hand_in, why_not_mark
from kheo.movement.scoring.states import SheetState
from kheo.ui.templatetags.ui import points as points_text


@dataclass(frozen=True)
class Line:
    """One criterion of a sheet: what was given, what the unit gave itself, and the papers that it points to."""

    criterion: Criterion
    mark: Any  # Any: a mark of a room, or none
    own: Any = None  # Any: as above
    papers: Sequence[Any] = ()  # Any: what has a file and a caption

    @property
    def pk(self) -> int:
        return self.criterion.pk

    @property
    def name(self) -> str:
        return self.criterion.name

    def why_not(self, points: Decimal | None) -> list[str]:
        """Return what is against points for it."""
        return why_not_mark(self.criterion, points)


def given_on(sheet: Any) -> dict[int, Any]:  # Any: a sheet of a room, and its marks
    """Return the marks of a sheet by criterion; none of one that is not kept yet."""
    return {mark.criterion_id: mark for mark in sheet.marks.all()} if sheet.pk else {}


def lines_to_mark(scoring: Scoring, sheet: ScoreSheet) -> list[Line]:
    """Return a sheet criterion by criterion, with nothing but what a save needs."""
    given = given_on(sheet)
    return [Line(each, given.get(each.pk)) for each in scoring.criteria(sheet)]


def why_not_whole(scoring: Scoring, sheet: ScoreSheet) -> list[str]:
    """Return which criteria of a sheet have no points yet."""
    marked = {number for number, each in given_on(sheet).items() if each.points is not None}
    return why_not_hand_in(marked, scoring.criteria(sheet))


def fields_of(sheet: ScoreSheet) -> dict[str, object]:
    """Return what a page has to renew after a save: the version to go on from, and what the marks come to."""
    return {"version": sheet.version, "total": "" if sheet.total is None else points_text(sheet.total)}


Marks = Mapping[tuple[int, int], Any]  # Any: the marks of a room, by sheet and criterion


def marks_of(marks: Any, sheets: Iterable[ScoreSheet]) -> Marks:
    """Return the marks of several sheets by sheet and criterion."""
    found = marks._default_manager.filter(sheet__in=list(sheets))
    return {(mark.sheet_id, mark.criterion_id): mark for mark in found}


def next_of(sheets: Any, subject: str, own: SheetQuerySet, user: User) -> int | None:
    """Return the number of the thing that somebody scores next, of those on sheets of theirs: one that the fewest have
    scored. `subject` is the column of a sheet that names the thing."""
    numbers = list(own.values_list(f"{subject}_id", flat=True))
    done = sheets._default_manager.exclude(scorer=None).order_by()
    done = done.filter(**{f"{subject}__in": numbers, "state": SheetState.DONE})
    counted = dict(done.values_list(subject).annotate(Count("pk")))
    return next_for(user.pk, [(pk, counted.get(pk, 0)) for pk in numbers])


@dataclass(frozen=True)
class Tally:
    """What the scorers of one thing gave, on one scale; `far` are the sheets whose total lies far away."""

    sheets: Sequence[Any]  # Any: the sheets of a room
    summary: Summary | None
    far: frozenset[int]

    @property
    def waiting(self) -> int:
        return sum(1 for sheet in self.sheets if sheet.state == SheetState.ASSIGNED)


def tally(sheets: Sequence[ScoreSheet], most: Decimal) -> Tally:
    """Return what several sheets of one thing come to; only those that are in count."""
    totals = {each.pk: each.total for each in sheets if each.state == SheetState.DONE and each.total is not None}
    return Tally(sheets, summary_of(totals.values()), frozenset(outliers(totals, most)))


@dataclass(frozen=True)
class Progress:
    """How far the scoring of one thing is; without scores where somebody must not see them."""

    given: int
    done: int
    waiting: int
    summary: Summary | None = None
    has_far: bool = False
    is_hidden: bool = False


def progress(sheets: Sequence[ScoreSheet], *, is_hidden: bool) -> Progress:
    """Return how far the scoring of one thing is, of its sheets."""
    told = tally(sheets, max((sheet.most for sheet in sheets), default=Decimal(0)))
    done = sum(1 for sheet in sheets if sheet.state == SheetState.DONE)
    if is_hidden:
        return Progress(done + told.waiting, done, told.waiting, is_hidden=True)
    return Progress(done + told.waiting, done, told.waiting, told.summary, bool(told.far))


@dataclass(frozen=True)
class Load:
    """How much one scorer has been given, how much of it is in, and how much they put aside or were kept from."""

    person: User
    counts: Mapping[str, int] = column(default_factory=dict)

    @property
    def given(self) -> int:
        return self.waiting + self.done

    @property
    def waiting(self) -> int:
        return self.counts.get(SheetState.ASSIGNED, 0)

    @property
    def done(self) -> int:
        return self.counts.get(SheetState.DONE, 0)

    @property
    def aside(self) -> int:
        states = (SheetState.ABSTAINED, SheetState.RECUSED, SheetState.BARRED)
        return sum(self.counts.get(state, 0) for state in states)


def loads(sheets: SheetQuerySet, scorers: Sequence[User]) -> list[Load]:
    """Return the load of every scorer, those who are no longer among them but have sheets too."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for scorer, state, number in sheets.of_members().order_by().values_list("scorer", "state").annotate(Count("pk")):
        counts[scorer][state] = number
    people = {person.pk: person for person in scorers}
    left = User.objects.filter(pk__in=set(counts) - set(people)).order_by("full_name", "pk")
    return [Load(person, counts.get(person.pk, {})) for person in [*people.values(), *left]]


@dataclass(frozen=True)
class Column:
    """What one criterion earned: the mean of the sheets that counted, the unit's own, and every sheet's by itself."""

    criterion: Criterion
    mean: Decimal | None
    own: Any  # Any: a mark of a room, or none
    marks: Sequence[Any]  # Any: as above


def column_of(criterion: Criterion, counted: Sequence[ScoreSheet], own: ScoreSheet | None, marks: Marks) -> Column:
    """Return what one criterion earned on the sheets that count."""
    given = [marks.get((sheet.pk, criterion.pk)) for sheet in counted]
    points = [mark.points for mark in given if mark and mark.points is not None]
    mean = rounded(sum(points, Decimal(0)) / len(points)) if points else None
    return Column(criterion, mean, marks.get((own.pk, criterion.pk)) if own else None, given)
