"""Reads a Word document as a piece of news: its title, its text as plain HTML, its pictures where they stand."""

import re
import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count, groupby, takewhile
from pathlib import Path

from kheo.lib.office.text_parts import Look, Looked, Part, Picture, Text
from kheo.lib.office.texts_in import read_text
from kheo.lib.stories.captions import Caption, caption_in, credit_in
from kheo.lib.stories.word_html import mend

_SHOWN = frozenset({"title", "heading", "paragraph", "item", "row", "box", "dateline", "byline", "caption"})
_MARKED = re.compile(r"(\S+)\s+(.*)", re.S)
_MAY_TELL = frozenset({"paragraph", "box", "caption"})
_NOTHING = Caption("", "")
LONGEST_TITLE = 300


@dataclass(frozen=True)
class StoryPicture:
    """A picture of a document: the part of the file that holds it, what Word says of it to those who cannot see it,
    what stands beneath it, and the words after which it stands. What Word draws itself (`is_drawn`) is in no part."""

    name: str
    alt: str
    caption: Caption
    after: str
    is_drawn: str = ""


@dataclass(frozen=True)
class Story:
    """What a document tells: its first line if that is short enough to be the title, and the rest. Its pictures are
    `<figure data-photo="N">` there, N their place in `pictures` counted from 1."""

    title: str
    html: str
    pictures: tuple[StoryPicture, ...] = ()


def read_story(path: Path) -> Story:
    """Return what a document tells, repaired where it was typed in an old encoding. It is no safe HTML yet.

    :raises Unsafe: for what cannot or must not be read.
    """
    text = read_text(path)
    parts = [part for part in text.parts if part.kind in _SHOWN]
    title = _title(text, parts)
    rest = [part for part in parts if part is not title]
    said = " ".join(_words(text, title).split()) if title else ""
    pieces = list(_told(text, rest))
    pictures = tuple(piece for piece in pieces if isinstance(piece, StoryPicture))
    return Story(said, mend("".join(_blocks(text, _numbered(pieces)))), pictures)


def bytes_of(path: Path, pictures: Sequence[StoryPicture]) -> Iterator[bytes]:
    """Yield the bytes of the pictures of a document that was read before, as they were put into it; none for what is
    in no part of it."""
    with zipfile.ZipFile(path) as archive:
        there = set(archive.namelist())
        for picture in pictures:
            yield archive.read(picture.name) if picture.name in there else b""


def _told(text: Text, parts: list[Part]) -> Iterator[Part | StoryPicture]:
    """Yield the parts with the pictures between them; what stands beneath a picture goes with it."""
    standing, told, seen = _standing(text, parts), 0, set[str]()
    for at in range(len(parts) + 1):
        here = [one for one in standing.get(at, ()) if not one.name or one.name not in seen]
        seen |= {one.name for one in here}
        told = max(told, at)
        beneath, by = _beneath(text, parts[told:]) if here else (_NOTHING, 0)
        told += by
        after = _words(text, parts[at - 1]) if at else ""
        for number, one in enumerate(here, 1):
            yield StoryPicture(one.name, one.alt, beneath if number == len(here) else _NOTHING, after, one.is_drawn)
        if told <= at < len(parts):
            yield parts[at]


def _standing(text: Text, parts: list[Part]) -> dict[int, list[Picture]]:
    """Return the pictures by the number of the part before which each stands; none stands within a table."""
    starts, found = [part.start for part in parts], dict[int, list[Picture]]()
    for one in text.pictures:
        at = bisect_left(starts, one.at)
        while 0 < at < len(parts) and parts[at - 1].kind == parts[at].kind == "row":
            at += 1
        found.setdefault(at, []).append(one.picture)
    return found


def _beneath(text: Text, parts: list[Part]) -> tuple[Caption, int]:
    """Return what the parts behind a picture say of it, and how many of them do."""
    said = [_words(text, part) for part in parts[:2]]
    first = caption_in(said[0], is_styled=_is_styled(text, parts[0])) if said and parts[0].kind in _MAY_TELL else None
    if first is None:
        return _NOTHING, 0
    second = credit_in(said[1]) if len(said) > 1 and parts[1].kind in _MAY_TELL and not first.credit else ""
    return (Caption(first.words, second), 2) if second else (first, 1)


def _is_styled(text: Text, part: Part) -> bool:
    """Return whether a part is set as what stands beneath a picture: by its style, or slanted from end to end."""
    slanted = sum(
        len(text.text[max(one.start, part.start) : min(one.end, part.end)].strip())
        for one in _looks(text, part)
        if one.look.italic
    )
    return part.kind == "caption" or slanted >= len(_words(text, part).replace("\n", "")) * 0.9


def _numbered(pieces: "list[Part | StoryPicture]") -> "Iterator[Part | int]":
    """Yield the parts, and of the pictures their numbers."""
    number = count(1)
    return (piece if isinstance(piece, Part) else next(number) for piece in pieces)


def _words(text: Text, part: Part) -> str:
    return text.text[part.start : part.end]


def _set(text: Text, part: Part) -> str:
    """Return the words of a part as HTML, with what is heavy, slanted or leads somewhere."""
    said, at = [], part.start
    for one in _looks(text, part):
        start, end = max(one.start, at), min(one.end, part.end)
        if start < end:
            said += [escape(text.text[at:start]), _marked(text.text[start:end], one.look)]
            at = end
    return "".join([*said, escape(text.text[at : part.end])])


def _looks(text: Text, part: Part) -> Iterator[Looked]:
    """Yield what is said of the letters of a part."""
    looks = text.looks[bisect_left(text.looks, part.start, key=lambda one: one.end) :]
    return takewhile(lambda one: one.start < part.end, looks)


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


def _blocks(text: Text, pieces: "Iterator[Part | int]") -> Iterator[str]:
    told = list(pieces)
    levels = (piece.level for piece in told if isinstance(piece, Part) and piece.kind == "heading")
    shallowest = min(levels, default=1)
    for is_row, run in groupby(told, key=lambda piece: isinstance(piece, Part) and piece.kind == "row"):
        if is_row:
            yield f"<table>{''.join(_rows(text, [piece for piece in run if isinstance(piece, Part)]))}</table>"
        else:
            yield from (_piece(text, piece, shallowest) for piece in run)


def _piece(text: Text, piece: "Part | int", shallowest: int) -> str:
    if isinstance(piece, Part):
        return _block(text, piece, shallowest)
    return f'<figure data-photo="{piece}"></figure>'


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
