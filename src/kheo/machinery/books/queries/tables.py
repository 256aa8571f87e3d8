"""A figure as a table of units by dimensions, with totals that are checked."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kheo.machinery.books.kit import CATALOGUE, Dimension, Figure, Heading, Scope
from kheo.machinery.books.queries.breakdowns import UNIT, heading_of, heading_then, headings_of
from kheo.machinery.books.queries.groupings import GROUPINGS, in_lines
from kheo.machinery.books.queries.records import (
    Sums,
    by_unit,
    fetched,
    grouped,
    groups_of,
    placed,
    row_of,
    unit_column,
    units_in,
)
from kheo.organisation.units.models import Lineage, Unit, UnitVersion, held_on

# Rows of a table: each unit that stands behind a record, or the units directly below the scope's with all below them;
# or one of the groupings.
EACH_UNIT, UNITS_BELOW = "each", "below"
# Chosen with a unit: its own records, without those of the units below it.
ONLY = "only"


@dataclass(frozen=True)
class Column:
    """A column of a table: its headings from the outer to the inner (None is "all"), and what they choose."""

    headings: tuple[Heading | None, ...]
    chosen: dict[str, str]


@dataclass(frozen=True)
class Number:
    """A cell: how many records of a figure were chosen."""

    count: int
    figure: Figure
    scope: Scope
    chosen: Mapping[str, str]

    @property
    def link(self) -> str:
        """Return the page that lists the very records; empty where there are none."""
        return self.figure.link(self.scope, self.chosen) if self.count else ""


@dataclass(frozen=True)
class _Frame:
    """The columns of a table, each with the values that it takes (None is any)."""

    figure: Figure
    scope: Scope
    heads: tuple[tuple[tuple[Any, ...], Column], ...]


@dataclass(frozen=True)
class Line:
    """A row of a table: a unit or several grouped (None is all together), whether it is a unit that stands for units
    below it too, and what choosing it means."""

    unit: Heading | None
    is_deep: bool
    frame: _Frame
    sums: Mapping[tuple[Any, ...], int]
    chosen: Mapping[str, str]

    @cached_property
    def count(self) -> int:
        """Return the number of all columns together."""
        return sum(self.sums.values())

    @cached_property
    def cells(self) -> tuple[Number, ...]:
        """Return every column's number."""
        margins: Sums = Counter()
        for values, number in self.sums.items():
            for pattern in product(*((value, None) for value in values)):
                margins[pattern] += number
        frame = self.frame
        return tuple(
            Number(margins[pattern], frame.figure, frame.scope, {**self.chosen, **column.chosen})
            for pattern, column in frame.heads
        )


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
    """Units, alone or grouped, by dimensions, with totals in the first column of each level and in `total`; `units`
    counts all lines."""

    figure: Figure
    scope: Scope
    dimensions: Mapping[str, Dimension]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: Line
    units: int
    rows: str

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Return the sums that the table shows beside a count of the records made on its own."""
        counted = placed(self.figure, self.scope).count()
        checks = [Check(_("The total"), self.total.count, counted)]
        if len(self.lines) == self.units:
            words = GROUPINGS[self.rows].sum_words if self.rows in GROUPINGS else _("The sum of the units")
            checks.append(Check(str(words), sum(line.count for line in self.lines), counted))
        for name, dimension in self.dimensions.items():
            cells = zip(self.columns, self.total.cells, strict=True)
            parts = sum(cell.count for column, cell in cells if set(column.chosen) == {name})
            words = _("The sum by “%(dimension)s”") % {"dimension": str(dimension.label).lower()}
            checks.append(Check(words, parts, counted))
        return tuple(checks)

    @cached_property
    def agrees(self) -> bool:
        """Tell whether every sum equals what it sums."""
        return all(check.agrees for check in self.checks)


def cross_table(
    key: str, scope: Scope, columns: Sequence[str], rows: str = UNITS_BELOW, part: slice = slice(None)
) -> CrossTable:
    """Return a figure as a table of units, alone or grouped, by dimensions; `part` cuts the lines shown, never the
    totals."""
    figure = CATALOGUE[key]
    dimensions = {name: figure.dimensions[name] for name in columns}
    by = [dimension.column for dimension in dimensions.values()]
    gathered = _gathered(figure, scope, by, rows, part)
    headings = [dict(dimension.headings(scope)) for dimension in dimensions.values()]
    for values in gathered.everything:
        for known, value in zip(headings, values, strict=True):
            heading_of(known, value)
    frame = _Frame(figure, scope, tuple(_columns(columns, headings)))
    return CrossTable(
        figure=figure,
        scope=scope,
        dimensions=dimensions,
        columns=tuple(column for _pattern, column in frame.heads),
        lines=tuple(
            Line(unit.heading, unit.is_deep, frame, gathered.counted.get(unit.pk, {}), _chosen_by(unit, rows))
            for unit in gathered.units[part]
        ),
        total=Line(None, False, frame, gathered.everything, {}),
        units=len(gathered.units),
        rows=rows,
    )


@dataclass(frozen=True)
class _Unit:
    """A unit (or several grouped) with a line of its own; a deep one stands for units below it too."""

    pk: int
    heading: Heading
    is_deep: bool = False


@dataclass(frozen=True)
class _Gathered:
    """Every unit that has a line, in order; the numbers of those that are shown, and of all together."""

    units: Sequence[_Unit]
    counted: Mapping[int, Sums]
    everything: Sums


def _gathered(figure: Figure, scope: Scope, by: Sequence[str], rows: str, part: slice) -> _Gathered:
    if rows in GROUPINGS:
        return _gather_grouped(figure, scope, by, rows)
    return _gather_below(figure, scope, by) if rows == UNITS_BELOW else _gather_each(figure, scope, by, part)


def _chosen_by(unit: _Unit, rows: str) -> dict[str, str]:
    """Return what choosing a line means."""
    if rows in GROUPINGS:
        return {rows: unit.heading.key}
    return {UNIT: unit.heading.key} | ({} if unit.is_deep else {ONLY: "1"})


def _gather_each(figure: Figure, scope: Scope, by: Sequence[str], part: slice) -> _Gathered:
    """Return a line for each unit that has records; only those shown are counted one by one."""
    if scope.is_rebased:
        return _gather_elsewhere(figure, scope, by, lambda unit: unit)
    records = placed(figure, scope)
    units = _with_records(figure, scope)
    if len(units[part]) == len(units):
        counted = by_unit(groups_of(records, [figure.unit, *by]))
        return _Gathered(units, counted, _added_up(counted.values()))
    # The units shown lie in the scope: not asking that again lets the index be entered at each of them.
    shown = figure.records(scope).filter(**{f"{row_of(figure)}__in": [unit.pk for unit in units[part]]})
    everything = _groups_of_all(records, [figure.unit, *by])
    return _Gathered(units, by_unit(groups_of(shown, [figure.unit, *by])), everything)


def _with_records(figure: Figure, scope: Scope) -> list[_Unit]:
    """Return the units at which records stand, in order, as they were called on the day; for a whole campaign wherever
    they went, and those that ended before: heirs that nobody knows, and changes told after the campaign was closed."""
    at_unit = figure.records(scope).filter(**{figure.unit: OuterRef("pk")})
    units = Unit.objects.all() if scope.is_whole else Unit.objects.filter(pk__in=units_in(scope))
    of_day = FilteredRelation("versions", condition=held_on(scope.on, "versions__"))
    named = units.filter(Exists(at_unit)).alias(of_day=of_day).in_order()
    rows = named.values_list("pk", "slug", "of_day__name", "name")
    return [_Unit(pk, heading_then(slug, called, name)) for pk, slug, called, name in rows]


def _gather_below(figure: Figure, scope: Scope, by: Sequence[str]) -> _Gathered:
    """Return a line for each unit directly below the scope's, with all below it, and for the scope's own by itself.

    The records are grouped by their own units, along the index; adding up those groups costs less than asking of
    every record above which unit it stands.
    """
    if scope.is_rebased:
        lines = dict(lines_below(scope).values_list("unit_id", "ancestor_id"))
        return _gather_elsewhere(figure, scope, by, lambda unit: lines.get(unit, unit))
    records = placed(figure, scope)
    counted = by_unit(_groups_above(records, [figure.unit, *by], lines_below(scope)))
    below = Lineage.objects.on(scope.on).filter(ancestor=OuterRef("unit_id"), depth__gt=0)
    named = UnitVersion.objects.on(scope.on).filter(unit__in=[*counted]).order_by("unit__sort_key", "unit_id")
    rows = named.annotate(is_deep=Exists(below.exclude(ancestor=scope.unit_id))).values_list(
        "unit_id", "unit__slug", "name", "is_deep"
    )
    units = [_Unit(pk, Heading(slug, name), is_deep) for pk, slug, name, is_deep in rows]
    strays = headings_of(counted.keys() - {unit.pk for unit in units}, scope.on)
    units += [_Unit(pk, heading) for pk, heading in strays.items()]
    return _Gathered(units, counted, _added_up(counted.values()))


def _gather_grouped(figure: Figure, scope: Scope, by: Sequence[str], rows: str) -> _Gathered:
    """Return a line for each group of units, and one for what is of none."""
    own = by_unit(groups_of(placed(figure, scope), [figure.unit, *by]))
    told = list(enumerate(in_lines(rows, scope, own)))
    units = [_Unit(place, heading) for place, (heading, _sums) in told]
    return _Gathered(units, {place: sums for place, (_heading, sums) in told}, _added_up(own.values()))


def _gather_elsewhere(figure: Figure, scope: Scope, by: Sequence[str], line_of: Callable[[int], int]) -> _Gathered:
    """Return a line for each unit at which records stand on the map of another day, or for the one it counts for; a
    unit that is not on that map keeps a line of its own, so that no record falls out."""
    counted: dict[int, Sums] = {}
    deep: set[int] = set()
    for unit, sums in by_unit(groups_of(placed(figure, scope), [unit_column(figure, scope), *by])).items():
        line = line_of(unit)
        counted.setdefault(line, Counter()).update(sums)
        deep |= {line} if line != unit else set()
    headings = headings_of(counted.keys(), scope.on)
    units = [_Unit(pk, heading, pk in deep) for pk, heading in headings.items()]
    return _Gathered(units, counted, _added_up(counted.values()))


def lines_below(scope: Scope) -> QuerySet[Lineage]:
    """Return the pairs of each unit of the scope with the unit in whose line it is counted."""
    near = Lineage.objects.on(scope.on).filter(ancestor=scope.unit_id, depth__lte=1).values("unit_id")
    pairs = Lineage.objects.reaching(scope.on)
    lines: QuerySet[Lineage] = pairs.filter(ancestor__in=near).exclude(ancestor=scope.unit_id, depth__gt=0)
    return lines


def _groups_above(records: QuerySet[Any], columns: Sequence[str], pairs: QuerySet[Lineage]) -> list[tuple[Any, ...]]:
    """Return the records grouped by columns, the first of which is a unit, with that unit's ancestor of the pairs in
    its place, or the unit itself where no pair has it. Django cannot group a grouped query again, so its two queries
    are put together here."""
    statement, values, names = grouped(records, columns)
    lines, more = pairs.order_by().values("unit_id", "ancestor_id").query.sql_with_params()
    by = "".join(f", grouped.{name}" for name in names[1:])
    return fetched(
        f"WITH line AS MATERIALIZED ({lines}), grouped AS ({statement})"
        f" SELECT COALESCE(line.ancestor_id, grouped.{names[0]}){by}, CAST(SUM(grouped.number) AS bigint)"
        f" FROM grouped LEFT JOIN line ON line.unit_id = grouped.{names[0]} GROUP BY 1{by}",
        [*more, *values],
    )


def _groups_of_all(records: QuerySet[Any], columns: Sequence[str]) -> Sums:
    """Return the numbers of the records by columns but the first, a unit: adding up the groups of units, which the
    index gives in order, costs less than sorting every record."""
    statement, values, names = grouped(records, columns)
    if not names[1:]:
        return +Counter({(): records.count()})
    by = ", ".join(names[1:])
    rows = fetched(f"SELECT {by}, CAST(SUM(number) AS bigint) FROM ({statement}) AS grouped GROUP BY {by}", values)
    return Counter({tuple(values): number for *values, number in rows})


def _added_up(many: Iterable[Sums]) -> Sums:
    whole: Sums = Counter()
    for sums in many:
        for values, number in sums.items():
            whole[values] += number
    return whole


def _columns(names: Sequence[str], headings: Sequence[dict[Any, Heading]]) -> list[tuple[tuple[Any, ...], Column]]:
    """Return the columns, totals first at each level, each with the values that it takes (None is any)."""
    levels = [[(None, None), *known.items()] for known in headings]
    found = []
    for cells in product(*levels):
        chosen = {name: heading.key for name, (_value, heading) in zip(names, cells, strict=True) if heading}
        column = Column(tuple(heading for _v, heading in cells), chosen)
        found.append((tuple(value for value, _h in cells), column))
    return found
