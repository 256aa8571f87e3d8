"""The text as the rules see it, each place of which leads back to the text as it was given."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from kheo.lib.reading.columns import rejoined
from kheo.lib.reading.spelling import mended
from kheo.lib.syllables import ACCENTED
from kheo.lib.vitext import place_tones

UPPER = "A-Z" + "".join(sorted({letter.upper() for letter in ACCENTED}))
"""The capitals, for use inside brackets of a pattern."""

LOWER = "a-z" + "".join(sorted(ACCENTED))

# One character for one: these change no place.
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t\v\f\r", " "),
        **dict.fromkeys("\u2028\u2029\u0085", "\n"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u201f\u2033\u02ba\u00ab\u201e", "\u201c"),
        **dict.fromkeys("\u00bb\u2036", "\u201d"),
        **dict.fromkeys("\u201b\u0060\u2039\u201a", "\u2018"),
        **dict.fromkeys("\u00b4\u2032\u203a\u02bc", "\u2019"),
        "Ð": "Đ",
        "Ɖ": "Đ",
        "ð": "đ",
    }
)
# These become shorter: a letter with its marks apart, what nobody sees, and several spaces.
_SHORTENED = re.compile("[^\\W\\d_]?[\u0300-\u036f]{1,6}|[\u200b-\u200f\u2060\ufeff\u00ad]| {2,}")
_WRAPPED = re.compile(
    "(?<=[^\\s.:;!?|])\n(?=["
    + LOWER
    + "])|(?<=[^\n]{50}[^\\s.:;!?|])\n(?=[0-9])(?!\\d{1,2}(?:[.)] |[/.-]\\d{1,2}[/.-]\\d{4}|:\\d\\d))"
)
_TABBED = re.compile(r"^[^\n\t]*\t[^\n\t]*\t[^\n]*$", re.MULTILINE)


@dataclass(frozen=True)
class Span:
    """A place in the text as it was given."""

    start: int
    end: int


@dataclass(frozen=True)
class Text:
    """A text in one spelling (`plain`), the same in small letters (`low`), and the way back to the original."""

    original: str
    plain: str
    low: str
    _places: list[int]
    _origins: list[int]

    def at(self, place: int) -> int:
        """Return where a place of the plain text stands in the original."""
        step = bisect_right(self._places, place) - 1
        return self._origins[step] + place - self._places[step]

    def span(self, start: int, end: int) -> Span:
        """Return the original place of a stretch of the plain text."""
        return Span(self.at(start), self.at(end))

    def said(self, start: int, end: int) -> str:
        """Return the words of a stretch as they were written: composed, on one line, Đ for Ð."""
        written = unicodedata.normalize("NFC", self.original[self.at(start) : self.at(end)])
        return " ".join(written.translate(str.maketrans("Ðð", "Đđ")).split())


def small(words: str) -> str:
    """Return words as they stand in `Text.low`: small letters, one placing of tones, as long as before."""
    lowered = words.lower()
    if len(lowered) != len(words):
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in words)
    return place_tones(lowered)


def pattern(words: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern to look for in `Text.low`: it may be written with either placing of tones."""
    return re.compile(place_tones(words), flags)


def prepare(original: str) -> Text:
    """Return the text in one spelling, with the places of the original."""
    tabled = _TABBED.sub(lambda line: line[0].replace("\t", "|"), original)
    even = tabled.translate(_SAME_LENGTH)
    pieces: list[str] = []
    places, origins = [0], [0]
    done = length = 0
    for found in _SHORTENED.finditer(even):
        shorter = " " if found[0][0] == " " else _composed(found[0])
        pieces += [even[done : found.start()], shorter]
        length += found.start() - done + len(shorter)
        done = found.end()
        places.append(length)
        origins.append(done)
    plain = _WRAPPED.sub(_unwrapped, "".join([*pieces, even[done:]]))
    plain = rejoined(plain)
    return Text(original, plain, mended(small(plain)), places, origins)


def _unwrapped(found: re.Match[str]) -> str:
    """Return what stands for the end of a line that goes on; rows of a table do not."""
    row = found.string[found.string.rfind("\n", max(0, found.start() - 400), found.start()) + 1 : found.start()]
    return "\n" if "|" in row else " "


def _composed(cluster: str) -> str:
    """Return a letter with its marks as one; nothing of what nobody sees."""
    seen = "".join(char for char in cluster if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", seen)
