"""Makes the Word templates of the annex of figures: one text (`annex.txt`), in Party and in State form. Run
`python -m tools.annex_templates` after a change.
"""

from docx.document import Document as Word

from kheo.lib.office.formats.profiles import Block
from tools.office_forms import PARTY, STATE, USUAL, Form, blank
from tools.office_layout import borderless, narrow, write
from tools.report_templates import PLACE, REPORT_NUMBERS, TEXTS, body, head, signature, title

DAY = "{{ ngay_van_ban(h.day) if h.day else 'ngày …… tháng …… năm 20……' }}"


def with_it(form: Form) -> str:
    """Return with which report it goes."""
    number = REPORT_NUMBERS[form.name].replace("Số: ", "số ").replace("Số ", "số ")
    return f"Báo cáo {number} {DAY} của {{{{ h.issuer }}}}"


def of_state() -> Word:
    """Return the annex in State form: by the decree it has neither a head nor a signature of its own."""
    word = blank(STATE)
    STATE.put(word.add_paragraph(), "Phụ lục", Block.ANNEX_NUMBER)
    for line in ("{{ ('Số liệu ' + movement) | upper }}", "{{ stretch | upper }}"):
        narrow(STATE.put(word.add_paragraph(), line, Block.ANNEX_TITLE))
    narrow(write(word.add_paragraph(), f"(Kèm theo {with_it(STATE)})", size=USUAL, italic=True))
    STATE.end_title(word.add_paragraph(), 16.5)
    body(word, STATE, TEXTS / "annex.txt")
    return word


def of_party() -> Word:
    """Return the annex in Party form, headed and signed as what goes with another paper: a head without a number."""
    word = blank(PARTY)
    head(word, PARTY, "")
    title(word, PARTY, "PHỤ LỤC", "Số liệu {{ movement }}", "{{ stretch }}", with_it=with_it(PARTY))
    body(word, PARTY, TEXTS / "annex.txt")
    left, right = borderless(word, 7.5, 9.0)
    write(left, "")
    signature(right, PARTY, "{{ h.signs_as }}", authority=PARTY.signature + "{{ h.signs_for }}")
    return word


def main() -> None:
    """Write both templates."""
    for form, lay_out in ((PARTY, of_party), (STATE, of_state)):
        lay_out().save(str(PLACE / f"annex_{form.name}.docx"))


if __name__ == "__main__":
    main()
