"""Makes the Word templates of a meeting: its minutes (`minutes.txt`) and the list that every member signs, in Party and
in State form. Run `python -m tools.meeting_templates` after a change.
"""

from pathlib import Path

from docx.document import Document as Word

from kheo.lib.office.formats.profiles import Block
from tools.office_forms import PARTY, STATE, Form, blank
from tools.office_layout import borderless, write
from tools.office_tables import add_table
from tools.report_templates import add_line, body, head, title

TEXT = Path(__file__).with_name("minutes.txt")
PLACE = Path(__file__).parent.parent / "src/kheo/movement/meetings/templates_docx"
NUMBERS = {"party": "Số {{ h.number or '……' }}-BB/BCĐ", "state": "Số: {{ h.number or '……' }}/BB-BCĐ"}
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


def foot(word: Word, form: Form, left_as: str, right_as: str) -> None:
    """Add who signs: two people beside each other."""
    for cell, signs_as, name in zip(
        borderless(word, 8.2, 8.3), (left_as, right_as), ("{{ secretary_name }}", "{{ chair_name }}"), strict=True
    ):
        form.put(cell, signs_as, Block.AUTHORITY)  # it stands alone
        write(cell, "(Ký, ghi rõ họ tên)", size=12, italic=True)
        for _line in range(4):
            write(cell, "")
        form.put(cell, name, Block.SIGNER)


def main() -> None:
    """Write the templates."""
    PLACE.mkdir(exist_ok=True)
    level = "mô hình, điển hình “Dân vận khéo” {{ level }} năm {{ year }}"
    for form in (PARTY, STATE):
        word = blank(form)
        head(word, form, NUMBERS[form.name])
        title(word, form, "BIÊN BẢN", f"họp xét, đề nghị công nhận {level}")
        body(word, form, TEXT)
        foot(word, form, "THƯ KÝ", "CHỦ TRÌ")
        word.save(str(PLACE / f"minutes_{form.name}.docx"))
        word = blank(form)
        head(word, form, "")
        title(word, form, "DANH SÁCH", f"{level} được cuộc họp {{{{ ngay_van_ban(h.day) }}}} đồng ý đề nghị công nhận")
        add_table(word, PASSED)
        add_line(word, "~Các thành viên dự họp ký xác nhận", form)
        add_table(word, SIGNED)
        foot(word, form, "THƯ KÝ", "CHỦ TRÌ")
        word.save(str(PLACE / f"list_{form.name}.docx"))


if __name__ == "__main__":
    main()
