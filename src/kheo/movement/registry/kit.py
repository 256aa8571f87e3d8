"""What rooms downstream may add to this room's pages: which models look like the one that is shown, where else to
read of a registration, and in which line a model stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kheo.foundation.accounts.models import User
from kheo.ui.declared import Offers
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


Linker = Callable[[int, str, User], Sequence[Link]]  # a registration, by its number, its state, and who reads
_LINKERS: Offers[Linker] = Offers("receivers")


def link(linker: Linker) -> None:
    """Let a room add links to the page of a registration, in the order of the rooms; it asks nothing where the state
    tells that there is none."""
    _LINKERS.add_first(linker)


def links_of(registration: int, state: str, user: User) -> list[Link]:
    """Return where else a person may read of a registration."""
    return [found for linker in _LINKERS for found in linker(registration, state, user)]


@dataclass(frozen=True)
class Branch:
    """The line of a model as a tree; in words what it was taken from and what is left out, and the page that tells
    more."""

    twigs: Sequence[Twig]
    credit: str
    more: str
    url: str


Grower = Callable[
    [int, str, User], Branch | None
]  # an exemplar, by its number, the state of its registration, a reader
_GROWERS: Offers[Grower] = Offers("receivers")


def grow(grower: Grower) -> None:
    """Let a room draw the line of models; it asks nothing where the state tells that there is none."""
    _GROWERS.add(grower)


def branches_of(exemplar: int, state: str, user: User) -> list[Branch]:
    """Return the lines in which a model stands, as far as a person may know them."""
    found = (grower(exemplar, state, user) for grower in _GROWERS)
    return [branch for branch in found if branch]
