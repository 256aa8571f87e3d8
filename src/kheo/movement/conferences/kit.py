"""What rooms downstream may add to a conference: ways to their own pages about it, reports for its papers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.functional import Promise

from kheo.foundation.accounts.models import User
from kheo.ui.declared import Catalogue, Offers


@dataclass(frozen=True)
class Door:
    """A way from a conference to a page about it, shown to those who may do the act at its unit; the page is given the
    conference's number."""

    label: Promise
    url_name: str
    act: str
    icon: str


DOORS: Offers[Door] = Offers("receivers")


def declare(door: Door) -> None:
    """Add a way; they stand in the order of the rooms."""
    DOORS.add_first(door)


@dataclass(frozen=True)
class Enclosure:
    """A report that may be bound into the papers of a conference: `write` is given its number, where to write the Word
    document, for whom and when, and refuses where the report cannot be written."""

    key: str
    label: Promise
    write: Callable[[int, Path, User, datetime], None]


ENCLOSURES: Catalogue[Enclosure] = Catalogue("receivers")


def enclose(enclosure: Enclosure) -> None:
    """Offer a report for the papers of conferences; a key is declared once."""
    ENCLOSURES.declare(enclosure.key, enclosure)
