"""Makes the Word templates of the kit by which a model is copied (`replication_kit.txt`), in Party and in State form.
Run `python -m tools.replication_templates` after a change.
"""

from pathlib import Path

from tools.office_forms import PARTY, STATE, blank
from tools.report_templates import body, head, title

TEXT = Path(__file__).with_name("replication_kit.txt")
PLACE = Path(__file__).parent.parent / "src/kheo/movement/replication/templates_docx"


def main() -> None:
    """Write the templates."""
    PLACE.mkdir(exist_ok=True)
    for form in (PARTY, STATE):
        word = blank(form)
        head(word, form, "")
        title(word, form, "TÀI LIỆU", "nhân rộng mô hình “{{ name }}”")
        body(word, form, TEXT)
        word.save(str(PLACE / f"kit_{form.name}.docx"))


if __name__ == "__main__":
    main()
