"""Makes the Word templates of the reports of a year, its first half and a term: a text each (`year_end.txt`,
`half_year.txt`, `term.txt`), laid out in Party and in State form.

Run `python -m tools.report_templates` after the text or a layout changes, and commit what it writes. Sizes, margins and
looks are those of `kheo.lib.office.formats.profiles`, chosen in `office_forms.py`.
Lines of the text: "= ", "== ", "=== " headings; "- " an item; "~" a caption; "@" a legal basis; "%" a control line;
"|" a table; a last "…" is a dotted line to write on; "+name | words" takes in `report_parts/name.txt`, which several
reports share, with the words in place of each "§".
"""

from itertools import groupby
from pathlib import Path

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt
from docx.table import _Cell

from kheo.lib.office.formats.profiles import Block
from tools.office_forms import PARTY, STATE, USUAL, Form, blank
from tools.office_layout import borderless, empty_rule, keep_end, narrow, rule, write
from tools.office_tables import add_table
from tools.report_texts import lines_of

TEXTS = Path(__file__).parent
PLACE = Path(__file__).parent.parent / "src/kheo/outlets/reports/templates_docx"
DAY = "{{ h.place }}, {{ ngay_van_ban(h.day) if h.day else 'ngày …… tháng …… năm 20……' }}"
_NUMBER, _SYMBOL = "{{ h.number or '……' }}", "{{ h.symbol }}"
REPORT_NUMBERS = {"party": f"Số {_NUMBER}-BC/{_SYMBOL}", "state": f"Số: {_NUMBER}/BC-{_SYMBOL}"}


def head(word: Word, form: Form, number: str) -> None:
    """Lay out the head: superior, issuer and number; the Party's name, or the State's with its motto; place and day.
    `number` is the line under the issuer, empty for a paper without one."""
    left, right = borderless(word, 7.5, 9.0) if form.is_party else borderless(word, 7.0, 9.5)
    form.put(left, "{%p if h.superior %}", Block.SUPERIOR)
    form.put(left, "{{ h.superior | upper }}", Block.SUPERIOR)
    form.put(left, "{%p endif %}", Block.SUPERIOR)
    form.put(left, "{{ h.issuer | upper }}", Block.ISSUER)
    write(left, "*") if form.is_party else empty_rule(left, 1.9)
    if number:
        form.put(left, number, Block.NUMBER)
    if form.is_party:
        rule(form.put(right, "ĐẢNG CỘNG SẢN VIỆT NAM", Block.PARTY_TITLE), 0.45)
    else:
        form.put(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Block.NATION)
        rule(form.put(right, "Độc lập - Tự do - Hạnh phúc", Block.MOTTO), 1.75)
    form.put(right, DAY, Block.PLACE_AND_DAY).paragraph_format.space_before = Pt(8)


def title(word: Word, form: Form, kind: str, *about: str, with_it: str = "", across: float = 16.5) -> None:
    """Add the kind of document, what it is about, and with which other it goes; the text is so many centimetres
    across."""
    form.put(word.add_paragraph(), kind, Block.KIND).paragraph_format.space_before = Pt(18)
    for line in about:
        narrow(form.put(word.add_paragraph(), line, Block.ABOUT))
    if with_it:
        narrow(write(word.add_paragraph(), f"(Kèm theo {with_it})", size=USUAL, italic=True))
    form.end_title(word.add_paragraph(), across)


def body(word: Word, form: Form, text: Path) -> None:
    """Add a text, line by line; its end stays with what follows, the signature."""
    before = len(word.paragraphs)
    for is_table, lines in groupby(lines_of(text), key=lambda line: line.startswith("|")):
        if is_table:
            add_table(word, [line[1:] for line in lines])
            continue
        for line in lines:
            add_line(word, line, form)
    keep_end(word.paragraphs[before:])


def add_line(word: Word, line: str, form: Form) -> None:
    """Add one paragraph by its sign."""
    mark, _, text = line.partition(" ")
    paragraph = word.add_paragraph()
    if line.startswith("%"):
        paragraph.add_run(f"{{%p {line[1:]} %}}")
    elif mark in {"=", "==", "==="}:
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = True, mark == "===", Pt(USUAL)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.first_line_indent = Mm(form.first_line)
    elif line.startswith("~"):
        narrow(write(paragraph, line[1:], bold=True)).paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(6)
    else:
        paragraph.add_run(line.removeprefix("@").replace("…", "\t")).italic = line.startswith("@") and not form.is_party
        paragraph.alignment = ALIGN.LEFT if line.endswith("…") else ALIGN.JUSTIFY
        paragraph.paragraph_format.keep_with_next = line.endswith((":", ':" }}', ":{% else %}.{% endif %}"))
        paragraph.paragraph_format.first_line_indent = Mm(form.first_line)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(form.width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def recipients(cell: _Cell, form: Form, *lines: str) -> None:
    """Add who receives the document: lines that begin with "{%p" are control lines; the last says where it is kept."""
    form.put(cell, "Nơi nhận:", Block.RECIPIENTS_HEAD)
    for line in lines:
        form.put(cell, line if line.startswith("{%p") else f"- {line}{form.end}", Block.RECIPIENTS)
    form.put(cell, "- Lưu." if form.is_party else "- Lưu: VT.", Block.RECIPIENTS)


def signature(cell: _Cell, form: Form, post: str, *, authority: str = "", name: str = "{{ h.signer }}") -> None:
    """Add for whom, as what and who signs. A post that stands alone is heavy in both forms."""
    if authority:
        form.put(cell, authority, Block.AUTHORITY)
    form.put(cell, post, Block.POST if authority else Block.AUTHORITY)
    for _line in range(4):
        write(cell, "")
    form.put(cell, name, Block.SIGNER)


def foot(word: Word, form: Form) -> None:
    """Add who receives the document, and who signs it."""
    left, right = borderless(word, 7.5, 9.0)
    above = ("{%p if h.superior %}", "{{ h.superior }} (để báo cáo)", "{%p endif %}")
    recipients(left, form, *above, "Các thành viên Ban Chỉ đạo", "Các cơ quan, đơn vị")
    signature(right, form, "{{ h.signs_as }}", authority=form.signature + "{{ h.signs_for }}")


REPORTS = {
    "year_end": ("Kết quả {{ movement }} năm {{ year }},", "nhiệm vụ trọng tâm năm {{ year + 1 }}"),
    "half_year": ("Sơ kết {{ movement }}", "6 tháng đầu năm {{ year }}, nhiệm vụ 6 tháng cuối năm"),
    "term": ("Kết quả {{ movement }}", "{{ term }}"),
}


def main() -> None:
    """Write all templates."""
    for name, about in REPORTS.items():
        for form in (PARTY, STATE):
            word = blank(form)
            head(word, form, REPORT_NUMBERS[form.name])
            title(word, form, "BÁO CÁO", *about)
            body(word, form, TEXTS / f"{name}.txt")
            foot(word, form)
            word.save(str(PLACE / f"{name}_{form.name}.docx"))


if __name__ == "__main__":
    main()
