"""The records that a figure counts, and where they stand on a map of units."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Count, Q, QuerySet

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
    unit, on_day = row_of(figure), Q()
    if scope.is_rebased and figure.held:
        on_day = held_on(scope.on, f"{figure.held}__")
        if scope.keeps:
            scope = replace(scope, on=scope.then)
        else:
            unit = f"{figure.held}__unit"
    where = Q() if scope.is_whole else Q(**{f"{unit}__in": units_in(scope)})
    # In one filter, so that the period and the unit are asked of the same row of custody.
    return figure.records(scope).filter(on_day, where)


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
