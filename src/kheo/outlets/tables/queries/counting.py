"""The numbers of a table: figures of the catalogue, narrowed, by rows; a grouped question for each figure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from kheo.machinery.books.kit import CATALOGUE, Dimension, Figure, Heading, Scope
from kheo.machinery.books.queries.records import groups_of, placed, unit_column
from kheo.machinery.books.queries.tables import lines_below
from kheo.organisation.units.models import Lineage, UnitVersion
from kheo.outlets.tables.rules.texts import Only, Source

Row = Any  # what a row is counted by, as the column holds it: a unit, a campaign, a value; None is all together
Numbers = dict[Source, Counter[Row]]


@dataclass(frozen=True)
class Place:
    """A unit that has a row, with its heading; a deep one stands for units below it too."""

    pk: int
    key: str
    label: str
    is_deep: bool


@dataclass(frozen=True)
class Register:
    """What a table asks the register about; headings are read once for it."""

    scopes: Sequence[Scope]
    known: dict[Any, Mapping[Any, Heading]] = field(default_factory=dict)

    def headings(self, dimension: Dimension, scope: Scope) -> Mapping[Any, Heading]:
        """Return the headings of a dimension by the values that its column holds."""
        place = dimension.headings, scope.campaign_id
        if place not in self.known:
            self.known[place] = dimension.headings(scope)
        return self.known[place]

    def headings_in(self, figure: Figure, name: str) -> list[Heading]:
        """Return the headings of a dimension in all scopes, each key once."""
        dimension = figure.dimensions[name]
        found = {head.key: head for scope in self.scopes for head in self.headings(dimension, scope).values()}
        return list(found.values())

    def keys_of(self, figure: Figure, name: str) -> dict[Any, str]:
        """Return the keys of a dimension by the values that its column holds, in all scopes."""
        dimension = figure.dimensions[name]
        return {value: head.key for scope in self.scopes for value, head in self.headings(dimension, scope).items()}

    def by_column(self, sources: Iterable[Source], column: str) -> Numbers:
        """Return each source by the values of a column of its figure: "unit", "campaign", a dimension, or "" for one
        number of all."""
        asked_for = list(sources)
        numbers: Numbers = {source: Counter() for source in asked_for}
        for base, asked in _by_base(asked_for).items():
            names = sorted({name for only in asked.values() for name in only})
            for row, said, number in _groups(self, CATALOGUE[base], self.scopes, column, names):
                for source in _fitting(asked, said):
                    numbers[source][row] += number
        return numbers


def _fitting(asked: Mapping[Source, Only], said: Mapping[str, str]) -> list[Source]:
    """Return the sources that count a group of records, by the keys of its dimensions."""
    return [source for source, only in asked.items() if all(said[name] in keys for name, keys in only.items())]


def _by_base(sources: Iterable[Source]) -> dict[str, dict[Source, Only]]:
    """Return the sources by the figure whose records are grouped for them, with all that narrows it to each."""
    bases: dict[str, dict[Source, Only]] = defaultdict(dict)
    for source in sources:
        figure = CATALOGUE[source.figure]
        bases[figure.whole or figure.key][source] = narrowed(figure, source.only) if figure.whole else source.only
    return bases


def narrowed(figure: Figure, only: Only) -> Only:
    """Return what a figure is about by itself, narrowed further."""
    both = dict(figure.only)
    for name, keys in only.items():
        both[name] = both[name] & keys if name in both else keys
    return both


def _groups(
    register: Register, figure: Figure, scopes: Sequence[Scope], column: str, names: Sequence[str]
) -> Iterable[tuple[Row, Mapping[str, str], int]]:
    """Yield the groups of a figure's records: the value of the column, the keys of some dimensions, how many."""
    if figure.spans and column == "campaign":  # its records are of several campaigns: each asks for itself
        for scope in scopes:
            for _row, said, number in _groups(register, figure, [scope], "", names):
                yield scope.campaign_id, said, number
        return
    columns = [figure.dimensions[name].column for name in names]
    records = reduce(or_, (placed(figure, scope) for scope in scopes))
    if not column and not columns:
        yield None, {}, records.count()
        return
    known = [register.keys_of(figure, name) for name in names]
    first = [_column(figure, scopes[0], column)] if column else []
    for *values, number in groups_of(records, [*first, *columns]):
        row = values.pop(0) if column else None
        said = {name: heads.get(v, str(v)) for name, heads, v in zip(names, known, values, strict=True)}
        yield row, said, number


def _column(figure: Figure, scope: Scope, column: str) -> str:
    if column == "unit":
        return unit_column(figure, scope)
    return figure.campaign if column == "campaign" else figure.dimensions[column].column


def places_below(scope: Scope) -> list[Place]:
    """Return the units directly below the scope's and its own, as they stood on its day, in order."""
    near = Lineage.objects.on(scope.on).filter(ancestor=scope.unit_id, depth__lte=1).values("unit_id")
    below = Lineage.objects.on(scope.on).filter(ancestor=OuterRef("unit_id"), depth__gt=0)
    rows = _named(near, scope).annotate(is_deep=Exists(below.exclude(ancestor=scope.unit_id)))
    return [Place(*row) for row in rows.values_list("unit_id", "unit__slug", "name", "is_deep")]


def places_of(units: Sequence[int], scope: Scope, *, is_deep: bool) -> list[Place]:
    """Return some units as they stood on the scope's day, in order."""
    rows = _named(units, scope).values_list("unit_id", "unit__slug", "name")
    return [Place(*row, is_deep) for row in rows]


def _named(units: Any, scope: Scope) -> QuerySet[UnitVersion]:  # Any: a question or numbers
    return UnitVersion.objects.on(scope.on).filter(unit__in=units).order_by("unit__sort_key", "unit_id")


def gathered_below(numbers: Numbers, scope: Scope) -> Numbers:
    """Return numbers of units added up to the rows of the units directly below the scope's."""
    line_of = dict(lines_below(scope).values_list("unit_id", "ancestor_id"))
    return _moved(numbers, {unit: [line] for unit, line in line_of.items()})


def gathered_above(numbers: Numbers, units: Sequence[int], scope: Scope) -> Numbers:
    """Return numbers of units added up to some units that stand at or above them; what is under none is left out."""
    over: dict[int, list[int]] = defaultdict(list)
    pairs = Lineage.objects.reaching(scope.on).filter(ancestor__in=units)
    for unit, ancestor in pairs.values_list("unit_id", "ancestor_id"):
        over[unit].append(ancestor)
    moved = _moved(numbers, over)
    return {source: Counter({pk: sums[pk] for pk in units}) for source, sums in moved.items()}


def _moved(numbers: Numbers, over: Mapping[int, Sequence[int]]) -> Numbers:
    found: Numbers = {source: Counter() for source in numbers}
    for source, sums in numbers.items():
        for unit, number in sums.items():
            for row in over.get(unit, (unit,)):
                found[source][row] += number
    return found
