"""What stands elsewhere on another map of units."""

from dataclasses import dataclass

from kheo.machinery.books.kit import CATALOGUE, Scope
from kheo.machinery.books.queries.breakdowns import headings_of
from kheo.machinery.books.queries.records import groups_of, placed, unit_column
from kheo.organisation.units.models import Unit


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
    groups = list(groups_of(placed(figure, scope), [figure.unit, unit_column(figure, scope)]))
    units = Unit.objects.in_bulk({unit for then, now, _number in groups for unit in (then, now)})
    moved = [(units[then], units[now], number) for then, now, number in groups if then != now]
    moved.sort(key=lambda row: (row[1].sort_key, row[0].sort_key, row[0].pk))
    called = [headings_of(units.keys(), day) for day in (scope.then, scope.on)] if moved else []
    return [Moved(called[0][then.pk].label, called[1][now.pk].label, number) for then, now, number in moved]
