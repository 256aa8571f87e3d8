"""Text that was typed in a Vietnamese font of the nineties (TCVN3, VNI) and read as Latin letters.

TCVN3 has no codes for capitals with a tone: its capital fonts (.VnTimeH) draw the small codes large.
`repair` gives such a letter back as a capital when the capitals around it show that it was one
("HéI NGHÞ" → "HỘI NGHỊ"); a lone one at the head of a word ("¸o" for "Áo") comes back small.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from kheo.lib.syllables import ACCENTED, TONES, VOWELS, is_syllable

Old = Literal["tcvn3", "vni"]

_TCVN3_SMALL = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ®",
        "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ",
        strict=True,
    )
)
TCVN3 = _TCVN3_SMALL | dict(zip("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ", strict=True))
"""Each character that a TCVN3 byte is read as, and the letter it draws."""


def _vni() -> dict[str, str]:
    """Return what VNI writes for each letter: a vowel and a character for its marks, or one character."""
    table = dict(zip("ôöñíìæóòîÔÖÑÍÌÆÓÒÎ", "ơưđíìỉĩịỵƠƯĐÍÌỈĨỊỴ", strict=True))
    marks = {"": dict(zip("øûõùï", TONES[1:], strict=True))}
    marks["\u0302"] = dict(zip("âàåãáä", TONES, strict=True))
    marks["\u0306"] = dict(zip("êèúüéë", TONES, strict=True))
    places = [("aeouy", ""), ("aeo", "\u0302"), ("a", "\u0306")]
    small = {
        vowel + char: vowel + hat + tone
        for hosts, hat in places
        for vowel in hosts
        for char, tone in marks[hat].items()
    }
    small |= {host + char: letter + tone for host, letter in ("ôơ", "öư") for char, tone in marks[""].items()}
    for written, meant in small.items():
        table[written] = unicodedata.normalize("NFC", meant)
        table[written.upper()] = table[written[0].upper() + written[1]] = table[written].upper()
    return table


VNI = _vni()
"""Each run of characters that VNI writes, and the letter it draws."""

_IN_TCVN3 = re.compile("[" + "".join(TCVN3) + "]")
_IN_VNI = re.compile("|".join(sorted(VNI, key=len, reverse=True)))
_WORD = {"tcvn3": re.compile("[A-Za-z\u00a1-\u00ff]+"), "vni": re.compile("[A-Za-z\u00c0-\u00ff]+")}
_UNICODE = ACCENTED | {letter.upper() for letter in ACCENTED}
_UNICODE_ONLY = re.compile("[" + "".join(char for char in _UNICODE if ord(char) > 0xFF) + "\u0300-\u0323]")
# Signs that no other language puts inside a word, or a capital after a small letter ("vËn").
_STRONG = {
    "tcvn3": re.compile("[A-Za-z][\u00a1-\u00b4\u00b6-\u00bf×÷]|[\u00a1-\u00bf×÷][a-z]|[a-z][À-ÖØ-Þ]"),
    "vni": re.compile("a[âäåáàãêèéëú]|e[âáàåãäùø]|o[âåãäøõ]|u[ùøõ]|[ôöy][ùøûõï]|\\bñ", re.I),
}
_ABBREVIATIONS = {"µm", "Mª"}  # a micrometre, a Spanish María


@lru_cache(maxsize=8_192)  # a table says the same short things again and again
def detect(text: str) -> Old | None:
    """Say which old encoding a text was typed in; None for Vietnamese, any other language, and doubt."""
    if text.isascii() or _UNICODE_ONLY.search(text):
        return None
    if _speaks(text, "tcvn3"):
        return "tcvn3"
    return "vni" if _speaks(text, "vni") else None


def repair(text: str) -> str:
    """Return the text in Unicode letters if it was typed in an old encoding, else as it is."""
    old = detect(text)
    return _decode(text, old) if old else text


def to_tcvn3(text: str) -> str:
    """Return the text as a TCVN3 font wants it; capitals with a tone take the code of the small letter."""
    codes = {letter: code for code, letter in TCVN3.items()}
    composed = unicodedata.normalize("NFC", text)
    return "".join(codes.get(char) or codes.get(char.lower()) or char for char in composed)


def _decode(text: str, old: Old) -> str:
    if old == "vni":
        return _IN_VNI.sub(lambda found: VNI[found[0]], text)
    return "\n".join(_decode_tcvn3_line(line) for line in text.split("\n"))


def _decode_tcvn3_line(line: str) -> str:
    """Return one line decoded, in capitals throughout when its plain letters are."""
    plain = re.sub("[^A-Za-z]", "", line)
    whole = plain.isupper() and re.search("[A-Z]{2}", line) is not None
    return _WORD["tcvn3"].sub(lambda found: _decode_tcvn3_word(found[0], whole), line)


def _decode_tcvn3_word(word: str, capitals: bool) -> str:
    plain = re.sub("[^A-Za-z]", "", word)
    decoded = _IN_TCVN3.sub(lambda found: TCVN3[found[0]], word)
    return decoded.upper() if capitals or (len(plain) > 1 and plain.isupper()) else decoded


def _speaks(text: str, old: Old) -> bool:
    """Say whether the words make Vietnamese syllables when decoded, and do not as they stand."""
    strong = weak = against = 0
    for word in _WORD[old].findall(text):
        if len(word) == 1 or word.isascii() or is_syllable(word):
            continue
        decoded = _decode(word, old)
        if not is_syllable(decoded):
            against += len(decoded) > 1 and (any(char in VOWELS for char in decoded.lower()) or not decoded.isalpha())
        elif word not in _ABBREVIATIONS and _STRONG[old].search(word):
            strong += 1
        else:
            weak += 1
    return strong > 2 * against or (weak > 2 and not against)
