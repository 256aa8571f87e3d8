"""Makes the Word templates of a decision that sets up or restaffs a committee: one text (`staffing.txt`), in Party and
in State form, with the list of members as its annex. Run `python -m tools.staffing_templates` after a change.

Lines of the text, beside those of `report_templates.py`: "!" a line in the middle; "# " an article, its number bold.
"""

from pathlib import Path

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from tools.office_forms import PARTY, STATE, Form, blank
from tools.office_layout import borderless, write
from tools.office_tables import add_table
from tools.report_templates import PLACE, add_line, head, recipients, signature, title

TEXT = Path(__file__).with_name("staffing.txt")
MEMBERS = [
    "widths 1.3 5.0 6.7 3.5",
    "head STT | Họ và tên | Chức vụ, đơn vị công tác | Chức danh trong Ban Chỉ đạo",
    "for member in members",
    "row {{ loop.index }} | {{ member.name }} | {{ member.title }} | {{ seats[member.seat] }}",
]


def body(word: Word, form: Form) -> None:
    """Add the text, line by line."""
    for line in TEXT.read_text("utf-8").splitlines():
        if line.startswith("!"):
            middle = write(word.add_paragraph(), line[1:], bold=True)
            middle.paragraph_format.space_before = middle.paragraph_format.space_after = Pt(6)
            middle.paragraph_format.keep_with_next = True
        elif line.startswith("# "):
            add_article(word, form, *line[2:].split("  ", 1))
        else:
            add_line(word, line, form)


def add_article(word: Word, form: Form, number: str, text: str) -> None:
    """Add one article."""
    paragraph = word.add_paragraph()
    paragraph.add_run(f"{number} ").bold = True
    paragraph.add_run(text)
    paragraph.alignment = ALIGN.JUSTIFY
    paragraph.paragraph_format.keep_with_next = text.endswith("./.")
    paragraph.paragraph_format.first_line_indent = Mm(form.first_line)


def foot(word: Word, form: Form) -> None:
    """Add who receives the decision, and who signs it."""
    left, right = borderless(word, 7.5, 9.0)
    recipients(left, form, "Như Điều 3", "{%p if h.superior %}", "{{ h.superior }} (để báo cáo)", "{%p endif %}")
    authority = form.signature + "{{ h.signs_for }}" if form.is_party else ""
    signature(right, form, "{{ h.signs_as | upper }}", authority=authority)


def annex(word: Word, form: Form) -> None:
    """Add the list of members on a page of its own."""
    before = len(word.paragraphs)
    with_it = "Quyết định số {{ h.number }} {{ ngay_van_ban(h.day) }} của {{ h.issuer }}"
    title(word, form, "DANH SÁCH", "thành viên {{ name }}", with_it=with_it)
    word.paragraphs[before].paragraph_format.page_break_before = True
    add_table(word, MEMBERS)


def main() -> None:
    """Write both templates."""
    about = "{{ 'về việc' if party else 'Về việc' }} {{ 'thành lập' if is_first else 'kiện toàn' }} {{ name }}"
    for form in (PARTY, STATE):
        word = blank(form)
        head(word, form, "Số {{ h.number }}" if form.is_party else "Số: {{ h.number }}")
        title(word, form, "QUYẾT ĐỊNH", about)
        body(word, form)
        foot(word, form)
        annex(word, form)
        word.save(str(PLACE / f"staffing_{form.name}.docx"))


if __name__ == "__main__":
    main()
