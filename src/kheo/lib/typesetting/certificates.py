"""Composes certificates as one PDF, a page each: whole ones, or what is to be printed into forms that a printer made.

Every text fits: it is set smaller in steps, then in two lines as long as each other; what cannot be set even so is
refused by name, never cut. Sizes are in points, places in millimetres from the upper left corner of the paper.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Literal

from kheo.lib import qr
from kheo.lib.typesetting.pdf_out import TEMPLATES, Reported, typeset

PAGE = (297.0, 210.0)
"""The paper: A4, landscape."""

_LINE = 0.43  # mm of height that one point of size asks for, with room for the marks above capitals


class Field(StrEnum):
    """What stands on a certificate: the names of `CertificateFacts`."""

    SUPERIOR = "superior"
    ISSUER = "issuer"
    HEADING = "heading"
    LEAD = "lead"
    HOLDER = "holder"
    TITLE_LEAD = "title_lead"
    TITLE = "title"
    PRAISE = "praise"
    PLACE_AND_DATE = "place_and_date"
    AUTHORITY = "authority"
    POST = "post"
    SIGNER = "signer"
    DECISION = "decision"
    SERIAL = "serial"
    QR = "qr"


class Form(StrEnum):
    """Whose paper it is: the head of the page follows."""

    STATE = "state"
    PARTY = "party"


class Mode(StrEnum):
    """What is printed: everything on blank paper, or only the fields that have a place."""

    BLANK = "blank"
    PREPRINTED = "preprinted"


# The law gives these words; no office may change them.
_HEADS: dict[Form, tuple[str, ...]] = {
    Form.STATE: ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    Form.PARTY: ("ĐẢNG CỘNG SẢN VIỆT NAM",),
}


class DoesNotFit(ValueError):
    """A text is too long for its place even in the smallest size: which certificate (from 0), and which field."""

    def __init__(self, index: int, field: Field) -> None:
        """Keep which."""
        super().__init__(index, field)
        self.index = index
        self.field = field


@dataclass(frozen=True)
class CertificateFacts:
    """All words of one certificate, as they are read; an empty one is left out. `qr` is the address in the code."""

    issuer: str
    heading: str
    holder: str
    title: str
    praise: str
    place_and_date: str
    authority: str
    signer: str
    decision: str
    serial: str
    superior: str = ""
    lead: str = ""
    title_lead: str = ""
    post: str = ""
    qr: str = ""
    qr_words: str = ""


@dataclass(frozen=True)
class FieldPlace:
    """Where a field goes: its frame's upper left corner and width, its size and the smallest it may shrink to.

    The code is a square of its width.
    """

    field: Field
    x: float
    y: float
    width: float
    size: float = 14
    floor: float = 9
    align: Literal["left", "center", "right"] = "center"
    bold: bool = False
    italic: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        if self.width <= 0 or not 0 < self.floor <= self.size:
            raise ValueError(f"{self.field}: no width, or a floor above the size")

    @property
    def height(self) -> float:
        """Return the height of its frame, which holds two lines."""
        return self.width if self.field is Field.QR else 2 * self.size * _LINE


@dataclass(frozen=True)
class Offset:
    """By how much a printer is off: everything is moved right and down by this."""

    dx: float = 0
    dy: float = 0


@dataclass(frozen=True)
class Layout:
    """How certificates are printed; places and offset are for forms that are printed already."""

    form: Form = Form.STATE
    mode: Mode = Mode.BLANK
    has_border: bool = True
    places: tuple[FieldPlace, ...] = ()
    offset: Offset = Offset()

    def __post_init__(self) -> None:
        """Refuse places that the paper does not have."""
        off = [str(place.field) for place in self.places if not self._is_on_paper(place)]
        if off:
            raise ValueError(f"off the paper: {', '.join(off)}")

    def _is_on_paper(self, place: FieldPlace) -> bool:
        x, y = place.x + self.offset.dx, place.y + self.offset.dy
        return x >= 0 and y >= 0 and x + place.width <= PAGE[0] and y + place.height <= PAGE[1]


def compose(certificates: Sequence[CertificateFacts], layout: Layout, *, title: str, on: datetime.date) -> bytes:
    """Return one PDF with a page for each certificate; it bears a title and says that it was made `on` a day.

    :raises DoesNotFit: if a text cannot be set in its place.
    :raises NoGlyph: if a text has a sign that the fonts lack.
    :raises CannotTypeset: if there are too many of them.
    """
    if not certificates:
        raise ValueError("no certificates")
    pages = [_page(one) for one in certificates]
    try:
        return typeset(
            TEMPLATES / "certificate.typ", {"title": title, "layout": _layout(layout), "pages": pages}, on=on
        )
    except Reported as report:
        index, field = report.words
        raise DoesNotFit(int(index), Field(field)) from report


def calibrate(layout: Layout, names: Mapping[Field, str], *, title: str, on: datetime.date) -> bytes:
    """Return a page with rulers, a cross every 10 mm and the frame of every place with its name, moved by the offset.

    Printed on one of the forms, it shows by how many millimetres the offset is still wrong.
    """
    data = {"title": title, "layout": _layout(layout), "names": {field.value: name for field, name in names.items()}}
    return typeset(TEMPLATES / "calibration.typ", data, on=on)


def _page(facts: CertificateFacts) -> dict[str, str]:
    page = {name: " ".join(words.split()) for name, words in asdict(facts).items()}
    return {**page, "qr": qr.svg(page["qr"], border=0, is_quick=True) if page["qr"] else ""}


def _layout(layout: Layout) -> dict[str, Any]:  # Any: what JSON can hold
    places = [{**asdict(place), "height": place.height} for place in layout.places]
    return {**asdict(layout), "head": _HEADS[layout.form], "places": places}
