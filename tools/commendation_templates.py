"""Makes the Word templates of a dossier of commendation, each in Party and in State form: the submission (tờ trình),
the short list (danh sách trích ngang) on a page laid across, the report on one row's achievements. Run
`python -m tools.commendation_templates` after a change. The signs of the texts are those of `report_templates.py`."""

from pathlib import Path

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from kheo.lib.office.formats.profiles import Block
from tools.office_forms import PARTY, STATE, Form, blank
from tools.office_layout import borderless, write
from tools.office_tables import add_table
from tools.report_templates import add_line, body, head, recipients, signature, title

HERE = Path(__file__).parent
PLACE = HERE.parent / "src/kheo/movement/commendation/templates_docx"
FOR = "trong {{ movement }} năm {{ year }}"
WHAT = "{{ 'tặng ' + form if is_legal else '“' + form + '”' }}"
POST = "{{ (h.signs_as or '…………………') | upper }}"
ROWS = [
    "widths 1.2 4.0 3.0 1.9 3.9 5.7 1.4 4.1",
    "head STT | Họ và tên, tên tập thể | Đơn vị | Đối tượng | Thành tích | Tóm tắt thành tích | Điểm "
    "| Khen thưởng đã nhận",
    "for line in lines",
    "row {{ loop.index }} | {{ line.holder }} | {{ line.unit }} | {{ line.kind }} | {{ line.achievement }} "
    "| {{ line.summary }} | {{ line.points }} | {{ line.received | join('; ') or '–' }}",
]


def submission(word: Word, form: Form) -> None:
    """Lay out the submission."""
    head(word, form, f"{'Số' if form.is_party else 'Số:'} {{{{ h.number or '……' }}}}")
    title(word, form, "TỜ TRÌNH", "Về việc đề nghị " + WHAT, FOR)
    to = form.put(word.add_paragraph(), "Kính gửi: {{ h.to }}", Block.ADDRESSEE)
    to.paragraph_format.space_after = Pt(12)
    body(word, form, HERE / "commendation_submission.txt")
    left, right = borderless(word, 7.5, 9.0)
    recipients(left, form, "Như trên")
    signature(right, form, POST)


def short_list(word: Word, form: Form) -> None:
    """Lay out the short list on a page laid across."""
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    head(word, form, "")
    day = "{{ ngay_van_ban(h.day) if h.day else 'ngày …… tháng …… năm 20……' }}"
    with_it = "Tờ trình số {{ h.number or '……' }} " + day
    title(word, form, "DANH SÁCH TRÍCH NGANG", "đề nghị " + WHAT, FOR, with_it=with_it, across=25.2)
    add_table(word, ROWS)
    add_line(word, "Danh sách có {{ so(lines | length) }} trường hợp{{ ': ' + by_kind if by_kind }}./.", form)
    left, right = borderless(word, 7.5, 9.0)
    write(left, "")  # a cell without a paragraph is no cell
    signature(right, form, POST)


def achievement(word: Word, form: Form) -> None:
    """Lay out the report on the achievements of one row."""
    head(word, form, "")
    title(word, form, "BÁO CÁO THÀNH TÍCH", "đề nghị " + WHAT, FOR)
    body(word, form, HERE / "commendation_achievement.txt")
    left, right = borderless(word, 8.2, 8.3)
    form.put(left, "XÁC NHẬN CỦA CẤP TRÊN TRỰC TIẾP", Block.AUTHORITY)
    signature(right, form, POST)


def main() -> None:
    """Write all templates."""
    PLACE.mkdir(exist_ok=True)
    for lay_out in (submission, short_list, achievement):
        for form in (PARTY, STATE):
            word = blank(form)
            lay_out(word, form)
            word.save(str(PLACE / f"{lay_out.__name__}_{form.name}.docx"))


if __name__ == "__main__":
    main()
