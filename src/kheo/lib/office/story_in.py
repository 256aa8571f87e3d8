"""Reads a Word document as a piece of news: its title, its text as plain HTML, its pictures."""

import re
import zipfile
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby, takewhile
from pathlib import Path, PurePosixPath

from kheo.lib.office.text_parts import Look, Part, Text
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


def _set(text: Text, part: Part) -> str:
    """Return the words of a part as HTML, with what is heavy, slanted or leads somewhere."""
    said, at = [], part.start
    looks = text.looks[bisect_left(text.looks, part.start, key=lambda one: one.end) :]
    for one in takewhile(lambda one: one.start < part.end, looks):
        start, end = max(one.start, at), min(one.end, part.end)
        if start < end:
            said += [escape(text.text[at:start]), _marked(text.text[start:end], one.look)]
            at = end
    return "".join([*said, escape(text.text[at : part.end])])


def _marked(words: str, look: Look) -> str:
    """Return words as they are set; the spaces around them stay outside."""
    inner = words.strip()
    said = escape(inner)
    for is_so, name in ((look.bold, "strong"), (look.italic, "em")):
        said = f"<{name}>{said}</{name}>" if is_so and inner else said
    if look.link and inner:
        said = f'<a href="{escape(look.link)}">{said}</a>'
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :] if inner else ""
    return f"{before}{said}{after}"


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
            yield from (_block(text, part, shallowest) for part in run)


def _rows(text: Text, rows: list[Part]) -> Iterator[str]:
    for number, part in enumerate(rows):
        cell = "td" if number else "th"
        cells = (f"<{cell}>{words.strip()}</{cell}>" for words in _set(text, part).split(" | "))
        yield f"<tr>{''.join(cells)}</tr>"


def _block(text: Text, part: Part, shallowest: int) -> str:
    if part.kind == "heading":  # heavy by itself
        said = escape(_words(text, part)).replace("\n", "<br>")
        return f"<h2>{said}</h2>" if part.level <= shallowest else f"<h3>{said}</h3>"
    said = _set(text, part).replace("\n", "<br>")
    marked = _MARKED.match(said) if part.kind == "item" else None
    if marked:
        style = f"mso-list:l0 level{max(part.level, 1)}"
        return f'<p class="MsoListParagraph" style="{style}">{marked[1]}&nbsp; {marked[2]}</p>'
    return f"<p>{said}</p>"
