"""A figure on the map: the units of a breakdown, where they lie, and those of which nobody has said where."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kheo.machinery.books.queries.breakdowns import Breakdown
from kheo.organisation.units.models import Unit
from kheo.ui.charts import Bar, Place


@dataclass(frozen=True)
class OnMap:
    """Places with their numbers, every unit as a line of a table (the most first), and how many have no place."""

    places: Sequence[Place]
    lines: Sequence[Bar]
    without: int


def places_of(told: Breakdown, place: int, link: Callable[[str], str]) -> OnMap:
    """Return the units of a breakdown (its dimension at a place) that have any, with their coordinates; `link` leads
    from the short address of a unit to its records."""
    numbers = {key: number for key, number in told.along(place).items() if number}
    names = {heading.key: heading.label for heading in told.headings[place]}
    most = max(numbers.values(), default=0)
    in_order = sorted(numbers.items(), key=lambda pair: -pair[1])
    lines = [Bar(names[key], number, most, link(key)) for key, number in in_order]
    units = Unit.objects.filter(slug__in=numbers, latitude__isnull=False).order_by("pk")
    places = [
        Place(names[unit.slug], float(point.latitude), float(point.longitude), numbers[unit.slug], link(unit.slug))
        for unit in units
        if (point := unit.point)
    ]
    return OnMap(places, lines, len(lines) - len(places))
