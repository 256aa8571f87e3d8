"""A quick look at a large Excel sheet of plain values: searching its text costs a fifth of parsing it.

It answers only where it is sure: the usual writing without prefixes, every row and cell with its own place, no formula,
no error, nothing shown as percent, nothing far out. For all else the parser has to look.
"""

import re
from collections.abc import Iterable, Iterator

from kheo.lib.xml_parts import MOST_ROWS, SheetScan

_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?\s*<worksheet[ >]")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-8)", re.I)
# What the parser must see: a document type, a formula, an error, elements with a prefix or in other writing.
_STRANGE = (b"<!", b"<f>", b"<f ", b"<f/", b't="e"', b"='", b":row", b":c>", b":c ", b":f>", b":f ", b":v>", b":is>")
_PLACED = ((b"<c ", b'<c r="', b"<c>"), (b"<row ", b'<row r="', b"<row>"))
_ROW = re.compile(rb'<row r="([0-9]+)"')
# A cell beyond column 200 (GR) or row 65,536.
_FAR = re.compile(
    rb'<c r="(?:[A-Z]{3}|[H-Z][A-Z]|G[S-Z]|[A-Z]{1,3}'
    rb"(?:[1-9][0-9]{5}|[7-9][0-9]{4}|6[6-9][0-9]{3}|65[6-9][0-9]{2}|655[4-9][0-9]|6553[7-9]))"
)


def glance(pieces: Iterable[bytes], name: str, percent_styles: frozenset[str] = frozenset()) -> SheetScan | None:
    """Return what a sheet holds, or None where the parser has to look."""
    scan = SheetScan(name)
    strange = (*_STRANGE, *(f' s="{style}"'.encode() for style in percent_styles))
    for number, text in enumerate(_whole_tags(pieces)):
        if number == 0 and (not _HEAD.match(text) or _ENCODING.match(text)):
            return None
        if any(sign in text for sign in strange) or _FAR.search(text):
            return None
        if any(text.count(any_way) != text.count(placed) or bare in text for any_way, placed, bare in _PLACED):
            return None
        rows = [int(row) for row in _ROW.findall(text)]
        scan.rows_with_data += len(rows)
        scan.last_row = max([scan.last_row, *rows])
        if scan.last_row > MOST_ROWS:
            return None
    return scan


def _whole_tags(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a text in parts that break between tags."""
    left = b""
    for piece in pieces:
        text = left + piece
        cut = text.rfind(b"<")
        left = text[cut:] if cut > 0 else text
        if cut > 0:
            yield text[:cut]
    yield left
