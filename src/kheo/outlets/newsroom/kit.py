"""What rooms downstream tell the desk: where readers see an article, and ways to their own pages."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from kheo.foundation.accounts.models import User
from kheo.ui.declared import Catalogue, Offers


@dataclass(frozen=True)
class Door:
    """A way from the desk to a page, shown to those who may do the act somewhere, and how much waits there for one."""

    label: Promise
    url_name: str
    act: str
    icon: str
    waiting: Callable[[User], int]


DOORS: Offers[Door] = Offers("receivers")


def declare(door: Door) -> None:
    """Add a way; they stand in the order of the rooms."""
    DOORS.add_first(door)


SHOWN_AT: Catalogue[str] = Catalogue("receivers")


def show_at(*, article: str, model: str) -> None:
    """Tell under which names readers find an article and a recognised model by number and short address."""
    SHOWN_AT.declare("article", article)
    SHOWN_AT.declare("model", model)


def readers_page(pk: int, slug: str) -> str:
    """Return the address at which readers find an article; nothing where no room shows articles."""
    return reverse(SHOWN_AT["article"], args=[pk, slug]) if SHOWN_AT else ""


def readers_model(registration: int, slug: str) -> str:
    """Return the address at which readers find the recognised model of a registration, likewise."""
    return reverse(SHOWN_AT["model"], args=[registration, slug or "mo-hinh"]) if SHOWN_AT else ""
