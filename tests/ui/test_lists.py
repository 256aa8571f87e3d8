from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.core import signing
from django.http import QueryDict

from kheo.foundation.accounts.models import User
from kheo.ui import lists
from kheo.ui.lists import Chip, Filters, page_of

START = datetime(2017, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)


def people(number, tied=3):
    """Make people who joined at moments that several share, with microseconds in them."""
    User.objects.bulk_create(
        User(username=f"u{i:03}", full_name=f"Người {i % 7}", date_joined=START + timedelta(microseconds=i // tied))
        for i in range(number)
    )


def walk(sorts, size, direction="next", **start):
    """Return the user names of each page from the first on (or from `start` back)."""
    params, pages = start, []
    while True:
        page = page_of(User.objects.all(), params, sorts=sorts, size=size)
        pages.append([user.username for user in page.rows])
        mark = getattr(page, direction)
        if mark is None:
            return pages, page, params
        params = {"after" if direction == "next" else "before": mark}


ORDERS = [
    ("username",),
    ("-username",),
    ("date_joined",),
    ("-date_joined", "username"),
    ("full_name", "-date_joined"),
    ("is_active", "full_name"),
    ("-pk",),
]


@pytest.mark.django_db
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("number", [0, 1, 4, 5, 6, 23])
def test_pages_forward_show_each_row_once_in_order(order, number):
    people(number)
    pages, _last, _at = walk({"usual": order}, 5)
    tie = "-pk" if order[-1].startswith("-") else "pk"
    expected = list(User.objects.order_by(*order, tie).values_list("username", flat=True))
    assert [name for page in pages for name in page] == expected
    assert [len(page) for page in pages[:-1]] == [5] * (len(pages) - 1)


@pytest.mark.django_db
@pytest.mark.parametrize("order", ORDERS)
def test_pages_backward_are_the_same_pages(order):
    people(23)
    forward, last, _at = walk({"usual": order}, 5)
    backward, first, _at = walk({"usual": order}, 5, "previous", before=last.previous)
    assert [*reversed(backward), forward[-1]] == forward
    assert first.previous is None
    assert first.next is not None


@pytest.mark.django_db
def test_first_page_offers_no_way_back_and_last_no_way_on():
    people(7)
    first = page_of(User.objects.all(), {}, sorts={"name": ("username",)}, size=5)
    last = page_of(User.objects.all(), {"after": first.next}, sorts={"name": ("username",)}, size=5)
    assert (first.previous, last.next) == (None, None)
    assert first.next
    assert last.previous


@pytest.mark.django_db
@pytest.mark.parametrize(
    "params",
    [
        {"after": "forged"},
        {"after": signing.dumps(["u003", "4"])},
        {"before": "x:y:z"},
        {"sort": "password"},
        {"after": "\x00"},
    ],
)
def test_a_forged_place_or_sort_gives_the_first_page(params):
    people(7)
    page = page_of(User.objects.all(), params, sorts={"name": ("username",)}, size=5)
    assert [user.username for user in page.rows] == ["u000", "u001", "u002", "u003", "u004"]
    assert page.sort == "name"


@pytest.mark.django_db
def test_a_place_of_another_order_gives_the_first_page():
    people(7)
    sorts = {"name": ("username",), "-joined": ("-date_joined",)}
    mark = page_of(User.objects.all(), {}, sorts=sorts, size=5).next
    page = page_of(User.objects.all(), {"sort": "-joined", "after": mark}, sorts=sorts, size=5)
    assert page.sort == "-joined"
    assert page.previous is None
    assert page.rows[0].username == "u006"


@pytest.mark.django_db
def test_a_place_whose_rows_are_gone_gives_the_first_page():
    people(7)
    mark = page_of(User.objects.all(), {}, sorts={"name": ("username",)}, size=5).next
    User.objects.filter(username__gt="u004").delete()
    page = page_of(User.objects.all(), {"after": mark}, sorts={"name": ("username",)}, size=5)
    assert [user.username for user in page.rows] == ["u000", "u001", "u002", "u003", "u004"]
    assert (page.previous, page.next) == (None, None)


@pytest.mark.django_db
def test_total_is_exact_up_to_the_cap(monkeypatch):
    monkeypatch.setattr(lists, "COUNT_CAP", 6)
    people(6)
    page = page_of(User.objects.all(), {}, sorts={"name": ("username",)}, size=2)
    assert (page.total, page.capped) == (6, False)
    User.objects.create(username="one-more")
    page = page_of(User.objects.all(), {}, sorts={"name": ("username",)}, size=2)
    assert (page.total, page.capped) == (6, True)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3, 120])
@pytest.mark.parametrize("turn", [False, True])
def test_a_page_costs_two_queries(number, turn, django_assert_num_queries):
    people(number)
    params = {}
    if turn and (mark := page_of(User.objects.all(), {}, sorts={"name": ("username",)}).next):
        params = {"after": mark}
    with django_assert_num_queries(2):
        page_of(User.objects.all(), params, sorts={"name": ("username",)})


class PeopleFilters(Filters):
    q = forms.CharField(label="Tên", required=False)
    active = forms.TypedChoiceField(
        label="Tài khoản", required=False, coerce=int, empty_value=None,
        choices=[("", "Tất cả"), ("Trạng thái", [(1, "Đang dùng"), (0, "Đã khóa")])],
    )  # fmt: skip
    staff = forms.BooleanField(label="Quản trị", required=False)
    joined = forms.DateField(label="Từ ngày", required=False)
    who = forms.ModelMultipleChoiceField(User.objects.order_by("pk"), label="Người", required=False)
    names = forms.MultipleChoiceField(label="Các tên", required=False, choices=[("u001", "Một"), ("u002", "Hai")])
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    lookups = {
        "q": "username__contains",
        "active": "is_active",
        "staff": "is_staff",
        "joined": "date_joined__date__gte",
        "who": "pk__in",
        "names": "username__in",
        "key": "username",
    }


def filtered(query):
    people(12)
    return page_of(
        User.objects.all(),
        params := QueryDict(query),
        sorts={"name": ("username",)},
        filters=PeopleFilters(params),
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "chips"),
    [
        ("", ()),
        ("q=u00&active=", (Chip("q", "Tên", "u00"),)),
        ("active=1", (Chip("active", "Tài khoản", "Đang dùng"),)),
        ("joined=2017-01-01", (Chip("joined", "Từ ngày", "01/01/2017"),)),
        ("names=u001&names=u002", (Chip("names", "Các tên", "Một, Hai"),)),
        ("key=u001", ()),
    ],
)
def test_chips_say_what_filters_in_the_readers_words(query, chips):
    assert filtered(query).chips == chips


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("", 12), ("q=u00", 10), ("q=", 12), ("active=0", 0), ("active=1", 12), ("staff=on", 0), ("staff=", 12),
        ("names=u001&names=u002", 2), ("key=u007", 1), ("q=u00&key=u011", 0), ("joined=2017-01-02", 0),
    ],
)  # fmt: skip
def test_filters_narrow(query, total):
    assert filtered(query).total == total


@pytest.mark.django_db
def test_filter_by_records_names_them():
    people(3)
    chosen = User.objects.get(username="u001")
    params = QueryDict(f"who={chosen.pk}")
    page = page_of(User.objects.all(), params, sorts={"name": ("username",)}, filters=PeopleFilters(params))
    assert page.rows == [chosen]
    assert page.chips == (Chip("who", "Người", str(chosen)),)


@pytest.mark.django_db
def test_a_wrong_filter_shows_its_error_and_the_right_ones_still_narrow():
    page = filtered("active=9&q=u00")
    assert page.total == 10
    assert list(page.filters.errors) == ["active"]
    assert page.chips == (Chip("q", "Tên", "u00"),)
