"""Makes the Word templates of a dossier of commendation, each in Party and in State form: the submission (tờ trình),
the short list (danh sách trích ngang) on a page laid across, the report on one row's achievements. Run
`python -m tools.commendation_templates` after a change. The signs of the texts are those of `report_templates.py`."""

from pathlib import Path

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from tools.office_layout import Form, add_table, borderless, new_document, rule, write
from tools.report_templates import PARTY, STATE, add_line, party_head, state_head

HERE = Path(__file__).parent
PLACE = HERE.parent / "src/kheo/movement/commendation/templates_docx"
FOR = "trong {{ movement }} năm {{ year }}"
WHAT = "{{ 'tặng ' + form if is_legal else '“' + form + '”' }}"
ROWS = [
    "widths 1.2 4.2 3.2 2.0 4.2 6.1 1.4 4.4",
    "head STT | Họ và tên, tên tập thể | Đơn vị | Đối tượng | Thành tích | Tóm tắt thành tích | Điểm "
    "| Khen thưởng đã nhận",
    "for line in lines",
    "row {{ loop.index }} | {{ line.holder }} | {{ line.unit }} | {{ line.kind }} | {{ line.achievement }} "
    "| {{ line.summary }} | {{ line.points }} | {{ line.received | join('; ') or '–' }}",
]


def head(word: Word, form: Form, number: str) -> None:
    """Lay out the head of one form; `number` is the line under the issuer, empty for a paper without one."""
    (party_head if form is PARTY else state_head)(word, number)


def title(word: Word, form: Form, kind: str, *lines: str, across: float = 16.5) -> None:
    """Add the kind of document and what it is about; the text is so many centimetres across."""
    write(word.add_paragraph(), kind, size=form.kind, bold=True).paragraph_format.space_before = Pt(18)
    for line in lines:
        write(word.add_paragraph(), line, bold=True)
    last = write(word.add_paragraph(), "-----" if form is PARTY else "", size=14 if form is PARTY else 2)
    last.paragraph_format.space_after = Pt(12)
    if form is STATE:
        rule(last, (across - 5) / 2)


def body(word: Word, form: Form, text: str) -> None:
    """Add a text, line by line."""
    for line in (HERE / f"commendation_{text}.txt").read_text("utf-8").splitlines():
        add_line(word, line, form)


def foot(word: Word, form: Form, left_lines: tuple[str, ...]) -> None:
    """Add what stands at the left, and who signs."""
    left, right = borderless(word, 7.5, 9.0)
    for place, line in enumerate(left_lines):
        look = ({"underline": True} if form is PARTY else {"bold": True, "italic": True}) if not place else {}
        write(left, line, size=12 if not place else 11, align=ALIGN.LEFT, **look)
    write(right, "{{ (h.signs_as or '…………………') | upper }}", bold=True)
    for _line in range(4):
        write(right, "")
    write(right, "{{ h.signer }}", bold=True)


def submission(word: Word, form: Form) -> None:
    """Lay out the submission."""
    head(word, form, f"{'Số' if form is PARTY else 'Số:'} {{{{ h.number or '……' }}}}")
    title(word, form, "TỜ TRÌNH", "Về việc đề nghị " + WHAT, FOR)
    write(word.add_paragraph(), "Kính gửi: {{ h.to }}").paragraph_format.space_after = Pt(12)
    body(word, form, "submission")
    foot(word, form, ("Nơi nhận:", "- Như trên;", "- Lưu."))


def short_list(word: Word, form: Form) -> None:
    """Lay out the short list on a page laid across."""
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = Mm(15)
    head(word, form, "")
    with_it = "(kèm theo Tờ trình số {{ h.number or '……' }}, {{ ngay_van_ban(h.day) if h.day else 'ngày ……' }})"
    title(word, form, "DANH SÁCH TRÍCH NGANG", "đề nghị " + WHAT, FOR, with_it, across=26.7)
    add_table(word, ROWS)
    write(word.add_paragraph(), "Danh sách có {{ so(lines | length) }} trường hợp{{ ': ' + by_kind if by_kind }}./.")
    foot(word, form, ("",))


def achievement(word: Word, form: Form) -> None:
    """Lay out the report on the achievements of one row."""
    head(word, form, "")
    title(word, form, "BÁO CÁO THÀNH TÍCH", "đề nghị " + WHAT, FOR)
    body(word, form, "achievement")
    foot(word, form, ("XÁC NHẬN CỦA CẤP TRÊN TRỰC TIẾP",))


def main() -> None:
    """Write all templates."""
    PLACE.mkdir(exist_ok=True)
    for lay_out in (submission, short_list, achievement):
        for form in (PARTY, STATE):
            word = new_document(form)
            lay_out(word, form)
            word.save(str(PLACE / f"{lay_out.__name__}_{form.name}.docx"))


if __name__ == "__main__":
    main()
