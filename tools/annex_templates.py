"""Makes the Word templates of the annex of figures: one text (`annex.txt`), in Party and in State form. Run
`python -m tools.annex_templates` after a change.
"""

from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.shared import Pt

from kheo.lib.office.formats.profiles import Block
from tools.office_forms import PARTY, STATE, Form, blank
from tools.office_layout import borderless, write
from tools.report_templates import PLACE, REPORT_NUMBERS, TEXTS, body, head, signature


def annex(form: Form) -> Word:
    """Return the annex of figures: a head without a number, which report it comes with, its tables, who signs."""
    word = blank(form)
    head(word, form, "")
    form.put(word.add_paragraph(), "PHỤ LỤC", Block.KIND).paragraph_format.space_before = Pt(18)
    for line in ("Số liệu {{ movement }}", "{{ stretch }}"):
        form.put(word.add_paragraph(), line, Block.ABOUT)
    number = REPORT_NUMBERS[form.name].replace("Số: ", "số ").replace("Số ", "số ")
    day = "{{ ngay_van_ban(h.day) if h.day else 'ngày …… tháng …… năm 20……' }}"
    write(word.add_paragraph(), f"(Kèm theo Báo cáo {number} {day} của {{{{ h.issuer }}}})", italic=True)
    form.end_title(word.add_paragraph(), 16.5)
    body(word, form, TEXTS / "annex.txt")
    left, right = borderless(word, 7.5, 9.0)
    write(left, "")
    signature(right, form, "{{ h.signs_as }}", authority=form.signature + "{{ h.signs_for }}")
    word.tables[-1].rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return word


def main() -> None:
    """Write both templates."""
    for form in (PARTY, STATE):
        annex(form).save(str(PLACE / f"annex_{form.name}.docx"))


if __name__ == "__main__":
    main()
