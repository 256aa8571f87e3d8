"""Reads the text of a Word document: paragraphs, headings, items with their numbers, tables, headers, notes."""

import re
import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from kheo.lib.office.text_parts import PLAIN, Draft, Look, PartKind, Run
from kheo.lib.office.word_parts import Styles, W, font_of, links_of, lists_of, said, value
from kheo.lib.office.xml_in import Element, part_of
from kheo.lib.safe_files import check_archive
from kheo.lib.stories.word_pictures import DRAWN, pictures_at, targets_of

_BLOCKS = {W + name for name in ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo")}
_SKIPPED = {W + name for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "tblPr", "trPr", "tcPr")}
_SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": ""}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_AROUND: tuple[tuple[PartKind, re.Pattern[str]], ...] = (
    ("header", re.compile(r"word/header\d*\.xml$")),
    ("footer", re.compile(r"word/footer\d*\.xml$")),
)
_NAME = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
Runs = list[Run]


def read_word(path: Path, draft: Draft) -> None:
    """Put the text of a .docx into a draft: headers, the body, notes, footers.

    :raises Unsafe: for what no document from outside may have.
    """
    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        reader = _Reader(archive, draft)
        names = sorted(archive.namelist())
        for name in names:
            if _AROUND[0][1].match(name):
                reader.read(name, "header")
        reader.read("word/document.xml", "paragraph")
        reader.read("word/footnotes.xml", "footnote")
        reader.read("word/endnotes.xml", "endnote")
        for name in names:
            if _AROUND[1][1].match(name):
                reader.read(name, "footer")


class _Reader:
    """Walks through the parts of one document."""

    def __init__(self, archive: zipfile.ZipFile, draft: Draft) -> None:
        self._archive, self._draft = archive, draft
        self._styles, self._lists, self._links = Styles(archive), lists_of(archive), links_of(archive)
        self._targets: dict[str, str] = {}

    def read(self, name: str, kind: PartKind) -> None:
        """Add all of one part."""
        root = part_of(self._archive, name)
        if root is None:
            return
        body = root.find(W + "body")
        # Only the text itself: what is drawn in headers and notes is no picture of what is told.
        self._targets = targets_of(self._archive) if kind == "paragraph" else {}
        self._blocks(root if body is None else body, kind)

    def _blocks(self, parent: Element, kind: PartKind) -> None:
        for child in parent.iterchildren():
            if child.tag == W + "p":
                self._paragraph(child, kind)
            elif child.tag == W + "tbl":
                self._table(child)
            elif child.tag in _BLOCKS or child.tag in (W + "footnote", W + "endnote"):
                self._blocks(child, kind)

    def _paragraph(self, paragraph: Element, kind: PartKind) -> None:
        properties = paragraph.find(W + "pPr")
        style = value(properties, "pStyle")
        runs = list(self._runs(paragraph, style))
        level = self._styles.level(style)
        mark, depth = self._mark(properties, style) if any(run.text.strip() for run in runs) else ("", 0)
        if kind == "paragraph":
            kind, level = ("heading", level) if level else ("item", depth + 1) if mark else (kind, 0)
            kind = "caption" if kind == "paragraph" and self._styles.is_caption(style) else kind
        self._draft.add(kind, [Run(mark + " "), *runs] if mark else runs, level)
        for box in paragraph.iter(W + "txbxContent"):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                self._blocks(box, "box")

    def _mark(self, properties: Element | None, style: str) -> tuple[str, int]:
        numbering = properties.find(W + "numPr") if properties is not None else None
        list_id, depth = value(numbering, "numId"), value(numbering, "ilvl")
        by_style, deep = self._styles.numbering(style)
        chosen = list_id or by_style
        place = int(depth) if depth.isdigit() and len(depth) < 3 else deep
        return (self._lists.next(chosen, place), place) if chosen else ("", 0)

    def _runs(self, parent: Element, style: str, font: str = "", look: Look = PLAIN) -> Iterator[Run]:
        """Yield the texts of a paragraph with their fonts and looks; what was struck out in tracked changes is left
        out."""
        for child in parent.iterchildren():
            tag = child.tag
            if tag in _SKIPPED or tag == _FALLBACK or tag == W + "txbxContent":
                continue
            if tag == W + "t" or tag in _SIGNS:
                yield Run(_SIGNS.get(tag, child.text or ""), font, look)
            elif tag in DRAWN:
                yield from (Run("", font, look, picture) for picture in pictures_at(child, self._targets))
            elif tag == W + "r":
                properties = child.find(W + "rPr")
                own = font_of(properties) or self._styles.font(value(properties, "rStyle"), style)
                yield from self._runs(child, style, own, self._look(properties, style, look.link))
            elif tag == W + "hyperlink":
                link = self._links.get(str(child.get(_NAME)), "")
                yield from self._runs(child, style, font, look._replace(link=link))
            elif isinstance(tag, str):
                yield from self._runs(child, style, font, look)

    def _look(self, properties: Element | None, style: str, link: str) -> Look:
        """Return how a run is set: by itself, by its style, or by that of its paragraph."""
        names = (value(properties, "rStyle"), style)
        bold, italic = (
            next((one for one in (said(properties, sign), *by_style) if one is not None), False)
            for sign, by_style in (
                ("b", [self._styles.is_said(name, "bold") for name in names]),
                ("i", [self._styles.is_said(name, "italic") for name in names]),
            )
        )
        return Look(bold, italic, link)

    def _table(self, table: Element) -> None:
        """Add each row as a line "a | b | c"; a cell that only continues the one above says nothing. Of a table that
        only sets pictures side by side, each column is read by itself: the words beneath a picture are about it."""
        if self._sets_pictures(table):
            for cell in _by_columns(table):
                self._blocks(cell, "paragraph")
            return
        for row in table.iterchildren(W + "tr", W + "sdt"):
            runs: Runs = []
            for number, cell in enumerate(row.iter(W + "tc")):
                if any(above.tag == W + "tc" for above in _between(cell, row)):
                    continue  # a table in a cell is a part of what the cell says
                runs += [Run(" | ")] if number else []
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is None or merge.get(W + "val") == "restart":
                    runs += self._cell(cell)
            says = any(run.text.strip(" |") for run in runs)
            self._draft.add("row", runs if says else [run for run in runs if run.picture])

    def _sets_pictures(self, table: Element) -> bool:
        """Return whether each cell of the first row of a table holds a picture."""
        first = table.find(W + "tr")
        cells = [] if first is None else list(first.iterchildren(W + "tc"))
        return bool(cells) and all(
            any(True for drawn in cell.iter(*DRAWN) for _picture in pictures_at(drawn, self._targets)) for cell in cells
        )

    def _cell(self, cell: Element) -> Runs:
        runs: Runs = []
        for paragraph in cell.iter(W + "p"):
            words = list(self._runs(paragraph, value(paragraph.find(W + "pPr"), "pStyle")))
            if any(run.text.strip() or run.picture for run in words):
                runs += [Run(" "), *words] if runs else words
        return runs


def _by_columns(table: Element) -> Iterator[Element]:
    """Yield the cells of a table, column by column."""
    rows = [list(row.iterchildren(W + "tc")) for row in table.iterchildren(W + "tr")]
    for column in zip_longest(*rows):
        yield from (cell for cell in column if cell is not None)


def _between(cell: Element, row: Element) -> Iterator[Element]:
    for above in cell.iterancestors():
        if above is row:
            return
        yield above
