"""Repairs a text and tells what was done where, so that a screen can show it first, and undo it after."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from kheo.lib.encodings import Old
from kheo.lib.encodings.schemes import SCHEMES, Edit, apply
from kheo.lib.encodings.stretches import letter_edits
from kheo.lib.vitext import eth_words, with_d

Why = Literal["tcvn3", "vni", "vps", "viqr", "utf8", "composed", "eth", "unseen", "quotes", "spaces"]
Told = tuple[Edit, Why]

_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_DECOMPOSED = re.compile("\\w[\u0300-\u036f]+")
_ODD_SPACES = re.compile(r"[^\S \n\t\r\u0085\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n\r]+")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_DOTS_OF_SYMBOL = re.compile("[\uf0a7\uf0b7\uf0d8\uf0fc]")  # what Word's symbol font draws as the dot of a list
_QUOTES = re.compile(r"''(?P<two>[^'\"“”\n]*)''|“(?P<left>[^\"“”\n]*)\"|\"(?P<right>[^\"“”\n]*)”")
_IN_UNICODE = re.compile("[\u1ea0-\u1ef9đĐơƠưƯăĂĩĨũŨ]")
_JOINED = 30  # characters between two words of one stretch
_LETTERS: frozenset[Why] = frozenset({"tcvn3", "vni", "vps", "viqr", "utf8"})


@dataclass(frozen=True)
class Piece:
    """A stretch that was changed: where it was in the original, what stood there, what stands there now, and why."""

    start: int
    end: int
    before: str
    after: str
    why: Why


@dataclass(frozen=True)
class Repair:
    """A text before and after; `edits` is each change by itself, letter by letter."""

    original: str
    edits: tuple[Told, ...]

    @cached_property
    def text(self) -> str:
        """Return the repaired text."""
        return apply(self.original, [edit for edit, _why in self.edits])

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Return what was changed in stretches that a reader can compare: whole words, and words in a row."""
        return tuple(_pieces(self.original, self.edits))

    @property
    def counts(self) -> dict[Why, int]:
        """Return how many places were changed for each reason: words for letters, else single changes."""
        words = Counter(piece.why for piece in _pieces(self.original, self.edits, joined=0))
        return dict(words)

    @property
    def old(self) -> tuple[Why, ...]:
        """Return the encodings found, the most used first."""
        return tuple(sorted(_LETTERS & self.counts.keys(), key=lambda why: -self.counts[why]))


@dataclass(frozen=True)
class Typed:
    """A part of a text whose font says in which encoding it was typed; `capitals` for a font that draws only those."""

    start: int
    end: int
    old: Old
    capitals: bool = False


def report(
    text: str,
    *,
    assume: Old | Literal["none"] | None = None,
    typed: Sequence[Typed] = (),
    keep_spaces: bool = False,
) -> Repair:
    """Return what repairing a text does: letters of old encodings, and the small faults of Unicode text.

    `assume` takes the whole text for one encoding (or for none) whatever it looks like; `typed` is what fonts say;
    `keep_spaces` leaves the spaces between words as they are, as a document with a layout needs it.
    """
    letters: list[Told]
    if assume == "none":
        letters = []
    elif assume:
        letters = [(edit, assume) for edit in SCHEMES[assume].edits(text)]
    else:
        letters = list(_letters(text, typed))
    return Repair(text, tuple(_merged(letters, _tidying(text, keep_spaces=keep_spaces))))


def _letters(text: str, typed: Sequence[Typed]) -> Iterator[Told]:
    """Yield the letters to change: what fonts say where they say it, what the words say elsewhere."""
    sure = [part for part in typed if not _IN_UNICODE.search(text, part.start, part.end)]
    for part in sure:
        yield from _typed_letters(text[part.start : part.end], part)
    # What other fonts set is judged by itself: a part in an old font says nothing of them.
    beside = list(text)
    for part in sure:
        beside[part.start : part.end] = " " * (part.end - part.start)
    yield from letter_edits("".join(beside) if sure else text)


def _typed_letters(text: str, part: Typed) -> Iterator[Told]:
    edits = {edit.start: edit for edit in SCHEMES[part.old].edits(text, capitals=part.capitals)}
    if part.capitals:
        for place, char in enumerate(text):
            if char.isascii() and char.islower() and place not in edits:
                edits[place] = Edit(place, place + 1, char.upper())
    for start, end, after in sorted(edits.values()):
        yield Edit(part.start + start, part.start + end, after), part.old


def undo(text: str, pieces: Iterable[Piece]) -> str:
    """Return the original of a repaired text."""
    parts, last, shift = [], 0, 0
    for piece in pieces:
        start = piece.start + shift
        parts += [text[last:start], piece.before]
        last = start + len(piece.after)
        shift += len(piece.after) - len(piece.before)
    return "".join([*parts, text[last:]])


def _tidying(text: str, *, keep_spaces: bool) -> Iterator[Told]:
    """Yield the small faults in any order; where two meet, the first counts."""
    if text.isascii() and "  " not in text and text.isprintable() and "''" not in text:
        return
    for found in _LINE_ENDS.finditer(text):
        yield Edit(found.start(), found.end(), "\n"), "spaces"
    yield from _letter_faults(text)
    for found in _UNSEEN.finditer(text):
        yield Edit(found.start(), found.end(), ""), "unseen"
    for found in _DOTS_OF_SYMBOL.finditer(text):
        yield Edit(found.start(), found.end(), "•"), "unseen"
    yield from _quotes(text)
    if not keep_spaces:
        yield from _spare_spaces(text)
    for found in _ODD_SPACES.finditer(text):
        yield Edit(found.start(), found.end(), " "), "spaces"


def _letter_faults(text: str) -> Iterator[Told]:
    """Yield letters apart from their marks, and the Ð of another language."""
    for found in _DECOMPOSED.finditer(text):
        if (composed := unicodedata.normalize("NFC", found[0])) != found[0]:
            yield Edit(found.start(), found.end(), composed), "composed"
    for found in eth_words(text):
        for place, (was, becomes) in enumerate(zip(found[0], with_d(found[0]), strict=True), start=found.start()):
            if was != becomes:
                yield Edit(place, place + 1, becomes), "eth"


def _spare_spaces(text: str) -> Iterator[Told]:
    """Yield several spaces in a row, and those at the end of a line; those that begin a line stay."""
    for found in _BLANKS.finditer(text):
        if found.end() == len(text) or text[found.end()] in "\r\n":
            yield Edit(found.start(), found.end(), ""), "spaces"
        elif len(found[0]) > 1 and found.start() and text[found.start() - 1] not in "\r\n":
            yield Edit(found.start(), found.end(), "\t" if "\t" in found[0] else " "), "spaces"


def _quotes(text: str) -> Iterator[Told]:
    """Yield what opens or closes a quotation otherwise than its other end."""
    for found in _QUOTES.finditer(text):
        if found["two"] is not None:
            for start in (found.start(), found.end() - 2) if any(map(str.isalnum, found["two"])) else ():
                yield Edit(start, start + 2, '"'), "quotes"
        elif found["left"] is not None:
            yield Edit(found.end() - 1, found.end(), "”"), "quotes"
        else:
            yield Edit(found.start(), found.start() + 1, "“"), "quotes"


def _merged(letters: Sequence[Told], others: Iterable[Told]) -> list[Told]:
    """Return all edits in order; where they meet, letters win, then what came first."""
    taken = bytearray(max([edit.end for edit, _why in letters], default=0))
    for edit, _why in letters:
        taken[edit.start : edit.end] = b"\1" * (edit.end - edit.start)
    kept = list(letters)
    for edit, why in others:
        if len(taken) < edit.end:
            taken.extend(bytes(edit.end - len(taken)))
        if not any(taken[edit.start : edit.end]):
            taken[edit.start : edit.end] = b"\1" * (edit.end - edit.start)
            kept.append((edit, why))
    return sorted(kept)


def _pieces(text: str, edits: Sequence[Told], joined: int = _JOINED) -> Iterator[Piece]:
    """Yield edits joined: within a word always, of one stretch when few characters part them."""
    groups: list[list[Told]] = []
    for told in edits:
        if groups and _belong(text, groups[-1][-1], told, joined):
            groups[-1].append(told)
        else:
            groups.append([told])
    bounds = [_bounds(text, group) for group in groups]
    limits = [0, *(min(left[1], right[0]) for left, right in pairwise(bounds)), len(text)]
    for number, (group, (start, end)) in enumerate(zip(groups, bounds, strict=True)):
        start = max(start, limits[number])
        end = max(min(end, bounds[number + 1][0] if number + 1 < len(bounds) else end), group[-1][0].end)
        before = text[start:end]
        after = apply(before, [Edit(edit.start - start, edit.end - start, edit.after) for edit, _why in group])
        yield Piece(start, end, before, after, group[0][1])


def _belong(text: str, one: Told, other: Told, joined: int) -> bool:
    between = text[one[0].end : other[0].start]
    if one[1] != other[1] or "\n" in between:
        return False
    if one[1] not in _LETTERS:
        return not between
    return len(between) <= joined or not any(char.isspace() for char in between)


def _bounds(text: str, group: Sequence[Told]) -> tuple[int, int]:
    """Return where a group begins and ends: for letters, with the word around them."""
    start, end = group[0][0].start, group[-1][0].end
    if group[0][1] in _LETTERS:
        while start and text[start - 1].isalpha() and text[start - 1].isascii():
            start -= 1
        while end < len(text) and text[end].isalpha() and text[end].isascii():
            end += 1
    return start, end
