"""Makes a PDF of one sheet of A4: panels of bars, tables, lines and a map, drawn as vectors, each with its numbers."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kheo.lib.typesetting.pdf_out import TEMPLATES, typeset


@dataclass(frozen=True)
class Bar:
    """A line of a chart: a label, the number in words, how long it is drawn (0 to 1), a part of it, and what it is
    compared with."""

    label: str
    words: str
    share: float
    part: float | None = None
    beside: str = ""
    is_marked: bool = False


@dataclass(frozen=True)
class Bars:
    """A panel of bars."""

    title: str
    bars: Sequence[Bar]
    hint: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table; with a `share` it is drawn as a bar beside its text."""

    text: str
    share: float | None = None
    is_number: bool = False


@dataclass(frozen=True)
class Grid:
    """A panel that is a table; with no rows only its hint stands there."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]
    hint: str = ""
    foot: str = ""


@dataclass(frozen=True)
class Lines:
    """A panel of lines: a number, what it counts, and what is to be said of it."""

    title: str
    lines: Sequence[tuple[str, str, str]]
    hint: str = ""


@dataclass(frozen=True)
class Dot:
    """A point of a map, as drawn on a field of the map's width and height; the darkest is 4."""

    x: float
    y: float
    radius: float
    step: int


@dataclass(frozen=True)
class Map:
    """A panel with a map, beside a table of its numbers."""

    title: str
    width: float
    height: float
    dots: Sequence[Dot]
    key: Sequence[tuple[int, str]]
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    hint: str = ""


Panel = Bars | Grid | Lines | Map


@dataclass(frozen=True)
class OneSheet:
    """The sheet: whose it is, its title, what is said under it, its panels in two columns from the left to the right,
    and its foot."""

    above: Sequence[str]
    title: str
    lead: str
    panels: Sequence[Panel]
    foot: str
    language: str = "vi"
    notes: Sequence[str] = field(default_factory=list)


def sheet_pdf(sheet: OneSheet, *, on: datetime.date) -> bytes:
    """Return the sheet as a PDF of one page: letters as large as fit.

    :raises NoGlyph: if the fonts lack a sign.
    :raises Reported: if it does not fit even in the smallest letters.
    """
    return typeset(TEMPLATES / "panels.typ", asdict(sheet) | {"panels": list(map(_as_sent, sheet.panels))}, on=on)


def _as_sent(panel: Panel) -> dict[str, Any]:
    return asdict(panel) | {"kind": type(panel).__name__.lower()}
