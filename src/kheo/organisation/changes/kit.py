"""What a change of units is made of, and what other rooms declare to follow it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise

from kheo.foundation.accounts.models import User
from kheo.foundation.journal.actions import Pen
from kheo.organisation.changes.states import ChangeKind
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import Share, UnitKind
from kheo.ui.declared import Offers

# A unit that stands, by its number, or one that the plan opens, by its key.
Ref = int | str
# The key of the unit that a plan opens, where it opens one.
NEW = "new"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of a unit from the day of the plan on."""

    name: str
    kind: UnitKind
    parent: Ref | None = None
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Opening(Said):
    """A unit that the plan founds, known to the plan by a key; its parent stands already or is opened before it."""

    key: str = NEW


@dataclass(frozen=True, kw_only=True)
class Restating(Said):
    """What is said anew of a unit that goes on: all of it, the unchanged too."""

    unit: int


@dataclass(frozen=True)
class Taking:
    """That a unit takes over the whole or a part of another; the main heir takes whatever nobody else was given."""

    source: int
    heir: Ref
    share: Share
    is_main: bool = True


@dataclass(frozen=True)
class Plan:
    """A change of units: its day, its legal basis, and all that it does.

    `choices` maps a record of another room ("registry.exemplar:12") to the heir that somebody chose for it.
    """

    kind: ChangeKind
    on_day: date
    basis: str
    openings: tuple[Opening, ...] = ()
    restatings: tuple[Restating, ...] = ()
    closings: tuple[int, ...] = ()
    takings: tuple[Taking, ...] = ()
    choices: Mapping[str, Ref] = field(default_factory=dict)


@dataclass(frozen=True)
class Handing:
    """What a follower is told when a plan is applied: who takes over what (all of them units by number)."""

    on_day: date
    basis: str
    takings: tuple[Taking, ...]
    closed: frozenset[int]
    choices: Mapping[str, int]
    at: datetime

    def main_heirs(self) -> dict[int, int]:
        """Return the main heir of each unit that was taken over."""
        return {taking.source: int(taking.heir) for taking in self.takings if taking.is_main}


@dataclass(frozen=True)
class Effect:
    """A line of the preview: how many records of a kind go from a unit to another (None: somebody must choose)."""

    label: str
    number: int
    source: int
    heir: Ref | None


@dataclass(frozen=True)
class Question:
    """A record whose heir a person must choose: its key in `Plan.choices`, its name, the unit that holds it, and the
    units it may go to, the likeliest first."""

    key: str
    label: str
    source: int
    heirs: tuple[Ref, ...]


@dataclass(frozen=True)
class Follower:
    """What a room of records does when units change.

    `effects`, `questions` and `remarks` (whole sentences) are for the preview, `why_not` returns reasons against the
    plan, `follow` moves the records, writing with the pen of the change; `tell` lets an index know, after a change or
    its undoing, that what these units hold has moved.
    """

    label: Promise
    effects: Callable[[Plan], list[Effect]] = lambda _plan: []
    follow: Callable[[Handing, Pen], None] = lambda _handing, _pen: None
    questions: Callable[[Plan], list[Question]] = lambda _plan: []
    remarks: Callable[[Plan], list[str]] = lambda _plan: []
    why_not: Callable[[Plan], list[str]] = lambda _plan: []
    tell: Callable[[frozenset[int]], None] = lambda _units: None


FOLLOWERS: Offers[Follower] = Offers("receivers")


def declare(follower: Follower) -> None:
    """Add a room to those that follow a change, in the order of the rooms."""
    FOLLOWERS.add(follower)


@dataclass(frozen=True)
class Neighbour:
    """A later room with a page of its own about units, for those who may do the act somewhere."""

    label: Promise
    url_name: str
    act: str


NEIGHBOURS: Offers[Neighbour] = Offers("receivers")


def stand_beside(neighbour: Neighbour) -> None:
    """Add a room to those that the pages of units lead to."""
    NEIGHBOURS.add(neighbour)


@dataclass(frozen=True)
class Panel:
    """What a room of records shows on the page of a unit: a template, and the `panel` that it is given for a unit, a
    reader and a day (None: nothing is shown)."""

    template: str
    facts: Callable[[Unit, User, date], object]


PANELS: Offers[Panel] = Offers("receivers")


def declare_panel(panel: Panel) -> None:
    """Add a panel to the page of a unit, in the order of the rooms."""
    PANELS.add(panel)
