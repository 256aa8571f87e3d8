"""Figures that are parts of one figure, side by side: each counted over the same records, in one grouped query."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, FilteredRelation, Q
from django.utils.translation import gettext as _

from kheo.machinery.books.kit import CATALOGUE, Figure, Heading, Scope
from kheo.machinery.books.queries.breakdowns import UNIT, heading_of, heading_then
from kheo.machinery.books.queries.groupings import GROUPINGS, in_lines
from kheo.machinery.books.queries.records import placed, unit_column
from kheo.machinery.books.queries.tables import ONLY, Check, Number, lines_below
from kheo.organisation.units.models import Unit, held_on

Numbers = Counter[str]


@dataclass(frozen=True)
class Side:
    """A line: a unit or a value of a dimension (None is all together), with a number of each figure."""

    heading: Heading | None
    is_deep: bool
    cells: Sequence[Number]


@dataclass(frozen=True)
class SideBySide:
    """The first figure and parts of it, by lines; `counted` is each figure counted on its own, `shared` how many of its
    records are among those of the figure that it is within."""

    figures: Sequence[Figure]
    lines: Sequence[Side]
    total: Side
    counted: Mapping[str, int]
    shared: Mapping[str, int]

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Return for each figure the sum of the lines, and its records within the figure that it is a part of, beside a
        count of its records made on its own."""
        words, within = _("The sum of the lines, %(figure)s"), _("%(figure)s, within “%(other)s”")
        checks = []
        for place, figure in enumerate(self.figures):
            label, counted = str(figure.label), self.counted[figure.key]
            checks.append(
                Check(words % {"figure": label}, sum(line.cells[place].count for line in self.lines), counted)
            )
            if figure.key in self.shared:
                other = str(CATALOGUE[figure.within].label)
                checks.append(Check(within % {"figure": label, "other": other}, self.shared[figure.key], counted))
        return tuple(checks)

    @cached_property
    def agrees(self) -> bool:
        """Tell whether every sum equals what it sums."""
        return all(check.agrees for check in self.checks)


def side_by_side(keys: Sequence[str], scope: Scope, by: str) -> SideBySide:
    """Return figures side by side, as reported: a line for each unit directly below the scope's (`by` is "unit"), for
    each group of a grouping, or for each value of a dimension of the first figure, within which the others are."""
    figures = [CATALOGUE[key] for key in keys]
    of_units = by == UNIT or by in GROUPINGS
    column = unit_column(figures[0], scope) if of_units else figures[0].dimensions[by].column
    counts = {f"figure_{place}": _number(figure, scope) for place, figure in enumerate(figures)}
    grouped = placed(figures[0], scope).order_by().values_list(column).annotate(**counts)
    groups = {value: Counter(dict(zip(keys, numbers, strict=True))) for value, *numbers in grouped}
    total: Numbers = Counter()
    for numbers in groups.values():
        total.update(numbers)

    def side(heading: Heading | None, numbers: Numbers, chosen: Mapping[str, str], *, is_deep: bool = False) -> Side:
        cells = [Number(numbers[figure.key], figure, scope, chosen) for figure in figures]
        return Side(heading, is_deep, cells)

    if by == UNIT:
        lines = [
            side(heading, numbers, {UNIT: heading.key} | ({} if deep else {ONLY: "1"}), is_deep=deep)
            for heading, numbers, deep in _by_line(groups, scope)
        ]
    elif by in GROUPINGS:
        lines = [side(heading, numbers, {by: heading.key}) for heading, numbers in in_lines(by, scope, groups)]
    else:
        known = dict(figures[0].dimensions[by].headings(scope))
        named = {heading_of(known, value): numbers for value, numbers in groups.items()}
        lines = [side(each, named.get(each, Counter()), {by: each.key}) for each in known.values()]
    counted, shared = _on_their_own(figures, scope)
    return SideBySide(figures, lines, side(None, total, {}), counted, shared)


def _number(figure: Figure, scope: Scope) -> Count:
    """Return the count of those of grouped records that a figure counts."""
    return Count("pk", filter=_counts(figure, scope))


def _counts(figure: Figure, scope: Scope) -> Q:
    """Return the condition that a figure counts a record: by the keys that it is only about where it says them, which
    the index covers, or else by its records."""
    if not figure.only:
        return Q(pk__in=figure.records(scope).values("pk"))
    condition = Q()
    for name, kept in figure.only.items():
        dimension = figure.dimensions[name]
        values = [value for value, heading in dimension.headings(scope).items() if heading.key in kept]
        condition &= Q(**{f"{dimension.column}__in": values})
    return condition


def _by_line(groups: Mapping[Any, Numbers], scope: Scope) -> list[tuple[Heading, Numbers, bool]]:
    """Return the groups of units added up to the lines of the units directly below the scope's, in order; with each,
    whether it stands for units below it too."""
    line_of = dict(lines_below(scope).values_list("unit_id", "ancestor_id"))
    sums: dict[int, Numbers] = {}
    deep = set()
    for unit, numbers in groups.items():
        line = line_of.get(unit, unit)
        sums.setdefault(line, Counter()).update(numbers)
        deep |= {line} - {unit}
    of_day = FilteredRelation("versions", condition=held_on(scope.on, "versions__"))
    named = Unit.objects.filter(pk__in=sums.keys()).alias(of_day=of_day).in_order()
    rows = named.values_list("pk", "slug", "of_day__name", "name")
    return [(heading_then(slug, called, name), sums[pk], pk in deep) for pk, slug, called, name in rows]


def _on_their_own(figures: Sequence[Figure], scope: Scope) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many records each figure counts, and how many of them are among those of the figure that it is within:
    in one query, each asked for by its own records and not as a part of the first."""
    mine = {figure.key: Q(pk__in=placed(figure, scope).values("pk")) for figure in figures}
    asked = {f"own_{key}": Count("pk", filter=condition) for key, condition in mine.items()}
    inner = {figure.key: mine[figure.key] & mine[figure.within] for figure in figures if figure.within in mine}
    asked |= {f"shared_{key}": Count("pk", filter=condition) for key, condition in inner.items()}
    rows = figures[0].records(scope).model._default_manager.filter(**{figures[0].campaign: scope.campaign_id})
    found = rows.aggregate(**asked)
    return {key: found[f"own_{key}"] for key in mine}, {key: found[f"shared_{key}"] for key in inner}
