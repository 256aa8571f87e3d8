"""A table composed: rows, columns, sums and what does not agree."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kheo.lib.numbers import grouped
from kheo.machinery.books.kit import CATALOGUE, Scope
from kheo.machinery.books.queries.breakdowns import UNIT
from kheo.machinery.books.queries.tables import ONLY
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import asking, scope_of
from kheo.movement.reporting.rules.checks import Value, holds, names_in, number_of
from kheo.organisation.units.models import Unit
from kheo.outlets.reports.queries.through_years import goes_on
from kheo.outlets.tables.kit import Cell, Content, Head, Line
from kheo.outlets.tables.queries.counting import Counted, Numbers, Register
from kheo.outlets.tables.queries.standing import Found, each_unit, units_below, with_quota
from kheo.outlets.tables.queries.standing import Line as UnitLine
from kheo.outlets.tables.rules.texts import Column, Layout, Row, Source
from kheo.outlets.tables.states import ROW_DIMENSIONS, Kind, Rows

MOST_YEARS = 10
Typed = Mapping[str, str]


@dataclass(frozen=True)
class Slot:
    """A column as it stands in a table: one of the form's, or one of the several that it becomes."""

    column: Column
    head: Head
    source: Source | None = None


@dataclass(frozen=True)
class Spot:
    """A row before its cells are filled: what it is counted by, what choosing it means, in which scope."""

    key: str
    label: str
    row: Any = None  # Any: as the column holds it
    scope: Scope | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)
    quota: int | None = None
    said: Row | None = None


@dataclass(frozen=True)
class Composed:
    """The rows of a table, which of them others make, and what does not agree."""

    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class _Work:
    """A layout being filled."""

    layout: Layout
    register: Register
    slots: Sequence[Slot]
    counted: Counted
    typed: Typed


def composed(
    layout: Layout, campaign: Campaign, unit: Unit, typed: Typed, campaigns: Sequence[Campaign] = ()
) -> Composed:
    """Return a form filled for a campaign in a unit and all below it; `typed` are cells written by hand, `campaigns`
    those of the body where they are known already."""
    register = Register(scopes_of(layout, campaign, unit, campaigns))
    slots = list(_slots(layout, register))
    if layout.rows == Rows.LIST:
        return _of_list(_Work(layout, register, slots, Counted({}, {}), typed))
    counted, spots = _counted(layout, campaign, unit, register, slots)
    work = _Work(layout, register, slots, counted, typed)
    lines = [_line(work, spot) for spot in spots]
    shown = [line for line in lines if layout.keeps is None or holds(layout.keeps, _values(slots, line.cells), {})]
    return _with_total(work, shown, is_whole=len(shown) == len(lines))


def scopes_of(layout: Layout, campaign: Campaign, unit: Unit, campaigns: Sequence[Campaign]) -> list[Scope]:
    """Return what a form asks about: one campaign, or the last years of its movement."""
    if layout.rows != Rows.YEAR:
        return [scope_of(campaign, unit)]
    same = Campaign.objects.filter(unit=campaign.unit_id, movement=campaign.movement_id)
    every = campaigns or same.select_related("unit")
    alike = [each for each in every if goes_on(each, campaign) and each.year <= campaign.year]
    years = sorted(alike, key=lambda each: (each.year, each.pk))[-MOST_YEARS:]
    return [scope_of(each, unit) for each in years]


def _slots(layout: Layout, register: Register) -> Iterator[Slot]:
    """Yield the columns of the table; one that stands for a dimension becomes one for each of its values."""
    for column in layout.columns:
        if not column.each or column.source is None:
            yield Slot(column, _head(column, column.key, column.path), column.source)
            continue
        for each in register.headings_in(CATALOGUE[column.source.figure], column.each):
            only = {column.each: frozenset({each.key})}
            head = _head(column, f"{column.key}.{each.key}", (*column.path, each.label))
            yield Slot(column, head, column.source.with_only(only))


def _head(column: Column, key: str, path: tuple[str, ...]) -> Head:
    formula = column.formula
    return Head(
        key,
        path,
        is_text=column.kind == Kind.TEXT,
        is_percent=column.is_percent,
        is_summed=column.kind != Kind.TEXT and not column.is_percent and (formula is None or _is_additive(formula)),
        is_typed=column.kind in {Kind.TEXT, Kind.TYPED},
    )


def _is_additive(tree: ast.expr) -> bool:
    """Tell whether the sum of what a formula makes is what it makes of sums."""
    return all(not isinstance(node, (ast.Mult, ast.Div, ast.Constant, ast.Call)) for node in ast.walk(tree))


def _counted(
    layout: Layout, campaign: Campaign, unit: Unit, register: Register, slots: Sequence[Slot]
) -> tuple[Counted, list[Spot]]:
    """Return the numbers of all sources by rows, and the rows."""
    sources, scopes = [slot.source for slot in slots if slot.source], register.scopes
    with_total = bool(layout.total)
    if layout.rows == Rows.YEAR:
        return register.counted(sources, "campaign", alone=with_total), [_year(scope) for scope in scopes]
    scope = scopes[0]
    if layout.rows in ROW_DIMENSIONS:
        name = ROW_DIMENSIONS[layout.rows]
        return register.counted(sources, name, alone=with_total), _values_of(register, sources, name)
    counted = register.counted(sources, UNIT, _units_of(layout, scope, campaign, unit), alone=with_total)
    return counted, [_unit(found, layout, scope) for found in _standing(counted, layout, scope)]


def _units_of(layout: Layout, scope: Scope, campaign: Campaign, unit: Unit) -> UnitLine:
    if layout.rows == Rows.ASKED:
        return with_quota(scope, asking(campaign, unit))
    return units_below(scope) if layout.rows == Rows.BELOW else each_unit(scope)


def _standing(counted: Counted, layout: Layout, scope: Scope) -> Sequence[Found]:
    """Return the units that have a row: the scope's own only where something stands at it, and last those that stand no
    longer or elsewhere, so that no record falls out."""
    if layout.rows == Rows.ASKED:
        return counted.units
    some = {unit for sums in counted.by_row.values() for unit, number in sums.items() if number}
    below = layout.rows == Rows.BELOW
    told = [unit for unit in counted.units if unit.pk in some or (below and unit.has_row and unit.pk != scope.unit_id)]
    return sorted(told, key=lambda unit: unit.called is None or not unit.has_row)


def _unit(found: Found, layout: Layout, scope: Scope) -> Spot:
    is_asked = layout.rows == Rows.ASKED
    is_deep = is_asked or (layout.rows == Rows.BELOW and found.has_row and bool(found.more))
    chosen = {UNIT: found.slug} | ({} if is_deep else {ONLY: "1"})
    return Spot(found.slug, found.label, found.pk, scope, chosen, found.more if is_asked else None)


def _year(scope: Scope) -> Spot:
    return Spot(scope.campaign_slug, str(scope.year), scope.campaign_id, scope)


def _values_of(register: Register, sources: Sequence[Source], name: str) -> list[Spot]:
    """Return a row for each value of a dimension."""
    figure, scope = CATALOGUE[sources[0].figure if sources else "registered"], register.scopes[0]
    heads = register.headings(figure.dimensions[name], scope).items()
    return [Spot(head.key, head.label, value, scope, {name: head.key}) for value, head in heads]


def _line(work: _Work, spot: Spot) -> Line:
    cells: list[Cell] = []
    for slot in work.slots:
        cells.append(_cell(work, spot, slot))
    return _computed(work, Line(spot.key, spot.label, tuple(cells)))


def _cell(work: _Work, spot: Spot, slot: Slot) -> Cell:
    if slot.column.kind == Kind.QUOTA:
        return Cell(None if spot.quota is None else Decimal(spot.quota))
    if slot.head.is_typed:
        return _typed(work, spot.key, slot)
    if slot.source is None:
        return Cell()
    number = work.counted.by_row[slot.source][spot.row]
    return Cell(Decimal(number), link=_link(slot.source, spot.scope, spot.chosen) if number else "")


def _typed(work: _Work, key: str, slot: Slot) -> Cell:
    """Return what was written by hand into a cell."""
    text = work.typed.get(f"{key}.{slot.head.key}", "")
    return Cell(text=text) if slot.head.is_text else Cell(Decimal(text) if text else None)


def _link(source: Source, scope: Scope | None, chosen: Mapping[str, str]) -> str:
    """Return the page of the very records behind a cell."""
    if scope is None:
        return ""
    figure = CATALOGUE[source.figure]
    only: dict[str, Any] = {}  # Any: one key, or several
    for name, keys in source.only.items():
        within = sorted(keys & figure.only.get(name, keys))
        only[name] = within[0] if len(within) == 1 else within
    return figure.link(scope, {**only, **chosen})


def _computed(work: _Work, line: Line) -> Line:
    """Return a row with the cells that formulas make of the others, from the left to the right."""
    cells = list(line.cells)
    for place, slot in enumerate(work.slots):
        if slot.column.formula is not None:
            number = _made(slot.column.formula, _values(work.slots, cells))
            percent = slot.head.is_percent
            cells[place] = Cell(number * 100 if number is not None and percent else number, is_percent=percent)
    return replace(line, cells=tuple(cells))


def _made(tree: ast.expr, values: Mapping[str, Value]) -> Decimal | None:
    """Return what a formula makes; in a sum what was left empty adds nothing, as long as something was not."""
    named = {name: values.get(name) for name in names_in(tree)}
    if _is_additive(tree) and any(isinstance(each, Decimal) for each in named.values()):
        values = {name: each if isinstance(each, Decimal) else Decimal(0) for name, each in named.items()}
    return number_of(tree, values)


def _values(slots: Sequence[Slot], cells: Sequence[Cell]) -> dict[str, Value]:
    """Return the numbers of a row by the names of its columns; of one that became several also their sum."""
    values: dict[str, Value] = {}
    for slot, cell in zip(slots, cells, strict=True):
        values[slot.head.key] = cell.number if not slot.head.is_text else cell.text
        if slot.column.each and cell.number is not None:
            before = values.get(slot.column.key)
            values[slot.column.key] = cell.number + (before if isinstance(before, Decimal) else 0)
    return values


def _with_total(work: _Work, lines: Sequence[Line], *, is_whole: bool) -> Composed:
    """Return the rows with their sum; where all rows are shown it is counted on its own, and must be theirs."""
    layout, heads = work.layout, tuple(slot.head for slot in work.slots)
    problems = [each for line in lines for each in _disagreeing(work, line)]
    if not layout.total or not lines:
        return Composed(heads, tuple(lines), (), tuple(problems))
    counted = is_whole and layout.rows != Rows.ASKED
    alone = work.counted.alone if counted else {}
    cells = [_sum_of(work, place, lines, alone) for place in range(len(work.slots))]
    total = _computed(work, Line("", layout.total, tuple(cells), is_bold=True))
    for place, head in enumerate(heads):
        added, said = _added(place, lines), total.cells[place].number
        if head.is_summed and said is not None and added != said:
            about = {"column": " – ".join(head.path), "one": grouped(added), "other": grouped(said)}
            problems.append(_("“%(column)s”: the rows make %(one)s, but %(other)s are counted.") % about)
    problems += _disagreeing(work, total)
    at = 0 if layout.is_total_first else len(lines)
    parts = tuple(range(1, len(lines) + 1)) if layout.is_total_first else tuple(range(len(lines)))
    rows = (total, *lines) if layout.is_total_first else (*lines, total)
    return Composed(heads, rows, ((at, parts),), tuple(problems))


def _sum_of(work: _Work, place: int, lines: Sequence[Line], alone: Numbers) -> Cell:
    """Return the sum of a column: of the register counted on its own, else that of the rows."""
    slot = work.slots[place]
    if slot.head.is_text or not slot.head.is_summed:
        return Cell()
    if slot.source in alone and slot.source is not None:
        number = Decimal(alone[slot.source][None])
        return Cell(number, link=_link(slot.source, work.register.scopes[0], {}) if number else "")
    known = [line.cells[place].number for line in lines]
    return Cell(_added(place, lines) if any(each is not None for each in known) else None)


def _added(place: int, lines: Sequence[Line]) -> Decimal:
    return sum((line.cells[place].number or Decimal(0) for line in lines), Decimal(0))


def _disagreeing(work: _Work, line: Line) -> Iterator[str]:
    """Yield the checks of the form that do not hold in a row."""
    values = _values(work.slots, line.cells)
    for check in work.layout.checks:
        if holds(check.tree, values, {}) is False:
            yield _("%(row)s: %(says)s") % {"row": line.label, "says": check.says}


def _of_list(work: _Work) -> Composed:
    """Return the rows of a fixed list: each cell by its row and its column, and rows that others make."""
    wanted = {(row.key, slot.head.key): _source_of(row, slot) for row in work.layout.lines for slot in work.slots}
    numbers = work.register.counted({source for source in wanted.values() if source}).alone
    lines: dict[str, Line] = {}
    for row in work.layout.lines:
        cells = []
        for slot in work.slots:
            source = wanted[row.key, slot.head.key]
            number = numbers[source][None] if source else 0
            if source:
                cells.append(Cell(Decimal(number), link=_link(source, work.register.scopes[0], {}) if number else ""))
            else:
                cells.append(_of_row(work, row, slot))
        lines[row.key] = Line(row.key, row.label, tuple(cells), row.level, row.is_bold, row.is_heading)
    lines = _rows_made(work, lines)
    done = [_computed(work, line) if not line.is_heading else line for line in lines.values()]
    problems = [each for line in done if not line.is_heading for each in _disagreeing(work, line)]
    return Composed(tuple(s.head for s in work.slots), tuple(done), tuple(_parts(work.layout)), tuple(problems))


def _source_of(row: Row, slot: Slot) -> Source | None:
    """Return what fills a cell of a list from the register."""
    if row.is_heading or row.formula is not None:
        return None
    source = row.source if slot.column.kind == Kind.OF_ROW else slot.source
    return source.with_only(row.only) if source else None


def _of_row(work: _Work, row: Row, slot: Slot) -> Cell:
    """Return a cell of a list that the register does not fill: what the form says of it, or what was written."""
    if slot.head.is_text and slot.column.key in row.texts:
        return Cell(text=row.texts[slot.column.key])
    return _typed(work, row.key, slot) if slot.head.is_typed and not row.is_heading else Cell()


def _rows_made(work: _Work, lines: dict[str, Line]) -> dict[str, Line]:
    """Return the rows with those that formulas make of others."""
    made = dict(lines)
    for row in work.layout.lines:
        if row.formula is None:
            continue
        cells = list(made[row.key].cells)
        for place, slot in enumerate(work.slots):
            if slot.head.is_summed:
                values: dict[str, Value] = {key: line.cells[place].number for key, line in made.items()}
                cells[place] = Cell(_made(row.formula, values))
        made[row.key] = replace(made[row.key], cells=tuple(cells))
    return made


def _parts(layout: Layout) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the rows of a list that are the sum of others, each with the places of these."""
    places = {row.key: place for place, row in enumerate(layout.lines)}
    for row in layout.lines:
        if row.formula is not None and _is_plain_sum(row.formula):
            yield places[row.key], tuple(places[name] for name in _names(row.formula))


def _is_plain_sum(tree: ast.expr) -> bool:
    match tree:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _is_plain_sum(left) and _is_plain_sum(right)
        case _:
            return isinstance(tree, ast.Name)


def _names(tree: ast.expr) -> list[str]:
    return [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]


def handwritten(layout: Layout, content: Content) -> list[tuple[str, str, bool]]:
    """Return the cells that are written by hand: name, label, whether a text."""
    made = {row.key for row in layout.lines if row.formula is not None or row.is_heading}
    fixed = {(row.key, name) for row in layout.lines for name in row.texts}
    return [
        (f"{line.key}.{head.key}", f"{line.label} – {' – '.join(head.path)}", head.is_text)
        for line in content.lines
        if line.key and line.key not in made
        for head in content.heads
        if head.is_typed and (line.key, head.key) not in fixed
    ]
