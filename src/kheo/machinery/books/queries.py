"""The one way to count: a figure of the catalogue, in a scope, whole or broken down."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import product
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.machinery.books.kit import CATALOGUE, Dimension, Figure, Heading, Scope
from kheo.organisation.units.models import Lineage, Unit, UnitVersion

UNIT = "unit"
# Rows of a table: each unit that stands behind a record, or the units directly below the scope's with all below them.
EACH_UNIT, UNITS_BELOW = "each", "below"
# Chosen with a unit: its own records, without those of the units below it.
ONLY = "only"
# Numbers by the values of some dimensions, as the columns hold them.
Sums = Counter[tuple[Any, ...]]


def units_in(scope: Scope) -> QuerySet[Lineage, int]:
    """Return the numbers of the scope's unit and all below it on its day, as a subquery for `unit__in=`."""
    return Lineage.objects.on(scope.on).filter(ancestor=scope.unit_id).values_list("unit_id", flat=True)


def records_of(key: str, scope: Scope) -> QuerySet[Any]:  # Any: each figure counts records of its own kind
    """Return the very records that a figure counts in a scope."""
    return _placed(CATALOGUE[key], scope)


def _placed(figure: Figure, scope: Scope) -> QuerySet[Any]:
    """Return a figure's records in the scope's unit and all below it.

    On another day's map a record stands where it was held on that day; what closed units hold counts for whoever
    reaches it.
    """
    records = figure.records(scope)
    if not scope.is_rebased or not figure.held:
        return records.filter(**{f"{_row(figure)}__in": units_in(scope)})
    held = f"{figure.held}__"
    on_day = Q(**{f"{held}valid_from": None}) | Q(**{f"{held}valid_from__lte": scope.on})
    on_day &= Q(**{f"{held}valid_to": None}) | Q(**{f"{held}valid_to__gt": scope.on})
    if scope.keeps:
        return records.filter(on_day, **{f"{_row(figure)}__in": units_in(replace(scope, on=scope.then))})
    below = Lineage.objects.reaching(scope.on).filter(ancestor=scope.unit_id).values("unit_id")
    return records.filter(on_day, **{f"{held}unit__in": below})


def _row(figure: Figure) -> str:
    return figure.unit.removesuffix("_id")


def _unit_column(figure: Figure, scope: Scope) -> str:
    """Return the column of the unit that a figure's records stand at on the scope's map."""
    return f"{figure.held}__unit_id" if scope.is_rebased and figure.held else figure.unit


def count(key: str, scope: Scope) -> int:
    """Return how many records a figure counts."""
    return records_of(key, scope).count()


def count_parts(whole: str, keys: Sequence[str], scope: Scope) -> dict[str, int]:
    """Return several figures that are parts of one whole, in one grouped query."""
    by = sorted({name for key in keys for name in CATALOGUE[key].only})
    counts = breakdown(whole, scope, by)
    return {key: counts.narrowed(key).total for key in keys}


def with_all_below(key: str, scope: Scope, by: str) -> Mapping[int, Counter[Any]]:
    """Return a figure for each unit of the scope with all below it, by its number and the values of a dimension."""
    figure = CATALOGUE[key]
    own: dict[int, Counter[Any]] = {}
    for unit, value, number in _groups(_placed(figure, scope), [figure.unit, figure.dimensions[by].column]):
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
    names: tuple[str, ...]
    headings: tuple[tuple[Heading, ...], ...]
    counts: Mapping[tuple[str, ...], int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def along(self, place: int = 0) -> dict[str, int]:
        """Return the counts by the keys of the dimension at a place, empty ones too."""
        sums = self.by(place)
        return {heading.key: sums[heading.key,] for heading in self.headings[place]}

    def narrowed(self, key: str) -> "Breakdown":
        """Return a figure that is a part of this one, by the same dimensions."""
        part = CATALOGUE[key]
        if part.whole != self.figure.key:
            raise ValueError(f"The figure {key} is no part of {self.figure.key}.")
        kept = [(self.names.index(name), values) for name, values in part.only.items()]
        counts = {keys: n for keys, n in self.counts.items() if all(keys[place] in values for place, values in kept)}
        return Breakdown(part, self.names, self.headings, counts)

    def by(self, *places: int) -> Counter[tuple[str, ...]]:
        """Return the counts by the keys of the dimensions at some places."""
        sums: Counter[tuple[str, ...]] = Counter()
        for keys, number in self.counts.items():
            sums[tuple(keys[place] for place in places)] += number
        return sums


def breakdown(key: str, scope: Scope, by: Sequence[str]) -> Breakdown:
    """Return a figure broken down by dimensions of its own, or "unit", in one grouped query."""
    figure = CATALOGUE[key]
    dimensions = [_dimension(figure, name, scope) for name in by]
    headings = [dict(dimension.headings(scope)) for dimension in dimensions]
    counts: Counter[tuple[str, ...]] = Counter()
    for *values, number in _groups(_placed(figure, scope), [dimension.column for dimension in dimensions]):
        places = zip(headings, values, strict=True)
        counts[tuple(_heading(known, value).key for known, value in places)] += number
    return Breakdown(figure, tuple(by), tuple(tuple(known.values()) for known in headings), counts)


def _dimension(figure: Figure, name: str, scope: Scope) -> Dimension:
    if name == UNIT:
        column = _unit_column(figure, scope)
        held = _placed(figure, scope).values(column) if scope.is_rebased else None
        return Dimension(gettext_lazy("Unit"), column, partial(_units_holding, held) if held is not None else _units)
    return figure.dimensions[name]


def _groups(records: QuerySet[Any], columns: Sequence[str]) -> QuerySet[Any, tuple[Any, ...]]:
    """Return the records grouped by columns, each group with its number last."""
    groups: QuerySet[Any, tuple[Any, ...]] = records.order_by().values_list(*columns).annotate(number=Count("*"))
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


def _units_holding(held: QuerySet[Any], scope: Scope) -> dict[int, Heading]:
    """Return the units at which records stand on another map, in order, named as on its day."""
    named = dict(UnitVersion.objects.on(scope.on).filter(unit__in=held).values_list("unit_id", "name"))
    units = Unit.objects.filter(pk__in=held).in_order()
    return {unit.pk: Heading(unit.slug, named.get(unit.pk, unit.name)) for unit in units}


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
    """A row of a table: a unit (None is all units), and whether it stands for units below it too."""

    unit: Heading | None
    is_deep: bool
    frame: _Frame
    sums: Mapping[tuple[Any, ...], int]

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
        where = {UNIT: self.unit.key} if self.unit else {}
        if self.unit and not self.is_deep:
            where[ONLY] = "1"
        frame = self.frame
        return tuple(
            Number(margins[pattern], frame.figure, frame.scope, where | column.chosen)
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
    """Units by dimensions, with totals in the first column of each level and in `total`; `units` counts all lines."""

    figure: Figure
    scope: Scope
    dimensions: Mapping[str, Dimension]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: Line
    units: int

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Return the sums that the table shows beside a count of the records made on its own."""
        counted = _placed(self.figure, self.scope).count()
        checks = [Check(_("The total"), self.total.count, counted)]
        if len(self.lines) == self.units:
            checks.append(Check(_("The sum of the units"), sum(line.count for line in self.lines), counted))
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
    """Return a figure as a table of units by dimensions; `part` cuts the lines shown, never the totals."""
    figure = CATALOGUE[key]
    dimensions = {name: figure.dimensions[name] for name in columns}
    by = [dimension.column for dimension in dimensions.values()]
    gathered = _gather_below(figure, scope, by) if rows == UNITS_BELOW else _gather_each(figure, scope, by, part)
    headings = [dict(dimension.headings(scope)) for dimension in dimensions.values()]
    for values in gathered.everything:
        for known, value in zip(headings, values, strict=True):
            _heading(known, value)
    frame = _Frame(figure, scope, tuple(_columns(columns, headings)))
    return CrossTable(
        figure=figure,
        scope=scope,
        dimensions=dimensions,
        columns=tuple(column for _pattern, column in frame.heads),
        lines=tuple(
            Line(unit.heading, unit.is_deep, frame, gathered.counted.get(unit.pk, {})) for unit in gathered.units[part]
        ),
        total=Line(None, False, frame, gathered.everything),
        units=len(gathered.units),
    )


@dataclass(frozen=True)
class _Unit:
    """A unit with a line of its own; a deep one stands for units below it too."""

    pk: int
    heading: Heading
    is_deep: bool = False


@dataclass(frozen=True)
class _Gathered:
    """Every unit that has a line, in order; the numbers of those that are shown, and of all together."""

    units: Sequence[_Unit]
    counted: Mapping[int, Sums]
    everything: Sums


def _gather_each(figure: Figure, scope: Scope, by: Sequence[str], part: slice) -> _Gathered:
    """Return a line for each unit that has records; only those shown are counted one by one."""
    if scope.is_rebased:
        return _gather_elsewhere(figure, scope, by, lambda unit: unit)
    records = _placed(figure, scope)
    named = _named(scope).filter(Exists(figure.records(scope).filter(**{figure.unit: OuterRef("unit_id")})))
    units = [_Unit(pk, Heading(slug, name)) for pk, slug, name in named.values_list("unit_id", "unit__slug", "name")]
    if len(units[part]) == len(units):
        counted = _by_unit(_groups(records, [figure.unit, *by]))
        return _Gathered(units, counted, _added_up(counted.values()))
    # The units shown lie in the scope: not asking that again lets the index be entered at each of them.
    shown = figure.records(scope).filter(**{f"{_row(figure)}__in": [unit.pk for unit in units[part]]})
    everything = Counter({tuple(values): number for *values, number in _groups(records, by)})
    return _Gathered(units, _by_unit(_groups(shown, [figure.unit, *by])), everything)


def _gather_below(figure: Figure, scope: Scope, by: Sequence[str]) -> _Gathered:
    """Return a line for each unit directly below the scope's, with all below it, and for the scope's own by itself.

    The records are grouped by their own units, along the index; adding up those groups costs less than asking of
    every record above which unit it stands.
    """
    if scope.is_rebased:
        lines = dict(_lines_below(scope).values_list("unit_id", "ancestor_id"))
        return _gather_elsewhere(figure, scope, by, lambda unit: lines.get(unit, unit))
    # The lines hold only units of the scope; where that is the whole campaign, it need not be asked of each record.
    records = figure.records(scope) if scope.keeps else _placed(figure, scope)
    counted = _by_unit(_groups_above(records, [figure.unit, *by], _lines_below(scope)))
    below = Lineage.objects.on(scope.on).filter(ancestor=OuterRef("unit_id"), depth__gt=0)
    named = UnitVersion.objects.on(scope.on).filter(unit__in=[*counted]).order_by("unit__sort_key", "unit_id")
    rows = named.annotate(is_deep=Exists(below.exclude(ancestor=scope.unit_id))).values_list(
        "unit_id", "unit__slug", "name", "is_deep"
    )
    units = [_Unit(pk, Heading(slug, name), is_deep) for pk, slug, name, is_deep in rows]
    return _Gathered(units, counted, _added_up(counted.values()))


def _gather_elsewhere(figure: Figure, scope: Scope, by: Sequence[str], line_of: Callable[[int], int]) -> _Gathered:
    """Return a line for each unit at which records stand on the map of another day, or for the one it counts for; a
    unit that is not on that map keeps a line of its own, so that no record falls out."""
    counted: dict[int, Sums] = {}
    deep: set[int] = set()
    for unit, sums in _by_unit(_groups(_placed(figure, scope), [_unit_column(figure, scope), *by])).items():
        line = line_of(unit)
        counted.setdefault(line, Counter()).update(sums)
        deep |= {line} if line != unit else set()
    headings = _units_holding(Unit.objects.filter(pk__in=[*counted]).values("pk"), scope)
    units = [_Unit(pk, heading, pk in deep) for pk, heading in headings.items()]
    return _Gathered(units, counted, _added_up(counted.values()))


def _lines_below(scope: Scope) -> QuerySet[Lineage]:
    """Return the pairs of each unit of the scope with the unit in whose line it is counted."""
    pairs = Lineage.objects.reaching(scope.on) if scope.is_rebased else Lineage.objects.on(scope.on)
    near = Lineage.objects.on(scope.on).filter(ancestor=scope.unit_id, depth__lte=1).values("unit_id")
    lines: QuerySet[Lineage] = pairs.filter(ancestor__in=near).exclude(ancestor=scope.unit_id, depth__gt=0)
    return lines


def _groups_above(records: QuerySet[Any], columns: Sequence[str], pairs: QuerySet[Lineage]) -> list[tuple[Any, ...]]:
    """Return the records grouped by columns, the first of which is a unit, with that unit's ancestor of the pairs in
    its place. Django cannot group a grouped query again, so its two queries are put together here."""
    names = [f"by_{place}" for place in range(len(columns))]
    named = {name: F(column) for name, column in zip(names, columns, strict=True)}
    grouped, values = records.order_by().values(**named).annotate(number=Count("*")).query.sql_with_params()
    lines, more = pairs.order_by().values("unit_id", "ancestor_id").query.sql_with_params()
    by = "".join(f", grouped.{name}" for name in names[1:])
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH line AS MATERIALIZED ({lines}), grouped AS ({grouped})"
            f" SELECT line.ancestor_id{by}, CAST(SUM(grouped.number) AS bigint) FROM grouped"
            f" JOIN line ON line.unit_id = grouped.{names[0]} GROUP BY line.ancestor_id{by}",
            [*more, *values],
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _by_unit(groups: Iterable[tuple[Any, ...]]) -> dict[int, Sums]:
    """Return the numbers of each unit by the values of the dimensions."""
    counted: dict[int, Sums] = {}
    for row in groups:
        counted.setdefault(row[0], Counter())[row[1:-1]] += row[-1]
    return counted


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


# Two maps -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moved:
    """How many records of a figure stood at a unit when they were reported and at which they stand on another map."""

    then: str
    now: str
    number: int


def reconciled(key: str, scope: Scope) -> list[Moved]:
    """Return what of a figure moved between the campaign's own map and the scope's, by unit, in order."""
    figure = CATALOGUE[key]
    if not scope.is_rebased or not figure.held:
        return []
    groups = list(_groups(_placed(figure, scope), [figure.unit, _unit_column(figure, scope)]))
    units = Unit.objects.in_bulk({unit for then, now, _number in groups for unit in (then, now)})
    moved = [(units[then], units[now], number) for then, now, number in groups if then != now]
    moved.sort(key=lambda row: (row[1].sort_key, row[0].sort_key, row[0].pk))
    return [Moved(then.name, now.name, number) for then, now, number in moved]
