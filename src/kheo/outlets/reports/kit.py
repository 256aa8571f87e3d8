"""What documents are made of. Their words are Vietnamese whatever language the screens speak (docs/decisions)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kheo.lib.office.word_words import PLACE
from kheo.machinery.books.kit import Heading
from kheo.movement.contributions.rules import Sum
from kheo.movement.registry.queries import Quota

COUNT = "#,##0"  # how a sheet writes a count


def bare_place(name: str) -> str:
    """Return the name of a place without its kind, as it stands before a day: "Yên Hòa"."""
    return name[found.end() :] if (found := PLACE.match(name)) else name


@dataclass(frozen=True)
class UnitLine:
    """What one unit by itself has registered."""

    unit: Heading
    total: int
    by_field: Mapping[str, int]
    by_owner_kind: Mapping[str, int]
    by_year_status: Mapping[str, int]
    recognised: int


@dataclass(frozen=True)
class FieldLine:
    """What was registered in one field."""

    field: Heading
    total: int
    by_owner_kind: Mapping[str, int]
    by_year_status: Mapping[str, int]
    recognised: int


@dataclass(frozen=True)
class Letterhead:
    """What stands around the text of a document: who writes to whom, under which number, on which day."""

    superior: str
    issuer: str
    symbol: str
    number: str
    place: str
    day: date | None
    signs_for: str
    signs_as: str
    signer: str


@dataclass(frozen=True)
class Result:
    """What the register says of one exemplar: what came of it, or what it set out to do."""

    name: str
    unit: str
    text: str
    is_outcome: bool


@dataclass(frozen=True)
class Named:
    """A unit and its exemplars that were recognised."""

    unit: str
    names: Sequence[str]


@dataclass(frozen=True)
class FieldSection:
    """The part of a report on one field: what was recognised by name, how much more, some results."""

    line: FieldLine
    named: Sequence[Named]
    unnamed: int
    results: Sequence[Result]


@dataclass(frozen=True)
class Source:
    """Where a figure of a document comes from: its key, its name, what it counts, in which state of the register, and
    how many records that are."""

    key: str
    label: str
    counts: str
    snapshot: str
    number: int


@dataclass(frozen=True)
class Medium:
    """How many works of one medium there are."""

    label: str
    number: int


@dataclass(frozen=True)
class Pressed:
    """What the press wrote for contests in the year: by medium, how many units sent works in, how many were prized; and
    the figures that count them."""

    media: Sequence[Medium]
    units: int
    prized: int
    sources: Sequence[Source]


@dataclass(frozen=True)
class Mobilised:
    """What was given for models in the year: each kind in its unit, never added to another, and the figure that counts
    it."""

    sums: Sequence[Sum]
    source: Source


@dataclass(frozen=True)
class Before:
    """What the same unit had in the year before, and in words by which state of the register; each of the numbers has
    its source."""

    year: int
    registered: int
    recognised: int
    snapshot: str = ""
    sources: Sequence[Source] = ()


@dataclass(frozen=True)
class Duty:
    """One conclusion of a conference, and where it tells a unit to do something, which and by when."""

    text: str
    task: str
    unit: str
    due_on: date | None


@dataclass(frozen=True)
class Done:
    """What became of one task that a conference before gave: the task, who had it, until when, and how it stands in
    words."""

    text: str
    unit: str
    due_on: date | None
    standing: str
    is_open: bool = False


@dataclass(frozen=True)
class Shortfall:
    """The units below their quota, and how many units were asked at all."""

    asked: int
    below: Sequence[Quota]

    @property
    def minimum(self) -> int:
        return sum(quota.unit.minimum for quota in self.below)

    @property
    def registered(self) -> int:
        return sum(quota.registered for quota in self.below)

    @property
    def missing(self) -> int:
        return sum(quota.missing for quota in self.below)

    @property
    def with_none(self) -> int:
        return sum(1 for quota in self.below if not quota.registered)


@dataclass(frozen=True)
class Progress:
    """How far the registered ones are: how many are being carried out, how many are being appraised, and of how many
    nothing is recorded since they were registered."""

    carried_out: int
    appraised: int
    not_begun: int


@dataclass(frozen=True)
class Summed:
    """A line of a form of report, and what the accepted reports say of it together, in words."""

    label: str
    number: str


@dataclass(frozen=True)
class Periodic:
    """The reports of a period: how many were asked for, sent, sent late and accepted, who sent none (the first of them
    by name), and the sums of the accepted ones where the register does not tell them."""

    name: str
    last_day: date
    is_over: bool
    asked: int
    sent: int
    late: int
    accepted: int
    silent: Sequence[str]
    silent_more: int
    sums: Sequence[Summed]

    @property
    def unsent(self) -> int:
        return self.asked - self.sent


@dataclass(frozen=True)
class Checked:
    """A survey on the spot: when, what, whose, and what was found."""

    on: date
    name: str
    unit: str
    findings: str


@dataclass(frozen=True)
class Ahead:
    """A phase of the campaign that is not over yet."""

    name: str
    starts_on: date
    ends_on: date
