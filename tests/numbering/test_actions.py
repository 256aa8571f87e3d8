"""Numbers: each is given out once, in order, and stands or is void for ever."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, connections, transaction

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.numbering.actions import NotNumbered, begin_term, issue, reserve, set_up_book, void
from kheo.machinery.numbering.models import Book, Number, Series
from kheo.machinery.numbering.queries import accounts_of, books_of, series_for
from kheo.machinery.numbering.rules import Term, year_of
from tests import make

TODAY = make.NOW.date()
YEAR, TERM = year_of(TODAY), Term(date(2015, 8, 1), date(2020, 7, 31), 14)


def kept(unit, profile="state", symbol="UBND", term=None, by=None):
    book = Book(unit=unit, doc_type="QĐ", symbol=symbol, profile=profile)
    return set_up_book(book, term or (YEAR if profile == "state" else TERM), by=by, at=make.NOW)


def taken(book, about="Quyết định công nhận", on=TODAY, by=None, **more):
    return reserve(book, on=on, about=about, by=by, at=make.NOW, **more)


def test_numbers_follow_each_other_in_state_form_and_begin_anew_each_year(cast):
    book = kept(cast.district, term=Term(YEAR.starts_on, YEAR.ends_on, 4))
    texts = [taken(book).text, taken(book).text, taken(book, on=date(2018, 1, 1)).text]
    assert texts == ["05/QĐ-UBND", "06/QĐ-UBND", "01/QĐ-UBND"]
    assert taken(book).text == "07/QĐ-UBND"


def test_numbers_run_through_the_term_in_party_form(cast):
    book = kept(cast.district, "party", "HU")
    texts = [taken(book).text, taken(book, on=date(2018, 1, 1)).text, taken(book, on=date(2020, 7, 31)).text]
    assert texts == ["15-QĐ/HU", "16-QĐ/HU", "17-QĐ/HU"]


def test_a_number_after_the_term_needs_the_new_term_first(cast):
    book, day = kept(cast.district, "party", "HU"), date(2020, 8, 1)
    with pytest.raises(NotNumbered):
        taken(book, on=day)
    term = Term(day, date(2025, 7, 31))
    begun = begin_term(book, term, by=cast.district_office, at=make.NOW)
    assert begin_term(book, term, by=cast.district_office, at=make.NOW) == begun
    assert taken(book, on=day).text == "01-QĐ/HU"


@pytest.mark.parametrize(("first", "last"), [("2020-07-31", "2025-01-01"), ("2021-01-01", "2020-12-31")])
def test_a_term_does_not_meet_the_one_before_nor_end_before_it_begins(cast, first, last):
    book = kept(cast.district, "party", "HU")
    with pytest.raises(NotNumbered):
        begin_term(
            book, Term(date.fromisoformat(first), date.fromisoformat(last)), by=cast.district_office, at=make.NOW
        )


def test_a_book_in_state_form_has_no_terms(cast):
    book = kept(cast.district)
    with pytest.raises(NotNumbered):
        begin_term(book, Term(date(2018, 1, 1), date(2018, 12, 31)), by=cast.district_office, at=make.NOW)


def test_each_issuer_of_a_unit_has_its_own_numbers(cast):
    party, committee = kept(cast.district, "party", "HU"), kept(cast.district, "party", "BCĐ")
    assert (taken(party).text, taken(committee).text) == ("15-QĐ/HU", "15-QĐ/BCĐ")
    assert books_of(cast.district, "QĐ") == [committee, party]
    assert books_of(cast.district, "KH") == []


def test_a_book_is_set_up_once_and_put_right_while_no_number_was_taken(cast):
    book = kept(cast.district, "party", "HU", by=cast.district_office)
    assert kept(cast.district, "party", "HU", by=cast.district_office) == book
    assert AuditEvent.objects.filter(act="numbering.set_up").count() == 1
    kept(cast.district, "party", "HU", term=Term(TERM.starts_on, TERM.ends_on, 20))
    assert taken(book).text == "21-QĐ/HU"
    with pytest.raises(NotNumbered):
        kept(cast.district, "party", "HU")


@pytest.mark.parametrize("said", [{"doc_type": ""}, {"symbol": " "}, {"doc_type": "QĐ-"}])
def test_a_book_needs_its_type_and_its_symbol(cast, said):
    given = {"unit": cast.district, "doc_type": "QĐ", "symbol": "UBND", "profile": "state"}
    with pytest.raises(NotNumbered):
        set_up_book(Book(**given | said), YEAR, by=None, at=make.NOW)
    assert not Book.objects.exists()


def test_a_number_is_issued_with_its_day_and_counted(cast):
    book = kept(cast.district)
    first, second, _third = taken(book), taken(book), taken(book)
    issue(first, on=TODAY, by=cast.district_office, at=make.NOW)
    void(second, reason="Ghi  nhầm", by=cast.district_office, at=make.NOW)
    assert (first.state, first.signed_on, second.state, second.reason) == ("issued", TODAY, "void", "Ghi nhầm")
    (account,) = accounts_of([book])[book.pk]
    assert (account.reserved, account.issued, account.void, account.series.last) == (1, 1, 1, 3)


def test_what_is_settled_stays_so(cast):
    number = taken(kept(cast.district))
    issue(number, on=TODAY, by=cast.district_office, at=make.NOW)
    for act in (
        lambda: void(number, reason="Thôi", by=cast.district_office, at=make.NOW),
        lambda: issue(number, on=TODAY, by=cast.district_office, at=make.NOW),
    ):
        with pytest.raises(NotNumbered):
            act()
    assert Number.objects.get().state == "issued"


def test_who_read_a_number_before_it_was_settled_is_told(cast):
    number = taken(kept(cast.district))
    as_read = Number.objects.get(pk=number.pk)
    void(number, reason="Thôi", by=None, at=make.NOW)
    with pytest.raises(Exception, match=r"\w") as refusal:
        issue(as_read, on=TODAY, by=None, at=make.NOW)
    assert type(refusal.value).__name__ == "Stale"


def test_a_void_number_is_not_given_out_again_and_needs_a_reason(cast):
    book = kept(cast.district)
    number = taken(book)
    with pytest.raises(NotNumbered):
        void(number, reason=" ", by=None, at=make.NOW)
    void(number, reason="Thôi", by=None, at=make.NOW)
    assert taken(book).number == number.number + 1


def test_a_document_is_dated_within_the_period_of_its_number(cast):
    number = taken(kept(cast.district))
    with pytest.raises(NotNumbered):
        issue(number, on=date(2018, 1, 1), by=None, at=make.NOW)


def test_the_number_of_a_document_kept_here_is_settled_by_that_document(cast):
    number = taken(kept(cast.district), url="/lam-viec/cong-nhan/")
    with pytest.raises(NotNumbered):
        void(number, reason="Thôi", by=cast.district_office, at=make.NOW)
    void(number, reason="Thôi", by=cast.district_office, at=make.NOW, inside=True)
    assert (number.state, number.url) == ("void", "")


def test_the_same_form_sent_twice_takes_one_number(cast):
    book, key = kept(cast.district), uuid4()
    assert taken(book, form_key=key) == taken(book, form_key=key)
    assert Series.objects.get().last == 1


def test_a_number_is_for_some_document(cast):
    with pytest.raises(NotNumbered):
        taken(kept(cast.district), about=" ")
    assert series_for(Book.objects.get(), TODAY).last == 0


@pytest.mark.parametrize("who", ["commune_officer", "leader", "editor", "administrator", "stranger"])
def test_only_the_standing_office_keeps_the_books(cast, who):
    user, book = getattr(cast, who), kept(cast.district, "party", "HU")
    number = taken(book)
    for act in (
        lambda: kept(cast.district, by=user),
        lambda: begin_term(book, Term(date(2021, 1, 1), date(2025, 1, 1)), by=user, at=make.NOW),
        lambda: taken(book, by=user),
        lambda: issue(number, on=TODAY, by=user, at=make.NOW),
        lambda: void(number, reason="Thôi", by=user, at=make.NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_tables_themselves_hold_a_number_once(cast):
    number = taken(kept(cast.district))
    with pytest.raises(IntegrityError), transaction.atomic():
        Number.objects.create(series=number.series, number=number.number, text="01", at=make.NOW)


AT_ONCE, EACH = 4, 5


@pytest.mark.django_db(transaction=True)
def test_officers_who_ask_at_once_get_numbers_without_gap_or_twin(tmp_path):
    book = kept(make.unit("Huyện Yên Mô", "district"))
    path = str(tmp_path / "numbers.sqlite3")
    if connection.vendor == "sqlite":  # a database in memory is not made for several threads
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = WAL")  # as every database is by the time officers ask
        copy.close()

    def asks(_officer):
        if connection.vendor == "sqlite":
            connections["default"] = connections["default"].copy("default")
            connections["default"].settings_dict["NAME"] = path
        try:
            return [taken(book).number for _ in range(EACH)]
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(AT_ONCE) as officers:
        numbers = [number for got in officers.map(asks, range(AT_ONCE)) for number in got]
    assert sorted(numbers) == list(range(1, AT_ONCE * EACH + 1))
