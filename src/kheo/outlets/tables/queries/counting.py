"""The numbers of a table: figures of the catalogue, narrowed, by rows and all together, in one question."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, F, Field, IntegerField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from kheo.machinery.books.kit import CATALOGUE, Dimension, Figure, Heading, Scope
from kheo.machinery.books.queries.records import as_one, placed_each, unit_column
from kheo.outlets.tables.queries.standing import Found, Line, added_up
from kheo.outlets.tables.rules.texts import Only, Source

Row = Any  # what a row is counted by, as the column holds it: a unit, a campaign, a value; None is all together
Numbers = dict[Source, Counter[Row]]


class Counted(NamedTuple):
    """Numbers by rows, all rows together counted on their own, and the units of the rows where these are units."""

    by_row: Numbers
    alone: Numbers
    units: Sequence[Found] = ()


@dataclass(frozen=True)
class Register:
    """What a table asks the register about; headings are read once for it."""

    scopes: Sequence[Scope]
    known: dict[Any, Mapping[Any, Heading]] = field(default_factory=dict)

    def headings(self, dimension: Dimension, scope: Scope) -> Mapping[Any, Heading]:
        """Return the headings of a dimension by the values that its column holds."""
        place = dimension.headings, scope.campaign_id
        if place not in self.known:
            each = dimension.each(self.scopes) if dimension.each else {scope.campaign_id: dimension.headings(scope)}
            for campaign, known in each.items():
                self.known[dimension.headings, campaign] = known
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

    def counted(
        self, sources: Iterable[Source], column: str = "", line: Line | None = None, *, alone: bool = True
    ) -> Counted:
        """Return each source by the values of a column of its figure ("unit", "campaign", a dimension; "" for none),
        and, `alone`, all together on its own, in one question. With a line, units are added up to those that it has."""
        asked_for = list(sources)
        bases = _by_base(asked_for)
        records = [placed_each([CATALOGUE[base] for base in bases], scope) for scope in self.scopes]
        parts = [*(self._parts(bases, records, column) if column else ())]
        parts += self._parts(bases, records, "") if alone and not (line and line.is_closed) else ()
        counted = Counted({source: Counter() for source in asked_for}, {source: Counter() for source in asked_for})
        names = sorted({name for part in parts for name in part.names})
        told = _united(parts, names)
        rows, units = added_up(told, [_MARK + name for name in names], line) if line else (told or (), ())
        for which, row, *values, number in rows:
            part = parts[which]
            numbers = counted.by_row if part.column else counted.alone
            for source in part.fitting(self, dict(zip(names, values, strict=True))):
                numbers[source][row] += number
        return counted._replace(units=units)

    def _parts(
        self, bases: Mapping[str, Mapping[Source, Only]], records: Sequence[Mapping[str, QuerySet[Any]]], column: str
    ) -> Iterator["_Part"]:
        """Yield what is grouped: the records of each figure that sources are narrowed from, in all scopes."""
        if not self.scopes:
            return
        for base, asked in bases.items():
            figure, names = CATALOGUE[base], sorted({name for only in asked.values() for name in only})
            if figure.spans and column == "campaign":  # its records are of several campaigns: each asks for itself
                for scope, found in zip(self.scopes, records, strict=True):
                    row = Value(scope.campaign_id, output_field=BigIntegerField())
                    yield _Part(figure, asked, names, column, row, found[base])
            else:
                every = reduce(or_, (found[base] for found in records))
                by = F(_column(figure, self.scopes[0], column)) if column else None
                yield _Part(figure, asked, names, column, by, every)


@dataclass(frozen=True)
class _Part:
    """A figure's records and by what they are grouped, for some sources that are narrowed from it."""

    figure: Figure
    asked: Mapping[Source, Only]
    names: Sequence[str]
    column: str
    row: Combinable | None
    records: QuerySet[Any]

    def grouped_by(self) -> dict[str, Combinable]:
        """Return the row, and the dimensions by their names."""
        by: dict[str, Combinable] = {name: F(self.figure.dimensions[name].column) for name in self.names}
        return by | ({_ROW: self.row} if self.row else {})

    def types(self) -> dict[str, "Field[Any, Any]"]:
        """Return what the database holds in each of these."""
        found = self.records.annotate(**{_MARK + name: each for name, each in self.grouped_by().items()}).query
        return {name: found.annotations[_MARK + name].output_field for name in self.grouped_by()}

    def fitting(self, register: Register, values: Mapping[str, Any]) -> list[Source]:
        """Return the sources that count a group of records, by the values of its dimensions."""
        said = {}
        for name in self.names:
            keys = register.keys_of(self.figure, name)
            said[name] = keys.get(values[name], str(values[name]))
        return _fitting(self.asked, said)


_ROW, _MARK = "row", "of_"


def _united(parts: Sequence[_Part], names: Sequence[str]) -> QuerySet[Any, Any] | None:
    """Return one question for the groups of all parts: which part, the row, each dimension (nothing where a part is not
    grouped by it), and how many; None where nothing is asked."""
    types: dict[str, Field[Any, Any]] = {_ROW: BigIntegerField()}
    for part in parts:
        types |= part.types()
    columns = {_MARK + name: name for name in (_ROW, *names)}

    def rows(place: int, part: _Part) -> QuerySet[Any, Any]:
        by = part.grouped_by()
        told = {mark: by.get(name) or Cast(Value(None), types[name]) for mark, name in columns.items()}
        values = {"which": Value(place, output_field=IntegerField()), **told}
        groups: QuerySet[Any, Any] = part.records.order_by().values(**values).annotate(number=Count("*"))
        return groups.values_list("which", *columns, "number")

    return as_one([rows(place, part) for place, part in enumerate(parts)]) if parts else None


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


def _column(figure: Figure, scope: Scope, column: str) -> str:
    if column == "unit":
        return unit_column(figure, scope)
    return figure.campaign if column == "campaign" else figure.dimensions[column].column
