"""What each way of writing Vietnamese before Unicode writes for a letter.

A key is what the codes look like when they are read as a page of Latin letters (Windows 1252 or ISO 8859-1).
"""

import unicodedata
from typing import Literal

from kheo.lib.syllables import ACCENTED, TONES

Old = Literal["tcvn3", "vni", "vps", "viqr"]

LETTERS = sorted(ACCENTED | {letter.upper() for letter in ACCENTED})
"""The 134 letters that English does not have."""

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

# The table of the Vietnamese Professionals Society; every code but that of Ỗ was compared with GNU recode.
_VPS_BYTES = {
    "àáảãạ": "e0 e1 e4 e3 e5",
    "âầấẩẫậ": "e2 c0 c3 c4 c5 c6",
    "ăằắẳẵặ": "e6 a2 a1 a3 a4 a5",
    "đèéẻẽẹ": "c7 e8 e9 c8 eb cb",
    "êềếểễệ": "ea 8a 89 8b cd 8c",
    "ìíỉĩị": "ec ed cc ef ce",
    "òóỏõọ": "f2 f3 d5 f5 86",
    "ôồốổỗộ": "f4 d2 d3 b0 87 b6",
    "ơờớởỡợ": "d6 a9 a7 aa ab ae",
    "ùúủũụ": "f9 fa fb db f8",
    "ưừứửữự": "dc d8 d9 ba bb bf",
    "ỳýỷỹỵ": "ff 9a 9b cf 9c",
    "ÀÁẢÃẠ": "80 c1 81 82 02",
    "ÂẦẤẨẪẬ": "c2 84 83 85 1c 03",
    "ĂẰẮẲẴẶ": "88 8e 8d 8f f0 04",
    "ĐÈÉẺẼẸ": "f1 d7 c9 de fe 05",
    "ÊỀẾỂỄỆ": "ca 93 90 94 95 06",
    "ÌÍỈĨỊ": "b5 b4 b7 b8 10",
    "ÒÓỎÕỌ": "bc b9 bd be 11",
    "ÔỒỐỔỖỘ": "d4 97 96 98 99 12",
    "ƠỜỚỞỠỢ": "f7 9e 9d 9f a6 13",
    "ÙÚỦŨỤ": "a8 da d1 ac 14",
    "ƯỪỨỬỮỰ": "d0 af ad b1 1d 15",
    "ỲÝỶỸỴ": "b2 dd fd b3 19",
}


def _vps() -> dict[str, str]:
    """Return what a VPS byte is read as on either Latin page; the usual one (1252) comes first, to be written back."""
    plain: dict[str, str] = {}
    usual: dict[str, str] = {}
    for letters, codes in _VPS_BYTES.items():
        for letter, code in zip(letters, bytes.fromhex(codes), strict=True):
            plain[chr(code)] = letter
            usual[bytes([code]).decode("cp1252", errors="ignore") or chr(code)] = letter
    return usual | {char: letter for char, letter in plain.items() if char not in usual}


VPS = _vps()
"""Each character that a VPS byte is read as, and the letter it draws. Some capitals are control characters."""


def _viqr() -> dict[str, str]:
    """Return what VIQR (RFC 1456) types for each letter: the vowel, its hat, its tone."""
    hats = {"\u0306": "(", "\u0302": "^", "\u031b": "+"}
    tones = dict(zip(TONES[1:], "`?~'.", strict=True))
    table = {"dd": "đ", "DD": "Đ", "Dd": "Đ"}
    for letter in LETTERS:
        if letter not in "đĐ":
            parts = unicodedata.normalize("NFD", letter)
            base, marks = parts[0], parts[1:]
            hat = "".join(hats[mark] for mark in marks if mark in hats)
            tone = "".join(tones[mark] for mark in marks if mark in tones)
            table[base + hat + tone] = letter
            if hat == "+":
                table[f"{base}*{tone}"] = letter
    return table


VIQR = _viqr()
"""Each run of characters that VIQR types, and the letter it means."""

READ_AS_1258 = dict(zip("ÃÌÐÒÕÝÞãìðòõýþ", "Ă\u0300Đ\u0309ƠƯ\u0303ă\u0301đ\u0323ơư₫", strict=True))
"""Where the Vietnamese page of Windows (1258) reads a byte as something else than the Latin one."""


def seen_on_1258(table: dict[str, str]) -> dict[str, str]:
    """Return a table as it looks when the bytes were read with the Vietnamese page of Windows."""
    seen = str.maketrans(READ_AS_1258)
    return {written.translate(seen): letter for written, letter in table.items()}
