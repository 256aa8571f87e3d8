"""What a check of a document found, in words."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kheo.lib.dates import short_date
from kheo.lib.file_kinds import Kind
from kheo.lib.office.formats.findings import Finding, Place, Severity, What
from kheo.lib.office.formats.profiles import PROFILES, Block, Profile

KINDS = frozenset({Kind.DOCX})
AUTO = "auto"
# The rules by their keys; those that have no words here yet keep their Vietnamese name.
_NAMES = {
    "state-2020": pgettext_lazy("rules of layout", "Decree 30/2020/NĐ-CP"),
    "party-2018": pgettext_lazy("rules of layout", "Guidance 36-HD/VPTW"),
    "party-2026": pgettext_lazy("rules of layout", "Guidance 05-HD/VPTW"),
}
_FORMS = {
    "state": gettext_lazy("%(name)s (papers of the State, from %(day)s)"),
    "party": gettext_lazy("%(name)s (papers of the Party, from %(day)s)"),
}
SEVERITIES = {
    Severity.WRONG: pgettext_lazy("layout finding", "Wrong"),
    Severity.BETTER: pgettext_lazy("layout finding", "Should be mended"),
}
BLOCKS: dict[Block, Promise] = {
    Block.PAGE: pgettext_lazy("part of a document", "Paper and margins"),
    Block.PAGE_NUMBER: pgettext_lazy("part of a document", "Page number"),
    Block.LETTERS: pgettext_lazy("part of a document", "Typeface"),
    Block.NATION: pgettext_lazy("part of a document", "Name of the State"),
    Block.MOTTO: pgettext_lazy("part of a document", "National motto"),
    Block.PARTY_TITLE: pgettext_lazy("part of a document", "Title of the Party"),
    Block.SUPERIOR: pgettext_lazy("part of a document", "Name of the body above"),
    Block.ISSUER: pgettext_lazy("part of a document", "Name of the issuing body"),
    Block.NUMBER: pgettext_lazy("part of a document", "Number and sign"),
    Block.LETTER_ABOUT: pgettext_lazy("part of a document", "Subject of a letter"),
    Block.PLACE_AND_DAY: pgettext_lazy("part of a document", "Place and day"),
    Block.KIND: pgettext_lazy("part of a document", "Kind of document"),
    Block.ABOUT: pgettext_lazy("part of a document", "Subject"),
    Block.ADDRESSEE: pgettext_lazy("part of a document", "Addressee"),
    Block.BASES: pgettext_lazy("part of a document", "Legal bases"),
    Block.BODY: pgettext_lazy("part of a document", "Text"),
    Block.ARTICLE: pgettext_lazy("part of a document", "Articles"),
    Block.AUTHORITY: pgettext_lazy("part of a document", "Authority to sign"),
    Block.POST: pgettext_lazy("part of a document", "Post of who signs"),
    Block.SIGNER: pgettext_lazy("part of a document", "Name of who signs"),
    Block.RECIPIENTS_HEAD: pgettext_lazy("part of a document", "“Recipients:”"),
    Block.RECIPIENTS: pgettext_lazy("part of a document", "List of recipients"),
    Block.ANNEX_NUMBER: pgettext_lazy("part of a document", "Number of an annex"),
    Block.ANNEX_TITLE: pgettext_lazy("part of a document", "Title of an annex"),
    Block.ANNEX_REFERENCE: pgettext_lazy("part of a document", "With which document an annex comes"),
}
_ALIGNS = {
    "left": pgettext_lazy("alignment", "to the left"),
    "center": pgettext_lazy("alignment", "in the middle"),
    "right": pgettext_lazy("alignment", "to the right"),
    "both": pgettext_lazy("alignment", "justified on both sides"),
}
_MILLIMETRES = gettext_lazy("%(wanted)s mm")
_POINTS = gettext_lazy("%(wanted)s pt")
_AS_IT_IS = gettext_lazy("“%(wanted)s”")
_END = gettext_lazy("the line ends with “%(found)s”")
_SIGN = gettext_lazy("%(wanted)s")
# What is found, and what it must be.
WORDS: dict[What, tuple[Promise, Promise]] = {
    What.MISSING: (gettext_lazy("not found in the document"), gettext_lazy("add it")),
    What.FOREIGN_TITLE: (
        gettext_lazy("a head of the other form"),
        gettext_lazy("leave it out, or check by the other form"),
    ),
    What.PAPER: (gettext_lazy("paper of %(found)s mm"), _MILLIMETRES),
    What.ACROSS: (
        gettext_lazy("the page lies across without a table"),
        gettext_lazy("upright; across only for tables"),
    ),
    What.MARGIN_TOP: (gettext_lazy("top margin %(found)s mm"), _MILLIMETRES),
    What.MARGIN_BOTTOM: (gettext_lazy("bottom margin %(found)s mm"), _MILLIMETRES),
    What.MARGIN_LEFT: (gettext_lazy("left margin %(found)s mm"), _MILLIMETRES),
    What.MARGIN_RIGHT: (gettext_lazy("right margin %(found)s mm"), _MILLIMETRES),
    What.NO_PAGE_NUMBER: (
        gettext_lazy("pages have no number"),
        gettext_lazy("in the middle of the top margin, from the second page on"),
    ),
    What.PAGE_NUMBER_BELOW: (
        gettext_lazy("the page number stands at the foot"),
        gettext_lazy("in the middle of the top margin"),
    ),
    What.PAGE_NUMBER_ON_FIRST: (
        gettext_lazy("the first page shows its number"),
        gettext_lazy("from the second page on (tick “Different First Page”)"),
    ),
    What.TYPEFACE: (gettext_lazy("typeface %(found)s"), _SIGN),
    What.OLD_TYPEFACE: (
        gettext_lazy("old typeface %(found)s"),
        gettext_lazy("%(wanted)s, Unicode; change it under “Typefaces”"),
    ),
    What.OLD_LETTERS: (
        gettext_lazy("letters typed in %(found)s"),
        gettext_lazy("%(wanted)s; change it under “Typefaces”"),
    ),
    What.COLOUR: (gettext_lazy("letters in colour (%(found)s)"), gettext_lazy("black")),
    What.SIZE: (gettext_lazy("size %(found)s pt"), _POINTS),
    What.SIZES_DIFFER: (gettext_lazy("size %(found)s pt"), gettext_lazy("%(wanted)s pt, like the rest of the text")),
    What.HEAD_SIZES: (
        gettext_lazy("name of the State, motto and day in sizes %(found)s"),
        gettext_lazy("one set: %(wanted)s pt"),
    ),
    What.NOT_BOLD: (gettext_lazy("not bold"), pgettext_lazy("letters", "bold")),
    What.BOLD: (pgettext_lazy("layout finding", "bold"), gettext_lazy("not bold")),
    What.NOT_ITALIC: (gettext_lazy("not in italics"), pgettext_lazy("letters", "italics")),
    What.ITALIC: (pgettext_lazy("layout finding", "in italics"), gettext_lazy("upright letters")),
    What.NOT_UNDERLINED: (gettext_lazy("not underlined"), gettext_lazy("underlined")),
    What.NOT_CAPITALS: (gettext_lazy("not in capitals"), gettext_lazy("capitals")),
    What.CAPITALS: (gettext_lazy("in capitals"), gettext_lazy("small letters")),
    What.ALIGNED: (gettext_lazy("set %(found)s"), _SIGN),
    What.FIRST_LINE: (gettext_lazy("the first line begins at %(found)s mm"), _MILLIMETRES),
    What.INDENTED_BY_SPACES: (
        gettext_lazy("the first line is moved in with spaces"),
        gettext_lazy("set the indent of the first line in “Paragraph”"),
    ),
    What.BETWEEN_PARAGRAPHS: (
        gettext_lazy("%(found)s pt from the paragraph before"),
        gettext_lazy("at least %(wanted)s pt"),
    ),
    What.LINE_SPACING: (gettext_lazy("line spacing of %(found)s lines"), gettext_lazy("%(wanted)s lines")),
    What.LINE_SPACING_RULE: (gettext_lazy("line spacing of %(found)s pt"), gettext_lazy("Exactly, %(wanted)s pt")),
    What.NO_RULE: (gettext_lazy("no rule is drawn under it"), gettext_lazy("an unbroken thin rule")),
    What.TYPED_RULE: (gettext_lazy("the rule under it is typed"), gettext_lazy("draw an unbroken thin rule")),
    What.NO_DASHES: (gettext_lazy("no dashes stand under it"), _AS_IT_IS),
    What.NO_STAR: (gettext_lazy("no star stands under it"), gettext_lazy("a star (*) before the number")),
    What.MOTTO: (gettext_lazy("written “%(found)s”"), _AS_IT_IS),
    What.NUMBER_WITHOUT_COLON: (
        gettext_lazy("written “%(found)s”"),
        gettext_lazy("a colon after “Số”, as in “%(wanted)s”"),
    ),
    What.NUMBER_WITH_COLON: (
        gettext_lazy("written “%(found)s”"),
        gettext_lazy("no colon after “Số”, as in “%(wanted)s”"),
    ),
    What.NUMBER_ZERO: (
        gettext_lazy("written “%(found)s”"),
        gettext_lazy("a zero before a number below 10, as in “%(wanted)s”"),
    ),
    What.NUMBER_SIGNS: (
        gettext_lazy("written “%(found)s”"),
        gettext_lazy("slash and hyphen as in “%(wanted)s”"),
    ),
    What.NUMBER_SPACES: (
        gettext_lazy("written “%(found)s”"),
        gettext_lazy("no spaces within the sign, as in “%(wanted)s”"),
    ),
    What.PLACE_COMMA: (gettext_lazy("no comma after the place"), gettext_lazy("a comma before “ngày”")),
    What.DAY_ZERO: (gettext_lazy("day “%(found)s”"), _AS_IT_IS),
    What.MONTH_ZERO: (gettext_lazy("month “%(found)s”"), _AS_IT_IS),
    What.MONTH_SPARE_ZERO: (
        gettext_lazy("month “%(found)s”"),
        gettext_lazy("“%(wanted)s”: a zero only before months 1 and 2"),
    ),
    What.AUTHORITY: (gettext_lazy("“%(found)s” before the authority"), _SIGN),
    What.SIGNER_TITLE: (
        gettext_lazy("“%(found)s” before the name"),
        gettext_lazy("no degree or title before the name"),
    ),
    What.BASIS_END: (_END, _AS_IT_IS),
    What.LAST_BASIS_END: (_END, _AS_IT_IS),
    What.RECIPIENTS_COLON: (gettext_lazy("no colon after it"), gettext_lazy("“Nơi nhận:”")),
    What.RECIPIENT_DASH: (gettext_lazy("no hyphen before the line"), gettext_lazy("“-” before each line")),
    What.RECIPIENT_END: (_END, _AS_IT_IS),
    What.LAST_RECIPIENT_END: (_END, _AS_IT_IS),
    What.NO_KEEPING: (gettext_lazy("no line says where it is kept"), gettext_lazy("a last line “- Lưu …”")),
    What.KEEPING_COLON: (gettext_lazy("written “%(found)s”"), _AS_IT_IS),
}


def profile_in_words(profile: Profile) -> str:
    """Return how people call a set of rules: the decree or guidance, for whose papers, and since when."""
    name = _NAMES.get(profile.key, profile.name)
    return str(_FORMS[profile.form]) % {"name": name, "day": short_date(profile.valid_from)}


def choices() -> list[tuple[str, Any]]:
    """Return the sets of rules to choose from, the newest of each form first."""
    newest = sorted(PROFILES, key=lambda one: (one.form != "state", -one.valid_from.toordinal()))
    return [(AUTO, gettext_lazy("find out by the document")), *((one.key, profile_in_words(one)) for one in newest)]


def found_in_words(finding: Finding) -> str:
    """Return what was found."""
    return str(WORDS[finding.what][0]) % {"found": _value(finding, finding.found)}


def wanted_in_words(finding: Finding) -> str:
    """Return what it must be."""
    return str(WORDS[finding.what][1]) % {"wanted": _value(finding, finding.wanted)}


def _value(finding: Finding, value: str) -> str:
    return str(_ALIGNS.get(value, value)) if finding.what == What.ALIGNED else value


def place_in_words(place: Place) -> str:
    """Return where something stands: the first words of its line, its cell, or its pages."""
    spot, words = place.spot, f"“{place.words}”" if place.words else ""
    if spot.table:
        where = _("table %(table)s, row %(row)s, column %(column)s")
        cell = where % {"table": spot.table, "row": spot.row, "column": spot.column}
        return f"{words} ({cell})" if words else cell
    return words or (_("pages of section %(number)s") % {"number": place.section} if place.section else "")


def more_in_words(count: int) -> str:
    """Return that something stands in so many more places."""
    return ngettext("and %(count)s more place", "and %(count)s more places", count) % {"count": count}
