"""The one way to count: a figure of the catalogue, in a scope, whole or broken down."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.machinery.books.kit import CATALOGUE, Dimension, Figure, Heading, Scope
from kheo.organisation.units.models import Lineage, UnitVersion

UNIT = "unit"
# Rows of a table: each unit that stands behind a record, or the units directly below the scope's with all below them.
EACH_UNIT, UNITS_BELOW = "each", "below"
# Chosen with a unit: its own records, without those of the units below it.
ONLY = "only"
# Numbers by the values of some dimensions, as the columns hold them.
Sums = dict[tuple[Any, ...], int]


def units_in(scope: Scope) -> QuerySet[Lineage, int]:
    """Return the numbers of the scope's unit and all below it on its day, as a subquery for `unit__in=`."""
    return Lineage.objects.on(scope.on).filter(ancestor=scope.unit_id).values_list("unit_id", flat=True)


def count(key: str, scope: Scope) -> int:
    """Return how many records a figure counts."""
    return CATALOGUE[key].records(scope).count()


def with_all_below(key: str, scope: Scope, by: str) -> Mapping[int, Counter[Any]]:
    """Return a figure for each unit of the scope with all below it, by its number and the values of a dimension."""
    figure = CATALOGUE[key]
    own: dict[int, Counter[Any]] = {}
    for unit, value, number in _grouped(figure, scope, [figure.unit, figure.dimensions[by].column]):
        own.setdefault(unit, Counter())[value] += number
    pairs = Lineage.objects.on(scope.on).filter(ancestor__in=units_in(scope)).values_list("unit_id", "ancestor_id")
    sums: dict[int, Counter[Any]] = defaultdict(Counter)
    for unit, ancestor in pairs:
        if unit in own:
            sums[ancestor].update(own[unit])
    return sums


@dataclass(frozen=True)
class Breakdown:
    """A figure by some of its dimensions: `headings` of each in their order, `counts` by their keys (absent is 0)."""

    figure: Figure
    headings: tuple[tuple[Heading, ...], ...]
    counts: Mapping[tuple[str, ...], int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def along(self, place: int = 0) -> dict[str, int]:
        """Return the counts by the keys of the dimension at a place, empty ones too."""
        sums = self.by(place)
        return {heading.key: sums[heading.key,] for heading in self.headings[place]}

    def by(self, *places: int) -> Counter[tuple[str, ...]]:
        """Return the counts by the keys of the dimensions at some places."""
        sums: Counter[tuple[str, ...]] = Counter()
        for keys, number in self.counts.items():
            sums[tuple(keys[place] for place in places)] += number
        return sums


def breakdown(key: str, scope: Scope, by: Sequence[str]) -> Breakdown:
    """Return a figure broken down by dimensions of its own, or "unit", in one grouped query."""
    figure = CATALOGUE[key]
    dimensions = [_dimension(figure, name) for name in by]
    headings = [dict(dimension.headings(scope)) for dimension in dimensions]
    counts: Counter[tuple[str, ...]] = Counter()
    for *values, number in _grouped(figure, scope, [dimension.column for dimension in dimensions]):
        places = zip(headings, values, strict=True)
        counts[tuple(_heading(known, value).key for known, value in places)] += number
    return Breakdown(figure, tuple(tuple(known.values()) for known in headings), counts)


def _dimension(figure: Figure, name: str) -> Dimension:
    return Dimension(gettext_lazy("Unit"), figure.unit, _units) if name == UNIT else figure.dimensions[name]


def _grouped(figure: Figure, scope: Scope, columns: Sequence[str]) -> QuerySet[Any, tuple[Any, ...]]:
    groups: QuerySet[Any, tuple[Any, ...]] = (
        figure.records(scope).order_by().values_list(*columns).annotate(number=Count("*"))
    )
    return groups


def _heading(known: dict[Any, Heading], value: Any) -> Heading:
    """Return the heading of a value; one that nobody foresaw shows itself, so that no record falls out of a sum."""
    return known.setdefault(value, Heading(str(value), str(value)))


def _named(scope: Scope) -> QuerySet[UnitVersion]:
    """Return the units of the scope in order, as they were on its day."""
    return UnitVersion.objects.on(scope.on).filter(unit__in=units_in(scope)).order_by("unit__sort_key", "unit_id")


def _units(scope: Scope) -> dict[int, Heading]:
    named = _named(scope).values_list("unit_id", "unit__slug", "name")
    return {pk: Heading(slug, name) for pk, slug, name in named}


@dataclass(frozen=True)
class Column:
    """A column of a table: its headings from the outer to the inner (None is "all"), and what they choose."""

    headings: tuple[Heading | None, ...]
    chosen: Mapping[str, str]


@dataclass(frozen=True)
class Number:
    """A cell: how many records, and the page that lists them (none where there are none)."""

    count: int
    link: str


@dataclass(frozen=True)
class Line:
    """A row of a table: a unit (None is all units), its cells, and whether it stands for units below it too."""

    unit: Heading | None
    cells: tuple[Number, ...]
    is_deep: bool = False


@dataclass(frozen=True)
class Check:
    """Two ways to the same number."""

    words: str
    one: int
    other: int

    @property
    def agrees(self) -> bool:
        return self.one == self.other


@dataclass(frozen=True)
class CrossTable:
    """Units by dimensions, with totals in the first column of each level and in `total`."""

    figure: Figure
    scope: Scope
    dimensions: tuple[Dimension, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: Line
    units: int
    checks: tuple[Check, ...]

    @cached_property
    def agrees(self) -> bool:
        """Tell whether every sum equals what it sums."""
        return all(check.agrees for check in self.checks)


def cross_table(
    key: str, scope: Scope, columns: Sequence[str], rows: str = UNITS_BELOW, part: slice = slice(None)
) -> CrossTable:
    """Return a figure as a table of units by dimensions; `part` cuts the lines shown, never the totals."""
    figure = CATALOGUE[key]
    dimensions = {name: figure.dimensions[name] for name in columns}
    headings = [dict(dimension.headings(scope)) for dimension in dimensions.values()]
    units, line_of = _lines_of(scope)
    counted = _counted(figure, scope, dimensions.values(), line_of if rows == UNITS_BELOW else {})
    everything = _sum(counted.values())
    for values in everything:
        for known, value in zip(headings, values, strict=True):
            _heading(known, value)
    frame = _Frame(figure, scope, tuple(_columns(columns, headings)))
    deep = {line for unit, line in line_of.items() if unit != line} if rows == UNITS_BELOW else set()
    order = {unit: place for place, unit in enumerate(units)}
    shown = sorted(counted, key=lambda unit: order.get(unit, len(order)))
    total = frame.line(everything)
    return CrossTable(
        figure=figure,
        scope=scope,
        dimensions=tuple(dimensions.values()),
        columns=tuple(column for _pattern, column in frame.heads),
        lines=tuple(frame.line(counted[unit], _heading(units, unit), is_deep=unit in deep) for unit in shown[part]),
        total=total,
        units=len(shown),
        checks=_checks(frame, dimensions, total, sum(sum(sums.values()) for sums in counted.values())),
    )


def _counted(
    figure: Figure, scope: Scope, dimensions: Iterable[Dimension], line_of: Mapping[int, int]
) -> dict[int, Sums]:
    """Return, for every unit that has a line, its numbers by the values of the dimensions."""
    counted: dict[int, Sums] = {}
    for row in _grouped(figure, scope, [figure.unit, *(dimension.column for dimension in dimensions)]):
        sums = counted.setdefault(line_of.get(row[0], row[0]), {})
        sums[row[1:-1]] = sums.get(row[1:-1], 0) + row[-1]
    return counted


def _sum(many: Iterable[Sums]) -> Sums:
    whole: Sums = {}
    for sums in many:
        for values, number in sums.items():
            whole[values] = whole.get(values, 0) + number
    return whole


def _lines_of(scope: Scope) -> tuple[dict[int, Heading], dict[int, int]]:
    """Return the units of the scope in order, and for each below the scope's own the direct one that it belongs to."""
    pairs = Lineage.objects.on(scope.on)
    direct = pairs.filter(ancestor=scope.unit_id, depth=1).values("unit_id")
    above = pairs.filter(unit=OuterRef("unit"), ancestor__in=direct).values("ancestor_id")
    named = _named(scope).annotate(line=Subquery(above[:1]))
    headings, line_of = {}, {}
    for pk, slug, name, line in named.values_list("unit_id", "unit__slug", "name", "line"):
        headings[pk] = Heading(slug, name)
        line_of[pk] = line or pk
    return headings, line_of


def _columns(names: Sequence[str], headings: Sequence[dict[Any, Heading]]) -> list[tuple[tuple[Any, ...], Column]]:
    """Return the columns, totals first at each level, each with the values that it takes (None is any)."""
    levels = [[(None, None), *known.items()] for known in headings]
    found = []
    for cells in product(*levels):
        chosen = {name: heading.key for name, (_value, heading) in zip(names, cells, strict=True) if heading}
        found.append(
            (
                tuple(value for value, _h in cells),
                Column(tuple(heading for _v, heading in cells), chosen),
            )
        )
    return found


@dataclass(frozen=True)
class _Frame:
    """The columns of a table, each with the values that it takes (None is any)."""

    figure: Figure
    scope: Scope
    heads: tuple[tuple[tuple[Any, ...], Column], ...]

    def line(self, sums: Sums, unit: Heading | None = None, *, is_deep: bool = False) -> Line:
        """Return one row: every column's number with its link."""
        margins: Counter[tuple[Any, ...]] = Counter()
        for values, number in sums.items():
            for pattern in product(*((value, None) for value in values)):
                margins[pattern] += number
        where = {UNIT: unit.key} if unit else {}
        if unit and not is_deep:
            where[ONLY] = "1"
        cells = ((margins[pattern], {**where, **column.chosen}) for pattern, column in self.heads)
        return Line(
            unit, tuple(Number(n, self.figure.link(self.scope, chosen) if n else "") for n, chosen in cells), is_deep
        )


def _checks(frame: _Frame, dimensions: Mapping[str, Dimension], total: Line, by_unit: int) -> tuple[Check, ...]:
    """Return the sums that the table shows beside a count of the records made on its own."""
    counted = frame.figure.records(frame.scope).count()
    checks = [Check(_("The sum of the units"), by_unit, counted)]
    for name, dimension in dimensions.items():
        parts = [
            n.count for (_p, column), n in zip(frame.heads, total.cells, strict=True) if set(column.chosen) == {name}
        ]
        words = _("The sum by “%(dimension)s”") % {"dimension": str(dimension.label).lower()}
        checks.append(Check(words, sum(parts), counted))
    return tuple(checks)
