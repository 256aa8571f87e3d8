from datetime import date

import pytest
from django.urls import reverse

from kheo.machinery.numbering.actions import reserve
from kheo.machinery.numbering.models import Book, Number
from tests import make
from tests.numbering.test_actions import kept, taken


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


def form(office, book):
    return office.get(reverse("numbering:reserve", args=[book.pk])).context["form"]


def test_a_book_is_set_up_with_the_last_number_used_so_far(cast, office):
    said = {"unit": cast.district.pk, "profile": "party", "doc_type": "QĐ", "symbol": "HU", "used_before": "1.214"}
    said |= {"starts_on": "1/8/2015", "ends_on": "31/7/2020"}
    answer = office.post(reverse("numbering:set_up"), said)
    book = Book.objects.get()
    assert answer["Location"] == reverse("numbering:book", args=[book.pk])
    assert taken(book).text == "1215-QĐ/HU"


def test_the_party_form_asks_for_its_term_and_loses_nothing(cast, office):
    said = {"unit": cast.district.pk, "profile": "party", "doc_type": "QĐ", "symbol": "HU", "used_before": "3"}
    answer = office.post(reverse("numbering:set_up"), said)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"starts_on", "ends_on"})
    assert answer.context["form"]["symbol"].value() == "HU"


def test_the_state_form_begins_with_this_year(cast, office):
    said = {"unit": cast.district.pk, "profile": "state", "doc_type": "QĐ", "symbol": "UBND", "used_before": "0"}
    office.post(reverse("numbering:set_up"), said)
    series = Book.objects.get().series.get()
    assert (series.starts_on.month, series.starts_on.day, series.ends_on.month, series.ends_on.day) == (1, 1, 12, 31)


def test_a_number_is_taken_issued_and_voided_on_the_pages(cast, office):
    book = kept(cast.district)
    asked = form(office, book)
    said = {"about": "Kế hoạch", "day": "10/3/2017", "form_key": asked["form_key"].value()}
    for _click in range(2):
        office.post(reverse("numbering:reserve", args=[book.pk]), said)
    number = Number.objects.get()
    issued = office.post(reverse("numbering:issue", args=[number.pk]), {"signed_on": "11/3/2017"})
    assert issued["Location"] == reverse("numbering:book", args=[book.pk])
    number.refresh_from_db()
    assert (number.text, number.state, number.signed_on) == ("01/QĐ-UBND", "issued", date(2017, 3, 11))
    late = office.post(reverse("numbering:void", args=[number.pk]), {"reason": "Thôi"})
    assert (late.status_code, "01/QĐ-UBND" in late.content.decode()) == (422, True)


def test_what_is_wrong_is_told_at_the_form(cast, office):
    book = kept(cast.district)
    number = taken(book)
    assert office.post(reverse("numbering:issue", args=[number.pk]), {"signed_on": "1/1/2018"}).status_code == 422
    assert office.post(reverse("numbering:void", args=[number.pk]), {"reason": ""}).status_code == 422
    assert office.post(reverse("numbering:reserve", args=[book.pk]), {"about": "", "day": "32/1"}).status_code == 422
    assert Number.objects.get().state == "reserved"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_for_one_row_and_for_three(cast, office, rows, django_assert_num_queries):
    books = [kept(cast.district, symbol=f"S{number}") for number in range(rows)]
    for _ in range(rows):
        reserve(books[0], on=make.NOW.date(), about="Kế hoạch", by=cast.district_office, at=make.NOW)
    with django_assert_num_queries(8):
        page = office.get(reverse("numbering:list"))
    assert len(page.context["lines"]) == rows
    with django_assert_num_queries(10):
        page = office.get(reverse("numbering:book", args=[books[0].pk]))
    assert len(page.context["lines"]) == rows


def test_a_leader_reads_and_others_do_not(client, cast):
    book = kept(cast.district)
    number = taken(book)
    client.force_login(cast.leader)
    assert client.get(reverse("numbering:book", args=[book.pk])).context["may_use"] is False
    assert client.get(reverse("numbering:void", args=[number.pk])).status_code == 403
    client.force_login(cast.commune_officer)
    assert client.get(reverse("numbering:list")).status_code == 403
    assert client.get(reverse("numbering:book", args=[book.pk])).status_code == 404
