"""Writes an office file anew with its old typefaces repaired, or back into them; all else in it stays as it is."""

import copy
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lxml import etree

from kheo.lib.encodings.backwards import Backwards, tcvn3_runs
from kheo.lib.encodings.pages import text_of
from kheo.lib.encodings.schemes import Edit, apply
from kheo.lib.file_kinds import Kind
from kheo.lib.office.fonts import replacement, typing_of
from kheo.lib.office.text_parts import MOST_CHARACTERS, Assumed
from kheo.lib.office.word_parts import Styles, W, font_of, value
from kheo.lib.office.xml_in import Element, parse
from kheo.lib.repairs import Repair, Typed, report
from kheo.lib.safe_files import Problem, Unsafe, check_archive, kind_of
from kheo.lib.sandbox import ChildFailed, Limits, run_within

KINDS = frozenset({Kind.DOCX, Kind.XLSX, Kind.TEXT})
"""The kinds of file that can be written anew."""

Way = Literal["repair", "tcvn3"]
_LIMITS = Limits(memory=480 << 20, cpu_seconds=30, wall_seconds=60)
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WORDS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$")
_CELLS = re.compile(r"xl/(sharedStrings|comments\d*|worksheets/[^/]+)\.xml$")
_FONTS = re.compile(r"word/(styles|numbering|fontTable|theme/[^/]+)\.xml$|xl/(styles|theme/[^/]+)\.xml$")
_FONT_PLACES = tuple(W + name for name in ("ascii", "hAnsi", "cs", "eastAsia"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Rewritten:
    """What was done: stretches repaired; of the way back, signs written more simply and signs that could not be."""

    pieces: int = 0
    simplified: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def rewrite(path: Path, out: Path, *, way: Way, assume: Assumed = None) -> Rewritten:
    """Write a .docx, .xlsx or text file to `out`, repaired or in TCVN3.

    :raises Unsafe: for any other file, and for what no file from outside may have.
    """
    try:
        return run_within(_LIMITS, _rewrite, path, out, way, assume)
    except ChildFailed as failure:
        raise Unsafe(Problem.UNREADABLE, reason=failure.reason, cause=failure.cause) from failure


def look(path: Path, *, assume: Assumed = None) -> Repair:
    """Return what `rewrite` would repair: all texts of the file, each paragraph or cell on a line of its own.

    :raises Unsafe: as `rewrite`.
    """
    try:
        return run_within(_LIMITS, _look, path, assume)
    except ChildFailed as failure:
        raise Unsafe(Problem.UNREADABLE, reason=failure.reason, cause=failure.cause) from failure


def _look(path: Path, assume: Assumed) -> Repair:
    kind = kind_of(path)
    if kind not in KINDS:
        raise Unsafe(Problem.NOT_A_TEXT, kind=kind.value)
    if kind is Kind.TEXT:
        return report(text_of(path.read_bytes()), assume=assume)
    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        return _Book(archive, kind).report(assume)[0]


def _rewrite(path: Path, out: Path, way: Way, assume: Assumed) -> Rewritten:
    kind = kind_of(path)
    if kind not in KINDS:
        raise Unsafe(Problem.NOT_A_TEXT, kind=kind.value)
    if kind is Kind.TEXT:
        text = text_of(path.read_bytes())
        if way == "repair":
            repair = report(text, assume=assume)
            out.write_text(repair.text, "utf-8", newline="")
            return Rewritten(len(repair.pieces))
        back = tcvn3_runs(text)
        out.write_bytes("".join(run.text for run in back.runs).encode("latin-1", errors="replace"))
        return Rewritten(0, back.simplified, back.lost)
    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        book = _Book(archive, kind)
        done = book.repair(assume) if way == "repair" else book.to_tcvn3()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copied:
            for entry in archive.infolist():
                copied.writestr(entry, book.bytes_of(entry.filename), entry.compress_type)
    return done


class _Book:
    """The parts of a file that hold text or fonts, parsed."""

    def __init__(self, archive: zipfile.ZipFile, kind: Kind) -> None:
        self._archive = archive
        names = [name for name in archive.namelist() if not name.endswith("/")]
        self._texts = {
            n: parse(archive.read(n), n) for n in names if (_WORDS if kind is Kind.DOCX else _CELLS).match(n)
        }
        self._fonts = {name: parse(archive.read(name), name) for name in names if _FONTS.match(name)}
        self._styles = Styles(archive) if kind is Kind.DOCX else None

    def bytes_of(self, name: str) -> bytes:
        """Return a part as it is now."""
        root = self._texts.get(name, self._fonts.get(name))
        if root is None:
            return self._archive.read(name)
        written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return written

    def report(self, assume: Assumed) -> tuple[Repair, list[tuple[Element, str]], list[int]]:
        """Return what there is to repair, the elements that hold text, and where each begins in the text of all."""
        places = list(self._places())
        text, typed, starts = _laid_out(places)
        return report(text, assume=assume, typed=typed, keep_spaces=True), places, starts

    def repair(self, assume: Assumed) -> Rewritten:
        """Repair every text and replace the old fonts."""
        repair, places, starts = self.report(assume)
        edits = iter([edit for edit, _why in repair.edits])
        edit = next(edits, None)
        for start, (element, _font) in zip(starts, places, strict=True):
            mine, end = [], start + len(element.text or "")
            while edit and edit.start < end:
                mine.append(Edit(edit.start - start, min(edit.end, end) - start, edit.after))
                edit = _rest_of(edit, end) or next(edits, None)
            if mine:
                _say(element, apply(element.text or "", mine))
        self._replace_fonts(replacement)
        return Rewritten(len(repair.pieces))

    def to_tcvn3(self) -> Rewritten:
        """Write every text in TCVN3 and set it in its fonts."""
        told: list[Backwards] = []
        for root in self._texts.values():
            for run in list(root.iter(W + "r")):
                told += _word_run(run, self._styles)
            for item in [*root.iter(_S + "si"), *root.iter(_S + "is"), *root.iter(_S + "text")]:
                told += _cell_text(item)
        self._replace_fonts(_old_font)
        simplified = {sign for back in told for sign in back.simplified}
        return Rewritten(0, tuple(sorted(simplified)), tuple(sorted({sign for back in told for sign in back.lost})))

    def _places(self) -> Iterator[tuple[Element, str]]:
        """Yield each element that holds text, with the font it is set in."""
        for root in self._texts.values():
            for element in root.iter(W + "t", _S + "t"):
                yield element, self._font_at(element)

    def _font_at(self, element: Element) -> str:
        run = element.getparent()
        if self._styles is None:
            return str(run.findtext(f"{_S}rPr/{_S}rFont") or "") or _attribute(run.find(f"{_S}rPr/{_S}rFont"), "val")
        properties = run.find(W + "rPr")
        paragraph = next(run.iterancestors(W + "p"), None)
        style = value(paragraph.find(W + "pPr"), "pStyle") if paragraph is not None else ""
        return font_of(properties) or self._styles.font(value(properties, "rStyle"), style)

    def _replace_fonts(self, by: Callable[[str], str]) -> None:
        for root in [*self._texts.values(), *self._fonts.values()]:
            for element, attribute in _fonts_named(root):
                element.set(attribute, by(element.get(attribute) or ""))


def _fonts_named(root: Element) -> Iterator[tuple[Element, str]]:
    """Yield each place in a part that names a font: the element and its attribute."""
    for element in root.iter(W + "rFonts"):
        yield from ((element, place) for place in _FONT_PLACES if element.get(place))
    for tag, attribute in (
        (W + "font", W + "name"),
        (_A + "latin", "typeface"),
        (_S + "name", "val"),
        (_S + "rFont", "val"),
    ):
        yield from ((element, attribute) for element in root.iter(tag))


def _attribute(element: Element | None, name: str) -> str:
    return "" if element is None else str(element.get(name) or "")


def _laid_out(places: Iterable[tuple[Element, str]]) -> tuple[str, list[Typed], list[int]]:
    """Return all texts as one, paragraphs on lines of their own; what fonts say; and where each begins."""
    parts: list[str] = []
    typed: list[Typed] = []
    starts: list[int] = []
    length, last = 0, None
    for element, font in places:
        around = next(element.iterancestors(W + "p", _S + "si", _S + "is", _S + "text"), None)
        if last is not None and around is not last:
            parts.append("\n")
            length += 1
        last = around
        text = (element.text or "").replace("\n", " ").replace("\r", " ")
        starts.append(length)
        if (typing := typing_of(font)) and text:
            before = typed[-1] if typed else None
            if before and before.end == length and (before.old, before.capitals) == typing:
                typed[-1] = Typed(before.start, length + len(text), *typing)
            else:
                typed.append(Typed(length, length + len(text), *typing))
        parts.append(text)
        length += len(text)
        if length > MOST_CHARACTERS:
            raise Unsafe(Problem.TOO_LARGE, limit=MOST_CHARACTERS)
    return "".join(parts), typed, starts


def _rest_of(edit: Edit, end: int) -> Edit | None:
    """Return what is left of an edit that goes on in the next element: its letter was written, its sign goes."""
    return Edit(end, edit.end, "") if edit.end > end else None


def _say(element: Element, text: str) -> None:
    element.text = text
    if text != text.strip():
        element.set(_SPACE, "preserve")


def _old_font(font: str, capitals: bool = False) -> str:
    """Return the TCVN3 font for a font of today."""
    if typing_of(font) or not font:
        return font
    lower = font.lower()
    base = ".VnArial" if "arial" in lower or "calibri" in lower else ".VnCourier" if "courier" in lower else ".VnTime"
    return base + "H" if capitals else base


def _word_run(run: Element, styles: Styles | None) -> Iterator[Backwards]:
    """Replace a run by runs for the small and the capital font."""
    properties, parent = run.find(W + "rPr"), run.getparent()
    font = font_of(properties) or (styles.font(value(properties, "rStyle")) if styles else "") or "Times New Roman"
    if parent is None or not any(child.tag == W + "t" for child in run) or typing_of(font):
        return
    for child in [each for each in run if each is not properties]:
        if child.tag != W + "t":
            parent.insert(parent.index(run), _word_part(run, font, copy.deepcopy(child)))
            continue
        back = tcvn3_runs(child.text or "")
        yield back
        for each in back.runs:
            said = etree.Element(W + "t")
            _say(said, each.text)
            parent.insert(parent.index(run), _word_part(run, _old_font(font, each.capitals), said))
    tail = run.tail
    parent.remove(run)
    if tail and len(parent):
        parent[-1].tail = tail


def _word_part(run: Element, font: str, child: Element) -> Element:
    part = etree.Element(W + "r", run.attrib)
    given = run.find(W + "rPr")
    properties = etree.SubElement(part, W + "rPr") if given is None else copy.deepcopy(given)
    part.insert(0, properties)
    fonts = properties.find(W + "rFonts")
    if fonts is None:
        fonts = etree.Element(W + "rFonts")
        properties.insert(1 if properties.find(W + "rStyle") is not None else 0, fonts)
    for place in _FONT_PLACES[:3]:
        fonts.set(place, _old_font(font))
    if typing_of(font):
        for place in _FONT_PLACES[:3]:
            fonts.set(place, font)
    part.append(child)
    return part


def _cell_text(item: Element) -> Iterator[Backwards]:
    """Write the text of a cell in TCVN3, in runs where it has capitals with a tone."""
    for holder in [item, *item.iterchildren(_S + "r")]:
        said = holder.find(_S + "t")
        if said is None:
            continue
        back = tcvn3_runs(said.text or "")
        yield back
        if holder is item and any(run.capitals for run in back.runs):
            item.remove(said)
            for number, run in enumerate(back.runs):
                part = etree.Element(_S + "r")
                font = etree.SubElement(etree.SubElement(part, _S + "rPr"), _S + "rFont")
                font.set("val", ".VnTimeH" if run.capitals else ".VnTime")
                _say(etree.SubElement(part, _S + "t"), run.text)
                item.insert(number, part)
        else:
            _say(said, "".join(run.text for run in back.runs))
