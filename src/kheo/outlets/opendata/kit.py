"""What a dataset is, and what the portal tells: where readers find the record behind a row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.urls import reverse
from django.utils.functional import Promise

Value = str | int | date | None
SHOWN_AT: dict[str, str] = {}


@dataclass(frozen=True)
class Column:
    """A line of a dataset's dictionary: the name in the file, what it is called, what it means."""

    key: str
    label: Promise
    means: Promise
    holds: Literal["text", "number", "day", "address"] = "text"


@dataclass(frozen=True)
class Dataset:
    """A public list, declared once: `rows()` yields its rows in the order of its columns. `figure` is the definition
    that its numbers follow; `keywords` are what catalogues find it by."""

    slug: str
    name: str | Promise
    about: str | Promise
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[tuple[Any, ...]]]  # Any: a `Value` each
    keywords: tuple[str, ...] = field(default=())
    figures: tuple[str, ...] = ()


def show_at(kind: str, url_name: str) -> None:
    """Tell under which name readers find a record of a kind by its number and short address."""
    SHOWN_AT[kind] = url_name


def readers_page(kind: str, pk: int, slug: str) -> str:
    """Return the address at which readers find a record; nothing where no room shows it."""
    return reverse(SHOWN_AT[kind], args=[pk, slug]) if kind in SHOWN_AT else ""
