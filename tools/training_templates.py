"""Makes the Word template of the list of trainees of a class (`trainees.txt`), in both forms. Run
`python -m tools.training_templates` after a change.
"""

from pathlib import Path

from docx.document import Document as Word

from tools.office_forms import PARTY, STATE, Form, blank
from tools.office_layout import borderless
from tools.office_tables import add_table
from tools.report_templates import body, head, recipients, signature, title

HERE = Path(__file__).parent
PLACE = HERE.parent / "src/kheo/movement/training/templates_docx"
TRAINEES = [
    "widths 1.2 4.4 5.6 1.9 3.4",
    "head STT | Họ và tên | Chức vụ, đơn vị | Số buổi có mặt | Giấy chứng nhận",
    "for row in trainees",
    "row {{ row.number }} | {{ row.name }} | {{ row.place }} | {{ row.attended }} | {{ row.certificate }}",
]


def trainees(form: Form) -> Word:
    """Return the template of the list of trainees."""
    word = blank(form)
    head(word, form, "Số ……-DS/{{ h.symbol }}" if form.is_party else "Số: ……/DS-{{ h.symbol }}")
    title(word, form, "DANH SÁCH", "học viên lớp “{{ title }}”" if form.is_party else "Học viên lớp “{{ title }}”")
    body(word, form, HERE / "trainees.txt")
    add_table(word, TRAINEES)
    left, right = borderless(word, 7.5, 9.0)
    above = ("{%p if h.superior %}", "{{ h.superior }} (để báo cáo)", "{%p endif %}")
    recipients(left, form, *above, "Các đơn vị có học viên")
    signature(right, form, "{{ h.signs_as | upper }}", authority=form.signature + "{{ h.issuer | upper }}")
    return word


def main() -> None:
    """Write the templates."""
    PLACE.mkdir(exist_ok=True)
    for form in (PARTY, STATE):
        trainees(form).save(str(PLACE / f"trainees_{form.name}.docx"))


if __name__ == "__main__":
    main()
