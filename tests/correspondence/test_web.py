import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kheo.machinery.correspondence import actions
from kheo.machinery.correspondence.models import Deadline, Entry
from kheo.machinery.directives.actions import relate
from kheo.machinery.directives.models import Directive
from kheo.machinery.duties.models import Task
from tests import make
from tests.correspondence import made
from tests.directives.made import document

pytestmark = pytest.mark.django_db
SENT = {
    "kind": "letter",
    "number": "15-CV/HU",
    "issuer": "Huyện ủy",
    "signed_on": "10/01/2017",
    "title": "Đôn đốc báo cáo sơ kết",
    "day": "12/01/2017",
}


def url(name, *about):
    return reverse(f"correspondence:{name}", args=about)


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def told(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_document_comes_in_by_one_form(desk):
    key = desk.get(url("receive")).context["form"].initial["form_key"]
    answer = desk.post(url("receive"), SENT | {"form_key": key})
    again = desk.post(url("receive"), SENT | {"form_key": key})
    entry = Entry.objects.get()
    assert answer["Location"] == again["Location"] == url("entry", entry.pk)
    assert (entry.number, entry.directive.is_public) == (1, False)
    page = told(desk.get(url("list")))
    assert "15-CV/HU" in page
    assert "Chưa giải quyết xong" in page


def test_errors_lose_nothing_and_leave_no_half_of_it(desk):
    answer = desk.post(url("receive"), SENT | {"day": "01/01/2017"})
    assert answer.status_code == 422
    assert "không thể đến trước ngày ký (10/01/2017)" in told(answer)
    assert "Đôn đốc báo cáo sơ kết" in answer.content.decode()
    assert not Directive.objects.exists()


def test_one_of_the_register_comes_in_and_another_goes_out(desk, office):
    known = document(office)
    assert desk.post(url("receive_known", known.pk), {"day": "12/01/2017"}).status_code == 302
    out = {"day": "12/01/2017", "signer": "Trưởng ban", "recipients": "Các xã\nLưu"}
    assert desk.post(url("send_out_known", known.pk), out).status_code == 302
    assert desk.post(url("send_out"), SENT | {"signer": "", "recipients": ""}).status_code == 422
    assert sorted(Entry.objects.values_list("direction", flat=True)) == ["in", "out"]
    page = told(desk.get(url("entry", Entry.objects.get(direction="out").pk)))
    assert "Các xã Lưu" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("direction=out", 1),
        ("handling=open", 1),
        ("handling=late", 1),
        ("handling=settled", 0),
        ("words=huyện ủy", 1),
        ("year=2018", 0),
        ("year=2017", 2),
    ],
)
def test_the_book_is_narrowed_and_its_workbook_is_the_same(desk, office, query, found):
    made.arrival(office, document(office, issuer="Huyện ủy"), due_on=made.ARRIVED)
    made.sending(office, document(office))
    assert len(desk.get(f"{url('list')}?{query}").context["lines"]) == found
    book = load_workbook(BytesIO(b"".join(desk.get(f"{url('export')}?{query}").streaming_content)))
    rows = [row for row in book.active.iter_rows(values_only=True) if row[0] in ("Văn bản đến", "Văn bản đi")]
    assert len(rows) == found


def test_an_arrival_is_settled_and_put_right_on_its_page(desk, office):
    entry = made.arrival(office)
    assert desk.post(url("entry", entry.pk), {"version": 1, "day": "13/01/2017", "note": ""}).status_code == 422
    sent = {"version": 1, "day": "12/01/2017", "arrival": 9, "forwarded_to": "Khối Dân vận", "sender": "Huyện ủy"}
    assert desk.post(url("put_right", entry.pk), sent)["Location"] == url("entry", entry.pk)
    settled = {"version": 2, "day": "13/01/2017", "note": "Đã trả lời"}
    assert desk.post(url("entry", entry.pk), settled).status_code == 302
    page = told(desk.get(url("entry", entry.pk)))
    assert "Khối Dân vận" in page
    assert "Đã trả lời" in page
    assert "Đã giải quyết" in page


ASKED = {"asked": "Gửi báo cáo", "clause": "mục III", "unit_kinds": ["commune"], "each_day": "15", "each_month": "11"}


def test_a_deadline_is_set_given_and_changed_on_pages(desk, office):
    directive = document(office)
    assert desk.post(url("ask", directive.pk), ASKED | {"unit_kinds": []}).status_code == 422
    assert desk.post(url("ask", directive.pk), ASKED)["Location"] == url("deadlines", directive.pk)
    deadline = Deadline.objects.get()
    assert "Ngày 15/11 hằng năm" in told(desk.get(url("deadlines", directive.pk)))
    due = desk.get(url("hand_out", deadline.pk)).context["form"].initial["due_on"]
    assert desk.post(url("hand_out", deadline.pk), {"due_on": due.strftime("%d/%m/%Y")}).status_code == 302
    given = Task.objects.count()
    assert given
    assert f"đã xong 0/{given} nhiệm vụ" in told(desk.get(url("deadlines", directive.pk)))
    changed = ASKED | {"version": 1, "each_day": "20"}
    answer = desk.post(url("ask_otherwise", deadline.pk), changed)
    assert answer.status_code == 422
    assert len(answer.context["shifts"]) == given
    assert desk.post(url("ask_otherwise", deadline.pk), changed | {"confirmed": "on"}).status_code == 302
    assert set(Task.objects.values_list("due_on", flat=True)) == {due.replace(day=20)}
    assert desk.post(url("drop", deadline.pk)).status_code == 302
    assert "Chưa ghi thời hạn nào" in told(desk.get(url("deadlines", directive.pk)))


def test_an_amended_document_asks_to_look_at_its_deadlines(desk, office):
    directive = document(office)
    made.deadline(office, directive)
    assert "đã được sửa đổi hoặc thay thế" not in told(desk.get(url("deadlines", directive.pk)))
    later = document(office, signed_on=date(2017, 5, 1))
    relate(later, directive, kind="amend", from_day=date(2017, 5, 1), by=office, at=make.NOW)
    page = told(desk.get(url("deadlines", directive.pk)))
    assert "đã được sửa đổi hoặc thay thế" in page
    assert str(later) in page


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_one_row_and_for_three(desk, office, number, django_assert_max_num_queries):
    directive = document(office)
    for each in range(number):
        made.arrival(office)
        deadline = made.deadline(office, directive, asked=f"Việc {each}")
        actions.hand_out(deadline, deadline.due_on, by=office, at=make.NOW)
    for path in (url("list"), url("entry", Entry.objects.first().pk), url("deadlines", directive.pk), url("receive")):
        desk.get(path)
        with django_assert_max_num_queries(10):
            assert desk.get(path).status_code == 200


def test_units_see_the_deadlines_but_change_nothing(client, office, cast):
    directive = document(office)
    deadline = made.deadline(office, directive)
    client.force_login(cast.commune_officer)
    page = client.get(url("deadlines", directive.pk)).content.decode()
    assert "Gửi báo cáo sơ kết" in page
    assert '<form method="post"' not in page.partition("<main")[2]
    assert client.get(url("list")).status_code == 403
    assert client.post(url("drop", deadline.pk)).status_code == 403
