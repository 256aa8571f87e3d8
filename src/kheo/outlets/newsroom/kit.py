"""What rooms downstream may add to the list of articles at the desk: ways to their own pages, with what waits there."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from kheo.foundation.accounts.models import User


@dataclass(frozen=True)
class Door:
    """A way from the desk to a page, shown to those who may do the act somewhere, and how much waits there for one."""

    label: Promise
    url_name: str
    act: str
    icon: str
    waiting: Callable[[User], int]


DOORS: list[Door] = []


def declare(door: Door) -> None:
    """Add a way; they stand in the order of the rooms."""
    DOORS.insert(0, door)  # the rooms are loaded the last first
