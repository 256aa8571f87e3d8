"""Makes the Word templates of the year-end report: one text (`year_end.txt`), laid out in Party and in State form.

Run `python -m tools.report_templates` after the text or a layout changes, and commit what it writes. Sizes are those of
Guidance 36-HD/VPTW (2018) and of Decree 30/2020.
Lines of the text: "= ", "== ", "=== " headings; "- " an item; "~" a caption; "%" a control line; "|" a table; a last
"…" is a dotted line to write on.
"""

from pathlib import Path

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Cm, Mm, Pt

from tools.office_layout import Form, add_table, borderless, empty_rule, new_document, rule, write

TEXT = Path(__file__).with_name("year_end.txt")
PLACE = Path(__file__).parent.parent / "src/kheo/outlets/reports/templates_docx"


PARTY = Form("party", (20, 20, 30, 15), 14, 16, "T/M ")
STATE = Form("state", (20, 20, 30, 15), 14, 14, "TM. ")
DAY = "{{ h.place }}, {{ ngay_van_ban(h.day) if h.day else 'ngày …… tháng …… năm 20……' }}"


def party_head(word: Word, number: str = "Số {{ h.number or '……' }}-BC/{{ h.symbol }}") -> None:
    """Lay out the head in Party form: superior, issuer, star and number; the Party's name, place and day."""
    left, right = borderless(word, 7.5, 9.0)
    write(left, "{%p if h.superior %}")
    write(left, "{{ h.superior | upper }}")
    write(left, "{%p endif %}")
    write(left, "{{ h.issuer | upper }}", bold=True)
    write(left, "*")
    write(left, number)
    rule(write(right, "ĐẢNG CỘNG SẢN VIỆT NAM", size=15, bold=True), 0.45)
    write(right, DAY, italic=True).paragraph_format.space_before = Pt(8)


def state_head(word: Word, number: str = "Số: {{ h.number or '……' }}/BC-{{ h.symbol }}") -> None:
    """Lay out the head in State form: superior, issuer and number; the State's name and motto, place and day."""
    left, right = borderless(word, 7.0, 9.5)
    write(left, "{%p if h.superior %}", size=12)
    write(left, "{{ h.superior | upper }}", size=12)
    write(left, "{%p endif %}", size=12)
    write(left, "{{ h.issuer | upper }}", size=12, bold=True)
    empty_rule(left, 1.9)
    write(left, number, size=13)
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
        paragraph.paragraph_format.keep_with_next = line.endswith((":", ':" }}', ":{% else %}.{% endif %}"))
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        width = 210 - form.margins[2] - form.margins[3]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


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
        word.save(str(PLACE / f"year_end_{form.name}.docx"))


if __name__ == "__main__":
    main()
