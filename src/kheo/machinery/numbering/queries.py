from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from kheo.foundation.accounts.models import User
from kheo.machinery.numbering.models import Book, Number, Series
from kheo.machinery.numbering.states import NumberState, Profile
from kheo.organisation.units.models import Unit


def books_of(unit: Unit | int, doc_type: str = "") -> list[Book]:
    """Return the books that a unit keeps here, of one type of document if it is named."""
    books = Book.objects.filter(unit=unit)
    return list((books.filter(doc_type=doc_type) if doc_type else books).order_by("doc_type", "symbol", "pk"))


def series_for(book: Book, day: date) -> Series | None:
    """Return the period of a book on a day, if it is there."""
    return Series.objects.filter(book=book, starts_on__lte=day, ends_on__gte=day).first()


class Account(NamedTuple):
    """A period of a book, and how many of its numbers are reserved, issued and void."""

    series: Series
    reserved: int
    issued: int
    void: int


def accounts_of(books: Collection[Book]) -> dict[int, list[Account]]:
    """Return the periods of books with their counts, by the numbers of the books, the latest period first."""
    counts = {state.value: Count("numbers", filter=Q(numbers__state=state)) for state in NumberState}
    found: dict[int, list[Account]] = {book.pk: [] for book in books}
    for series in Series.objects.filter(book__in=books).annotate(**counts):
        numbers = {state.value: getattr(series, state.value) for state in NumberState}
        found[series.book_id].append(Account(series, **numbers))
    return found


def numbers_of(book: Book) -> QuerySet[Number]:
    """Return the numbers of a book."""
    return Number.objects.filter(series__book=book).select_related("series", "by")


def book_seen_by(user: User) -> QuerySet[Book]:
    """Return the books that the user may see, with their units."""
    return Book.objects.visible_to(user).select_related("unit")


def last_series(book: Book) -> Series | None:
    """Return the latest period of a book."""
    return Series.objects.filter(book=book).order_by("-starts_on").first()


def runs_by_term(book: Book) -> bool:
    """Return whether the periods of a book are set up by hand: the terms of the Party form."""
    return book.profile == Profile.PARTY
