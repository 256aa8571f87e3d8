"""What rooms downstream may add to the page of a meeting whose minutes are closed: ways to what follows from it."""

from dataclasses import dataclass

from django.utils.functional import Promise

from kheo.ui.declared import Offers


@dataclass(frozen=True)
class Door:
    """A way on from a closed meeting, shown to those who may do the act at its committee's unit; the page is given the
    short address of its campaign."""

    label: Promise
    url_name: str
    act: str
    icon: str


DOORS: Offers[Door] = Offers("receivers")


def declare(door: Door) -> None:
    """Add a way; they stand in the order of the rooms."""
    DOORS.add_first(door)
