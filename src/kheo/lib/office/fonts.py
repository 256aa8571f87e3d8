"""What the name of a font says about the text that is set in it, and by which font of today it is replaced."""

import re
from typing import NamedTuple

from kheo.lib.encodings import Old

_OLD: dict[Old, re.Pattern[str]] = {
    "tcvn3": re.compile(r"\.Vn", re.I),
    "vni": re.compile(r"VNI[ -]", re.I),
    "vps": re.compile(r"VPS[ -]", re.I),
}
_SANS = re.compile("arial|helve|avant|univer|swiss|futura", re.I)
_MONO = re.compile("cour", re.I)


class Typing(NamedTuple):
    """The encoding that a font draws, and whether it draws small letters as capitals (.VnTimeH)."""

    old: Old
    capitals: bool


def typing_of(font: str) -> Typing | None:
    """Return how text in a font was typed; None for a font of Unicode."""
    for old, pattern in _OLD.items():
        if pattern.match(font):
            return Typing(old, old == "tcvn3" and font.rstrip().endswith("H"))
    return None


def replacement(font: str) -> str:
    """Return the font of today for an old one; any other stays."""
    if typing_of(font) is None:
        return font
    return "Courier New" if _MONO.search(font) else "Arial" if _SANS.search(font) else "Times New Roman"
