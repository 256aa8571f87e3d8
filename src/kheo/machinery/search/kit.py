"""What a room declares in its `search.py`: which of its records can be found, and how one becomes an entry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils.functional import Promise

from kheo.ui.declared import Catalogue


@dataclass(frozen=True)
class Facts:
    """What search is told of one record. `text` is found but not shown; `summary` is shown under the title; `shelf` is
    where it stands among its kind, by which findings may be narrowed: a section, a field. `names` is what else lists of
    its room know it by besides the title, where they are narrowed by the index (`queries.lists`): its unit."""

    title: str
    url: str
    text: str = ""
    summary: str = ""
    day: date | None = None
    is_public: bool = False
    unit_id: int | None = None
    shelf: str = ""
    names: str = ""


@dataclass(frozen=True)
class Indexed:
    """A kind of record that can be found.

    `records()` returns all of them, oldest first; `entry(record)` returns what to keep of one, or None if it must not
    be found. `follows` is a signal of an upstream room that tells of a change of the record named `argument`.
    `follows_many` is a signal that tells of very many new ones by their `numbers`: the index follows a little later.
    `public_only` kinds are pages of the portal: the workspace finds the record itself instead. `act` is the right that
    opens a record which is not public; without it, any post at its unit does. `words` gives what the files of records
    say, by their numbers: where only a file has what was asked for, an extract of it is shown.
    """

    kind: str
    label: Promise
    records: Callable[[], QuerySet[Any]]  # Any: each room's own model
    entry: Callable[[Any], Facts | None]
    follows: Signal | None = None
    argument: str = ""
    follows_many: Signal | None = None
    public_only: bool = False
    act: str = ""
    words: Callable[[Sequence[int]], Mapping[int, str]] | None = None


KINDS: Catalogue[Indexed] = Catalogue("search")


def declare(*kinds: Indexed) -> None:
    """Add kinds of records to the one index; a kind is declared once."""
    for indexed in kinds:
        KINDS.declare(indexed.kind, indexed)
