"""Reads the bytes of a text file: by their mark, as UTF-8, else on the code page that makes Vietnamese of them."""

from kheo.lib.encodings.schemes import apply
from kheo.lib.encodings.stretches import letter_edits
from kheo.lib.syllables import is_syllable

_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SAMPLE = 20_000  # characters
_MOSTLY = 0.4


def unmarked_utf16(data: bytes) -> str:
    """Return which UTF-16 the bytes are in that begin without its mark, empty for none: every other byte of Latin
    letters is zero there."""
    sample = data[: _SAMPLE // 2 * 2]
    for name, place in (("utf-16-le", 1), ("utf-16-be", 0)):
        if sample[place::2].count(0) > _MOSTLY * len(sample) / 2 > sample[1 - place :: 2].count(0):
            return name
    return ""


def text_of(data: bytes) -> str:
    """Return what the bytes say. A file whose lines are partly UTF-8 is read line by line."""
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if wide := unmarked_utf16(data):
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        readings = [_on_1258(data), _by_line(data)]
    return max(readings, key=_speaks)


def _on_1258(data: bytes) -> str:
    return "".join(_CP1258[byte] for byte in data)


def _by_line(data: bytes) -> str:
    return "".join(_line(line) for line in data.splitlines(keepends=True))


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(_CP1252[byte] for byte in line)


def _char(byte: int, page: str) -> str:
    """Return the character of a byte; one without meaning on a page is a control character, as browsers have it."""
    return bytes([byte]).decode(page, errors="ignore") or chr(byte)


_CP1252 = [_char(byte, "cp1252") for byte in range(256)]
_CP1258 = [_char(byte, "cp1258") for byte in range(256)]


def _speaks(text: str) -> int:
    """Return how much of a text is Vietnamese: accented syllables, less the words that are none."""
    sample = text[:_SAMPLE]
    repaired = apply(sample, [edit for edit, _why in letter_edits(sample)])
    words = [word for word in repaired.replace(",", " ").replace(";", " ").split() if not word.isascii()]
    return sum(1 if is_syllable(word.strip("“”\"'().:")) else -1 for word in words)
