"""Lines made of several units: by emulation cluster, by level, by kind of unit.

Each says of which line the unit that a record counts for is in the campaign itself: as reported, whatever the map.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.enums import Choices
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.machinery.books.kit import Heading, Scope
from kheo.organisation.clusters.queries import cluster_by_unit, clusters_in
from kheo.organisation.units.queries import as_on
from kheo.organisation.units.states import Level, UnitKind

CLUSTERS, LEVELS, KINDS = "cluster", "unit_level", "unit_kind"
# The line of what is in no cluster.
NO_CLUSTER = "none"


@dataclass(frozen=True)
class Lines:
    """The lines in their order, and of which (by its key) each unit is; a unit that is of none is of the last one."""

    headings: Sequence[Heading]
    key_of: Mapping[int, str]
    otherwise: Heading | None = None


@dataclass(frozen=True)
class Grouping:
    """What a line is called, what the sum of all lines is called, and which lines there are for some units."""

    label: Promise
    sum_words: Promise
    lines: Callable[[Scope, Collection[int]], Lines]


def _clusters(scope: Scope, units: Collection[int]) -> Lines:
    """Return the clusters of the campaign; of a unit that does not steer, only those in which it has something.

    A unit is of the cluster in which it sits in the campaign's year, or else the nearest above it.
    """
    clusters = clusters_in(scope.steering_id, scope.year)
    cluster_of = cluster_by_unit(scope.steering_id, scope.year)
    seen = {cluster_of.get(unit) for unit in units}
    headings = [Heading(str(one.pk), one.name) for one in clusters if scope.is_whole or one.pk in seen]
    return Lines(
        headings, {unit: str(one) for unit, one in cluster_of.items()}, Heading(NO_CLUSTER, _("In no cluster"))
    )


def _by(column: str, choices: type[Choices]) -> Callable[[Scope, Collection[int]], Lines]:
    """Return the lines of what units were on the campaign's day; only those that have something."""

    def lines(scope: Scope, units: Collection[int]) -> Lines:
        return _that_have(dict(as_on(scope.then, column).filter(pk__in=units).values_list("pk", "then")), choices)

    return lines


def _that_have(key_of: Mapping[int, str], choices: type[Choices]) -> Lines:
    seen = set(key_of.values())
    return Lines([Heading(key, str(label)) for key, label in choices.choices if key in seen], key_of)


GROUPINGS: Mapping[str, Grouping] = {
    CLUSTERS: Grouping(gettext_lazy("Cluster"), gettext_lazy("The sum of the clusters"), _clusters),
    LEVELS: Grouping(
        pgettext_lazy("unit", "Level of the unit"), gettext_lazy("The sum of the levels"), _by("level", Level)
    ),
    KINDS: Grouping(gettext_lazy("Kind of unit"), gettext_lazy("The sum of the kinds of unit"), _by("kind", UnitKind)),
}


def every_line(scope: Scope, units: Collection[int]) -> dict[str, Lines]:
    """Return the lines of every grouping; what units were on the day is asked once."""
    rows = list(
        as_on(scope.then, "level")
        .annotate(kind_then=Coalesce("of_day__kind", "kind"))
        .filter(pk__in=units)
        .values_list("pk", "then", "kind_then")
    )
    return {
        CLUSTERS: GROUPINGS[CLUSTERS].lines(scope, units),
        LEVELS: _that_have({unit: level for unit, level, _kind in rows}, Level),
        KINDS: _that_have({unit: kind for unit, _level, kind in rows}, UnitKind),
    }


def in_lines(rows: str, scope: Scope, own: Mapping[int, Counter[Any]]) -> list[tuple[Heading, Counter[Any]]]:
    """Return the numbers of units added up to the lines of a grouping, in order; nothing falls out."""
    lines = GROUPINGS[rows].lines(scope, own.keys())
    sums: dict[str, Counter[Any]] = {heading.key: Counter() for heading in lines.headings}
    for unit, numbers in own.items():
        sums.setdefault(lines.key_of.get(unit, ""), Counter()).update(numbers)
    told = [(heading, sums[heading.key]) for heading in lines.headings]
    return told + ([(lines.otherwise, sums[""])] if lines.otherwise and "" in sums else [])
