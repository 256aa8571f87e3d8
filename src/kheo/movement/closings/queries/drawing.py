"""The figures of a campaign as they stand now, with the very records that each counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.machinery.books.kit import CATALOGUE, Figure, Heading, Scope
from kheo.machinery.books.queries.breakdowns import UNIT, headings_of
from kheo.machinery.books.queries.records import count, placed
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.closings.rules import FigureFacts, Row, Snapshot
from kheo.movement.closings.states import Table
from kheo.movement.registry.models import Registration
from kheo.organisation.units.models import Unit

# What a record is counted by, as `Row` names it, in the order in which it is read.
_DIMENSIONS = ("field", "owner_kind", "year_status", "state")
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
    asked = [placed(figure, scope) for figure in figures]
    rows = [*_registrations(scope, figures, asked), *_units(figures, asked)]
    return Snapshot(_counted(scope, figures, rows) if in_parts else _numbers(figures, rows), rows)


def counted_now(campaign: Campaign) -> dict[str, int]:
    """Return every figure of a campaign's year, each counted on its own."""
    scope = scope_of(campaign, campaign.unit)
    return {key: count(key, scope) for key, figure in CATALOGUE.items() if figure.is_kept}


def _registrations(scope: Scope, figures: Sequence[Figure], asked: Sequence[QuerySet[Any]]) -> Iterator[Row]:
    """Yield every registration that some figure counts. A figure that says which keys of its dimensions it is only
    about is told by them; of any other the records are asked for."""
    places = [place for place, rows in enumerate(asked) if rows.model is Registration]
    by_keys = {place: 1 << place for place in places if figures[place].only}
    others = [(1 << place, set(asked[place].values_list("pk", flat=True))) for place in places if place not in by_keys]
    columns = ("pk", "exemplar__name", "unit__slug", "field__slug", "owner_kind", "year_status", "state")
    known: dict[tuple[str, ...], int] = {}
    ordered = Registration.objects.filter(campaign=scope.campaign_id).order_by(
        "unit__sort_key", "unit_id", "field__order", "pk"
    )
    for pk, name, unit, *keys in ordered.values_list(*columns).iterator(5000):
        counted = known.get(tuple(keys))
        if counted is None:
            counted = sum(bit for place, bit in by_keys.items() if _is_about(figures[place], keys))
            known[tuple(keys)] = counted
        for bit, records in others:
            counted |= bit if pk in records else 0
        if counted:
            yield Row(_REGISTRATION, pk, counted, name, unit, *keys)


def _is_about(figure: Figure, keys: Sequence[str]) -> bool:
    said = dict(zip(_DIMENSIONS, keys, strict=True))
    return all(said[name] in kept for name, kept in figure.only.items())


def _units(figures: Sequence[Figure], asked: Sequence[QuerySet[Any]]) -> Iterator[Row]:
    """Yield every unit that some figure counts."""
    counted: dict[tuple[Any, ...], int] = defaultdict(int)
    for place, rows in enumerate(asked):
        if rows.model is Unit:
            for unit in rows.values_list("sort_key", "pk", "name", "slug"):
                counted[unit] |= 1 << place
        elif rows.model is not Registration:
            raise ValueError(f"A closing cannot keep the records of {figures[place].key}.")
    for (_order, pk, name, slug), bits in sorted(counted.items()):
        yield Row(Table.UNIT.value, pk, bits, name, slug)


def _counted(scope: Scope, figures: Sequence[Figure], rows: Sequence[Row]) -> list[FigureFacts]:
    """Return each figure with its parts, made of the records alone."""
    labels = _labels(scope, figures, rows)
    groups = {name: Counter((row.counted, getattr(row, name)) for row in rows) for name in (UNIT, *_DIMENSIONS)}
    parts = [
        {name: _part(name, figure, _with(1 << place, groups[name]), labels[name]) for name in _parted(figure)}
        for place, figure in enumerate(figures)
    ]
    numbers = _numbers(figures, rows)
    return [replace(each, parts=part) for each, part in zip(numbers, parts, strict=True)]


def _parted(figure: Figure) -> tuple[str, ...]:
    """Return by what a figure is kept in parts: nothing, if it counts units itself."""
    return (UNIT, *(name for name in figure.dimensions if name in _DIMENSIONS)) if figure.held else ()


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
    label = _("Unit") if name == UNIT else str(figure.dimensions[name].label)
    order = [*labels, *sorted(sums.keys() - labels.keys())]
    cells = [[key, labels[key].label if key in labels else key, sums[key]] for key in order if sums[key]]
    return {"label": label, "cells": cells}


def _labels(scope: Scope, figures: Iterable[Figure], rows: Iterable[Row]) -> dict[str, dict[str, Heading]]:
    """Return the headings of every dimension by their keys: units as they were called on the map's day."""
    dimensions = {name: dimension for figure in figures for name, dimension in figure.dimensions.items()}
    labels = {
        name: {heading.key: heading for heading in dimension.headings(scope).values()}
        for name, dimension in dimensions.items()
    }
    slugs = {row.unit for row in rows}
    units = Unit.objects.filter(slug__in=slugs).values_list("pk", flat=True)
    labels[UNIT] = {heading.key: heading for heading in headings_of(list(units), scope.on).values()}
    return labels
