"""Reads a .docx as its reader sees it: `lines.Paper`."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kheo.lib.office.formats.lines import Letters, Line, PageNumber, Paper, Rule, Section, Spot
from kheo.lib.office.formats.values import MM_PER_TWIP, LetterLayers, Values, first_said, first_value, number
from kheo.lib.office.word_parts import Lists, W, lists_of, said, value
from kheo.lib.office.xml_in import Element, part_of
from kheo.lib.safe_files import check_archive
from kheo.lib.unsafe import Problem, Unsafe

MOST_LINES = 20_000
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_APP = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_THROUGH = {
    W + name for name in ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo", "hyperlink", "fldSimple")
}
_SKIPPED = {W + name for name in ("del", "moveFrom", "txbxContent", "instrText", "delText")} | {_FALLBACK}
_SIGNS = {W + "tab": "\t", W + "noBreakHyphen": "-"}
_ALIGNS = {"start": "left", "end": "right", "distribute": "both", "": "left"}
_DRAWN = (W + "drawing", W + "pict")


def read_paper(path: Path) -> Paper:
    """Return a .docx as its reader sees it; call it in the sandbox on files from outside.

    :raises Unsafe: for what no document from outside may have.
    """
    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        root = part_of(archive, "word/document.xml")
        body = root.find(W + "body") if root is not None else None
        if body is None:
            raise Unsafe(Problem.DAMAGED, part="word/document.xml")
        return _Reader(archive).paper(body)


class _Reader:
    """Walks through the body of one document, counting as it goes."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive, self._values, self._lists = archive, Values(archive), lists_of(archive)
        self._lines: list[Line] = []
        self._cells: list[Line] = []
        self._sections: list[Section] = []
        self._paragraphs = self._tables = 0
        self._has_table = False
        self._kept: dict[tuple[str, str], str] = {}

    def paper(self, body: Element) -> Paper:
        """Return the document."""
        self._blocks(body, Spot(), "")
        end = body.find(W + "sectPr")
        if end is not None or not self._sections:
            self._end_section(end)
        settings = part_of(self._archive, "word/settings.xml")
        tab = number(value(settings, "defaultTabStop"), 720) * MM_PER_TWIP
        return Paper(tuple(self._sections), tuple(self._lines), tuple(self._cells), self._pages(), tab)

    def _pages(self) -> int:
        properties = part_of(self._archive, "docProps/app.xml")
        found = properties.find(_APP + "Pages") if properties is not None else None
        return int(found.text) if found is not None and str(found.text).isdecimal() else 0

    def _blocks(self, parent: Element, spot: Spot, table_style: str) -> None:
        for child in parent.iterchildren():
            if child.tag == W + "p":
                self._paragraph(child, spot, table_style)
            elif child.tag == W + "tbl":
                self._table(child)
            elif child.tag in _THROUGH:
                self._blocks(child, spot, table_style)

    def _table(self, table: Element) -> None:
        """Read a table; what stands in one with rules is kept apart."""
        self._tables += 1
        number_here, style = (
            self._tables,
            value(table.find(W + "tblPr"), "tblStyle") or self._values.usual.get("table", ""),
        )
        grid = is_ruled(table, self._values)
        before = len(self._lines)
        for row_number, row in enumerate(table.iter(W + "tr"), 1):
            if next(row.iterancestors(W + "tbl")) is not table:
                continue
            for column, cell in enumerate(row.iterchildren(W + "tc"), 1):
                self._blocks(cell, Spot(0, number_here, row_number, column), style)
        if grid:
            self._has_table = True
            self._cells += self._lines[before:]
            del self._lines[before:]

    def _paragraph(self, paragraph: Element, spot: Spot, table_style: str) -> None:
        self._paragraphs += 1
        where = Spot(self._paragraphs, spot.table, spot.row, spot.column)
        self._lines += lines_of(paragraph, where, table_style, self._values, self._lists)
        if len(self._lines) + len(self._cells) > MOST_LINES:
            raise Unsafe(Problem.TOO_LONG, characters=MOST_LINES)
        if (end := paragraph.find(f"{W}pPr/{W}sectPr")) is not None:
            self._end_section(end)

    def _end_section(self, properties: Element | None) -> None:
        """Keep a section; a header that it does not name is that of the one before."""
        for kind in ("header", "footer"):
            for reference in properties.iterchildren(f"{W}{kind}Reference") if properties is not None else ():
                self._kept[kind, str(reference.get(W + "type") or "default")] = str(reference.get(_R + "id"))
        numbers = {which: tuple(self._numbers(which)) for which in ("first", "default")}
        has_first = said(properties, "titlePg")
        self._sections.append(
            Section(
                len(self._sections) + 1,
                *_page(properties),
                has_table=self._has_table,
                first=numbers["first"] if has_first else numbers["default"],
                rest=numbers["default"],
            )
        )
        self._has_table = False

    def _numbers(self, which: str) -> Iterator[PageNumber]:
        """Yield the page numbers in a header and a footer."""
        relations = part_of(self._archive, "word/_rels/document.xml.rels")
        targets = {str(one.get("Id")): str(one.get("Target")) for one in (() if relations is None else relations)}
        for kind in ("header", "footer"):
            target = targets.get(self._kept.get((kind, which), ""), "")
            root = part_of(self._archive, target[1:] if target[:1] == "/" else f"word/{target}") if target else None
            for paragraph in () if root is None else root.iter(W + "p"):
                if _shows_page(paragraph):
                    found = lines_of(paragraph, Spot(), "", self._values, self._lists, is_number=True)
                    line = replace(found[0], align=_aligned(paragraph, found[0].align))
                    yield PageNumber("header" if kind == "header" else "footer", line)


def lines_of(
    paragraph: Element, spot: Spot, table_style: str, values: Values, lists: Lists, *, is_number: bool = False
) -> list[Line]:
    """Return the lines of a paragraph: one, or as many as it was broken into by hand."""
    properties = paragraph.find(W + "pPr")
    runs = list(_runs(paragraph, paragraph, table_style, values))
    if is_number:  # its letters are made by the program that shows it
        runs = _number_runs(paragraph, table_style, values)
    texts = _broken(runs)
    mark = _mark(properties, lists) if any(run.text.strip() for run in runs) else ""
    whole = _standing(paragraph, values.paragraph(properties, table_style), spot)
    last = len(texts) - 1
    return [
        replace(
            whole,
            letters=text,
            ruled=whole.ruled and place == last,
            goes_on=place > 0,
            new_page=whole.new_page and place == 0,
            mark=mark if not place else "",
        )
        for place, text in enumerate(texts)
    ]


def _standing(paragraph: Element, layers: list[Element], spot: Spot) -> Line:
    """Return how a paragraph stands, without its letters."""
    drawn = any(one.tag in _DRAWN for one in paragraph.iter(*_DRAWN))
    edges = [value(layer.find(W + "pBdr"), "bottom") for layer in layers]
    rule, spacing = _spacing(layers)
    return Line(
        (),
        spot,
        align=_ALIGNS.get(found := first_value(layers, "jc"), found),
        left=_length(layers, "left") or _length(layers, "start"),
        first=_first_line(layers),
        before=_points(layers, "before"),
        after=_points(layers, "after"),
        rule=rule,
        spacing=spacing,
        ruled=drawn or any(edge not in ("", "nil", "none") for edge in edges),
        new_page=first_said(layers, "pageBreakBefore") or _breaks_page(paragraph),
        style=value(paragraph.find(W + "pPr"), "pStyle"),
        contextual=first_said(layers, "contextualSpacing"),
    )


def _broken(runs: list[Letters]) -> list[tuple[Letters, ...]]:
    """Return letters line by line, where lines were broken by hand."""
    texts: list[list[Letters]] = [[]]
    for run in runs:
        for place, piece in enumerate(run.text.split("\n")):
            if place:
                texts.append([])
            texts[-1].append(run._replace(text=piece))
    return [tuple(text) for text in texts]


def _runs(parent: Element, paragraph: Element, table_style: str, values: Values) -> Iterator[Letters]:
    for child in parent.iterchildren():
        if child.tag == W + "r":
            layers = values.letters(child.find(W + "rPr"), paragraph.find(W + "pPr"), table_style)
            text = "".join(_texts(child))
            if text and not layers.hidden():
                yield _letters(text, layers)
        elif child.tag in _THROUGH:
            yield from _runs(child, paragraph, table_style, values)


def _number_runs(paragraph: Element, table_style: str, values: Values) -> list[Letters]:
    """Return the letters in which a field shows its number: those of the number that Word last put there, else of the
    field itself."""
    runs = [run for name in ("t", "instrText") for run in paragraph.iter(W + "r") if run.find(W + name) is not None]
    properties = runs[0].find(W + "rPr") if runs else None
    return [_letters("1", values.letters(properties, paragraph.find(W + "pPr"), table_style))]


def _aligned(paragraph: Element, align: str) -> str:
    """Return where the number of a page stands: a frame or the tabs of a header may put it in the middle."""
    frame = value(paragraph.find(W + "pPr"), "framePr", "xAlign")
    tabs = sum(1 for run in paragraph.iter(W + "r") for _tab in run.iterchildren(W + "tab"))
    return frame or {1: "center", 2: "right"}.get(tabs if align == "left" else 0, align)


def _letters(text: str, layers: LetterLayers) -> Letters:
    return Letters(
        text,
        layers.font("hAnsi"),
        layers.font("ascii"),
        layers.size(),
        layers.toggled("b"),
        layers.toggled("i"),
        layers.underlined(),
        layers.toggled("caps"),
        layers.colour(),
    )


def _texts(run: Element) -> Iterator[str]:
    for child in run.iterchildren():
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag in (W + "br", W + "cr") and child.get(W + "type") in (None, "textWrapping"):
            yield "\n"


def _mark(properties: Element | None, lists: Lists) -> str:
    numbering = properties.find(W + "numPr") if properties is not None else None
    depth = value(numbering, "ilvl")
    list_id = value(numbering, "numId")
    return lists.next(list_id, int(depth) if depth.isdigit() and len(depth) < 3 else 0) if list_id else ""


def _breaks_page(paragraph: Element) -> bool:
    """Return whether a paragraph begins with a break of the page."""
    for one in paragraph.iter(W + "br", W + "t"):
        return bool(one.tag == W + "br" and one.get(W + "type") == "page")
    return False


def _shows_page(paragraph: Element) -> bool:
    said_here = "".join(str(one.text or "") for one in paragraph.iter(W + "instrText"))
    simple = " ".join(str(one.get(W + "instr") or "") for one in paragraph.iter(W + "fldSimple"))
    return "PAGE" in f" {said_here} {simple} ".upper().replace("NUMPAGES", "").replace("PAGEREF", "").split()


def _length(layers: list[Element], side: str) -> float:
    """Return an indent in millimetres."""
    return number(first_value(layers, "ind", side)) * MM_PER_TWIP


def _first_line(layers: list[Element]) -> float:
    """Return how far the first line is moved in, or out where the number is negative, by the first layer that says."""
    for layer in layers:
        if hanging := value(layer, "ind", "hanging"):
            return -number(hanging) * MM_PER_TWIP
        if first := value(layer, "ind", "firstLine"):
            return number(first) * MM_PER_TWIP
    return 0.0


def _points(layers: list[Element], side: str) -> float:
    """Return the space before or after a paragraph in points; what Word finds by itself is 14."""
    if first_value(layers, "spacing", side + "Autospacing") in ("1", "true", "on"):
        return 14.0
    return number(first_value(layers, "spacing", side)) / 20


def _spacing(layers: list[Element]) -> tuple[Rule, float]:
    """Return how far lines stand from each other: in lines, or in points."""
    layer = next((one for one in layers if value(one, "spacing", "line")), None)
    line, rule = number(value(layer, "spacing", "line"), 240), value(layer, "spacing", "lineRule")
    if rule in ("exact", "atLeast"):
        return ("exact" if rule == "exact" else "atLeast"), line / 20
    return "auto", line / 240


def _page(properties: Element | None) -> tuple[float, float, float, float, float, float]:
    """Return width, height and margins in millimetres; a gutter widens the left one."""
    size = [number(value(properties, "pgSz", side), usual) for side, usual in (("w", 12240), ("h", 15840))]
    sides = [number(value(properties, "pgMar", side), 1440) for side in ("top", "bottom", "left", "right")]
    sides[2] += number(value(properties, "pgMar", "gutter"))
    width, height, top, bottom, left, right = (abs(one) * MM_PER_TWIP for one in (*size, *sides))
    return width, height, top, bottom, left, right


def is_ruled(table: Element, values: Values) -> bool:
    """Return whether a table shows rules inside: then it holds figures or names, and is not a head or a signature."""
    properties = table.find(W + "tblPr")
    own = properties.find(W + "tblBorders") if properties is not None else None
    by_style = [] if own is not None else list(values.line_of(value(properties, "tblStyle"), "tblPr"))
    borders = [own, *(layer.find(W + "tblBorders") for layer in by_style)]
    found = next((one for one in borders if one is not None), None)
    if any(value(found, side) not in ("", "nil", "none") for side in ("insideH", "insideV")):
        return True
    cells = [one for one in table.iter(W + "tcBorders") if any(_is_line(side) for side in one)]
    return len(cells) > 2


def _is_line(side: Element) -> bool:
    return side.get(W + "val") not in (None, "nil", "none")
