"""Where the marks of a Word template stand: in which paragraph, in which cell of which table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_EDGE = re.compile(r"\{\{|\}\}|\{%|%\}")
_UNIT = re.compile(r"^(\{%|\{\{)(p|tr|tc|r)(?= )")
_LONGEST = 120
HEADER, FOOTER = "header", "footer"
_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"})  # as docxtpl reads them


@dataclass(frozen=True)
class Spot:
    """A paragraph: in which part, the how-maniest of it; in a table also its table, row and column; its first words."""

    part: str = ""
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    words: str = ""


@dataclass(frozen=True)
class Mark:
    """A mark of a template: `code` as Jinja reads it, `unit` what it stands for: "p", "tr", "tc", "r" or nothing."""

    text: str
    code: str
    unit: str
    spot: Spot

    @property
    def is_statement(self) -> bool:
        """Return whether it steers what is written, and writes nothing itself."""
        return self.code.startswith("{%")


@dataclass(frozen=True)
class Line:
    """A paragraph with its marks, and an edge of a mark that has no other edge in it."""

    spot: Spot
    text: str
    marks: tuple[Mark, ...]
    torn: str = ""


@dataclass
class _Walk:
    part: str
    tables: int = 0
    paragraphs: int = 0
    lines: list[Line] = field(default_factory=list)


def lines_of(path: Path) -> list[Line]:
    """Return every paragraph of the text, then those of headers and footers that say something."""
    from docx import Document  # noqa: PLC0415 -- slow import

    word = Document(str(path))
    lines = _walked(word.element.body, "")
    for relation in word.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in {HEADER, FOOTER}:
            lines += [line for line in _walked(relation.target_part.element, kind) if line.text]
    return lines


def _walked(element: object, part: str) -> list[Line]:
    walk = _Walk(part)
    _go(walk, element, (0, 0, 0))
    return walk.lines


def _go(walk: _Walk, element: object, cell: tuple[int, int, int]) -> None:
    """Walk down through tables; a table within a cell is a table of its own."""
    for child in element:  # type: ignore[attr-defined]  # an element of lxml
        if child.tag == f"{_W}p":
            walk.paragraphs += 1
            walk.lines.append(_line(walk, child, cell))
        elif child.tag == f"{_W}tbl":
            _go_table(walk, child)
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent"}:
            _go(walk, child, cell)


def _go_table(walk: _Walk, table: object) -> None:
    walk.tables += 1
    number = walk.tables
    for row, line in enumerate(table.iterchildren(f"{_W}tr"), 1):  # type: ignore[attr-defined]  # of lxml
        for column, cell in enumerate(line.iterchildren(f"{_W}tc"), 1):
            _go(walk, cell, (number, row, column))


def _line(walk: _Walk, paragraph: object, cell: tuple[int, int, int]) -> Line:
    text = "".join(_texts(paragraph))
    words = text.strip()
    short = words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + "…"
    spot = Spot(walk.part, walk.paragraphs, *cell, short)
    marks = tuple(_mark(found[0], spot) for found in _MARK.finditer(text))
    torn = _EDGE.search(_MARK.sub("", text))
    return Line(spot, words, marks, torn[0] if torn else "")


def _texts(paragraph: object) -> Iterator[str]:
    for piece in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):  # type: ignore[attr-defined]  # of lxml
        yield (piece.text or "") if piece.tag == f"{_W}t" else " "


def _mark(text: str, spot: Spot) -> Mark:
    found = _UNIT.match(text)
    code = _UNIT.sub(r"\1", text) if found else text
    return Mark(text, code.translate(_QUOTES), found[2] if found else "", spot)
