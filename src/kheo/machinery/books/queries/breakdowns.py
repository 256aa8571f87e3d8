"""A figure by some of its dimensions, in one grouped query."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from operator import add, itemgetter
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.machinery.books.kit import CATALOGUE, Dimension, Figure, Heading, Scope
from kheo.machinery.books.queries.records import fetched, groups_of, placed, unit_column, units_in
from kheo.organisation.units.models import Unit, UnitVersion

UNIT = "unit"


class Breakdown(NamedTuple):
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
        counts = self.counts
        for name, kept in part.only.items():
            place = self.names.index(name)
            counts = {keys: number for keys, number in counts.items() if keys[place] in kept}
        return Breakdown(part, self.names, self.headings, counts)

    def by(self, *places: int) -> Counter[tuple[str, ...]]:
        """Return the counts by the keys of the dimensions at some places."""
        sums: Counter[Any] = Counter()  # Any: a key, or a tuple of several
        chosen = itemgetter(*places)
        for keys, number in self.counts.items():
            sums[chosen(keys)] += number
        return sums if len(places) > 1 else Counter({(key,): number for key, number in sums.items()})


def breakdown(key: str, scope: Scope, by: Sequence[str]) -> Breakdown:
    """Return a figure broken down by dimensions of its own, or "unit", in one grouped query."""
    figure = CATALOGUE[key]
    dimensions = [_dimension(figure, name, scope) for name in by]
    headings = [dict(dimension.headings(scope)) for dimension in dimensions]
    groups = list(groups_of(placed(figure, scope), [dimension.column for dimension in dimensions]))
    for place, name in enumerate(by):
        if name == UNIT:
            headings[place] |= headings_of({group[place] for group in groups} - headings[place].keys(), scope.on)
    counts: Counter[tuple[str, ...]] = Counter()
    for *values, number in groups:
        places = zip(headings, values, strict=True)
        counts[tuple(heading_of(known, value).key for known, value in places)] += number
    return Breakdown(figure, tuple(by), tuple(tuple(known.values()) for known in headings), counts)


class Margin(NamedTuple):
    """What stands in one row, which is a unit by itself or a value of a dimension: several figures by their keys, and
    the first of them by each of some dimensions."""

    heading: Heading
    numbers: Mapping[str, int]
    by: Mapping[str, Mapping[str, int]]


def margins(keys: Sequence[str], scope: Scope, by: Sequence[str], across: str) -> tuple[list[Margin], list[Margin]]:
    """Return each unit at which a figure counts something, and each value of the dimension `across`: with other figures
    that are parts of the same whole as it and are all among its records, and the first broken down by one dimension at
    a time; of a unit by `across` too.

    In one question that adds up inside the database, since units times dimensions are nearly as many groups as records.
    """
    figure = CATALOGUE[keys[0]]
    columns = _Columns(keys, by, scope)
    rows = [unit_column(figure, scope), figure.dimensions[across].column]
    asked = placed(figure, scope).order_by().values_list(*rows).annotate(**columns.sums())
    groups = fetched(*asked.query.sql_with_params())  # a hundred thousand counts: read as they come, without converters
    known = dict(figure.dimensions[across].headings(scope))
    crossed: dict[int, Counter[str]] = defaultdict(Counter)
    for unit, value, number, *_others in groups:
        crossed[unit][heading_of(known, value).key] = number
    places = [heading.key for heading in known.values()]
    by_unit, by_value = _added_up(groups, 0), _added_up(groups, 1)
    units = [
        columns.line(heading, by_unit[unit], {across: {key: crossed[unit][key] for key in places}})
        for unit, heading in _standing(by_unit.keys(), scope).items()
    ]
    return units, [columns.line(heading, by_value.get(value), {}) for value, heading in known.items()]


class _Columns:
    """The numbers of a row of margins, in their order."""

    def __init__(self, keys: Sequence[str], by: Sequence[str], scope: Scope) -> None:
        figure = CATALOGUE[keys[0]]
        self._keys = keys
        self._counts = [Count("pk"), *(Count("pk", filter=_only(CATALOGUE[key], scope)) for key in keys[1:])]
        self._sides: dict[str, tuple[list[str], slice]] = {}
        for name in by:
            dimension, first = figure.dimensions[name], len(self._counts)
            values = dimension.headings(scope)
            self._counts += [Count("pk", filter=Q(**{dimension.column: value})) for value in values]
            self._sides[name] = [heading.key for heading in values.values()], slice(first, len(self._counts))

    def sums(self) -> dict[str, Count]:
        return {f"sum_{place}": each for place, each in enumerate(self._counts)}

    def line(self, heading: Heading, numbers: Sequence[int] | None, more: Mapping[str, Mapping[str, int]]) -> Margin:
        """Return a row; without numbers nothing is there."""
        numbers = numbers or [0] * len(self._counts)
        told = dict(zip(self._keys, numbers, strict=False))
        by = {name: dict(zip(keys, numbers[part], strict=True)) for name, (keys, part) in self._sides.items()}
        return Margin(heading, told, {**by, **more})


def _added_up(groups: Iterable[Sequence[Any]], place: int) -> dict[Any, list[int]]:
    """Return the numbers, which follow the two values of a group, added up by the value at a place."""
    sums: dict[Any, list[int]] = {}
    for group in groups:
        known = sums.get(group[place])
        sums[group[place]] = list(map(add, known, group[2:])) if known else list(group[2:])
    return sums


def _only(figure: Figure, scope: Scope) -> Q:
    """Return the condition by which a figure is a part of its whole."""
    told = Q()
    for name, kept in figure.only.items():
        dimension = figure.dimensions[name]
        values = [value for value, heading in dimension.headings(scope).items() if heading.key in kept]
        told &= Q(**{f"{dimension.column}__in": values})
    return told


def _dimension(figure: Figure, name: str, scope: Scope) -> Dimension:
    if name == UNIT:
        return Dimension(gettext_lazy("Unit"), unit_column(figure, scope), _units)
    return figure.dimensions[name]


def count_parts(whole: str, keys: Sequence[str], scope: Scope) -> dict[str, int]:
    """Return several figures that are parts of one whole, in one grouped query."""
    by = sorted({name for key in keys for name in CATALOGUE[key].only})
    counts = breakdown(whole, scope, by)
    return {key: counts.narrowed(key).total for key in keys}


def heading_of(known: dict[Any, Heading], value: Any) -> Heading:
    """Return the heading of a value; one that nobody foresaw shows itself, so that no record falls out of a sum."""
    if value not in known:
        known[value] = Heading(str(value), str(value))
    return known[value]


def _named(scope: Scope) -> QuerySet[UnitVersion]:
    """Return the units of the scope in order, as they were on its day."""
    return UnitVersion.objects.on(scope.on).filter(unit__in=units_in(scope)).order_by("unit__sort_key", "unit_id")


def _units(scope: Scope) -> dict[int, Heading]:
    """Return every unit of the campaign's own map; on another, only those at which records stand are told."""
    if scope.is_rebased:
        return {}
    named = _named(scope).values_list("unit_id", "unit__slug", "name")
    return {pk: Heading(slug, name) for pk, slug, name in named}


def _standing(units: Collection[int], scope: Scope) -> dict[int, Heading]:
    """Return units in order, named as on the scope's day: very many are asked for by where they are."""
    named = {pk: Heading(slug, name) for pk, slug, name in _named(scope).values_list("unit_id", "unit__slug", "name")}
    if set(units) <= named.keys():
        return {pk: heading for pk, heading in named.items() if pk in units}
    return headings_of(units, scope.on)


def headings_of(units: Collection[int], day: date) -> dict[int, Heading]:
    """Return units in order, named as on a day."""
    if not units:
        return {}
    named = dict(UnitVersion.objects.on(day).filter(unit__in=units).values_list("unit_id", "name"))
    rows = Unit.objects.filter(pk__in=units).in_order().values_list("pk", "slug", "name")
    return {pk: heading_then(slug, named.get(pk), name) for pk, slug, name in rows}


def heading_then(slug: str, called: str | None, name: str) -> Heading:
    """Return the heading of a unit as it was called on a day; of one that did not stand then, the name that it had
    last, and that it stood no longer: nobody knows its heir, or its records were closed before it ended."""
    return Heading(slug, called or _("%(unit)s (no longer stands)") % {"unit": name})
