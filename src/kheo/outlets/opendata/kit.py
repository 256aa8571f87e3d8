"""What a dataset is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.utils.functional import Promise

Value = str | int | date | None


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
    rows: Callable[..., Iterator[tuple[Any, ...]]]  # Any: a `Value` each
    keywords: tuple[str, ...] = field(default=())
    figures: tuple[str, ...] = ()
