"""What a text holds of a list of words and patterns, however it is accented, spaced out or cut by unseen characters.

A text is looked at twice: as it stands, and with its digits and its single letters joined ("09 12.345", "đ . m").
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]  # how the library itself reads a pattern
from typing import Any, NamedTuple

from kheo.lib.vitext import fold, normalise, place_tones

LONGEST = 200
_MOST_WAYS = 5_000
_PLAIN = {_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY, _constants.AT}
_REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT}
_ASSERTS = {_constants.ASSERT, _constants.ASSERT_NOT}
_UNSEEN = {"Mn", "Me", "Cf"}
_LOOKALIKES = str.maketrans("аеорсухі", "aeopcyxi")  # Cyrillic letters that look Latin
_DIGITS = re.compile(r"\d(?:[ .\-_()]{0,3}\d)+")
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_SINGLE = re.compile(r"(?<![^\W_])[^\W\d_](?:[\W_]{1,3}[^\W\d_](?![^\W_]))+")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_BETWEEN_DIGITS, _BETWEEN_LETTERS = re.compile(r"[^\d]"), re.compile(r"[\W_]")


class Unsafe(ValueError):
    """A regular expression that cannot be read, or whose search might take for ever."""


class Sight(NamedTuple):
    """A text as it is compared: with accents, without them, and where each of its characters stands in the text."""

    exact: str
    folded: str
    places: Sequence[int]


@dataclass(frozen=True)
class Found:
    """What was found: from where to where in the text."""

    start: int
    end: int


def sights(text: str) -> tuple[Sight, Sight]:
    """Return a text as it stands and joined."""
    plain = _sight(list(_characters(text)))
    return plain, _joined(plain)


def _characters(text: str) -> Iterator[tuple[str, str, int]]:
    for place, char in enumerate(text):
        for small in unicodedata.normalize("NFKC", char).lower().translate(_LOOKALIKES):
            if unicodedata.category(small) not in _UNSEEN:
                yield small, "d" if small == "đ" else unicodedata.normalize("NFD", small)[0], place


def _sight(characters: Sequence[tuple[str, str, int]]) -> Sight:
    exact, folded, places = zip(*characters, strict=True) if characters else ((), (), ())
    return Sight(place_tones("".join(exact)), "".join(folded), places)


def _joined(plain: Sight) -> Sight:
    dropped: set[int] = set()
    for run in _DIGITS.finditer(plain.folded):
        if not _AMOUNT.fullmatch(run[0]):
            dropped |= {run.start() + gap.start() for gap in _BETWEEN_DIGITS.finditer(run[0])}
    for run in _SINGLE.finditer(plain.exact):
        dropped |= {run.start() + gap.start() for gap in _BETWEEN_LETTERS.finditer(run[0])}
    for run in _DRAWN_OUT.finditer(plain.exact):
        dropped |= set(range(run.start() + 1, run.end()))
    all_of_them = zip(plain.exact, plain.folded, plain.places, strict=True)
    return _sight([each for number, each in enumerate(all_of_them) if number not in dropped])


def spots(seen: Iterable[Sight], pattern: str, *, is_regex: bool) -> list[Found]:
    """Return where a text holds a word or a pattern. What is written without accents is found with any; what is
    written with accents only so.

    :raises Unsafe: if a regular expression must not be searched for.
    """
    wanted, first, with_accents = _wanted(pattern, is_regex=is_regex)
    found = {
        Found(sight.places[match.start()], sight.places[match.end() - 1] + 1)
        for sight in seen
        if first in (text := sight.exact if with_accents else sight.folded)  # nearly always not, and found out at once
        for match in wanted.finditer(text)
    }
    return sorted(found, key=lambda each: (each.start, -each.end))


@lru_cache(maxsize=1_000)
def _wanted(pattern: str, *, is_regex: bool) -> tuple[re.Pattern[str], str, bool]:
    """Return what is searched for, letters that must be there at all, and whether accents count."""
    pattern = normalise(pattern)
    with_accents = fold(pattern) != " ".join(pattern.lower().split())
    if is_regex:
        check(pattern)
        return re.compile(pattern, re.IGNORECASE), "", with_accents
    words = place_tones(pattern.lower()).split()
    whole = r"[\W_]+".join(map(re.escape, words))
    return re.compile(rf"(?<![^\W_]){whole}(?![^\W_])"), words[0] if words else "", with_accents


def check(pattern: str) -> None:
    """Do nothing if a regular expression can be searched for in any text quickly.

    :raises Unsafe: if it cannot be read, is too long, finds nothing at all, or has too many ways to be tried.
    """
    try:
        if len(pattern) > LONGEST or re.compile(pattern).search("") or _ways(_parser.parse(pattern)) > _MOST_WAYS:
            raise Unsafe(pattern)
    except (re.error, OverflowError, RecursionError) as wrong:
        raise Unsafe(pattern) from wrong


def _ways(parsed: Iterable[tuple[Any, Any]]) -> int:  # Any: as the library's own parser has it
    """Return in how many ways a pattern may be tried from one place at most."""
    ways = 1
    for kind, about in parsed:
        ways *= _ways_of(kind, about)
        if ways > _MOST_WAYS:
            raise Unsafe
    return ways


def _ways_of(kind: Any, about: Any) -> int:
    if kind in _PLAIN:
        return 1
    if kind == _constants.BRANCH:
        return sum(_ways(branch) for branch in about[1])
    if kind == _constants.SUBPATTERN:
        return _ways(about[-1])
    if kind in _ASSERTS:
        return _ways(about[1])
    if kind in _REPEATS and about[1] <= LONGEST:
        inner = _ways(about[2])
        return sum(inner ** min(times, 20) for times in range(about[0], about[1] + 1))
    raise Unsafe  # without an end, or looking back at what was found
