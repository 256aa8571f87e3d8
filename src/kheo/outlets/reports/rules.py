"""How a body writes: the form of its documents and the signs that stand for its name."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kheo.lib.office.word_words import lower_first
from kheo.lib.vitext import fold
from kheo.machinery.books.queries.tables import Check
from kheo.outlets.reports.states import DocumentForm

# How a body's name begins, the sign that stands for it in a document's number, and for whom its head signs.
_BODIES = (
    ("ban chi dao", "BCĐ", "BAN CHỈ ĐẠO"),
    ("uy ban nhan dan", "UBND", "ỦY BAN NHÂN DÂN"),
    ("ubnd", "UBND", "ỦY BAN NHÂN DÂN"),
    ("tinh uy", "TU", "BAN THƯỜNG VỤ"),
    ("thanh uy", "TU", "BAN THƯỜNG VỤ"),
    ("huyen uy", "HU", "BAN THƯỜNG VỤ"),
    ("dang uy", "ĐU", "BAN THƯỜNG VỤ"),
)


def form_of(issuer: str) -> DocumentForm:
    """Return the form in which a body writes: a people's committee by the State's rules, others by the Party's."""
    return DocumentForm.STATE if fold(issuer).startswith(("uy ban nhan dan", "ubnd")) else DocumentForm.PARTY


def symbol_of(issuer: str) -> str:
    """Return the sign of a body in a document's number; dots to fill in where it is not known."""
    return next((symbol for start, symbol, _signs in _BODIES if fold(issuer).startswith(start)), "……")


def signs_for(issuer: str) -> str:
    """Return the body for which the head signs; dots to fill in where it is not known."""
    return next((signs for start, _symbol, signs in _BODIES if fold(issuer).startswith(start)), "……………………")


def movement_in_words(name: str) -> str:
    """Return the movement as a sentence names it."""
    return lower_first(name) if fold(name).startswith("phong trao") else f"phong trào thi đua “{name}”"


def stretch_in_words(year: int, *, is_half: bool) -> str:
    """Return the stretch of its year that a report is about, as documents say it."""
    return f"6 tháng đầu năm {year}" if is_half else f"năm {year}"


def term_in_words(first: int, last: int) -> str:
    """Return the stretch of a term as documents say it; a term of one year is that year."""
    return f"giai đoạn {years_in_words(first, last)}" if first != last else f"năm {last}"


def years_in_words(first: int, last: int) -> str:
    """Return years from one to another, with the dash of a stretch; one year alone."""
    return f"{first}–{last}" if first != last else str(last)


def why_not_write(checks: Iterable[Check]) -> list[str]:
    """Return every sum that does not agree: no document is written on such figures."""
    return [
        _("%(what)s is %(one)s, but %(other)s records are counted. Tell whoever looks after this program.")
        % {"what": check.words, "one": check.one, "other": check.other}
        for check in checks
        if not check.agrees
    ]
