"""Reads a Word document as a piece of news: its title, its text as plain HTML, its pictures."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path, PurePosixPath

from kheo.lib.office.text_parts import Part, Text
from kheo.lib.office.texts_in import read_text
from kheo.lib.office.word_html import mend

_SHOWN = frozenset({"title", "heading", "paragraph", "item", "row", "box", "dateline", "byline"})
_MARKED = re.compile(r"(\S+)\s+(.*)", re.S)
_PICTURE = re.compile(r"word/media/[^/]+\.(?:jpe?g|png)$", re.I)
_DIGITS = re.compile(r"(\d+)")
MOST_PICTURES = 30
LONGEST_TITLE = 300


@dataclass(frozen=True)
class Story:
    """What a document tells: its first line if that is short enough to be the title, and the rest."""

    title: str
    html: str


def read_story(path: Path) -> Story:
    """Return what a document tells, repaired where it was typed in an old encoding. It is no safe HTML yet.

    :raises Unsafe: for what cannot or must not be read.
    """
    text = read_text(path)
    parts = [part for part in text.parts if part.kind in _SHOWN]
    title = _title(text, parts)
    rest = [part for part in parts if part is not title]
    said = " ".join(_words(text, title).split()) if title else ""
    return Story(said, mend("".join(_blocks(text, rest))))


def pictures_in(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the photos in a document that was read before, as they were put into it."""
    with zipfile.ZipFile(path) as archive:
        names = sorted((name for name in archive.namelist() if _PICTURE.match(name)), key=_in_order)
        for name in names[:MOST_PICTURES]:
            yield PurePosixPath(name).name, archive.read(name)


def _in_order(name: str) -> list[tuple[int, str]]:
    return [(int(piece), "") if piece.isdigit() else (0, piece) for piece in _DIGITS.split(name)]


def _words(text: Text, part: Part) -> str:
    return text.text[part.start : part.end]


def _title(text: Text, parts: list[Part]) -> Part | None:
    """Return the first part if it can be a title."""
    first = parts[0] if parts else None
    if first is None or len(_words(text, first)) > LONGEST_TITLE or first.kind in ("item", "row"):
        return None
    return first


def _blocks(text: Text, parts: list[Part]) -> Iterator[str]:
    shallowest = min((part.level for part in parts if part.kind == "heading"), default=1)
    for is_row, run in groupby(parts, key=lambda part: part.kind == "row"):
        if is_row:
            yield f"<table>{''.join(_rows(text, list(run)))}</table>"
        else:
            yield from (_block(part, _words(text, part), shallowest) for part in run)


def _rows(text: Text, rows: list[Part]) -> Iterator[str]:
    for number, part in enumerate(rows):
        cell = "td" if number else "th"
        cells = (f"<{cell}>{escape(words.strip())}</{cell}>" for words in _words(text, part).split(" | "))
        yield f"<tr>{''.join(cells)}</tr>"


def _block(part: Part, words: str, shallowest: int) -> str:
    said = escape(words).replace("\n", "<br>")
    if part.kind == "heading":
        return f"<h2>{said}</h2>" if part.level <= shallowest else f"<h3>{said}</h3>"
    marked = _MARKED.match(said) if part.kind == "item" else None
    if marked:
        style = f"mso-list:l0 level{max(part.level, 1)}"
        return f'<p class="MsoListParagraph" style="{style}">{marked[1]}&nbsp; {marked[2]}</p>'
    return f"<p>{said}</p>"
