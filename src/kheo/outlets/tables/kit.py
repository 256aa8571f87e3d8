"""A table as it stands on a page, in a workbook and in the cupboard: plain content, no question to the register."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from kheo.lib.numbers import grouped


@dataclass(frozen=True)
class Head:
    """A column: its key, its headings from the outer to the inner, and how its cells are written and added up."""

    key: str
    path: tuple[str, ...]
    is_text: bool = False
    is_percent: bool = False
    is_summed: bool = False
    is_typed: bool = False


@dataclass(frozen=True)
class Cell:
    """A number, or a text; a number opens into the records behind it by its link."""

    number: Decimal | None = None
    text: str = ""
    link: str = ""
    is_percent: bool = False

    @property
    def shown(self) -> str:
        """Return the cell as an office writes it."""
        if self.number is None:
            return self.text
        return f"{grouped(self.number, 1)}" if self.is_percent else grouped(self.number)


@dataclass(frozen=True)
class Line:
    """A row: its key, its name, how far it is set in, and its cells; a heading has no numbers."""

    key: str
    label: str
    cells: tuple[Cell, ...]
    level: int = 0
    is_bold: bool = False
    is_heading: bool = False


@dataclass(frozen=True)
class Content:
    """A table with everything that is said around it. `sums` are rows that others make: the place of each with the
    places of its parts."""

    title: str
    number: str
    basis: str
    measure: str
    about: tuple[str, ...]
    stub: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    is_numbered: bool = False
    has_letters: bool = False
    paper: Mapping[str, str] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """Return how many rows of headings there are."""
        return max((len(head.path) for head in self.heads), default=1)

    @property
    def totals(self) -> frozenset[int]:
        """Return the places of the rows that others make."""
        return frozenset(place for place, _parts in self.sums)


def plain(content: Content) -> dict[str, Any]:
    """Return a table as what JSON holds."""
    return {name: _plain(value) for name, value in asdict(content).items()}


def _plain(value: Any) -> Any:  # Any: whatever a table is made of
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def again(kept: Mapping[str, Any]) -> Content:
    """Return a table from what was kept of it."""
    heads = tuple(Head(**{**each, "path": tuple(each["path"])}) for each in kept["heads"])
    sums = tuple((place, tuple(parts)) for place, parts in kept["sums"])
    lists = {name: tuple(kept[name]) for name in ("about", "notes", "problems")}
    return Content(**{**kept, **lists, "heads": heads, "lines": tuple(map(_line, kept["lines"])), "sums": sums})


def _line(kept: Mapping[str, Any]) -> Line:
    return Line(**{**kept, "cells": tuple(map(_cell, kept["cells"]))})


def _cell(kept: Mapping[str, Any]) -> Cell:
    number = kept["number"]
    return Cell(**{**kept, "number": None if number is None else Decimal(number)})


@dataclass(frozen=True)
class Title:
    """A heading on the page or the sheet: over how many columns and down how many rows it reaches."""

    text: str
    column: int
    columns: int
    rows: int
    is_text: bool


def titles_of(heads: Sequence[Head]) -> list[list[Title]]:
    """Return the rows of headings: neighbours with the same outer heading share it, a short path reaches down."""
    depth = max((len(head.path) for head in heads), default=1)
    rows: list[list[Title]] = []
    for level in range(depth):
        row: list[Title] = []
        for place, head in enumerate(heads):
            if level >= len(head.path):
                continue
            is_last = level == len(head.path) - 1
            before = heads[place - 1].path if place else ()
            if not is_last and row and before[: level + 1] == head.path[: level + 1] and level < len(before) - 1:
                row[-1] = Title(row[-1].text, row[-1].column, row[-1].columns + 1, 1, is_text=False)
            else:
                row.append(Title(head.path[level], place, 1, depth - level if is_last else 1, head.is_text))
        rows.append(row)
    return rows
