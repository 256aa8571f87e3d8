"""What the register says now for the cells of many reports: a grouped question for each figure, however many units."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from kheo.machinery.books.kit import CATALOGUE, Figure, Scope
from kheo.machinery.books.queries.records import groups_of, records_of, unit_column
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.reporting.models import Period
from kheo.movement.reporting.rules.texts import Cell, Layout
from kheo.organisation.units.models import Lineage, Unit

Numbers = dict[int, dict[str, Decimal]]


def numbers_for(period: Period, layout: Layout, units: Collection[Unit]) -> Numbers:
    """Return for each unit what the figures behind the cells say now, for it and all below it; for one that ended
    before the campaign did, all that stood below it last."""
    scope = scope_of(period.campaign, period.campaign.unit)
    cells = [cell for cell in layout.cells() if cell.source]
    numbers: Numbers = {unit: {cell.name: Decimal(0) for cell in cells} for unit in {unit.pk for unit in units}}
    if not cells:
        return numbers
    if len(numbers) == 1:
        return {unit.pk: _of_one(period, cells, unit) for unit in units}
    by_day: dict[date, list[int]] = defaultdict(list)
    for unit in units:
        by_day[_map_day(unit, scope)].append(unit.pk)
    for day, asked in by_day.items():
        _add_up(numbers, cells, replace(scope, on=day, keeps=day == scope.then), asked)
    return numbers


def _add_up(numbers: Numbers, cells: Sequence[Cell], scope: Scope, units: Collection[int]) -> None:
    """Add to the numbers of units what stands at and below each on the map of a day."""
    covering = _covering(scope, units)
    for base, asked in _by_base(cells).items():
        names = sorted({name for _cell, wanted in asked for name in wanted})
        for unit, row, number in _counted(base, scope, names):
            for over, cell in product(covering[unit], _fitting(asked, row)):
                numbers[over][cell.name] += number


def _map_day(unit: Unit, scope: Scope) -> date:
    """Return the day by whose map a unit is counted: the campaign's, or the last on which it stood: what it held then
    counts for its heir meanwhile."""
    return min(scope.on, unit.closed_on - timedelta(days=1)) if unit.closed_on else scope.on


def _of_one(period: Period, cells: Sequence[Cell], unit: Unit) -> dict[str, Decimal]:
    """Return the numbers of one unit: what stands at and below it is asked for with them."""
    whole = scope_of(period.campaign, period.campaign.unit)
    day = _map_day(unit, whole)
    scope = replace(whole, unit_id=unit.pk, is_whole=unit.pk == whole.unit_id, on=day, keeps=day == whole.then)
    found = {cell.name: Decimal(0) for cell in cells}
    for base, asked in _by_base(cells).items():
        names = sorted({name for _cell, wanted in asked for name in wanted})
        for _unit, row, number in _counted(base, scope, names):
            for cell in _fitting(asked, row):
                found[cell.name] += number
    return found


def link_to(period: Period, cell: Cell, unit: Unit) -> str:
    """Return the page of the very records behind a cell; empty where there is none."""
    if cell.source is None:
        return ""
    scope = scope_of(period.campaign, period.campaign.unit)
    day, is_whole = _map_day(unit, scope), unit.pk == scope.unit_id
    scope = replace(scope, unit_id=unit.pk, unit_slug=unit.slug, on=day, is_whole=is_whole, keeps=is_whole)
    return CATALOGUE[cell.source.figure].link(scope, cell.source.only)


def _covering(scope: Scope, units: Collection[int]) -> Mapping[int, list[int]]:
    """Return which of some units stand at or over each unit on the scope's map; the steering unit over all."""
    over: dict[int, list[int]] = defaultdict(lambda: [scope.unit_id] if scope.unit_id in units else [])
    pairs = Lineage.objects.reaching(scope.on).filter(ancestor__in=units).exclude(ancestor=scope.unit_id)
    for unit, ancestor in pairs.values_list("unit_id", "ancestor_id"):
        over[unit].append(ancestor)
    return over


def _by_base(cells: Collection[Cell]) -> dict[str, list[tuple[Cell, Mapping[str, Collection[str]]]]]:
    """Return the cells by the figure that is counted for them, with the keys that narrow it to each."""
    bases: dict[str, list[tuple[Cell, Mapping[str, Collection[str]]]]] = defaultdict(list)
    for cell in cells:
        if cell.source:
            figure = CATALOGUE[cell.source.figure]
            chosen = {name: {key} for name, key in cell.source.only.items()}
            bases[figure.whole or cell.source.figure].append(
                (cell, {**figure.only, **chosen} if figure.whole else chosen)
            )
    return bases


def _fitting(asked: Iterable[tuple[Cell, Mapping[str, Collection[str]]]], row: Mapping[str, str]) -> list[Cell]:
    """Return the cells that a row of keys is counted in."""
    return [cell for cell, wanted in asked if all(row.get(name) in keys for name, keys in wanted.items())]


def _counted(key: str, scope: Scope, names: Sequence[str]) -> Iterator[tuple[int, dict[str, str], int]]:
    """Yield the units with the keys of some dimensions and the number of records of a figure."""
    figure: Figure = CATALOGUE[key]
    columns = [unit_column(figure, scope), *[figure.dimensions[name].column for name in names]]
    headings = [{value: head.key for value, head in figure.dimensions[name].headings(scope).items()} for name in names]
    groups: Any = groups_of(records_of(key, scope), columns)
    for unit, *values, number in groups:
        yield unit, {n: h.get(v, "") for n, h, v in zip(names, headings, values, strict=True)}, number
