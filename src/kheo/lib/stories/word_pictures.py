"""The pictures of a Word document: what is drawn at a place, which part of the file holds it, and what Word says of
it."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from posixpath import normpath

from kheo.lib.office.text_parts import Picture
from kheo.lib.office.word_parts import W
from kheo.lib.office.xml_in import Element, part_of

DRAWN = (W + "drawing", W + "pict", W + "object")
"""What stands in a run where a picture is."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VML = "{urn:schemas-microsoft-com:vml}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_DRAWN_BY_WORD = {"chart": "chart", "diagram": "diagram"}
# What programs write there by themselves says nothing to those who cannot see the picture.
_UNSAID = re.compile(
    r"(?:picture|image|img|hình ảnh|ảnh|hình|graphic|photo)?[\s_-]*\d*$|.*\.(?:jpe?g|png|gif|bmp|tiff?|heic|webp)$"
    r"|.*(?:description automatically generated|AI-generated content may be incorrect|mô tả được tạo tự động|"
    r"nội dung do AI tạo).*",
    re.I | re.S,
)


def targets_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return which part of the file each name of a relation of the text means."""
    root = part_of(archive, "word/_rels/document.xml.rels")
    found = () if root is None else root.iterchildren()
    inside = ((str(one.get("Id")), str(one.get("Target"))) for one in found if one.get("TargetMode") != "External")
    return {name: target[1:] if target.startswith("/") else normpath(f"word/{target}") for name, target in inside}


def pictures_at(drawn: Element, targets: Mapping[str, str]) -> Iterator[Picture]:
    """Yield the pictures in one drawing; what stands in its text boxes is a part of the text."""
    told = next(drawn.iter(_DRAWING + "docPr"), None)
    alt, found = _alt(told), False
    for element in drawn.iter(_A + "blip", _VML + "imagedata"):
        name = targets.get(str(element.get(_R + "embed") or element.get(_R + "id")), "")
        if name and not _is_in_box(element, drawn):
            found = True
            yield Picture(name, _own_alt(element) or alt)
    data = next(drawn.iter(_A + "graphicData"), None)
    kind = _DRAWN_BY_WORD.get(str(data.get("uri")).rpartition("/")[2]) if data is not None else None
    if kind and not found:
        yield Picture("", alt, kind)


def _is_in_box(element: Element, drawn: Element) -> bool:
    for above in element.iterancestors():
        if above is drawn:
            return False
        if above.tag == W + "txbxContent":
            return True
    return False


def _own_alt(element: Element) -> str:
    """Return what is said of one picture of several that are drawn together, or of an old one."""
    if element.tag == _VML + "imagedata":
        above = element.getparent()
        return _said(above.get("alt")) or _said(element.get("{urn:schemas-microsoft-com:office:office}title"))
    picture = next(element.iterancestors(_PICTURE + "pic"), None)
    return _alt(next(picture.iter(_PICTURE + "cNvPr"), None)) if picture is not None else ""


def _alt(element: Element | None) -> str:
    return "" if element is None else _said(element.get("descr")) or _said(element.get("title"))


def _said(words: str | None) -> str:
    """Return what somebody wrote of a picture, on one line; nothing where a program did."""
    said = " ".join((words or "").split())
    return "" if _UNSAID.match(said) else said
