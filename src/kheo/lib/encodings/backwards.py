"""Writes Unicode text in the encodings that came before it, for offices that still print with their fonts."""

import re
import unicodedata
from dataclasses import dataclass

from kheo.lib.encodings.tables import TCVN3, VIQR, VNI, VPS

_SIMPLER = {
    "“": '"',
    "”": '"',
    "„": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "‑": "-",
    "−": "-",
    "•": "-",
    "…": "...",
    "\u00a0": " ",
    "\u202f": " ",
}
_AFTER_VOWEL = re.compile(r"(?<=[aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ])(['`?~.^(+*])|(?<=[dD])([dD])|(\\)")


def _codes(table: dict[str, str]) -> dict[str, str]:
    codes: dict[str, str] = {}
    for written, letter in table.items():
        codes.setdefault(letter, written)
    return codes


_TCVN3, _VNI, _VPS, _VIQR = (_codes(table) for table in (TCVN3, VNI, VPS, VIQR))


@dataclass(frozen=True)
class Run:
    """Text for a TCVN3 font; with `capitals` for the one that draws small codes large (.VnTimeH)."""

    text: str
    capitals: bool = False


@dataclass(frozen=True)
class Backwards:
    """A text in TCVN3: its runs, what was written more simply, and what could not be written at all."""

    runs: tuple[Run, ...]
    simplified: tuple[str, ...]
    lost: tuple[str, ...]


def to_tcvn3(text: str) -> str:
    """Return the text as a TCVN3 font wants it; capitals with a tone take the code of the small letter.

    Whoever prints them needs the capital font (.VnTimeH) there: see `tcvn3_runs`.
    """
    return "".join(_TCVN3.get(char) or _TCVN3.get(char.lower()) or char for char in _composed(text))


def to_vni(text: str) -> str:
    """Return the text as a VNI font wants it."""
    return "".join(_VNI.get(char, char) for char in _composed(text))


def to_vps(text: str) -> str:
    """Return the text as a VPS font wants it, in the characters of Windows 1252."""
    return "".join(_VPS.get(char, char) for char in _composed(text))


def to_viqr(text: str) -> str:
    """Return the text in plain letters and signs (RFC 1456); a sign after a vowel that is itself gets a backslash."""
    escaped = _AFTER_VOWEL.sub(r"\\\g<0>", _composed(text))
    return "".join(_VIQR.get(char, char) for char in escaped)


def tcvn3_runs(text: str) -> Backwards:
    """Return a text in runs for .VnTime and .VnTimeH, so that nothing but what is named `lost` is lost."""
    simplified, lost = set(), set()
    runs: list[tuple[list[str], bool]] = []
    for char in _composed(text):
        code, capitals = _TCVN3.get(char), False
        if code is None and char.lower() in _TCVN3:
            code, capitals = _TCVN3[char.lower()], True
        elif code is None and char in _SIMPLER:
            code = _SIMPLER[char]
            simplified.add(char)
        elif code is None and not char.isascii():
            code = "?"
            lost.add(char)
        if not runs or runs[-1][1] != capitals:
            runs.append(([], capitals))
        runs[-1][0].append(code or char)
    return Backwards(tuple(Run("".join(p), c) for p, c in runs), tuple(sorted(simplified)), tuple(sorted(lost)))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
