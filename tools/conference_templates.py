"""Makes the Word templates of a conference: invitations (`invitation.txt`), a page for each delegate, the
programme (`programme.txt`), the notice of its conclusions (`conclusions.txt`) and the list of what is handed over
(`honours.txt`), in both forms. Run `python -m tools.conference_templates` after a change.
"""

from copy import deepcopy
from pathlib import Path

from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tools.office_forms import PARTY, STATE, Form, blank
from tools.office_layout import borderless, write
from tools.office_tables import add_table
from tools.report_templates import body, head, recipients, signature, title

HERE = Path(__file__).parent
PLACE = HERE.parent / "src/kheo/movement/conferences/templates_docx"
HONOURS = [
    "widths 1.2 8.9 4.3 2.1",
    "head STT | Tập thể, cá nhân | Người nhận | Ghi chú",
    "groups group in groups",
    "band {{ group.form }} ({{ group.decision }}){% if group.hands %}. Người trao: {{ group.hands }}{% endif %}",
    "for row in group.rows",
    "row {{ row.number }} | {{ row.holder }} | {{ row.receiver }} | ",
]
PROGRAMME = [
    "widths 3.2 9.0 4.3",
    "head Thời gian | Nội dung | Người thực hiện",
    "for row in points",
    "row {{ row.time }} | {{ row.content }} | {{ row.who }}",
]
_NUMBER = "{{ h.number or '……' }}"


def number(form: Form, kind: str) -> str:
    """Return the line of the number of a kind of document."""
    return f"Số {_NUMBER}-{kind}/BCĐ" if form.is_party else f"Số: {_NUMBER}/{kind}-BCĐ"


def control(word: Word, words: str) -> None:
    """Add a control line on a paragraph of its own."""
    word.add_paragraph(f"{{%p {words} %}}")


def next_paper(word: Word) -> None:
    """Begin another document in the same file: its pages are numbered anew, and the first shows no number."""
    heads = [deepcopy(part) for part in word.sections[-1]._sectPr.findall(qn("w:headerReference"))]
    rest = word.add_section()._sectPr
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    rest.find(qn("w:pgMar")).addnext(start)
    for part in heads:
        rest.insert(0, part)
    ended = word.paragraphs[-1]._p.get_or_add_pPr().find(qn("w:sectPr"))
    ended.find(qn("w:pgMar")).addnext(deepcopy(start))


def foot(word: Word, form: Form, receiver: str) -> None:
    """Add who receives the document, and who signs it."""
    left, right = borderless(word, 7.5, 9.0)
    above = ("{%p if h.superior %}", "{{ h.superior }} (để báo cáo)", "{%p endif %}")
    recipients(left, form, receiver, *above)
    signature(right, form, "{{ h.signs_as | upper }}", authority=form.signature + "{{ h.issuer | upper }}")


def invitation(form: Form) -> Word:
    """Return the template of the invitations."""
    word = blank(form)
    control(word, "for guest in guests")
    head(word, form, number(form, "GM"))
    title(word, form, "GIẤY MỜI", "dự {{ title }}")
    body(word, form, HERE / "invitation.txt")
    foot(word, form, "Như trên")
    write(word.add_paragraph(), "{{ picture(guest.code, 28) }}")
    control(word, "if not loop.last")
    next_paper(word)
    control(word, "endif")
    control(word, "endfor")
    return word


def programme(form: Form) -> Word:
    """Return the template of the programme."""
    word = blank(form)
    head(word, form, number(form, "CTr"))
    title(word, form, "CHƯƠNG TRÌNH", "{{ title }}")
    body(word, form, HERE / "programme.txt")
    add_table(word, PROGRAMME)
    foot(word, form, "Các đại biểu dự hội nghị")
    return word


def conclusions(form: Form) -> Word:
    """Return the template of the notice of conclusions."""
    word = blank(form)
    head(word, form, number(form, "TB"))
    title(word, form, "THÔNG BÁO", "kết luận tại {{ title }}" if form.is_party else "Kết luận tại {{ title }}")
    body(word, form, HERE / "conclusions.txt")
    foot(word, form, "Các cơ quan, đơn vị")
    return word


def honours(form: Form) -> Word:
    """Return the template of the list of what is handed over."""
    word = blank(form)
    head(word, form, number(form, "DS"))
    title(word, form, "DANH SÁCH", "tập thể, cá nhân nhận khen thưởng tại {{ title }}")
    body(word, form, HERE / "honours.txt")
    add_table(word, HONOURS)
    foot(word, form, "Các cơ quan, đơn vị")
    return word


def main() -> None:
    """Write the templates."""
    PLACE.mkdir(exist_ok=True)
    for form in (PARTY, STATE):
        invitation(form).save(str(PLACE / f"invitation_{form.name}.docx"))
        programme(form).save(str(PLACE / f"programme_{form.name}.docx"))
        conclusions(form).save(str(PLACE / f"conclusions_{form.name}.docx"))
        honours(form).save(str(PLACE / f"honours_{form.name}.docx"))


if __name__ == "__main__":
    main()
