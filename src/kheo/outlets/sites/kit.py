"""What other rooms take from here: a site as its pages need it, and how a room tells what sections there are."""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from uuid import UUID

from kheo.ui.declared import Offers


class Logo(NamedTuple):
    """The sign of a site, in the width that pages use."""

    file_id: UUID
    width: int
    height: int


class PublicSite(NamedTuple):
    """A site as readers find it: whose it is, under which name, and what its pages say of it. The main site, which
    shows everything, is None wherever a site is asked for."""

    pk: int
    unit_id: int
    host: str
    name: str
    tagline: str
    colour: str
    office: str
    address: str
    phone: str
    email: str
    responsible: str
    sections: tuple[str, ...]
    hidden: frozenset[str]
    logo: Logo | None = None


class Shelf(NamedTuple):
    """A section of the portal that a site may hide or put elsewhere."""

    slug: str
    name: str


_OFFERED: Offers[Callable[[], Sequence[Shelf]]] = Offers("receivers")


def offer_sections(read: Callable[[], Sequence[Shelf]]) -> None:
    """Tell how the sections of the installation are read, in their usual order."""
    _OFFERED.add(read)


def offered_sections() -> Sequence[Shelf]:
    """Return the sections of the installation; none where no room keeps any."""
    return _OFFERED[0]() if _OFFERED else ()
