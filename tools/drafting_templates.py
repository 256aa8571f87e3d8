"""Makes the Word templates of a campaign's documents, each in Party and in State form: plan, call to register,
guidance, submission (`drafting_NAME.txt`), list of registrations, list of the appraised. Run
`python -m tools.drafting_templates` after a change. The signs of the texts are those of `report_templates.py`."""

from pathlib import Path

from docx.document import Document as Word
from docx.shared import Pt

from kheo.lib.office.formats.profiles import Block
from tools.office_forms import PARTY, STATE, Form, blank
from tools.office_layout import borderless
from tools.office_tables import add_table
from tools.report_templates import add_line, body, head, title

HERE = Path(__file__).parent
PLACE = HERE.parent / "src/kheo/movement/drafting/templates_docx"
FOR = "{{ movement }} năm {{ year }}"
POST = "{{ h.signs_as | upper }}"
UNITS = [
    "widths 1.3 7.2 2.6 2.8 2.6",
    "head STT | Đơn vị | Chỉ tiêu | Đã đăng ký | Còn thiếu",
    "for unit in units",
    "row {{ loop.index }} | {{ unit.name }} | {{ so(unit.asked) }} | {{ so(unit.registered) }} "
    "| {{ so(unit.missing) }}",
]
ROWS = [
    "widths 1.3 5.2 3.6 3.2 3.2",
    "head STT | Mô hình, điển hình | Đơn vị | Lĩnh vực | Đối tượng; tình trạng",
    "for row in rows",
    "row {{ loop.index }} | {{ row.name }} | {{ row.unit }} | {{ row.field }} "
    "| {{ row.owner }}; {{ row.status | lower }}",
]
SCORED = [
    "widths 1.3 4.7 3.3 2.8 1.6 2.8",
    "head STT | Mô hình, điển hình | Đơn vị | Lĩnh vực | Điểm | Xếp loại",
    "for row in scored",
    "row {{ loop.index }} | {{ row.name }} | {{ row.unit }} | {{ row.field }} | {{ diem(row.points) }} "
    "| {{ row.grade }}{{ '; ' + row.veto if row.veto }}",
]


def _number(form: Form) -> str:
    return "Số {{ h.number }}" if form.is_party else "Số: {{ h.number }}"


def _foot(word: Word, form: Form, *, has_recipients: bool = True) -> None:
    """Add who receives the document, as the campaign's office says, and who signs it, by which right."""
    left, right = borderless(word, 7.5, 9.0)
    if has_recipients:
        form.put(left, "Nơi nhận:", Block.RECIPIENTS_HEAD)
        lines = ("{%p for one in recipients %}", "- {{ one }}" + form.end, "{%p endfor %}")
        for line in (*lines, "- Lưu." if form.is_party else "- Lưu: VT."):
            form.put(left, line, Block.RECIPIENTS)
    else:
        left.add_paragraph()  # a cell without a paragraph is no cell
    marks = ("{%p if h.authority %}", "{{ h.authority }}", POST, "{%p else %}", POST, "{%p endif %}", *[""] * 4)
    for place, line in enumerate(marks):
        form.put(right, line, Block.POST if place == 2 else Block.AUTHORITY)
    form.put(right, "{{ h.signer }}", Block.SIGNER)


def _to(word: Word, form: Form) -> None:
    to = form.put(word.add_paragraph(), "Kính gửi: {{ h.to }}", Block.ADDRESSEE)
    to.paragraph_format.space_before = to.paragraph_format.space_after = Pt(12)


def plan(word: Word, form: Form) -> None:
    """Lay out the plan."""
    head(word, form, _number(form))
    title(word, form, "KẾ HOẠCH", "Triển khai " + FOR)
    body(word, form, HERE / "drafting_plan.txt")
    _foot(word, form)


def call(word: Word, form: Form) -> None:
    """Lay out the letter that calls to register: no title, its subject under the number."""
    head(word, form, _number(form))
    form.put(
        word.tables[0].cell(0, 0), "V/v đăng ký mô hình, điển hình {{ movement }} năm {{ year }}", Block.LETTER_ABOUT
    )
    _to(word, form)
    body(word, form, HERE / "drafting_call.txt")
    _foot(word, form)


def guidance(word: Word, form: Form) -> None:
    """Lay out the guidance on scoring."""
    head(word, form, _number(form))
    title(word, form, "HƯỚNG DẪN", "Chấm điểm, xét công nhận mô hình, điển hình", "trong " + FOR)
    body(word, form, HERE / "drafting_guidance.txt")
    _foot(word, form)


def submission(word: Word, form: Form) -> None:
    """Lay out the submission for recognition."""
    head(word, form, _number(form))
    title(word, form, "TỜ TRÌNH", "Về việc công nhận mô hình, điển hình", "trong " + FOR)
    _to(word, form)
    body(word, form, HERE / "drafting_submission.txt")
    _foot(word, form)


def register(word: Word, form: Form) -> None:
    """Lay out the list of registrations, with what each unit was asked for."""
    head(word, form, "")
    title(word, form, "DANH SÁCH", "Mô hình, điển hình đăng ký", "trong " + FOR)
    add_line(word, "~I. Đăng ký theo đơn vị", form)
    add_table(word, UNITS)
    add_line(word, "~II. Mô hình, điển hình đăng ký", form)
    add_table(word, ROWS)
    by_field = "{% for each in by_field %}; {{ each.name | lower }}: {{ so(each.number) }}{% endfor %}"
    add_line(word, "Danh sách có {{ so(total) }} mô hình, điển hình" + by_field + "./.", form)
    _foot(word, form, has_recipients=False)


def appraised(word: Word, form: Form) -> None:
    """Lay out the list of what was appraised, with points."""
    head(word, form, "")
    title(word, form, "DANH SÁCH", "Mô hình, điển hình đã thẩm định, chấm điểm", "trong " + FOR)
    add_table(word, SCORED)
    able = "đủ điều kiện xét công nhận: {{ so(scored | selectattr('earns') | list | length) }}"
    add_line(word, "Danh sách có {{ so(scored | length) }} mô hình, điển hình; " + able + "./.", form)
    _foot(word, form, has_recipients=False)


def main() -> None:
    """Write all templates."""
    for lay_out in (plan, call, guidance, submission, register, appraised):
        for form in (PARTY, STATE):
            word = blank(form)
            lay_out(word, form)
            word.save(str(PLACE / f"{lay_out.__name__}_{form.name}.docx"))


if __name__ == "__main__":
    main()
