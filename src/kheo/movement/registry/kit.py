"""What rooms downstream may add to this room's pages: which models look like the one that is shown, where else to
read of a registration, and in which line a model stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists

from kheo.foundation.accounts.models import User
from kheo.ui.declared import Offers
from kheo.ui.tables import Table
from kheo.ui.trees import Twig


class Alike(NamedTuple):
    """A model that looks like another, and why; the address is that of its newest registration."""

    name: str
    unit: str
    url: str
    why: str


@dataclass(frozen=True)
class Alikes:
    """The look-alikes that somebody may see, and how many there are in units that they do not see."""

    seen: Sequence[Alike] = field(default_factory=tuple)
    unseen: int = 0


Finder = Callable[[int, User], Alikes]  # an exemplar, by its number
_FINDERS: Offers[Finder] = Offers("receivers")


def declare(finder: Finder) -> None:
    """Let a room find look-alikes."""
    _FINDERS.add(finder)


def alikes_of(exemplar: int, user: User) -> Alikes:
    """Return what looks like an exemplar, as far as a person may see it."""
    found = [finder(exemplar, user) for finder in _FINDERS]
    seen = [alike for each in found for alike in each.seen]
    return Alikes(tuple(seen), sum(each.unseen for each in found))


@dataclass(frozen=True)
class Said:
    """What somebody is about to enter: a model of a unit (by its number), in words."""

    unit: int
    name: str
    about: str = ""
    place: str = ""
    people: str = ""


Watcher = Callable[[Sequence[Said], User], Sequence[str]]
_WATCHERS: Offers[Watcher] = Offers("receivers")


def watch(watcher: Watcher) -> None:
    """Let a room remark on what is about to be entered: one text for each, empty where there is nothing to say."""
    _WATCHERS.add(watcher)


def remarks_on(said: Sequence[Said], user: User) -> list[list[str]]:
    """Return what the rooms remark on each of these, told to a person."""
    told = [watcher(said, user) for watcher in _WATCHERS]
    return [[remarks[place] for remarks in told if remarks[place]] for place in range(len(said))]


class Link(NamedTuple):
    """Where else to read of a registration: what it is, in words, and its page."""

    label: str
    text: str
    url: str


@dataclass(frozen=True)
class Panel:
    """A part of the page of a registration that another room fills: what leads it; remarks, each with its tone; a tree,
    with what is said under it; tables; where to read on; and buttons, each with its icon in the place of the text. One
    that `tells_measures` shows what was promised and achieved itself."""

    title: str
    lead: str = ""
    remarks: Sequence[tuple[str, str]] = ()
    twigs: Sequence[Twig] = ()
    hint: str = ""
    tables: Sequence[Table] = ()
    links: Sequence[Link] = ()
    buttons: Sequence[Link] = ()
    tells_measures: bool = False


class Target(NamedTuple):
    """What a unit promised to reach by an indicator, and what it reached."""

    name: str
    counted_in: str
    baseline: Decimal | None
    promised: Decimal
    achieved: Decimal | None


@dataclass(frozen=True)
class Shown:
    """The registration whose page is shown: its number, that of its model and of the unit that holds it, its state, its
    targets, and the procedure of its campaign."""

    number: int
    exemplar: int
    holder: int
    state: str
    targets: Sequence[Target]
    procedure: str


Linker = Callable[[Shown, User], Sequence[Link]]
_LINKERS: Offers[Linker] = Offers("receivers")


def link(linker: Linker) -> None:
    """Let a room add links to the page of a registration, in the order of the rooms; it asks nothing where the state
    tells that there is none."""
    _LINKERS.add_first(linker)


def links_of(shown: Shown, user: User) -> list[Link]:
    """Return where else a person may read of a registration."""
    return [found for linker in _LINKERS for found in linker(shown, user)]


Teller = Callable[[Shown, User], Panel | None]


class Part(NamedTuple):
    """Who tells a part of the page, and the column of a registration that tells whether there may be anything."""

    tell: Teller
    if_any: Callable[[], Exists] | None


_PARTS: Offers[Part] = Offers("receivers")


def show(teller: Teller, *, if_any: Callable[[], Exists] | None = None) -> None:
    """Let a room add a part to the page of a registration, in the order of the rooms; None where it has nothing to say,
    and it asks nothing where the state tells so. Where `if_any` is given, it is asked only of a registration for which
    that condition (of its column `exemplar`) holds."""
    _PARTS.add_first(Part(teller, if_any))


def columns_of_parts() -> dict[str, Exists]:
    """Return the columns with which the registration of a page is read, for `panels_of`."""
    return {f"part_{place}": part.if_any() for place, part in enumerate(_PARTS) if part.if_any}


def panels_of(shown: Shown, read: object, user: User) -> list[Panel]:
    """Return the parts that other rooms add to the page of a registration, read with `columns_of_parts`, for a
    person."""
    asked = (part for place, part in enumerate(_PARTS) if getattr(read, f"part_{place}", True))
    return [panel for part in asked if (panel := part.tell(shown, user))]
