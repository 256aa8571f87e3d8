"""The records that a figure counts, and where they stand on a map of units."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import Count, F, IntegerField, Q, QuerySet, Value

from kheo.machinery.books.kit import CATALOGUE, Figure, Scope
from kheo.organisation.units.models import Lineage, held_on

# Numbers by the values of some dimensions, as the columns hold them.
Sums = Counter[tuple[Any, ...]]


def units_in(scope: Scope) -> QuerySet[Lineage, int]:
    """Return the numbers of the scope's unit and all below it on its day, as a subquery for `unit__in=`; units that
    ended count for whoever reaches them."""
    return Lineage.objects.reaching(scope.on).filter(ancestor=scope.unit_id).values_list("unit_id", flat=True)


def records_of(key: str, scope: Scope) -> QuerySet[Any]:  # Any: each figure counts records of its own kind
    """Return the very records that a figure counts in a scope."""
    return placed(CATALOGUE[key], scope)


def placed(figure: Figure, scope: Scope) -> QuerySet[Any]:
    """Return a figure's records in the scope's unit and all below it.

    On another day's map a record stands where it was held on that day.
    """
    return _in_place(figure, scope, figure.records(scope))


def placed_each(figures: Iterable[Figure], scope: Scope) -> dict[str, QuerySet[Any]]:
    """Return the records of each of some figures, by their keys; those that are read together are asked for once."""
    families: dict[Any, list[Figure]] = defaultdict(list)
    for figure in figures:
        families[figure.together].append(figure)
    found: dict[str, QuerySet[Any]] = {}
    for together, members in families.items():
        rows = together(scope, [each.key for each in members]) if together else {}
        for each in members:
            found[each.key] = _in_place(each, scope, rows[each.key] if together else each.records(scope))
    return found


def _in_place(figure: Figure, scope: Scope, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of a figure's records that stand in the scope."""
    unit, on_day = row_of(figure), Q()
    if scope.is_rebased and figure.held:
        on_day = held_on(scope.on, f"{figure.held}__")
        if scope.keeps:
            scope = replace(scope, on=scope.then)
        else:
            unit = f"{figure.held}__unit"
    where = Q() if scope.is_whole else Q(**{f"{unit}__in": units_in(scope)})
    # In one filter, so that the period and the unit are asked of the same row of custody.
    return rows.filter(on_day, where)


def row_of(figure: Figure) -> str:
    """Return the relation to the unit that a figure's records are counted for, for subqueries."""
    return figure.unit.removesuffix("_id")


def unit_column(figure: Figure, scope: Scope) -> str:
    """Return the column of the unit that a figure's records stand at on the scope's map."""
    return f"{figure.held}__unit_id" if scope.is_rebased and figure.held else figure.unit


def standing_at(key: str, scope: Scope) -> str:
    """Return the relation from the records of a figure in a scope to the unit that each stands at on its map."""
    return unit_column(CATALOGUE[key], scope).removesuffix("_id")


def count(key: str, scope: Scope) -> int:
    """Return how many records a figure counts."""
    return records_of(key, scope).count()


def counts(keys: Iterable[str], scope: Scope) -> dict[str, int]:
    """Return how many records each of some figures counts, each by its own records, all in one question."""
    return added_together(placed_each([CATALOGUE[key] for key in keys], scope))


def added_together(asked: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """Return how many rows each of some questions finds, in one."""
    places = {key: Value(place, output_field=IntegerField()) for place, key in enumerate(asked)}
    parts = [rows.order_by().values(which=places[key]).annotate(number=Count("*")) for key, rows in asked.items()]
    found = dict(as_one(part.values_list("which", "number") for part in parts))
    return {key: found.get(place, 0) for place, key in enumerate(asked)}


def as_one(parts: Iterable[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    """Return what several questions with the same columns find, as one question; there must be one at least."""
    first, *others = parts
    return first.union(*others, all=True)


def groups_of(records: QuerySet[Any], columns: Sequence[str]) -> QuerySet[Any, tuple[Any, ...]]:
    """Return the records grouped by columns, each group with its number last."""
    groups: QuerySet[Any, tuple[Any, ...]] = records.order_by().values_list(*columns).annotate(number=Count("*"))
    return groups


def by_unit(groups: Iterable[tuple[Any, ...]]) -> dict[int, Sums]:
    """Return the numbers of each unit by the values of the dimensions."""
    counted: dict[int, Sums] = {}
    for row in groups:
        counted.setdefault(row[0], Counter())[row[1:-1]] += row[-1]
    return counted


def grouped(records: QuerySet[Any], columns: Sequence[str]) -> tuple[str, tuple[Any, ...], list[str]]:
    """Return the statement that groups records, its parameters, and what it calls the columns; their number is called
    `number`. For questions that go on from the groups, which Django cannot."""
    names = [f"by_{place}" for place in range(len(columns))]
    named = {name: F(column) for name, column in zip(names, columns, strict=True)}
    return *records.order_by().values(**named).annotate(number=Count("*")).query.sql_with_params(), names


def fetched(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
