from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.machinery.numbering.models import Book, Number, Series
from kheo.machinery.numbering.queries import last_series, runs_by_term, series_for
from kheo.machinery.numbering.rules import (
    Term,
    text_of,
    why_not_begin,
    why_not_day,
    why_not_reserve,
    why_not_set_up,
    why_not_settle,
    year_of,
)
from kheo.machinery.numbering.states import NumberState
from kheo.organisation.access.rules import require


class NotNumbered(Refused):
    """The rules are against this book or number."""


@transaction.atomic
def set_up_book(book: Book, term: Term, *, by: User | None, at: datetime) -> Book:
    """Set up a book of a unit with its first period. One that is there already is returned, and put right as long as
    no number was taken from it.

    :raises NotNumbered: with every reason against.
    """
    if by is not None:
        require(by, "numbering.set_up", on=book.unit_id)
    book.doc_type, book.symbol = normalise(book.doc_type), normalise(book.symbol)
    if reasons := why_not_set_up(book, term):
        raise NotNumbered(*reasons)
    key = {name: getattr(book, name) for name in ("unit", "doc_type", "symbol", "profile")}
    kept, is_new = Book.objects.get_or_create(**key)
    if not is_new:
        _clear(kept, term)
    begun, is_first = Series.objects.get_or_create(
        book=kept,
        starts_on=term.starts_on,
        defaults={"ends_on": term.ends_on, "used_before": term.used_before, "last": term.used_before},
    )
    if is_first:
        record("numbering.set_up", on=kept, by=by, at=at, series=begun.pk, used_before=term.used_before)
    return kept


def _clear(book: Book, term: Term) -> None:
    """Make room to put a book right; the very same said again changes nothing.

    :raises NotNumbered: if numbers were taken from it.
    """
    said = {"starts_on": term.starts_on, "ends_on": term.ends_on, "used_before": term.used_before}
    if Series.objects.filter(book=book, **said).exists():
        return
    if Number.objects.filter(series__book=book).exists():
        raise NotNumbered(_("The book %(book)s is kept already, and numbers were taken from it.") % {"book": book})
    Series.objects.filter(book=book).delete()


@transaction.atomic
def begin_term(book: Book, term: Term, *, by: User, at: datetime) -> Series:
    """Begin a new term of a book in Party form: its numbers begin anew. Said again, it returns the first.

    :raises NotNumbered: if the term meets the one before.
    """
    require(by, "numbering.set_up", on=book.unit_id)
    Book.objects.select_for_update().get(pk=book.pk)
    before = last_series(book)
    if before and (before.starts_on, before.ends_on) == (term.starts_on, term.ends_on):
        return before
    reasons = why_not_begin(term, before)
    if not runs_by_term(book):
        reasons.append(_("In State form the numbers begin anew each year by themselves."))
    if reasons:
        raise NotNumbered(*reasons)
    used = {"used_before": term.used_before, "last": term.used_before}
    begun = Series.objects.create(book=book, starts_on=term.starts_on, ends_on=term.ends_on, **used)
    record("numbering.begin_term", on=book, by=by, at=at, series=begun.pk, used_before=term.used_before)
    return begun


@transaction.atomic
def reserve(
    book: Book,
    *,
    on: date,
    about: str,
    by: User | None,
    at: datetime,
    url: str = "",
    form_key: UUID | None = None,
) -> Number:
    """Take the next number of a book for a document of a day. `url` is the page of a document that is kept here.

    Two that ask at once get two numbers, without a gap; the same form sent twice gets one.

    :raises NotNumbered: if the book has no term on that day, or nothing is said of the document.
    """
    if by is not None:
        require(by, "numbering.use", on=book.unit_id)
    # Whoever is here first holds the book until its number stands.
    book = Book.objects.select_for_update().get(pk=book.pk)
    if form_key and (taken := Number.objects.filter(form_key=form_key, series__book=book).first()):
        return taken
    series = series_for(book, on) or _next_year(book, on)
    reasons = why_not_reserve(book, series, on)
    if not normalise(about):
        reasons.append(_("Say for which document the number is."))
    if reasons or series is None:
        raise NotNumbered(*reasons)
    Series.objects.filter(pk=series.pk).update(last=F("last") + 1)
    series.refresh_from_db(fields=["last"])
    told = {"about": normalise(about)[:500], "url": url, "form_key": form_key}
    made = Number.objects.create(
        series=series, number=series.last, text=text_of(series.last, book), by=by, at=at, **told
    )
    record("numbering.reserve", on=made, by=by, at=at, number=made.text, about=made.about)
    return made


def _next_year(book: Book, day: date) -> Series | None:
    """Begin the year of a day in a book in State form, its numbers from 1; a term of the Party form is set up."""
    if runs_by_term(book):
        return None
    year = year_of(day)
    return Series.objects.create(book=book, starts_on=year.starts_on, ends_on=year.ends_on)


@transaction.atomic
def issue(number: Number, *, on: date, by: User | None, at: datetime, inside: bool = False) -> None:
    """Say that a reserved number stands on its document, signed on a day; `inside`: the document itself says so.

    :raises NotNumbered: if it is settled already, or the day is not in its period.
    """
    _may_settle(number, by, inside=inside)
    if reasons := why_not_day(number.series, on):
        raise NotNumbered(*reasons)
    _settle(number, NumberState.ISSUED, at=at, signed_on=on)
    record("numbering.issue", on=number, by=by, at=at, number=number.text, signed_on=on.isoformat())


@transaction.atomic
def void(number: Number, *, reason: str, by: User | None, at: datetime, inside: bool = False) -> None:
    """Say that a reserved number stands on no document, and why: it stays in the book and is not given out again.

    :raises NotNumbered: if it is settled already, or no reason is given.
    """
    _may_settle(number, by, inside=inside)
    if not normalise(reason):
        raise NotNumbered(_("Please give the reason."))
    _settle(number, NumberState.VOID, at=at, reason=normalise(reason)[:500], url="")
    record("numbering.void", on=number, by=by, at=at, number=number.text, reason=number.reason)


def _may_settle(number: Number, by: User | None, *, inside: bool) -> None:
    if by is not None:
        require(by, "numbering.use", on=number.series.book.unit_id)
    if reasons := why_not_settle(number, inside=inside):
        raise NotNumbered(*reasons)


def _settle(number: Number, to: NumberState, *, at: datetime, **changes: object) -> None:
    """Take a reserved number as it was read to its end, or raise `Stale`."""
    as_read = Number.objects.filter(pk=number.pk, state=NumberState.RESERVED)
    if not as_read.update(state=to, settled_at=at, **changes):
        raise Stale(_("Somebody has settled this number meanwhile. Reload the page."))
    number.refresh_from_db()
