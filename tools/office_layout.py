"""Pieces of an office document in Word: lines, rules, tables, the page with its number. For `office_forms.py`."""

from docx import Document
from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph


def write(
    place: Paragraph | _Cell, text: str, *, size: float = 14, align: ALIGN = ALIGN.CENTER, **look: bool
) -> Paragraph:
    """Add one line in one look to a cell, or fill a paragraph."""
    line = place.add_paragraph() if isinstance(place, _Cell) else place
    run = line.add_run(text)
    run.font.size = Pt(size)
    run.bold, run.italic, run.underline = (look.get(name, False) for name in ("bold", "italic", "underline"))
    line.alignment = align
    line.paragraph_format.space_after = Pt(0)
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    line.paragraph_format.first_line_indent = Cm(0)
    return line


def narrow(line: Paragraph) -> Paragraph:
    """Set a line in the middle in from both sides, so that no last word stands alone below it."""
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Cm(1)
    return line


def keep_end(lines: list[Paragraph]) -> None:
    """Keep the end of a text, the last paragraph or the last list, with what follows it."""
    for line in reversed(lines):
        line.paragraph_format.keep_with_next = True
        if not line.text.startswith(("{%p", "- ")):
            break


def rule(line: Paragraph, indent: float) -> None:
    """Draw a thin rule under a line, shortened on both sides by so many centimetres."""
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Cm(indent)
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in {"val": "single", "sz": "6", "space": "1", "color": "000000"}.items():
        bottom.set(qn(f"w:{key}"), value)
    border.append(bottom)
    # The schema wants the border before spacing, indents and alignment.
    properties = line._p.get_or_add_pPr()
    following = next((e for e in properties if e.tag in {qn("w:spacing"), qn("w:ind"), qn("w:jc")}), None)
    following.addprevious(border) if following is not None else properties.append(border)


def empty_rule(cell: _Cell, indent: float) -> None:
    """Draw a short rule on a line of its own."""
    line = write(cell, "", size=2)
    line.paragraph_format.space_after = Pt(4)
    rule(line, indent)


def new_document(margins: tuple[float, float, float, float], *, exact: bool) -> Word:
    """Return an empty A4 document with the body style, margins (top, bottom, left, right, in millimetres), lines of at
    least or of exactly 18 points, and a page number from the second page on."""
    word = Document()
    section, style = word.sections[0], word.styles["Normal"]
    section.page_width, section.page_height = Mm(210), Mm(297)
    sides = ("top_margin", "bottom_margin", "left_margin", "right_margin")
    for name, millimetres in zip(sides, margins, strict=True):
        setattr(section, name, Mm(millimetres))
    section.header_distance = Mm(10)
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    body = style.paragraph_format
    body.space_after, body.line_spacing = Pt(6), Pt(18)
    body.line_spacing_rule = WD_LINE_SPACING.EXACTLY if exact else WD_LINE_SPACING.AT_LEAST
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = number.add_run()
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        mark.set(qn("w:fldCharType"), kind) if kind else setattr(mark, "text", text)
        run._r.append(mark)
    return word


def borderless(word: Word, *widths: float) -> tuple[_Cell, ...]:
    """Add a table of one row without borders, which stays on one page; return its cells, emptied."""
    table = word.add_table(rows=1, cols=len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = cell.width = Cm(width)
        cell._tc.remove(cell.paragraphs[0]._p)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # a name never stands alone on a page
    return tuple(table.rows[0].cells)
