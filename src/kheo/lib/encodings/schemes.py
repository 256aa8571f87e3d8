"""A scheme is one old encoding as it shows on one code page: how its words are found, and what they mean.

TCVN3 has no codes for capitals with a tone: its capital fonts (.VnTimeH) draw the small codes large. Such a letter
comes back as a capital when the capitals around it show that it was one ("HéI NGHÞ" → "HỘI NGHỊ") or when the font says
so (`capitals`); a lone one at the head of a word ("¸o" for "Áo") comes back small.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kheo.lib.encodings.tables import TCVN3, VIQR, VNI, VPS, Old, seen_on_1258
from kheo.lib.syllables import VOWELS, is_syllable

# Signs that no other language puts inside a word, or a capital after a small letter ("vËn").
_STRONG = {
    "tcvn3": "[A-Za-z][\u00a1-\u00b4\u00b6-\u00bf×÷]|[\u00a1-\u00bf×÷][a-z]|[a-z][À-ÖØ-Þ]",
    "vni": "(?i:a[âäåáàãêèéëú]|e[âáàåãäùø]|o[âåãäøõ]|u[ùøõ]|[ôöy][ùøûõï]|\\bñ)",
    "vps": "[A-Za-zà-ÿ][\u0080-\u009f\u00a1-\u00bf‰Š‹Œ†‡š›œ]|[\u0080-\u009f\u00a1-\u00bf†‡Œš›][a-zà-ÿ]|[a-z][À-ÖØ-Þ]",
    "viqr": "[aeoAEO]\\^|[aA]\\(|[ouOU][+*]|dd|DD|[aeiouyAEIOUY][`'?~][A-Za-z]",
}
_STRONG_ON_1258 = "[a-z][ĂĐƠƯ]|[b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z][\u0300\u0301\u0303\u0309\u0323]"
_MEASURE = re.compile("[A-Za-z]{1,2}[²³]|µ[a-z]")
_ABBREVIATIONS = {"Mª"}  # a Spanish María
# Signs of print that are also VPS capitals: they open and close words, and only a syllable proves them to be letters.
_PRINT = "“”–—…•™€„ˆ"
_CAPITALS = re.compile("[A-Z]{2}")
_NOT_PLAIN = re.compile("[^A-Za-z]")
_VIQR_END = "'`?~."


class Edit(NamedTuple):
    """Characters of a text and what stands for them."""

    start: int
    end: int
    after: str


@dataclass(frozen=True)
class Tally:
    """How far the words of a text speak for an encoding; `weak` words might be something else."""

    strong: int = 0
    weak: int = 0
    against: int = 0

    @property
    def is_convincing(self) -> bool:
        """Return whether nobody would doubt it."""
        return self.strong > 2 * self.against or (self.weak > 2 and not self.against)


@dataclass(frozen=True)
class Scheme:
    """One encoding on one page; `seen` is its table there."""

    old: Old
    seen: tuple[tuple[str, str], ...]
    is_on_1258: bool = False

    @cached_property
    def table(self) -> dict[str, str]:
        """Return what is written, and the letter meant."""
        return dict(self.seen)

    @cached_property
    def _written(self) -> re.Pattern[str]:
        return re.compile("|".join(re.escape(key) for key in sorted(self.table, key=len, reverse=True)))

    @cached_property
    def _words(self) -> re.Pattern[str]:
        if self.old == "viqr":
            return re.compile(r"(?<![^\s\"“(\[<*])[A-Za-z][A-Za-z'`?~.^(+*\\]*(?![^\s\"”)\]>,;:!*\-–/.?])")
        signs = "".join({char for key in self.table for char in key if not char.isascii() or char < " "})
        return re.compile(f"[A-Za-zÀ-ÿ{re.escape(signs)}]+")

    @cached_property
    def strong(self) -> re.Pattern[str]:
        """Return what only this encoding writes."""
        return re.compile(_STRONG[self.old] + ("|" + _STRONG_ON_1258 if self.is_on_1258 else ""))

    def words(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the words that might be written in it."""
        return self._words.finditer(text)

    def decode_word(self, word: str) -> list[Edit]:
        """Return the letters that a word means, each at its place in the word."""
        if self.old == "viqr":
            return self._decode_viqr(word)
        edits = [Edit(found.start(), found.end(), self.table[found[0]]) for found in self._written.finditer(word)]
        if self.old == "vps" and any(char in _PRINT for char in word) and not is_syllable(apply(word, edits)):
            edits = [edit for edit in edits if word[edit.start] not in _PRINT]
        if self.old == "tcvn3" and "Ð" in word and word.isupper() and not is_syllable(apply(word, edits)):
            return [edit for edit in edits if word[edit.start] != "Ð"]  # "QÐ-UBND": a Đ of Unicode, typed wrongly
        return edits

    def _decode_viqr(self, word: str) -> list[Edit]:
        pattern = re.compile(r"\\(?P<kept>['`?~.^(+*\\dD])|" + self._written.pattern)
        edits = [Edit(m.start(), m.end(), m["kept"] or self.table[m[0]]) for m in pattern.finditer(word)]
        if edits and edits[-1].end == len(word) and word[-1] in _VIQR_END and not is_syllable(apply(word, edits)):
            return self._decode_viqr(word[:-1])  # "dda^u?" asks a question
        return edits

    def edits(self, text: str, *, capitals: bool = False) -> Iterator[Edit]:
        """Yield what each letter of a text means, in order; `capitals` says that the font is one of capitals."""
        start = 0
        for line in text.split("\n"):
            whole = capitals or (self.old == "tcvn3" and _is_in_capitals(line))
            for word in self.words(line):
                upper = whole or (self.old == "tcvn3" and _is_in_capitals(word[0]))
                for edit in self.decode_word(word[0]):
                    after = edit.after.upper() if upper else edit.after
                    yield Edit(start + word.start() + edit.start, start + word.start() + edit.end, after)
            start += len(line) + 1

    def decode(self, text: str, *, capitals: bool = False) -> str:
        """Return a text that was typed in this encoding throughout."""
        decoded = apply(text, self.edits(text, capitals=capitals))
        return decoded.upper() if capitals else decoded

    def spoils(self, text: str) -> bool:
        """Return whether a word that is a syllable as it stands would be none in this encoding."""
        plain = (found[0] for found in self.words(text) if not found[0].isascii() and _is_plain(found[0]))
        return any(is_syllable(word) and not is_syllable(apply(word, self.decode_word(word))) for word in plain)

    def tally(self, text: str) -> Tally:
        """Return how far the words make Vietnamese syllables when decoded, and do not as they stand."""
        return self._tally_viqr(text) if self.old == "viqr" else self._tally(text)

    def _tally(self, text: str) -> Tally:
        strong = weak = against = 0
        for found in self.words(text):
            word = found[0]
            if _is_plain(word) or _is_plain(word.strip(_PRINT)):
                continue
            bare = apply(word, self.decode_word(word)).strip(_PRINT)
            if not is_syllable(bare) or (
                self.old == "vps" and not (bare.islower() or bare.istitle() or bare.isupper())
            ):
                against += len(bare) > 1 and (any(char in VOWELS for char in bare.lower()) or not bare.isalpha())
            elif word not in _ABBREVIATIONS and self.strong.search(word):
                strong += 1
            else:
                weak += 1
        if self.is_on_1258:  # a page on which much of Vietnamese is right as it stands
            return Tally(strong, 0, against if strong > 1 else against + strong)
        return Tally(strong, weak, against)

    def _tally_viqr(self, text: str) -> Tally:
        """Count more strictly: its signs are those of ordinary writing, so most words must be syllables."""
        strong: set[str] = set()
        syllables = others = 0
        for found in self.words(text):
            word = found[0]
            decoded = apply(word, self.decode_word(word)).rstrip(_VIQR_END)
            if not is_syllable(decoded):
                others += 1
                continue
            syllables += 1
            if len(decoded) > 1 and not decoded.isascii() and self.strong.search(word):
                strong.add(word.lower())
        if len(strong) < 2 or len(strong) * 5 < syllables or others * 3 > syllables:
            return Tally(against=others + 1)
        return Tally(strong=len(strong))


def _is_plain(word: str) -> bool:
    """Return whether a word is right as it stands: English, Vietnamese in Unicode, a measure."""
    if len(word) < 2 or word.isascii() or _MEASURE.fullmatch(word):
        return True
    return is_syllable(unicodedata.normalize("NFC", word))


def _is_in_capitals(text: str) -> bool:
    plain = _NOT_PLAIN.sub("", text)
    return len(plain) > 1 and plain.isupper() and ("\n" in text or " " not in text or bool(_CAPITALS.search(text)))


def apply(text: str, edits: "Iterator[Edit] | list[Edit]") -> str:
    """Return a text with edits made, which are in order and do not overlap."""
    parts, last = [], 0
    for start, end, after in edits:
        parts += [text[last:start], after]
        last = end
    return "".join([*parts, text[last:]])


_TABLES: dict[Old, dict[str, str]] = {"tcvn3": TCVN3, "vni": VNI, "vps": VPS, "viqr": VIQR}
SCHEMES = {old: Scheme(old, tuple(table.items())) for old, table in _TABLES.items()}
"""Each encoding as it looks on the Latin pages."""

ON_1258 = {
    old: Scheme(old, tuple(seen_on_1258(table).items()), is_on_1258=True)
    for old, table in _TABLES.items()
    if old in ("tcvn3", "vni")
}
"""Those whose bytes are at times read with the Vietnamese page of Windows."""
