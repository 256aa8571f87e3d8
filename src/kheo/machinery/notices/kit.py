"""What other rooms take from here: what can be told to people, and how to declare what is to be called to mind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from kheo.foundation.accounts.models import User
from kheo.organisation.access.states import Role
from kheo.ui.declared import Catalogue


@dataclass(frozen=True)
class Message:
    """What is told: what kind it is of, a key (the same is told to one person once), in words, the page inside the
    site that it leads to, and the unit that it is about, whose standing office sees its mail."""

    kind: str
    key: str
    title: str | Promise
    text: str | Promise
    url: str
    unit_id: int


@dataclass(frozen=True)
class Due:
    """A thing with a last day: its key (one for each thing), the unit that has to do it, the roles there that are
    told, and what they are told."""

    key: str
    unit_id: int
    roles: frozenset[Role]
    due_on: date
    title: str
    text: str
    url: str


@dataclass(frozen=True)
class Reminder:
    """A kind of thing that has a last day. `due(day)` yields what is not done yet on a day; `superiors` are the roles
    at the unit above that hear of what is a week late."""

    key: str
    label: str | Promise
    due: Callable[[date], Iterable[Due]]
    superiors: frozenset[Role] = frozenset({Role.STANDING_OFFICE})


REMINDERS: Catalogue[Reminder] = Catalogue("reminders")


def declare(reminder: Reminder) -> Reminder:
    """Add a reminder of a room's `reminders.py`; a key is declared once."""
    REMINDERS.declare(reminder.key, reminder)
    return reminder


@dataclass(frozen=True)
class Waiting:
    """A kind of record that waits for somebody today, as a line of their first page.

    `roles` see it; `records` are those that wait for a person on a day, and `url` leads on that day to the list of
    exactly these. `since` is the column of the moment (or day) since when each waits, which is too long after
    `patience` days; `due` that of its last day instead. `one` is the page of a single record and the column that names
    it there.
    """

    key: str
    label: str | Promise
    roles: frozenset[Role]
    records: Callable[[User, date], QuerySet[Any]]  # Any: each room has records of its own
    url: Callable[[date], str]
    since: str = ""
    patience: int = 0
    due: str = ""
    one: tuple[str, str] | None = None


WAITING: Catalogue[Waiting] = Catalogue("waiting")


def offer(waiting: Waiting) -> Waiting:
    """Add a line of a room's `waiting.py`; a key is declared once."""
    WAITING.declare(waiting.key, waiting)
    return waiting
