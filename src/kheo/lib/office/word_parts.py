"""What the styles and the lists of a Word document say: fonts, headings, the numbers of items."""

import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field

from kheo.lib.office.xml_in import Element, part_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading (\d)$|title$", re.I)
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_SMALL = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_HIGHEST = 9_999
_MOST_DEEP = 20


def value(element: Element | None, name: str, attribute: str = "val") -> str:
    """Return an attribute of a child, or nothing."""
    child = element.find(W + name) if element is not None else None
    return str(child.get(W + attribute) or "") if child is not None else ""


def said(properties: Element | None, name: str) -> bool | None:
    """Return whether properties switch something on or off; None if they do not speak of it."""
    child = properties.find(W + name) if properties is not None else None
    return None if child is None else child.get(W + "val") not in ("0", "false", "off", "none")


def font_of(properties: Element | None) -> str:
    """Return the font that properties of a run name."""
    return value(properties, "rFonts", "ascii") or value(properties, "rFonts", "hAnsi")


@dataclass(frozen=True)
class Style:
    """What a style says by itself."""

    based_on: str
    font: str
    level: int
    list_id: str
    depth: int
    bold: bool | None = None
    italic: bool | None = None
    is_caption: bool = False


class Styles:
    """The styles of a document."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Read them."""
        root = part_of(archive, "word/styles.xml")
        self._styles = {} if root is None else {str(s.get(W + "styleId")): _style(s) for s in root.iter(W + "style")}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._default = font_of(defaults)

    def _line(self, name: str) -> list[Style]:
        found: list[Style] = []
        while name in self._styles and len(found) < _MOST_DEEP:
            found.append(self._styles[name])
            name = found[-1].based_on
        return found

    def font(self, *names: str) -> str:
        """Return the font of the first style that names one."""
        return next((style.font for name in names for style in self._line(name) if style.font), self._default)

    def is_said(self, name: str, look: str) -> bool | None:
        """Return whether a style sets letters "bold" or "italic"; None if it does not speak of it."""
        found: list[bool | None] = [getattr(style, look) for style in self._line(name)]
        return next((one for one in found if one is not None), None)

    def level(self, name: str) -> int:
        """Return the level of a heading, 0 for a paragraph."""
        return next((style.level for style in self._line(name) if style.level), 0)

    def is_caption(self, name: str) -> bool:
        """Return whether paragraphs of a style stand beneath pictures and say what they show."""
        return any(style.is_caption for style in self._line(name))

    def numbering(self, name: str) -> tuple[str, int]:
        """Return the list and depth that a style puts a paragraph in."""
        return next(((style.list_id, style.depth) for style in self._line(name) if style.list_id), ("", 0))


def _style(style: Element) -> Style:
    heading = _HEADING.match(value(style, "name"))
    outline = value(style.find(W + "pPr"), "outlineLvl")
    level = int(heading[1] or 1) if heading else int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0
    numbering = style.find(f"{W}pPr/{W}numPr")
    depth = value(numbering, "ilvl")
    based_on, font = value(style, "basedOn"), font_of(style.find(W + "rPr"))
    return Style(
        based_on,
        font,
        level,
        value(numbering, "numId"),
        int(depth) if depth.isdigit() else 0,
        bold=said(style.find(W + "rPr"), "b"),
        italic=said(style.find(W + "rPr"), "i"),
        is_caption=value(style, "name").lower() == "caption",
    )


@dataclass
class Lists:
    """The lists of a document, which number their items as they come."""

    levels: dict[tuple[str, int], tuple[str, str, int]] = field(default_factory=dict)
    counts: Counter[tuple[str, int]] = field(default_factory=Counter)

    def next(self, list_id: str, depth: int) -> str:
        """Return the mark of the next item: "1.", "a)", "-"."""
        form, pattern, start = self.levels.get((list_id, depth), ("bullet", "-", 1))
        if form == "none" or list_id == "0":
            return ""
        if form == "bullet":
            return "-"
        self.counts[list_id, depth] = min(self.counts[list_id, depth] or start - 1, _HIGHEST) + 1
        for deeper in range(depth + 1, 10):
            self.counts.pop((list_id, deeper), None)
        return re.sub("%([1-9])", lambda found: self._number(list_id, int(found[1]) - 1), pattern)

    def _number(self, list_id: str, depth: int) -> str:
        form, _pattern, start = self.levels.get((list_id, depth), ("decimal", "", 1))
        return _written(self.counts[list_id, depth] or start, form)


def links_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return where the links of a document lead, by the names under which its text speaks of them."""
    root = part_of(archive, "word/_rels/document.xml.rels")
    found = () if root is None else root.iterchildren()
    return {str(one.get("Id")): str(one.get("Target")) for one in found if one.get("TargetMode") == "External"}


def lists_of(archive: zipfile.ZipFile) -> Lists:
    """Return the lists of a document."""
    root = part_of(archive, "word/numbering.xml")
    if root is None:
        return Lists()
    abstract = {str(a.get(W + "abstractNumId")): a for a in root.iter(W + "abstractNum")}
    levels = {}
    for number in root.iter(W + "num"):
        for level in [] if (a := abstract.get(value(number, "abstractNumId"))) is None else a.iter(W + "lvl"):
            depth, start = str(level.get(W + "ilvl")), value(level, "start")
            form, pattern = value(level, "numFmt"), value(level, "lvlText")
            if depth.isdigit():
                first = min(int(start), _HIGHEST) if start.isdecimal() and len(start) < 9 else 1
                levels[str(number.get(W + "numId")), int(depth)] = (form, pattern, first)
    return Lists(levels)


def _written(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        written, left = "", number
        for worth, sign in (*_ROMAN, *_ROMAN_SMALL):
            times, left = divmod(left, worth)
            written += sign * times
        return written.upper() if form == "upperRoman" else written
    return f"{number:02}" if form == "decimalZero" else str(number)
