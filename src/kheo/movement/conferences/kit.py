"""What rooms downstream may add to the page of a conference: ways to their own pages about it."""

from dataclasses import dataclass

from django.utils.functional import Promise

from kheo.ui.declared import Offers


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
