"""Ruled tables of an office document in Word, from a few lines of text."""

import re

from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

from tools.office_layout import write

CELL_END = re.compile(r" \| (?![^{]*\}\})")  # not the pipe of a filter
# A cell that is a number or a day, by how it begins.
_NUMBER = re.compile(
    r"100%|\{\{ (.* else )?(nghin|so|tyle|diem|ngay)\(|\{\{ \w+\.by_year\["
    r"|\{\{ [\w.]+\.(year|votes|said|minimum|registered|missing) "
)


def add_table(word: Word, lines: list[str]) -> None:
    """Add a ruled table: heads that repeat on each page, a row for each of a list, totals. With `groups` the rows stand
    under a `band` over all columns, which says what they share."""
    parts = {name: text for name, _, text in (line.partition(" ") for line in lines)}
    widths = [float(width) for width in parts["widths"].split()]
    each = ["{%tr for " + parts["for"] + " %}", parts["row"], "{%tr endfor %}"]
    if "groups" in parts:
        each = ["{%tr for " + parts["groups"] + " %}", parts["band"], *each, "{%tr endfor %}"]
    texts = [parts["head"], *each, *([parts["total"]] if "total" in parts else [])]
    bold = {0} | ({len(texts) - 1} if "total" in parts else set()) | ({2} if "groups" in parts else set())
    table = word.add_table(rows=len(texts), cols=len(widths), style="Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for number, text in enumerate(texts):
        fill_row(table, number, [cell.strip() for cell in CELL_END.split(text)], widths, bold=number in bold)
    if "groups" in parts:
        table.cell(2, 0).merge(table.cell(2, len(widths) - 1))
        table.cell(2, 0).paragraphs[0].alignment = ALIGN.LEFT
        for empty in table.cell(2, 0).paragraphs[1:]:
            empty._p.getparent().remove(empty._p)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def fill_row(table: Table, number: int, texts: list[str], widths: list[float], *, bold: bool) -> None:
    """Write one row: words to the left, numbers, days and what is short in the middle."""
    for place, width in enumerate(widths):
        cell = table.cell(number, place)
        cell.width = Cm(width)
        text = texts[place] if place < len(texts) else ""
        is_words = number and width > 2 and not _NUMBER.match(text)
        align = ALIGN.LEFT if is_words else ALIGN.CENTER
        write(cell.paragraphs[0], text, size=12, align=align, bold=bold)
