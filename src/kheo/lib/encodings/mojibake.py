"""Finds UTF-8 whose bytes were read as a Latin page: "DÃ¢n váº­n" for "Dân vận", once or several times over."""

import re

from kheo.lib.encodings.schemes import Edit, apply
from kheo.lib.syllables import ACCENTED

_LETTERS = ACCENTED | {letter.upper() for letter in ACCENTED}
_ALSO = "“”‘’–—…•«»°²³·½\u00a0\u200b\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"
_MOST_TIMES = 3


def _seen(char: str, page: str) -> str | None:
    """Return what the bytes of a character are read as; bytes without a meaning on 1252 are read as controls."""
    read = [bytes([byte]).decode(page, errors="ignore") or chr(byte) for byte in char.encode()]
    return "".join(read)


_TABLE = {_seen(char, page): char for char in [*sorted(_LETTERS), *_ALSO] for page in ("latin-1", "cp1252")}
_MISREAD = re.compile("|".join(re.escape(str(key)) for key in sorted(map(str, _TABLE), key=len, reverse=True)))
# No language writes these by themselves: a letter of ours in two or three characters.
_SURE = re.compile(
    "á[º»][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸŽ]|Æ[°¡\u00a0¯]|Ä[‘\u0091ƒ\u0083\u0090‚©]|Ã[¢ªµ´¡©¨¬­²³¹º½£]"
)
_LOST_SPACE = re.compile("Ã(?= |$|[,.;:])", re.M)  # à, whose second byte is a no-break space that was made a space


def find_misread(text: str) -> list[Edit]:
    """Return what was misread with what it means; nothing if the text is right as it is.

    A text that also has letters which a Latin page cannot show is repaired where it is wrong and left elsewhere.
    """
    if text.isascii() or not _SURE.search(text):
        return []
    edits = [Edit(found.start(), found.end(), _TABLE[found[0]]) for found in _MISREAD.finditer(text)]
    taken = {edit.start for edit in edits}
    edits += [Edit(m.start(), m.end(), "à") for m in _LOST_SPACE.finditer(text) if m.start() not in taken]
    return sorted(edits) if _is_whole(text, edits) else []


def _is_whole(text: str, edits: list[Edit]) -> bool:
    """Return whether what was found explains what was odd: nothing of it is left after repairing it."""
    return bool(edits) and not re.search("á[º»]|Æ°|Ä‘", apply(text, edits))
