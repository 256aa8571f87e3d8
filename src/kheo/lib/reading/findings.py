"""What was found in a report; every finding says where its words stand in the text as it was given."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kheo.lib.reading.text import Span

Value = int | Decimal | None


@dataclass(frozen=True, kw_only=True)
class Found:
    """A place in the text as it was given, and the words there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Amount(Found):
    """A number with how sure it is: exact | over | nearly | about | range (`value` to `high`) | vague (no value)."""

    value: Value
    qualifier: str
    high: Value = None


@dataclass(frozen=True, kw_only=True)
class Figure(Amount):
    """A count of models: what is counted, in what unit, and what it is to the report."""

    counts: str | None
    unit: str
    role: str
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Comparison(Amount):
    """How much more or less than in another year."""

    unit: str
    direction: str
    year: int | None


@dataclass(frozen=True, kw_only=True)
class Model(Found):
    """A model called by its name."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Person(Found):
    """Somebody named, with every title the text gives; the place is that of the first mention."""

    name: str
    titles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Byline(Found):
    """Who wrote it, and for whom; an article taken from elsewhere may name only the outlet."""

    name: str | None
    outlet: str | None


@dataclass(frozen=True, kw_only=True)
class Document(Found):
    """A document cited: by number, or without one by its title."""

    type: str
    number: str | None
    issuer: str | None
    date: date | None
    title: str | None = None


@dataclass(frozen=True, kw_only=True)
class Contribution(Amount):
    """What was given or mobilised, in the base unit of its kind; `worth` where only its price is told."""

    kind: str
    unit: str
    worth: Value = None


@dataclass(frozen=True, kw_only=True)
class Commendation(Amount):
    """How many were commended in which form."""

    form: str
    receivers: str | None


@dataclass(frozen=True, kw_only=True)
class Target(Amount):
    """What is set for the time to come."""

    unit: str
    per: str
    year: int | None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Directive(Found):
    """One thing asked for."""


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Everything found; `where` has the places of the single values."""

    place: str | None = None
    level: str | None = None
    year: int | None = None
    period: dict[str, Any] | None = None
    event_date: date | None = None
    published_on: date | None = None
    total: Figure | None = None
    fields: dict[str, Figure] = field(default_factory=dict)
    fields_complete: bool = False
    split: dict[str, Figure] = field(default_factory=dict)
    sum_check: str = "not_checkable"
    split_check: str = "not_checkable"
    figures: tuple[Figure, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    models: tuple[Model, ...] = ()
    people: tuple[Person, ...] = ()
    byline: Byline | None = None
    documents: tuple[Document, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    commendations: tuple[Commendation, ...] = ()
    targets: tuple[Target, ...] = ()
    directives: tuple[Directive, ...] = ()
    notices: tuple[str, ...] = ()
    where: dict[str, Span] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return plain dictionaries, lists, strings and numbers."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}


_LEFT_OUT_WHEN_EMPTY = {"high", "worth", "title", "places"}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        named = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return {name: one for name, one in named.items() if one not in (None, []) or name not in _LEFT_OUT_WHEN_EMPTY}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value
