"""Makes the Word templates of a meeting: its minutes (`minutes.txt`) and the list that every member signs, in Party and
in State form. Run `python -m tools.meeting_templates` after a change.
"""

from pathlib import Path

from docx.document import Document as Word
from docx.shared import Pt

from tools.office_layout import Form, add_table, borderless, new_document, rule, write
from tools.report_templates import PARTY, STATE, add_line, party_head, state_head

TEXT = Path(__file__).with_name("minutes.txt")
PLACE = Path(__file__).parent.parent / "src/kheo/movement/meetings/templates_docx"
PASSED = [
    "widths 1.3 6.2 5.0 4.0",
    "head STT | Mô hình, điển hình | Đơn vị | Lĩnh vực",
    "for row in passed",
    "row {{ loop.index }} | {{ row.name }} | {{ row.unit }} | {{ row.field }}",
]
SIGNED = [
    "widths 1.3 4.6 4.1 3.3 3.2",
    "head STT | Họ và tên | Chức vụ, đơn vị công tác | Chức danh | Ký tên",
    "for seat in seats",
    "row {{ loop.index }} | {{ seat.name }} | {{ seat.title }} | {{ seat.place }} | ",
]


def title(word: Word, form: Form, kind: str, about: str) -> None:
    """Add the kind of document and what it is about."""
    line = write(word.add_paragraph(), kind, size=form.kind, bold=True)
    line.paragraph_format.space_before = Pt(18)
    write(word.add_paragraph(), about, bold=True)
    last = write(word.add_paragraph(), "-----" if form is PARTY else "", size=14 if form is PARTY else 2)
    last.paragraph_format.space_after = Pt(12)
    if form is STATE:
        rule(last, 5.8)


def body(word: Word, form: Form) -> None:
    """Add the text of the minutes, line by line."""
    table: list[str] = []
    for line in TEXT.read_text("utf-8").splitlines():
        if line.startswith("|"):
            table.append(line[1:])
            continue
        if table:
            add_table(word, table)
            table = []
        add_line(word, line, form)


def foot(word: Word, left_as: str, right_as: str) -> None:
    """Add who signs: two people beside each other."""
    for cell, signs_as, name in zip(
        borderless(word, 8.2, 8.3), (left_as, right_as), ("{{ secretary_name }}", "{{ chair_name }}"), strict=True
    ):
        write(cell, signs_as, bold=True)
        write(cell, "(Ký, ghi rõ họ tên)", size=12, italic=True)
        for _line in range(4):
            write(cell, "")
        write(cell, name, bold=True)


def main() -> None:
    """Write the templates."""
    PLACE.mkdir(exist_ok=True)
    level = "mô hình, điển hình “Dân vận khéo” {{ level }} năm {{ year }}"
    for form in (PARTY, STATE):
        word = new_document(form)
        party_head(word, "Số {{ h.number or '……' }}-BB/BCĐ") if form is PARTY else state_head(
            word, "Số: {{ h.number or '……' }}/BB-BCĐ"
        )
        title(word, form, "BIÊN BẢN", f"họp xét, đề nghị công nhận {level}")
        body(word, form)
        foot(word, "THƯ KÝ", "CHỦ TRÌ")
        word.save(str(PLACE / f"minutes_{form.name}.docx"))
        word = new_document(form)
        (party_head if form is PARTY else state_head)(word, "")
        title(word, form, "DANH SÁCH", f"{level} được cuộc họp {{{{ ngay_van_ban(h.day) }}}} đồng ý đề nghị công nhận")
        add_table(word, PASSED)
        add_line(word, "~Các thành viên dự họp ký xác nhận", form)
        add_table(word, SIGNED)
        foot(word, "THƯ KÝ", "CHỦ TRÌ")
        word.save(str(PLACE / f"list_{form.name}.docx"))


if __name__ == "__main__":
    main()
