"""Vietnamese text as data: one spelling to keep, and keys to compare, find and sort by.

Text in an old encoding goes through `encodings.repair` before it comes here.
"""

import re
import unicodedata
from collections.abc import Iterator

from kheo.lib.encodings import detect
from kheo.lib.syllables import ACCENTED, LETTERS, TONES, split_tone

_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_NEWLINE = re.compile(r" ?\n ?")
_SOFT_HYPHEN = "\u00ad"
_KEPT = "\n\t" + _SOFT_HYPHEN
_ETH = re.compile("[ÐƉð]")
_RUN = re.compile(r"\w+")
_TOKEN = re.compile(r"[^\W_]+")
_PLACING = {
    unicodedata.normalize("NFC", first + tone + second): unicodedata.normalize("NFC", first + second + tone)
    for first, second in ("oa", "oe", "uy")
    for tone in TONES[1:]
}
_PLACED_EARLY = re.compile("|".join(_PLACING))
_BASES = {letter: "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0] for letter in LETTERS}
_PLAIN = {ord(letter): "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0] for letter in ACCENTED}
_ODD = re.compile("[^\x00-\x7f·–—“”‘’…•×±°]")
_SORTED = {letter: f"{base}{LETTERS.index(letter) - LETTERS.index(base)}" for letter, base in _BASES.items()}


def normalise(text: str) -> str:
    """Return the one spelling to keep: composed, without unseen characters, single spaces, lines kept."""
    if _is_tidy(text):
        return text
    tidy = _tidy(_LINE_ENDS.sub("\n", text))
    # In TCVN3 the soft hyphen is the letter ư and Ð is é: they must live until the text is repaired.
    if (_SOFT_HYPHEN in tidy or "Ð" in tidy) and detect(tidy):
        return tidy
    seen = _tidy(tidy.replace(_SOFT_HYPHEN, ""))
    return _RUN.sub(lambda found: with_d(found[0]), seen) if _ETH.search(seen) else seen


def _is_tidy(text: str) -> bool:
    """Return whether a text is surely in the one spelling: most are, and to see it costs a tenth of making it so."""
    if "\n" in text:
        if " \n" in text or "\n " in text or text[0] == "\n" or text[-1] == "\n":
            return False
        text = text.replace("\n", "")
    return (
        text.isprintable()
        and "  " not in text
        and text[:1] != " " != text[-1:]
        and unicodedata.is_normalized("NFC", text)
        and not ("Ð" in text or "ð" in text or "Ɖ" in text)
    )


def fold(text: str) -> str:
    """Return what search and look-up compare: small letters without any mark, đ as d, on one line."""
    quick = normalise(text).lower().translate(_PLAIN)
    if not _ODD.search(quick):  # most text: Vietnamese letters and the usual signs
        return " ".join(quick.split())
    parts = unicodedata.normalize("NFD", normalise(text).replace(_SOFT_HYPHEN, "").lower())
    plain = "".join(char for char in parts if unicodedata.category(char) != "Mn")
    return " ".join(unicodedata.normalize("NFC", plain.replace("đ", "d").replace("ð", "d")).split())


def exact_key(text: str) -> str:
    """Return what exact matching compares: accents kept, capitals and the placing of tones not."""
    small = unicodedata.normalize("NFC", " ".join(normalise(text).replace(_SOFT_HYPHEN, "").lower().split()))
    return place_tones(small)


def place_tones(small: str) -> str:
    """Return small composed letters with one placing of tones ("hóa" as "hoá"), as long as before."""
    return _PLACED_EARLY.sub(lambda found: _PLACING[found[0]], small)


def sort_key(text: str) -> str:
    """Return a key whose plain order is that of a Vietnamese dictionary: letters first, then tones.

    It holds only small letters and digits, so that every collation of a database sorts it alike:
    two characters a letter, "00", one digit a syllable's tone. Keep 3 × length + 2 characters for it.
    """
    letters: list[str] = []
    tones: list[str] = []
    for token in _TOKEN.findall(normalise(text).lower().replace("ð", "đ")):
        pairs = [split_tone(char) for char in token]
        letters.append("".join(_letter_key(letter) for letter, _tone in pairs))
        tones.append("".join(str(TONES.index(tone)) for _letter, tone in pairs if tone) or "0")
    return ("01".join(letters) + "00" + "".join(tones)).rstrip("0")


def slugify(text: str, longest: int = 80) -> str:
    """Return words joined by hyphens for an address, cut at a whole word; empty if nothing is left."""
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(text)))
    if len(slug) <= longest:
        return slug
    return slug[: longest + 1].rpartition("-")[0] or slug[:longest]


def words(text: str) -> list[str]:
    """Return the folded words of a text in order."""
    return _TOKEN.findall(fold(text))


def eth_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words that hold an Ð of another language."""
    if _ETH.search(text):
        yield from (found for found in _RUN.finditer(text) if _ETH.search(found[0]))


def with_d(word: str) -> str:
    """Return a word with Đ where Ð was meant: at its start or among capitals, never in an Icelandic word."""
    if not _ETH.search(word) or set("þæö") & set(word.lower()):
        return word
    befores = " " + word
    meant = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ"}
    return "".join(
        meant.get(char, char) if before == " " or (char != "ð" and not before.islower()) else char
        for before, char in zip(befores, word, strict=False)
    )


def _tidy(text: str) -> str:
    seen = text
    if not text.replace("\n", "").isprintable():  # most text is: looking at each letter costs ten times as much
        seen = "".join(char for char in text if char in _KEPT or unicodedata.category(char)[0] != "C")
    return unicodedata.normalize("NFC", _AROUND_NEWLINE.sub("\n", _SPACES.sub(" ", seen)).strip())


def _letter_key(letter: str) -> str:
    base = letter if letter in _SORTED else unicodedata.normalize("NFKD", letter)[0]
    if base in "0123456789":
        return f"1{base}"
    return _SORTED.get(base) or f"z9{ord(letter):06x}"
