"""What a room declares in its `figures.py`: each figure of the movement, defined once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, QuerySet
from django.utils.functional import Promise


@dataclass(frozen=True)
class Scope:
    """What a figure is asked about: a campaign, a unit with all below it, and the day whose map of units is used."""

    campaign_id: int
    unit_id: int
    on: date


@dataclass(frozen=True)
class Figure:
    """A figure: its name, what it counts in words, and the records that it counts.

    `records(scope)` returns the counted rows; `dimensions` names the columns by which they may be broken down;
    `link(scope, chosen)` returns the address of the page that lists the very records behind a cell.
    """

    key: str
    label: Promise
    counts: Promise
    records: Callable[[Scope], QuerySet[Model]]
    dimensions: Mapping[str, str]
    link: Callable[[Scope, Mapping[str, str]], str]


CATALOGUE: dict[str, Figure] = {}


def declare(*figures: Figure) -> None:
    """Add figures to the one catalogue; a key is declared once."""
    for figure in figures:
        if figure.key in CATALOGUE:
            raise ValueError(f"The figure {figure.key} is declared twice.")
        CATALOGUE[figure.key] = figure
