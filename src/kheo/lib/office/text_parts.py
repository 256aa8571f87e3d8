"""A document as one text with its parts, which readers of every kind of file build piece by piece."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kheo.lib.encodings import Old
from kheo.lib.office.fonts import typing_of
from kheo.lib.repairs import Piece, Repair, Typed, report
from kheo.lib.unsafe import Problem, Unsafe

MOST_CHARACTERS = 5_000_000
MOST_PARTS = 200_000

PartKind = Literal[
    "title",
    "dateline",
    "byline",
    "heading",
    "paragraph",
    "item",
    "row",
    "header",
    "footer",
    "footnote",
    "endnote",
    "box",
    "caption",
]
Assumed = Old | Literal["none"] | None


class Look(NamedTuple):
    """How letters are set: heavy, slanted, leading to an address."""

    bold: bool = False
    italic: bool = False
    link: str = ""


PLAIN = Look()


class Picture(NamedTuple):
    """A picture at a place of a document: the part of the file that holds it, what its author says of it to those who
    cannot see it, and what it is if it is none that is kept as a picture ("chart")."""

    name: str
    alt: str = ""
    is_drawn: str = ""


class Run(NamedTuple):
    """Letters in one font and look, or a picture among them."""

    text: str
    font: str = ""
    look: Look = PLAIN
    picture: Picture | None = None


@dataclass(frozen=True)
class Looked:
    """Letters between two places of a text that are not plain."""

    start: int
    end: int
    look: Look


@dataclass(frozen=True)
class Part:
    """A paragraph, a heading, a row of a table …: where it stands in the text. `level` is that of a heading or item;
    `page` counts from 1 where pages are known."""

    kind: PartKind
    start: int
    end: int
    level: int = 0
    page: int = 0


class Pictured(NamedTuple):
    """A picture, and before which letter of the text it stands."""

    at: int
    picture: Picture


@dataclass(frozen=True)
class Notice:
    """Something that whoever reads the text should know: a code for the machine, and how often."""

    code: str
    count: int = 1


@dataclass(frozen=True)
class Text:
    """What a document says: its repaired text, the parts of it in order, what was repaired, and what to know about it.

    `kheo.lib.repairs.undo(text, repairs)` gives back the text as it stood in the file.
    """

    text: str
    kind: str
    parts: tuple[Part, ...]
    repairs: tuple[Piece, ...] = ()
    notices: tuple[Notice, ...] = ()
    looks: tuple[Looked, ...] = ()
    pictures: tuple[Pictured, ...] = ()


@dataclass
class Draft:
    """A text being built; runs come with the name of the font they are set in, where it is known, and their look."""

    kind: str
    pieces: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
    looks: list[Looked] = field(default_factory=list)
    notices: dict[str, int] = field(default_factory=dict)
    pictures: list[Pictured] = field(default_factory=list)
    length: int = 0

    def add(self, kind: PartKind, runs: Iterable[Run] | str, level: int = 0, page: int = 0) -> None:
        """Add one part on a line of its own; of one without words only its pictures.

        :raises Unsafe: when the document says more than can be read.
        """
        given = [Run(runs)] if isinstance(runs, str) else list(runs)
        if not any(run.text.strip() for run in given):
            self.pictures += [Pictured(self.length, run.picture) for run in given if run.picture]
            return
        start = self.length
        for text, font, look, picture in given:
            before = self.length
            if picture:
                self.pictures.append(Pictured(before, picture))
            self._put(re.sub(r"[\r\n\v\f]+", " " if kind == "row" else "\n", text), font)
            if look != PLAIN and text:
                self._look(before, look)
        self.parts.append(Part(kind, start, self.length, level, page))
        self._put("\n", "")
        if self.length > MOST_CHARACTERS or len(self.parts) > MOST_PARTS:
            raise Unsafe(Problem.TOO_LONG, characters=MOST_CHARACTERS)

    def note(self, code: str) -> None:
        """Count something to be told."""
        self.notices[code] = self.notices.get(code, 0) + 1

    def _look(self, start: int, look: Look) -> None:
        last = self.looks[-1] if self.looks else None
        if last and last.end == start and last.look == look:
            start = self.looks.pop().start
        self.looks.append(Looked(start, self.length, look))

    def _put(self, text: str, font: str) -> None:
        if (typing := typing_of(font)) and text:
            last = self.typed[-1] if self.typed else None
            if last and last.end == self.length and (last.old, last.capitals) == typing:
                self.typed[-1] = Typed(last.start, self.length + len(text), *typing)
            else:
                self.typed.append(Typed(self.length, self.length + len(text), *typing))
        self.pieces.append(text)
        self.length += len(text)

    def finish(self, assume: Assumed = None) -> Text:
        """Return the text repaired, each part where it stands now."""
        repair = report("".join(self.pieces).removesuffix("\n"), assume=assume, typed=self.typed)
        shift = _Shift(repair)
        parts = tuple(_moved(self.parts, repair, shift))
        looks = tuple(Looked(shift(one.start), shift(one.end), one.look) for one in self.looks)
        notices = tuple(Notice(code, count) for code, count in self.notices.items())
        pictures = tuple(Pictured(shift(one.at), one.picture) for one in self.pictures)
        return Text(repair.text, self.kind, parts, repair.pieces, notices, looks, pictures)


class _Shift:
    """Tells where a place of a text stands after it was repaired."""

    def __init__(self, repair: Repair) -> None:
        self._ends = [edit.end for edit, _why in repair.edits]
        self._shifts = [0]
        for edit, _why in repair.edits:
            self._shifts.append(self._shifts[-1] + len(edit.after) - (edit.end - edit.start))

    def __call__(self, place: int) -> int:
        return place + self._shifts[bisect_right(self._ends, place)]


def _moved(parts: Sequence[Part], repair: Repair, shift: _Shift) -> Iterable[Part]:
    """Yield parts where they stand after repairing, without the spaces around them."""
    for part in parts:
        start, end = shift(part.start), shift(part.end)
        words = repair.text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        if start < end:
            yield Part(part.kind, start, end, part.level, part.page)
