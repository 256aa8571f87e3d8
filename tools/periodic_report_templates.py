"""Makes the Word templates of a unit's periodic report: one text (`periodic_report.txt`), in Party and in State form.
Run `python -m tools.periodic_report_templates` after a change.
"""

from pathlib import Path

from tools.office_forms import PARTY, STATE, blank
from tools.office_layout import borderless
from tools.report_templates import REPORT_NUMBERS, body, head, recipients, signature, title

TEXT = Path(__file__).with_name("periodic_report.txt")
PLACE = Path(__file__).parent.parent / "src/kheo/movement/reporting/templates_docx"


def main() -> None:
    """Write both templates."""
    PLACE.mkdir(exist_ok=True)
    for form in (PARTY, STATE):
        word = blank(form)
        head(word, form, REPORT_NUMBERS[form.name])
        title(word, form, "BÁO CÁO", "{{ about }}")
        body(word, form, TEXT)
        left, right = borderless(word, 7.5, 9.0)
        recipients(left, form, "{%p if h.superior %}", "{{ h.superior }} (để báo cáo)", "{%p endif %}")
        signature(right, form, "{{ h.signs_as | upper }}", authority=form.signature + "{{ h.signs_for | upper }}")
        word.save(str(PLACE / f"report_{form.name}.docx"))


if __name__ == "__main__":
    main()
