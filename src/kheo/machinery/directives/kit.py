"""What other rooms declare in their `bases.py`: what of theirs rests on documents of the register, and their pages
about a document."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise

from kheo.foundation.accounts.models import User
from kheo.ui.declared import Catalogue, Offers

Rows = QuerySet[Any]  # Any: of whichever room


class Resting(NamedTuple):
    """A kind of record that rests on documents, by its word in addresses: what several are called, the page of one
    (`url_name` with its `place`), and `rows(user)`: those that somebody may see, annotated with `place` and `said`.

    `by` is the path from a record to its document, where the room keeps it itself. Without one, the register keeps on
    which documents a record rests, and by which clause, and who keeps the register says so.
    """

    key: str
    label: Promise
    url_name: str
    rows: Callable[[User], Rows]
    by: str = ""


class Door(NamedTuple):
    """A page of another room about a document, as it is offered there."""

    label: Promise
    icon: str
    url_name: str  # with the number of the document
    act: str = ""  # what a user must be allowed somewhere to be offered it


RESTING: Catalogue[Resting] = Catalogue("bases")
DOORS: Offers[Door] = Offers("bases")


def declare(resting: Resting) -> None:
    """Add a kind of record that rests on documents; a key is declared once."""
    RESTING.declare(resting.key, resting)
