"""The units that are the rows of a table: groups of records added up to them, and how they are called, in one
question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, F, FilteredRelation, OuterRef, QuerySet, Value
from django.db.models.expressions import Combinable

from kheo.machinery.books.kit import Scope
from kheo.machinery.books.queries.breakdowns import heading_then
from kheo.machinery.books.queries.records import fetched
from kheo.machinery.books.queries.tables import lines_below
from kheo.organisation.units.models import Lineage, Unit, UnitVersion, held_on


class Found(NamedTuple):
    """A unit: how it was called on the day (None: it did not stand then), its last name, and what more is said of it:
    whether it stands for units below it too, or how many models it is asked for; `has_row` even where it has none."""

    pk: int
    slug: str
    called: str | None
    name: str
    more: int
    has_row: bool

    @property
    def label(self) -> str:
        return heading_then(self.slug, self.called, self.name).label


@dataclass(frozen=True)
class Line:
    """Of which unit's row a unit is: pairs of the two (none: each has its own), and the question for the units that may
    have one. A closed line leaves out what is of no row; else it has a row of its own."""

    pairs: QuerySet[Lineage] | None
    units: QuerySet[Any]  # Any: units, or versions of units
    is_closed: bool = False


def each_unit(scope: Scope) -> Line:
    """Return a line for each unit."""
    return Line(None, _named(scope))


def units_below(scope: Scope) -> Line:
    """Return a line for each unit directly below the scope's, with all below it, and for the scope's by itself."""
    below = Lineage.objects.on(scope.on).filter(ancestor=OuterRef("pk"), depth__gt=0)
    return Line(lines_below(scope), _named(scope, is_deep=Exists(below.exclude(ancestor=scope.unit_id))))


def with_quota(scope: Scope, asked: QuerySet[UnitVersion]) -> Line:
    """Return a line for each unit of a question for those that are asked for models, with all below it."""
    named = asked.order_by().values(
        pk_=F("unit_id"), slug_=F("unit__slug"), called_=F("name"), name_=F("name"), more=F("minimum"), sort=_SORT
    )
    return Line(Lineage.objects.reaching(scope.on), named, is_closed=True)


_SORT = F("unit__sort_key")


_NOT = Value(0)


def _named(scope: Scope, is_deep: Combinable = _NOT) -> QuerySet[Any]:
    of_day = FilteredRelation("versions", condition=held_on(scope.on, "versions__"))
    return Unit.objects.alias(of_day=of_day).values(
        pk_=F("pk"), slug_=F("slug"), called_=F("of_day__name"), name_=F("name"), more=is_deep, sort=F("sort_key")
    )


# Where no figure is asked for, no unit has any.
_NOTHING = "SELECT 0 AS which, CAST(NULL AS bigint) AS of_row, 0 AS number WHERE 1 = 0"


def added_up(
    told: QuerySet[Any, Any] | None, columns: Sequence[str], line: Line
) -> tuple[list[tuple[Any, ...]], list[Found]]:
    """Return groups of records added up to the units of a line, and these units in order: those that have a row, and
    those at which something stands all the same.

    `told` is the question for the groups: which of several they are of, their unit as "of_row" (none: of all together),
    the columns, and their number; None has none. Django cannot go on from it, so its questions are put together here.
    """
    groups, values = told.query.sql_with_params() if told is not None else (_NOTHING, ())
    named, about = line.units.query.sql_with_params()
    by, width = "".join(f", {name}" for name in columns), len(columns) + 3
    parts, days = _parts(line, by, ", ".join(map(str, range(1, width))))
    rows = fetched(
        f"WITH told AS ({groups}), named AS {'MATERIALIZED ' if line.is_closed else ''}({named}), {parts}"
        f" SELECT which, spot{by}, CAST(number AS bigint), NULL, NULL, NULL, NULL, NULL, NULL FROM summed"
        f" UNION ALL SELECT -1, pk_{', NULL' * len(columns)}, 0, slug_, called_, name_, more, has_row, sort FROM shown"
        f" ORDER BY {width + 6}, 2",
        [*values, *about, *days],
    )
    units = [Found._make([row[1], *row[width:-2], bool(row[-2])]) for row in rows if row[0] < 0]
    return [row[:width] for row in rows if row[0] >= 0], units


def _parts(line: Line, by: str, places: str) -> tuple[str, Sequence[Any]]:
    """Return the statements for the groups added up (`summed`) and for the units that are told of (`shown`)."""
    if line.pairs is None:
        return (
            f"summed AS MATERIALIZED (SELECT which, of_row AS spot{by}, number FROM told),"
            " shown AS (SELECT named.*, 1 AS has_row FROM named WHERE pk_ IN (SELECT spot FROM summed))"
        ), ()
    pairs, days = line.pairs.order_by().values("unit_id", "ancestor_id").query.sql_with_params()
    if line.is_closed:
        return (
            f"line AS ({pairs}), summed AS MATERIALIZED (SELECT which, line.ancestor_id AS spot{by},"
            " SUM(number) AS number FROM told JOIN line ON line.unit_id = told.of_row"
            f" WHERE line.ancestor_id IN (SELECT pk_ FROM named) GROUP BY {places}),"
            " shown AS (SELECT named.*, 1 AS has_row FROM named)"
        ), days
    return (
        f"line AS MATERIALIZED ({pairs}), summed AS MATERIALIZED (SELECT which,"
        f" COALESCE(line.ancestor_id, told.of_row) AS spot{by}, SUM(number) AS number"
        f" FROM told LEFT JOIN line ON line.unit_id = told.of_row GROUP BY {places}),"
        " shown AS (SELECT named.*, CASE WHEN pk_ IN (SELECT ancestor_id FROM line) THEN 1 ELSE 0 END AS has_row"
        " FROM named WHERE pk_ IN (SELECT spot FROM summed UNION SELECT ancestor_id FROM line))"
    ), days
