"""What is wrong with a template, in words: where it stands, what it is, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.lib.office.word_places import FOOTER, HEADER, Spot
from kheo.lib.office.word_trial import Fault, What
from kheo.machinery.papers.states import MARKS, Authority, Form

WORDS: dict[What, Promise] = {
    What.TORN: gettext_lazy(
        "“%(mark)s” has no other half in its paragraph. A mark begins and ends in one paragraph: %(value)s or %(step)s."
    ),
    What.UNKNOWN: gettext_lazy("%(mark)s: there is no field “%(name)s”. See the fields that can be used."),
    What.FILTER: gettext_lazy("%(mark)s: “%(name)s” after the “|” is not known."),
    What.SYNTAX: gettext_lazy("%(mark)s cannot be read (%(name)s)."),
    What.STATEMENT: gettext_lazy("%(mark)s: “%(name)s” is not known. Use for, if, elif, else, endif, endfor or set."),
    What.NOT_CLOSED: gettext_lazy("%(mark)s is not closed. Add %(closing)s where it ends."),
    What.NOT_OPENED: gettext_lazy("%(mark)s closes nothing: a “%(name)s” is missing before it."),
    What.CROSSED: gettext_lazy("%(mark)s closes another block than the last one opened, %(name)s."),
    What.OUTSIDE_TABLE: gettext_lazy(
        "%(mark)s repeats the row of a table, but stands in none. Use %(paragraph)s, or move it into a table."
    ),
    What.OTHER_TABLE: gettext_lazy(
        "%(mark)s must stand in a row of the same table as %(name)s, and be written %(row)s like it."
    ),
    What.LOST_TEXT: gettext_lazy(
        "%(mark)s stands alone in its paragraph: “%(name)s” beside it would be lost. Move it into another paragraph."
    ),
    What.NO_LIST: gettext_lazy("%(mark)s repeats what is no list."),
    What.VALUE: gettext_lazy("%(mark)s cannot be filled (%(name)s)."),
    What.MISSING: gettext_lazy("The document needs %(mark)s, and it stands nowhere."),
    What.NOT_FILLED: gettext_lazy("The template cannot be filled: %(name)s"),
}

# How marks look, for sentences that speak of them.
_SHAPES = {"value": "{{ … }}", "step": "{% … %}", "paragraph": "{%p … %}", "row": "{%tr … %}"}
MARKS_TOLD: tuple[tuple[str, Promise], ...] = (
    ("{{ h.issuer | upper }}", gettext_lazy("the value of a field, here in capitals")),
    (
        "{%p for basis in bases %} … {%p endfor %}",
        gettext_lazy("repeats the paragraphs between; each mark stands alone in its paragraph"),
    ),
    (
        "{%tr for row in rows %} … {%tr endfor %}",
        gettext_lazy("repeats the rows of a table between; each mark stands in a row of its own"),
    ),
    (
        "{%p if h.superior %} … {%p endif %}",
        gettext_lazy("shows the paragraphs between only where the field says something"),
    ),
    (
        "{{ so(5) }}, {{ chu(5) }}, {{ ngay(h.day) }}, {{ ngay_van_ban(h.day) }}",
        gettext_lazy("a number or a day as offices write it"),
    ),
)


def fault_in_words(fault: Fault) -> str:
    """Return one fault: the place, what is wrong, what was probably meant."""
    named = {"mark": fault.mark, "name": fault.name, "closing": f"{{% {fault.name} %}}"}
    said = str(WORDS[fault.what]) % (_SHAPES | named)
    if fault.meant:
        said += " " + _("Is “%(meant)s” meant?") % {"meant": fault.meant}
    where = place_in_words(fault.spot) if fault.spot else ""
    return f"{where}: {said}" if where else said


def place_in_words(spot: Spot) -> str:
    """Return where a paragraph stands, with its first words."""
    said = {"table": spot.table, "row": spot.row, "column": spot.column, "number": spot.paragraph}
    where = _("Table %(table)s, row %(row)s, column %(column)s") if spot.table else _("Paragraph %(number)s")
    parts = {HEADER: _("Header"), FOOTER: _("Footer")}
    where = ", ".join(filter(None, [parts.get(spot.part, ""), where % said]))
    return f"{where} (“{spot.words}”)" if spot.words else where


def authority_of(form: str, authority: str, signs_for: str) -> str:
    """Return the line before the post of who signs: "TM. BAN CHỈ ĐẠO", "T/M BAN THƯỜNG VỤ"; nothing in the own
    right."""
    mark = MARKS[Form(form)].get(Authority(authority), "")
    return f"{mark} {signs_for.upper()}" if mark and signs_for else ""


def number_to_fill_in(form: str, kind: str, symbol: str) -> str:
    """Return a number with dots to write on; a letter in State form has no sign of its kind."""
    if form == Form.PARTY:
        return f"……-{kind}/{symbol}"
    return f"……/{symbol}" if kind == "CV" else f"……/{kind}-{symbol}"


def lines_of(text: str) -> list[str]:
    """Return the lines of a list that somebody typed, without marks at their ends."""
    lines = (line.strip().lstrip("-").strip(" ;,.") for line in text.splitlines())
    return [line for line in lines if line]


def why_not_letterhead(form: str, authority: str, signs_for: str) -> list[str]:
    """Return every reason against a way to sign."""
    reasons = []
    if Authority(authority) not in MARKS[Form(form)]:
        reasons.append(_("Papers of the Party are not signed by power of attorney. Choose “by order”."))
    if authority != Authority.OWN and not signs_for.strip():
        reasons.append(_("Say for whom is signed, for example “Ban Chỉ đạo” or “Trưởng ban”."))
    return reasons
