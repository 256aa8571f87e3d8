"""What a room declares in its `figures.py`: each figure of the movement, defined once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kheo.ui.declared import Catalogue


@dataclass(frozen=True)
class Scope:
    """What a figure is asked about: a campaign, a unit with all below it, and the day whose map of units is used.

    `then` is the campaign's own day. On that map records stand where they were reported; on another, where they were
    held on its day. The steering unit `is_whole`: its total is the whole campaign on every map, whatever became of the
    units since. A unit that `keeps` is asked about what it was reported with, wherever that stands on the map: the
    steering unit, and a unit that did not stand on the day. `steering_id` and `year` are the campaign's,
    by which its emulation clusters are known.
    """

    campaign_id: int
    campaign_slug: str
    unit_id: int
    unit_slug: str
    on: date
    then: date
    is_whole: bool = False
    keeps: bool = False
    steering_id: int = 0
    year: int = 0

    @property
    def is_rebased(self) -> bool:
        return self.on != self.then


class Heading(NamedTuple):
    """A value by which a figure is broken down: its word in addresses and answers, and its name for the reader."""

    key: str
    label: str


class Dimension(NamedTuple):
    """A column by which a figure may be broken down, with every value that it can hold, in the reader's order. Where
    the database is asked for these, `each` asks for several scopes at once, by campaign."""

    label: Promise
    column: str
    headings: Callable[[Scope], Mapping[Any, Heading]]  # Any: a number or a word, as the column holds it
    each: Callable[[Sequence[Scope]], Mapping[int, Mapping[Any, Heading]]] | None = None


# As of when nearly every figure counts.
NOW = _("As the register stands when it is asked. Closed figures stay as they were on the day of their closing.")


@dataclass(frozen=True)
class Figure:
    """A figure: its name, what it counts in words, and the records that it counts.

    `records(scope)` returns the counted rows of the campaign, wherever they stand: `books.queries.records_of` narrows
    them to the scope's units. `unit` is their column of the unit that each is counted for; `held` is the way to the
    periods in which units held what they speak of (empty: they cannot be asked for by another map), `campaign` the
    column of their campaign.
    `link(scope, chosen)` returns the address of the page that lists the very records behind a cell, where `chosen`
    maps dimensions (and "unit") to the keys of their headings; empty where no page lists just these. A figure that is
    a part of another names that `whole` and the keys of its dimensions that it is `only` about. A figure whose records
    are all among those of another, whatever makes them so, names the nearest such figure in `within`.
    `over` says of which records one is counted, `moment` as of when, and `act` is the right that its page asks for.
    A figure that `spans` campaigns counts records of earlier ones too: it is of no single year and is never added up.
    A figure that `closes` not is no result of the year: a closing does not keep it.
    Figures that are read off the same things name what reads them `together`: the records of some of their keys at
    once, the same as `records` finds for each.
    """

    key: str
    label: Promise
    counts: Promise
    records: Callable[[Scope], QuerySet[Model]]
    link: Callable[[Scope, Mapping[str, str]], str]
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    unit: str = "unit_id"
    held: str = ""
    campaign: str = "campaign_id"
    whole: str = ""
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    within: str = ""
    over: str | Promise = ""
    moment: str | Promise = NOW
    act: str = ""
    spans: bool = False
    closes: bool = True
    together: Callable[[Scope, Collection[str]], Mapping[str, QuerySet[Model]]] | None = None

    @property
    def is_kept(self) -> bool:
        """Whether closings keep it."""
        return self.closes and not self.spans


@dataclass(frozen=True)
class Tile:
    """A figure as a page shows it: its number, the page of the very records, what stands below it and its tone."""

    figure: Figure
    number: int
    link: str
    note: str = ""
    tone: str = ""


CATALOGUE: Catalogue[Figure] = Catalogue("figures")


def tile_of(
    key: str, number: int, scope: Scope, chosen: Mapping[str, str] | None = None, *, note: str = "", tone: str = ""
) -> Tile:
    """Return a figure of the catalogue with its number in a scope (of what was `chosen` in it) and the page of those
    very records; of nothing there is no page."""
    figure = CATALOGUE[key]
    return Tile(figure, number, figure.link(scope, chosen or {}) if number else "", note, tone)


def declare(*figures: Figure) -> None:
    """Add figures to the one catalogue; a key is declared once."""
    for figure in figures:
        CATALOGUE.declare(figure.key, figure)


# What reports say ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Saying:
    """A sentence of a report: its words with the counts of its figures as `%(key)s` and, for one that is within
    another, its share of that as `%(key_share)s`. It is said where the first of its figures counts something."""

    text: Promise
    figures: Sequence[str]


@dataclass(frozen=True)
class Passage:
    """What the reports of a year and of its first half say of a room's own work, under a title."""

    title: Promise
    sayings: Sequence[Saying]


PASSAGES: Catalogue[Passage] = Catalogue("figures")


def say(key: str, title: Promise, *sayings: Saying) -> None:
    """Give a room its place in the reports, after the rooms that stand before it; a key is declared once."""
    PASSAGES.declare(key, Passage(title, sayings))
