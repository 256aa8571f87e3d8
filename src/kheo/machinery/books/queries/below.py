"""A figure at each of some units with all below it, in one question with what is asked of the units themselves."""

from collections import defaultdict
from collections.abc import Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber

from kheo.machinery.books.kit import CATALOGUE, Heading, Scope
from kheo.machinery.books.queries.breakdowns import Breakdown, heading_of
from kheo.machinery.books.queries.records import fetched, grouped, placed
from kheo.organisation.units.models import Lineage, UnitVersion


class AllBelow(NamedTuple):
    """The rows of a question about units in their order, each with the figure in its unit and all below it; and the
    figure in the whole scope."""

    rows: list[tuple[tuple[Any, ...], Breakdown]]
    whole: Breakdown


def with_all_below(
    key: str, scope: Scope, by: Sequence[str], units: QuerySet[UnitVersion], columns: Sequence[str]
) -> AllBelow:
    """Return a figure, as reported, by some of its dimensions for each of some units of the scope with all below it.

    `units` is a question in an order of its own, of which `columns` are told, the first of them "unit_id". The records
    are grouped by their own units, along the index; what is below whom is added up in the database, of these units
    alone.
    """
    figure = CATALOGUE[key]
    dimensions = [figure.dimensions[name] for name in by]
    headings: list[dict[Any, Heading]] = [dict(dimension.headings(scope)) for dimension in dimensions]
    found = _asked(placed(figure, scope), [figure.unit, *(each.column for each in dimensions)], scope, units, columns)
    sums: dict[int | None, dict[tuple[str, ...], int]] = defaultdict(dict)
    told: list[tuple[Any, ...]] = []
    keys: dict[tuple[Any, ...], tuple[str, ...]] = {}  # few values stand in very many rows
    first = len(columns) + 1
    for row in found:
        if row[first - 1] is None:
            if (values := row[first:-1]) not in keys:
                pairs = zip(headings, values, strict=True)
                keys[values] = tuple(heading_of(known, value).key for known, value in pairs)
            here = sums[row[0]]
            here[keys[values]] = here.get(keys[values], 0) + row[-1]
        else:
            told.append(row[:first])
    told.sort(key=itemgetter(-1))
    order = tuple(tuple(known.values()) for known in headings)
    rows = [(row[:-1], Breakdown(figure, tuple(by), order, sums.get(row[0], {}))) for row in told]
    return AllBelow(rows, Breakdown(figure, tuple(by), order, sums.get(None, {})))


def _asked(
    records: QuerySet[Any],
    by: Sequence[str],
    scope: Scope,
    units: QuerySet[UnitVersion],
    columns: Sequence[str],
) -> list[tuple[Any, ...]]:
    """Return the columns of each unit and its place; then, without a place, each unit with a group of the records below
    it and their number, and the groups of all records, without a unit. Django cannot go on from a grouped query, so its
    queries are put together here. Units and groups are not joined in it: SQLite would scan the groups for each unit."""
    statement, values, (unit, *names) = grouped(records, by)
    in_order: Any = [*units.query.order_by]  # Any: columns, by name or not
    place = Window(RowNumber(), order_by=in_order)
    named, about = units.order_by().values_list(*columns).annotate(place=place).query.sql_with_params()
    pairs, days = Lineage.objects.reaching(scope.on).values("unit_id", "ancestor_id").query.sql_with_params()
    groups, nothing = ", ".join(f"grouped.{name}" for name in names), ", NULL" * len(columns)
    return fetched(
        f"WITH grouped AS MATERIALIZED ({statement}), named AS MATERIALIZED ({named})"
        f" SELECT named.*{', NULL' * (len(names) + 1)} FROM named"
        f" UNION ALL SELECT pair.ancestor_id{nothing}, {groups}, CAST(SUM(grouped.number) AS bigint)"
        f" FROM grouped JOIN ({pairs}) AS pair ON pair.unit_id = grouped.{unit}"
        f" WHERE pair.ancestor_id IN (SELECT unit_id FROM named) GROUP BY pair.ancestor_id, {groups}"
        f" UNION ALL SELECT NULL{nothing}, {groups}, CAST(SUM(grouped.number) AS bigint)"
        f" FROM grouped GROUP BY {groups}",
        [*values, *about, *days],
    )
