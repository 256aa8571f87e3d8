"""Finds which stretches of a text are in an old encoding: a document may be partly in Unicode.

Only whole words are looked at. A text without a single letter that Unicode alone has is taken as one; otherwise each
line is judged by itself, and within a line what stands between two words in Unicode.
"""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kheo.lib.encodings.mojibake import find_misread
from kheo.lib.encodings.schemes import ON_1258, SCHEMES, Edit, Scheme, Tally
from kheo.lib.encodings.tables import Old
from kheo.lib.syllables import ACCENTED, is_syllable

Found = Old | Literal["utf8"]

_LETTERS = ACCENTED | {letter.upper() for letter in ACCENTED}
_BEYOND = "".join(char for char in sorted(_LETTERS) if ord(char) > 0xFF)
_UNICODE_ONLY = re.compile(f"[{_BEYOND}\u0300-\u0323]")
_UNICODE_FOR_SURE = re.compile("[\u1ea0-\u1ef9ĩĨũŨ\u0302\u0306\u031b]")  # not even page 1258 has these
_RUN = re.compile(r"\S+")
_PUNCTUATION = string.punctuation + "“”‘’…–"
_LATIN = (SCHEMES["tcvn3"], SCHEMES["vni"], SCHEMES["vps"])
_ON_1258 = tuple(ON_1258.values())
_VIQR_SIGNS = re.compile(r"[aeoAEO]\^|[aA]\([`'?~.]?[a-z]|[ouOU][+*]['`?~.A-Za-z]|[aeiouyAEIOUY][`'?~][a-z]")
# What an ordinary Vietnamese text never holds: only then is a text in Unicode looked at word by word.
_SUSPECT = re.compile("|".join(scheme.strong.pattern for scheme in (*_LATIN, *_ON_1258)))


@dataclass(frozen=True)
class Stretch:
    """Part of a text in one old encoding."""

    start: int
    end: int
    scheme: Scheme


def detect(text: str) -> Old | None:
    """Say which old encoding a text was typed in as a whole; None for Vietnamese, any other language, and doubt."""
    scheme = _scheme_of(text)
    return scheme.old if scheme and not (_UNICODE_ONLY.search(text) and scheme in _LATIN) else None


def stretches(text: str) -> list[Stretch]:
    """Return the stretches in an old encoding, in order."""
    if text.isascii() and not _VIQR_SIGNS.search(text):
        return []
    if scheme := _scheme_of(text):
        return [part for part in _lines(text, scheme) if _is_spoken(scheme, text[part.start : part.end])]
    if not _SUSPECT.search(text) and not _VIQR_SIGNS.search(text):
        return []
    return _adopted(text, list(_judged(text)))


def letter_edits(text: str) -> list[tuple[Edit, Found]]:
    """Return each letter that is not in Unicode with what it means and the encoding ("utf8" for what was misread)."""
    misread = find_misread(text)
    found: list[tuple[Edit, Found]] = [(edit, "utf8") for edit in misread]
    for part in stretches(_without_lines_of(text, misread) if misread else text):
        for start, end, after in part.scheme.edits(text[part.start : part.end]):
            found.append((Edit(part.start + start, part.start + end, after), part.scheme.old))
    return sorted(found) if misread else found


def _without_lines_of(text: str, edits: list[Edit]) -> str:
    """Return a text of the same length in which the lines that hold edits say nothing."""
    lines, starts = text.split("\n"), {edit.start for edit in edits}
    blank, start = [], 0
    for line in lines:
        held = any(place in starts for place in range(start, start + len(line)))
        blank.append(" " * len(line) if held else line)
        start += len(line) + 1
    return "\n".join(blank)


@lru_cache(maxsize=8_192)  # a table says the same short things again and again
def _scheme_of(text: str) -> Scheme | None:
    """Return the scheme of a text that is all in one."""
    if text.isascii():
        return SCHEMES["viqr"] if _VIQR_SIGNS.search(text) and SCHEMES["viqr"].tally(text).is_convincing else None
    if _UNICODE_ONLY.search(text):
        return None if _UNICODE_FOR_SURE.search(text) else _on_1258(text)
    return _best(text, _LATIN)


def _best(text: str, schemes: tuple[Scheme, ...]) -> Scheme | None:
    """Return the scheme that convinces; a rarer one only if it explains the text far better than a more usual one."""
    best, most = None, 0
    for scheme in schemes:
        tally = scheme.tally(text)
        if tally.is_convincing and _weight(tally) > 2 * most:
            best, most = scheme, _weight(tally)
    return best


def _on_1258(text: str) -> Scheme | None:
    """Return the scheme of a text that was read on page 1258; None where the letters of Unicode in it make syllables
    as they stand, and the rest says no less on a Latin page."""
    scheme = _best(text, _ON_1258)
    if scheme and all(_may_be_unicode(word) for word in map(re.Match.group, _unicode_words(text))):
        latin = _best(text, _LATIN)
        return None if latin and _weight(latin.tally(text)) >= _weight(scheme.tally(text)) else scheme
    return scheme


def _weight(tally: Tally) -> int:
    return 4 * tally.strong + tally.weak - 8 * tally.against


def _lines(text: str, scheme: Scheme) -> Iterator[Stretch]:
    """Yield the lines of a text that is in one scheme."""
    start = 0
    for line in text.split("\n"):
        yield Stretch(start, start + len(line), scheme)
        start += len(line) + 1


def _is_spoken(scheme: Scheme, line: str) -> bool:
    """Return whether a line of a text in a scheme is in it too: not one in another language, nor one that is right as
    it stands and would be no Vietnamese in the scheme."""
    if scheme.old == "viqr":
        return True
    tally = scheme.tally(line)
    return bool(tally.strong or tally.weak) or not (tally.against or scheme.spoils(line))


def _judged(text: str) -> Iterator[tuple[int, int, Scheme | None]]:
    """Yield the parts of a text in Unicode that may be in an old encoding, with the one that convinces."""
    start = 0
    for line in text.split("\n"):
        for first, last, scheme in _judged_line(line):
            yield start + first, start + last, scheme
        start += len(line) + 1


def _judged_line(line: str) -> Iterator[tuple[int, int, Scheme | None]]:
    """Yield what stands between the words of a line that Unicode alone writes, or all of it."""
    if _UNICODE_ONLY.search(line) and not _UNICODE_FOR_SURE.search(line) and (scheme := _on_1258(line)):
        yield 0, len(line), scheme
        return
    last = 0
    for until, after in [*(found.span() for found in _unicode_words(line)), (len(line), len(line))]:
        if line[last:until].strip():
            yield from _trimmed(line, last, until)
        last = after


def _trimmed(line: str, last: int, until: int) -> Iterator[tuple[int, int, Scheme | None]]:
    """Yield a part of a line; beside words in Unicode it ends with words that are no syllables as they stand."""
    part, is_alone = line[last:until], last == 0 and until == len(line)
    if part.isascii():
        if is_alone and _VIQR_SIGNS.search(part) and SCHEMES["viqr"].tally(part).is_convincing:
            yield last, until, SCHEMES["viqr"]
        return
    scheme = _best(part, _LATIN)
    if is_alone:
        yield last, until, scheme
        return
    odd = [found for found in re.finditer(r"\S+", part) if not _may_be_unicode(found[0])]
    if odd:
        yield last + odd[0].start(), last + odd[-1].end(), scheme


def _unicode_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words with letters that only Unicode has."""
    return (found for found in _RUN.finditer(text) if _UNICODE_ONLY.search(found[0]))


def _may_be_unicode(word: str) -> bool:
    bare = word.strip(_PUNCTUATION)
    return bare.isascii() or (is_syllable(bare) and (bare.islower() or bare.istitle() or bare.isupper()))


def _adopted(text: str, judged: list[tuple[int, int, Scheme | None]]) -> list[Stretch]:
    """Return the parts that convince, and of the others those that the one encoding of the text explains."""
    known = {scheme for _start, _end, scheme in judged if scheme and scheme.old != "viqr"}
    usual = known.pop() if len(known) == 1 else None
    found = []
    for start, end, scheme in judged:
        if scheme is None and usual is not None:
            tally = usual.tally(text[start:end])
            scheme = usual if (tally.strong or tally.weak) and not tally.against else None
        if scheme:
            found.append(Stretch(start, end, scheme))
    return found
