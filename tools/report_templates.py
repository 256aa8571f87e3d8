"""Makes the Word templates of the year-end report: one text (`year_end.txt`), laid out in Party and in State form.

Run it after the text or a layout changes, and commit what it writes. Sizes: Guidance 36-HD/VPTW (2018), Decree 30/2020.
Lines of the text: "= ", "== ", "=== " headings; "- " an item; "~" a caption; "%" a control line; "|" a table; a last
"…" is a dotted line to write on.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

TEXT = Path(__file__).with_name("year_end.txt")
CELL_END = re.compile(r" \| (?![^{]*\}\})")  # not the pipe of a filter
PLACE = Path(__file__).parent.parent / "src/kheo/outlets/reports/templates_docx"


@dataclass(frozen=True)
class Form:
    """What differs between the forms; sizes in points, margins (top, bottom, left, right) in millimetres."""

    name: str
    margins: tuple[int, int, int, int]
    chapter: int
    kind: int
    signature: str


PARTY = Form("party", (20, 20, 30, 15), 14, 16, "T/M ")
STATE = Form("state", (20, 20, 30, 15), 14, 14, "TM. ")


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


def new_document(form: Form) -> Word:
    """Return an empty A4 document with the body style, margins, and a page number from the second page on."""
    word = Document()
    section, style = word.sections[0], word.styles["Normal"]
    section.page_width, section.page_height = Mm(210), Mm(297)
    margins = ("top_margin", "bottom_margin", "left_margin", "right_margin")
    for name, millimetres in zip(margins, form.margins, strict=True):
        setattr(section, name, Mm(millimetres))
    section.header_distance = Mm(10)
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    body = style.paragraph_format
    body.space_after, body.line_spacing_rule, body.line_spacing = Pt(6), WD_LINE_SPACING.AT_LEAST, Pt(18)
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
    """Add a table of one row without borders; return its cells, emptied."""
    table = word.add_table(rows=1, cols=len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = cell.width = Cm(width)
        cell._tc.remove(cell.paragraphs[0]._p)
    return tuple(table.rows[0].cells)


DAY = "{{ h.place }}, {{ ngay_van_ban(h.day) if h.day else 'ngày …… tháng …… năm 20……' }}"


def party_head(word: Word) -> None:
    """Lay out the head in Party form: superior, issuer, star and number; the Party's name, place and day."""
    left, right = borderless(word, 7.5, 9.0)
    write(left, "{%p if h.superior %}")
    write(left, "{{ h.superior | upper }}")
    write(left, "{%p endif %}")
    write(left, "{{ h.issuer | upper }}", bold=True)
    write(left, "*")
    write(left, "Số {{ h.number or '……' }}-BC/{{ h.symbol }}")
    rule(write(right, "ĐẢNG CỘNG SẢN VIỆT NAM", size=15, bold=True), 0.45)
    write(right, DAY, italic=True).paragraph_format.space_before = Pt(8)


def state_head(word: Word) -> None:
    """Lay out the head in State form: superior, issuer and number; the State's name and motto, place and day."""
    left, right = borderless(word, 7.0, 9.5)
    write(left, "{%p if h.superior %}", size=12)
    write(left, "{{ h.superior | upper }}", size=12)
    write(left, "{%p endif %}", size=12)
    write(left, "{{ h.issuer | upper }}", size=12, bold=True)
    empty_rule(left, 1.9)
    write(left, "Số: {{ h.number or '……' }}/BC-{{ h.symbol }}", size=13)
    write(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    rule(write(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True), 1.5)
    write(right, DAY, italic=True).paragraph_format.space_before = Pt(8)


def title(word: Word, form: Form) -> None:
    """Add the kind of document and what it is about."""
    line = write(word.add_paragraph(), "BÁO CÁO", size=form.kind, bold=True)
    line.paragraph_format.space_before = Pt(18)
    write(word.add_paragraph(), "Kết quả {{ movement }} năm {{ year }},", bold=True)
    write(word.add_paragraph(), "nhiệm vụ trọng tâm năm {{ year + 1 }}", bold=True)
    last = write(word.add_paragraph(), "-----" if form is PARTY else "", size=14 if form is PARTY else 2)
    last.paragraph_format.space_after = Pt(12)
    if form is STATE:
        rule(last, 5.8)


def body(word: Word, form: Form) -> None:
    """Add the text, line by line."""
    table: list[str] = []
    for line in TEXT.read_text("utf-8").splitlines():
        if line.startswith("|"):
            table.append(line[1:])
            continue
        if table:
            add_table(word, table)
            table = []
        add_line(word, line, form)


def add_line(word: Word, line: str, form: Form) -> None:
    """Add one paragraph by its sign."""
    mark, _, text = line.partition(" ")
    paragraph = word.add_paragraph()
    if line.startswith("%"):
        paragraph.add_run(f"{{%p {line[1:]} %}}")
    elif mark in {"=", "==", "==="}:
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = True, mark == "===", Pt(form.chapter)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
    elif line.startswith("~"):
        write(paragraph, line[1:], bold=True).paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(6)
    else:
        paragraph.add_run(line.replace("…", "\t"))
        paragraph.alignment = ALIGN.LEFT if line.endswith("…") else ALIGN.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        width = 210 - form.margins[2] - form.margins[3]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def add_table(word: Word, lines: list[str]) -> None:
    """Add a ruled table: heads that repeat on each page, a row for each of a list, totals."""
    parts = {name: text for name, _, text in (line.partition(" ") for line in lines)}
    widths = [float(width) for width in parts["widths"].split()]
    rows = [parts["head"], "{%tr for " + parts["for"] + " %}", parts["row"], "{%tr endfor %}", parts.get("total", "")]
    texts = rows if rows[-1] else rows[:-1]
    table = word.add_table(rows=len(texts), cols=len(widths), style="Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for number, text in enumerate(texts):
        fill_row(table, number, [cell.strip() for cell in CELL_END.split(text)], widths, bold=number in {0, 4})
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def fill_row(table: Table, number: int, texts: list[str], widths: list[float], *, bold: bool) -> None:
    """Write one row: wide columns to the left, narrow ones in the middle."""
    for place, width in enumerate(widths):
        cell = table.cell(number, place)
        cell.width = Cm(width)
        text = texts[place] if place < len(texts) else ""
        align = ALIGN.LEFT if number and width > 4 else ALIGN.CENTER
        write(cell.paragraphs[0], text, size=12, align=align, bold=bold)


def foot(word: Word, form: Form) -> None:
    """Add who receives the document, and who signs it."""
    left, right = borderless(word, 7.5, 9.0)
    if form is PARTY:
        write(left, "Nơi nhận:", size=14, align=ALIGN.LEFT, underline=True)
    else:
        write(left, "Nơi nhận:", size=12, align=ALIGN.LEFT, bold=True, italic=True)
    size = 12 if form is PARTY else 11
    write(left, "{%p if h.superior %}", size=size, align=ALIGN.LEFT)
    write(left, "- {{ h.superior }} (để báo cáo){{ ',' if party else ';' }}", size=size, align=ALIGN.LEFT)
    write(left, "{%p endif %}", size=size, align=ALIGN.LEFT)
    write(left, "- Các thành viên Ban Chỉ đạo{{ ',' if party else ';' }}", size=size, align=ALIGN.LEFT)
    write(left, "- Các cơ quan, đơn vị{{ ',' if party else ';' }}", size=size, align=ALIGN.LEFT)
    write(left, "- {{ 'Lưu.' if party else 'Lưu: VT.' }}", size=size, align=ALIGN.LEFT)
    write(right, form.signature + "{{ h.signs_for }}", bold=form is STATE)
    write(right, "{{ h.signs_as }}", bold=True)
    for _line in range(4):
        write(right, "")
    write(right, "{{ h.signer }}", bold=True)


def main() -> None:
    """Write both templates."""
    PLACE.mkdir(exist_ok=True)
    for form in (PARTY, STATE):
        word = new_document(form)
        (party_head if form is PARTY else state_head)(word)
        title(word, form)
        body(word, form)
        foot(word, form)
        word.save(PLACE / f"year_end_{form.name}.docx")


if __name__ == "__main__":
    main()
