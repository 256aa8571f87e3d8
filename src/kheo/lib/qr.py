"""Draws QR codes, as SVG for pages and documents and as PNG for Word."""

import io
import re
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from segno import QRCode

Level = Literal["l", "m", "q", "h"]
"""How much of a code may be lost: 7, 15, 25 or 30 %."""

_MASK = 0
_NARROW = re.compile(r"^(.*/)([0-9A-Z$%*+./: -]{16,})$", re.DOTALL)


class TooMuch(ValueError):
    """A text is longer than a QR code can be."""


def svg(text: str, *, level: Level = "m", border: int = 4, is_quick: bool = False) -> str:
    """Return an SVG element of a text; `border` is the quiet zone, in modules (readers want four).

    Quick is for hundreds at once, of texts that look like chance: it does not try which of the eight masks is best.
    """
    return make(text, level, mask=_MASK if is_quick else None).svg_inline(border=border, omitsize=True, light="#fff")


def png(text: str, *, level: Level = "m", border: int = 4, scale: int = 8) -> bytes:
    """Return a PNG of a text, `scale` pixels for each module."""
    out = io.BytesIO()
    make(text, level).save(out, kind="png", border=border, scale=scale)
    return out.getvalue()


def make(text: str, level: Level = "m", *, mask: int | None = None) -> "QRCode":
    """Return the code of a text; an address that ends in capitals and figures holds these in the narrow mode.

    :raises TooMuch: if none is large enough.
    """
    import segno  # noqa: PLC0415 -- slow import

    narrow = _NARROW.match(text)
    parts: Any = list(narrow.groups()) if narrow else text  # Any: its types do not know that it takes parts
    try:
        return segno.make(parts, error=level, mask=mask, micro=False, boost_error=False)
    except segno.DataOverflowError as error:
        raise TooMuch(len(text)) from error
