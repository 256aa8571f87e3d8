"""The figures of a campaign as they stand now, with the very records that each counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.machinery.books.kit import CATALOGUE, Figure, Heading, Scope
from kheo.machinery.books.queries.breakdowns import UNIT, headings_of
from kheo.machinery.books.queries.groupings import GROUPINGS, Lines, every_line
from kheo.machinery.books.queries.records import as_one, counts, placed_each
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.closings.rules import FigureFacts, Row, Snapshot
from kheo.movement.closings.states import Table
from kheo.movement.registry.models import Registration
from kheo.organisation.units.models import Unit

# What a record is counted by, as `Row` names it, in the order in which it is read.
_DIMENSIONS = ("field", "owner_kind", "year_status", "state", "exemplar_kind")
# Of which lines of several units the unit of a record is.
_LINES = ("unit_level", "unit_kind", "cluster")
_REGISTRATION = Table.REGISTRATION.value
_MOST_FIGURES = 62  # bits of a number that every database holds


@override("vi")
def drawn(campaign: Campaign, *, in_parts: bool = True) -> Snapshot:
    """Return the figures of a campaign and their records as they stand now, in the words of documents; without their
    parts where only the records are asked for."""
    scope = scope_of(campaign, campaign.unit)
    of_the_year = [figure for figure in CATALOGUE.values() if figure.is_kept]
    figures = sorted(of_the_year, key=lambda figure: not figure.held)  # those that count units come last
    if len(figures) > _MOST_FIGURES:
        raise ValueError("There are more figures than a closing can tell apart.")
    asked = placed_each(figures, scope)
    listed = _listed(figures, asked)
    found = [*_registrations(scope, figures, listed), *_units(listed)]
    lines = every_line(scope, {unit for unit, _row in found})
    rows = _in_lines(lines, found)
    return Snapshot(_counted(scope, figures, rows, lines) if in_parts else _numbers(figures, rows), rows)


def counted_now(campaign: Campaign) -> dict[str, int]:
    """Return every figure of a campaign's year, each counted on its own."""
    scope = scope_of(campaign, campaign.unit)
    return counts([key for key, figure in CATALOGUE.items() if figure.is_kept], scope)


class _Listed(NamedTuple):
    """A record of a figure that is not told by the keys of its dimensions: its number and the place of the figure; of a
    unit also its order, its name and its short address."""

    record: int
    place: int
    order: str
    name: str
    slug: str


def _listed(figures: Sequence[Figure], asked: Mapping[str, QuerySet[Any]]) -> list[_Listed]:
    """Return the records of the figures that do not say which keys of their dimensions they are only about, in one
    question."""
    parts = []
    for place, figure in enumerate(figures):
        rows, number = asked[figure.key], Value(place, output_field=IntegerField())
        if rows.model is Unit:
            said: list[Any] = [Cast(F(name), CharField()) for name in ("sort_key", "name", "slug")]
        elif rows.model is Registration:
            said = [Value("", output_field=CharField())] * 3
        else:
            raise ValueError(f"A closing cannot keep the records of {figure.key}.")
        if not figure.only:
            told = dict(zip(("of_place", "of_order", "of_name", "of_slug"), (number, *said), strict=True))
            parts.append(rows.order_by().annotate(**told).values_list("pk", *told))
    return [_Listed(*row) for row in as_one(parts)]


def _in_lines(lines: Mapping[str, Lines], rows: Sequence[tuple[int, Row]]) -> list[Row]:
    """Return the rows, each with the lines of several units of which its unit is."""
    known: dict[int, dict[str, Any]] = {}  # Any: what a row is told anew
    for unit in {unit for unit, _row in rows}:
        told = (lines[name] for name in _LINES)
        keys = (each.key_of.get(unit, each.otherwise.key if each.otherwise else "") for each in told)
        known[unit] = dict(zip(_LINES, keys, strict=True))
    return [row._replace(**known[unit]) for unit, row in rows]


def _registrations(scope: Scope, figures: Sequence[Figure], listed: Sequence[_Listed]) -> Iterator[tuple[int, Row]]:
    """Yield every registration that some figure counts, with its unit. A figure that says which keys of its dimensions
    it is only about is told by them; of any other the records were listed."""
    by_keys = {place: 1 << place for place, figure in enumerate(figures) if figure.only}
    others: dict[int, int] = defaultdict(int)
    for each in listed:
        if not each.slug:
            others[each.record] |= 1 << each.place
    columns = ("pk", "unit_id", "exemplar__name", "unit__slug", "field__slug", "owner_kind", "year_status", "state")
    known: dict[tuple[str, ...], int] = {}
    ordered = Registration.objects.filter(campaign=scope.campaign_id).order_by(
        "unit__sort_key", "unit_id", "field__order", "pk"
    )
    for pk, unit_id, name, unit, *keys in ordered.values_list(*columns, "exemplar__kind").iterator(5000):
        counted = known.get(tuple(keys))
        if counted is None:
            counted = sum(bit for place, bit in by_keys.items() if _is_about(figures[place], keys))
            known[tuple(keys)] = counted
        if counted := counted | others.get(pk, 0):
            yield unit_id, Row(_REGISTRATION, pk, counted, name, unit, *keys)


def _is_about(figure: Figure, keys: Sequence[str]) -> bool:
    said = dict(zip(_DIMENSIONS, keys, strict=True))
    return all(said[name] in kept for name, kept in figure.only.items())


def _units(listed: Sequence[_Listed]) -> Iterator[tuple[int, Row]]:
    """Yield every unit that some figure counts, with itself."""
    counted: dict[tuple[Any, ...], int] = defaultdict(int)
    for each in listed:
        if each.slug:
            counted[each.order, each.record, each.name, each.slug] |= 1 << each.place
    for (_order, pk, name, slug), bits in sorted(counted.items()):
        yield pk, Row(Table.UNIT.value, pk, bits, name, slug)


def _counted(
    scope: Scope, figures: Sequence[Figure], rows: Sequence[Row], lines: Mapping[str, Lines]
) -> list[FigureFacts]:
    """Return each figure with its parts, made of the records alone."""
    labels = _labels(scope, figures, rows, lines)
    groups = {
        name: Counter((row.counted, getattr(row, name)) for row in rows) for name in (UNIT, *_DIMENSIONS, *_LINES)
    }
    parts = [
        {name: _part(name, figure, _with(1 << place, groups[name]), labels[name]) for name in _parted(figure)}
        for place, figure in enumerate(figures)
    ]
    numbers = _numbers(figures, rows)
    return [replace(each, parts=part) for each, part in zip(numbers, parts, strict=True)]


def _parted(figure: Figure) -> tuple[str, ...]:
    """Return by what a figure is kept in parts: by lines of units, and by its own dimensions if it counts no units."""
    own = (UNIT, *(name for name in figure.dimensions if name in _DIMENSIONS)) if figure.held else ()
    return (*own, *_LINES)


def _with(bit: int, groups: Counter[tuple[int, str]]) -> Counter[str]:
    """Return how many records a figure counts by each key of a dimension."""
    sums = Counter[str]()
    for (counted, key), many in groups.items():
        if counted & bit:
            sums[key] += many
    return sums


def _numbers(figures: Sequence[Figure], rows: Sequence[Row]) -> list[FigureFacts]:
    """Return each figure with its number alone."""
    groups = Counter(row.counted for row in rows)
    sums = [sum(many for counted, many in groups.items() if counted >> place & 1) for place in range(len(figures))]
    words = ((figure.key, str(figure.label), str(figure.counts)) for figure in figures)
    return [FigureFacts(*said, number) for said, number in zip(words, sums, strict=True)]


def _part(name: str, figure: Figure, sums: Counter[str], labels: dict[str, Heading]) -> dict[str, Any]:
    """Return a figure by one dimension, in the order of its headings; what nobody foresaw comes last, by its key."""
    label = (
        _("Unit") if name == UNIT else str(GROUPINGS[name].label if name in _LINES else figure.dimensions[name].label)
    )
    order = [*labels, *sorted(sums.keys() - labels.keys())]
    cells = [[key, labels[key].label if key in labels else key, sums[key]] for key in order if sums[key]]
    return {"label": label, "cells": cells}


def _labels(
    scope: Scope, figures: Iterable[Figure], rows: Iterable[Row], lines: Mapping[str, Lines]
) -> dict[str, dict[str, Heading]]:
    """Return the headings of every dimension by their keys: units as they were called on the map's day."""
    dimensions = {name: dimension for figure in figures for name, dimension in figure.dimensions.items()}
    labels = {
        name: {heading.key: heading for heading in dimension.headings(scope).values()}
        for name, dimension in dimensions.items()
    }
    slugs = {row.unit for row in rows}
    units = list(Unit.objects.filter(slug__in=slugs).values_list("pk", flat=True))
    for name in _LINES:
        known = lines[name]
        told = [*known.headings, *([known.otherwise] if known.otherwise else [])]
        labels[name] = {heading.key: heading for heading in told}
    labels[UNIT] = {heading.key: heading for heading in headings_of(units, scope.on).values()}
    return labels
