"""How numbers look, and what is against setting up a book or settling a number."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.machinery.numbering.models import Book, Number, Series
from kheo.machinery.numbering.states import NumberState, Profile


class Term(NamedTuple):
    """A period of a book, and the last number used in it on paper so far."""

    starts_on: date
    ends_on: date
    used_before: int = 0


def text_of(number: int, book: Book) -> str:
    """Return a number as it stands on a document: "05/QĐ-UBND" (Decree 30/2020/NĐ-CP, annex I), "05-QĐ/HU" (guide
    36-HD/VPTW); below ten it has a zero in front."""
    form = "{number:02}/{doc_type}-{symbol}" if book.profile == Profile.STATE else "{number:02}-{doc_type}/{symbol}"
    return form.format(number=number, doc_type=book.doc_type, symbol=book.symbol)


def year_of(day: date) -> Term:
    """Return the calendar year of a day: the period of a book in State form."""
    return Term(date(day.year, 1, 1), date(day.year, 12, 31))


def why_not_set_up(book: Book, term: Term) -> list[str]:
    """Return every reason against a book with its first period."""
    reasons = []
    if not book.doc_type or not book.symbol:
        reasons.append(_("A book needs the type of its documents and the symbol of the issuer."))
    if any(mark in book.doc_type for mark in "/- "):
        reasons.append(_("Enter the type of document alone, for example QĐ; the marks are added."))
    return reasons + why_not_begin(term)


def why_not_begin(term: Term, before: Series | None = None) -> list[str]:
    """Return every reason against a period, after the one before it."""
    reasons = []
    if term.ends_on < term.starts_on:
        reasons.append(_("The term must not end before it begins."))
    if before and term.starts_on <= before.ends_on:
        reasons.append(
            _("The term before ends on %(day)s; the new one begins after it.") % {"day": short_date(before.ends_on)}
        )
    return reasons


def why_not_reserve(book: Book, series: Series | None, day: date) -> list[str]:
    """Return what is against taking a number for a document of a day."""
    if series is None:
        said = {"book": str(book), "day": short_date(day)}
        return [_("The book %(book)s has no term for %(day)s. Set the term up first.") % said]
    return []


def why_not_settle(number: Number, *, inside: bool) -> list[str]:
    """Return every reason against settling a number; `inside`: its own document here asks for it."""
    reasons = []
    if number.state != NumberState.RESERVED:
        said = {"number": number.text, "state": number.get_state_display()}
        reasons.append(_("Number %(number)s is settled already: %(state)s.") % said)
    if number.url and not inside:
        reasons.append(_("Number %(number)s belongs to a document here: settle it there.") % {"number": number.text})
    return reasons


def why_not_day(series: Series, day: date) -> list[str]:
    """Return what is against a day as that of a document with a number of the series."""
    if series.starts_on <= day <= series.ends_on:
        return []
    return [
        _("The number is one of %(first)s to %(last)s, and the document is dated %(day)s. Take another number for it.")
        % {"first": short_date(series.starts_on), "last": short_date(series.ends_on), "day": short_date(day)}
    ]
