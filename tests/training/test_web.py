import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.machinery.notices.models import Notice
from kheo.movement.training.models import Trainee
from tests import make
from tests.training import made

pytestmark = pytest.mark.django_db
PEOPLE = "/lam-viec/so/lop-dao-tao/can-bo/"
UNITS = "/lam-viec/so/lop-dao-tao/don-vi/"
MINE = "/lam-viec/so/lop-dao-tao/cua-toi/"


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def page(of, name):
    return reverse(f"training:{name}", args=[of.pk])


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


def names(response):
    return [post.user.full_name for post in response.context["page"].rows]


def test_a_class_leads_to_attendance_certificates_and_people(office, cast):
    of = made.training_class(cast.district)
    shown = office.get(reverse("registers:line", args=["lop-dao-tao", of.pk]))
    urls = [url for _door, url in shown.context["doors"]]
    assert urls == [page(of, "attendance"), page(of, "certificates"), f"{PEOPLE}?into={of.pk}"]
    beside = [url for _door, url in office.get("/lam-viec/so/lop-dao-tao/").context["doors"]]
    assert beside == [PEOPLE, UNITS, MINE]


def test_a_leader_sees_classes_and_not_who_was_never_trained(client, cast):
    client.force_login(cast.leader)
    assert [url for _door, url in client.get("/lam-viec/so/lop-dao-tao/").context["doors"]] == [UNITS, MINE]
    assert client.get(PEOPLE).status_code == 403
    assert PEOPLE not in client.get(UNITS).content.decode()


def test_the_sheet_of_ticks_writes_what_was_changed_and_no_more(office, cast):
    of = made.with_sessions(cast.district)
    first, second = made.trainee(of, cast.hoa, name="An", present="1"), made.trainee(of, cast.mac, name="Bình")
    shown = office.get(page(of, "attendance")).context["form"]
    assert shown.initial["was"] == f"{first.pk}-1"
    # Somebody else ticks session 2 of the first meanwhile.
    office.post(page(of, "attendance"), {"was": f"{first.pk}-1", "tick": [f"{first.pk}-1", f"{first.pk}-2"]})
    answer = office.post(page(of, "attendance"), {"was": f"{first.pk}-1", "tick": [f"{second.pk}-3"]})
    assert answer.status_code == 302
    assert [made.again(each).present for each in (first, second)] == ["2", "3"]


def test_one_session_is_ticked_alone_or_for_everybody(office, cast):
    of = made.with_sessions(cast.district)
    rows = [made.trainee(of, cast.hoa, name=name, present="1") for name in ("An", "Bình")]
    address = f"{page(of, 'attendance')}?session=2"
    assert [len(cells) for _row, cells in office.get(address).context["form"].lines] == [1, 1]
    assert office.post(address, {"was": "", "everybody": "2"}).url == address
    assert [made.again(each).present for each in rows] == ["1, 2", "1, 2"]
    office.post(address, {"was": " ".join(f"{each.pk}-2" for each in rows), "tick": [f"{rows[0].pk}-2"]})
    assert [made.again(each).present for each in rows] == ["1, 2", "1"]


@pytest.mark.parametrize("tick", ["x", "1-9", "99999-1", "1-1-1"])
def test_ticks_of_nothing_are_refused_and_nothing_is_lost(office, cast, tick):
    of = made.with_sessions(cast.district)
    row = made.trainee(of, cast.hoa)
    answer = office.post(page(of, "attendance"), {"was": "", "tick": [tick, f"{row.pk}-1"]})
    assert answer.status_code == 422
    assert [is_ticked for _line, cells in answer.context["form"].lines for _s, _k, is_ticked in cells] == [1, 0, 0]


def test_an_officer_reads_what_another_unit_may_not(client, cast):
    of = made.with_sessions(cast.district)
    made.trainee(of, cast.hoa)
    client.force_login(cast.commune_officer)
    assert client.get(page(of, "attendance")).status_code == 404
    client.force_login(cast.leader)
    assert client.get(page(of, "attendance")).status_code == 200
    assert client.post(page(of, "attendance"), {"was": ""}).status_code == 403


def test_certificates_are_given_to_those_who_are_picked(office, cast):
    of = made.with_sessions(cast.district)
    rows = [made.trainee(of, cast.hoa, name=name, present="1") for name in ("An", "Bình")]
    made.trainee(of, cast.hoa, name="Cúc")
    said = {"on": "13/05/2017", "pick": [rows[1].pk]}
    assert office.post(page(of, "certificates"), said).status_code == 422
    assert office.post(page(of, "certificates"), said | {"first": "07/GCN"}).status_code == 302
    assert list(Trainee.objects.exclude(certificate="").values_list("name", "certificate")) == [("Bình", "07/GCN")]
    assert "07/GCN" in text(office.get(page(of, "certificates")))


def test_the_list_is_handed_out_in_word(office, cast):
    of = made.with_sessions(cast.district)
    assert office.post(page(of, "paper")).status_code == 302
    made.trainee(of, cast.hoa)
    answer = office.post(page(of, "paper"))
    answer.getvalue()
    assert (answer.status_code, answer["Content-Disposition"]) == (
        200,
        'attachment; filename="danh-sach-hoc-vien-20170512.docx"',
    )
    assert office.get(page(of, "paper")).status_code == 405


def test_who_was_never_trained_is_found_and_called(office, cast):
    of = made.with_sessions(cast.district)
    made.trainee(of, cast.hoa, name="Lê Thị Hòa", present="1")
    made.trainee(of, cast.mac, name="Trần Văn Mạc")  # called, and did not come
    never = names(office.get(PEOPLE, {"trained": "never"}))
    assert "Trần Văn Mạc" in never
    assert "Lê Thị Hòa" not in never
    assert names(office.get(PEOPLE, {"trained": "once"})) == ["Lê Thị Hòa"]
    assert names(office.get(PEOPLE, {"trained": "1", "at": "01/12/2017"})).count("Lê Thị Hòa") == 0
    assert names(office.get(PEOPLE, {"trained": "1", "at": "14/05/2018"})).count("Lê Thị Hòa") == 1
    assert names(office.get(PEOPLE, {"trained": "2", "at": "14/05/2018"})).count("Lê Thị Hòa") == 0
    assert names(office.get(PEOPLE, {"unit": "xa-yen-mac"})) == ["Trần Văn Mạc"]
    assert names(office.get(PEOPLE, {"role": "leader"})) == ["Vũ Thị Đạo"]
    today = local_day(timezone.now())
    ahead = made.training_class(cast.district, title="Lớp mới", starts_on=today, ends_on=today)
    chosen = [post.pk for post in office.get(PEOPLE, {"trained": "never", "unit": "xa-yen-mac"}).context["page"].rows]
    assert office.post(PEOPLE, {"pick": chosen}).status_code == 422
    answer = office.post(PEOPLE, {"pick": chosen, "into": ahead.pk})
    assert answer.url == reverse("registers:line", args=["lop-dao-tao", ahead.pk])
    assert [each.person for each in Trainee.objects.filter(training_class=ahead)] == [cast.other_officer]
    assert Notice.objects.get(user=cast.other_officer).url == MINE
    assert office.post(PEOPLE, {"pick": chosen, "into": ahead.pk}).status_code == 422


def test_an_officer_sees_the_people_of_the_own_unit_alone(client, cast):
    client.force_login(cast.commune_officer)
    assert names(client.get(PEOPLE)) == ["Lê Thị Hòa"]


def test_who_is_called_sees_the_class_and_nobody_else_there(client, cast):
    of = made.with_sessions(cast.district)
    made.trainee(of, cast.hoa, name="Lê Thị Hòa", present="1", certificate="07/GCN", certified_on=made.LAST)
    made.trainee(of, cast.mac, name="Người Khác")
    client.force_login(cast.commune_officer)
    shown = text(client.get(MINE))
    assert (of.title in shown, "07/GCN, 13/05/2017" in shown, "Người Khác" in shown) == (True, True, False)
    client.force_login(cast.other_officer)
    assert of.title not in text(client.get(MINE))


def test_sums_of_units_open_just_these(office, cast):
    of = made.with_sessions(cast.district)
    made.trainee(of, cast.hoa, name="Lê Thị Hòa", present="1", certificate="07/GCN", certified_on=made.LAST)
    made.trainee(of, cast.hoa, name="An", present="2")
    made.trainee(of, cast.mac, name="Bình")
    made.trainee(made.training_class(cast.hoa, title="Lớp xã"), cast.hoa, name="Cúc")
    shown = office.get(UNITS, {"year": "2017"})
    sums = {each.unit.name: each for each in shown.context["sums"]}
    hoa = sums["Xã Yên Hòa"]
    assert (hoa.called, hoa.came, hoa.certified, hoa.people, hoa.trained) == (3, 2, 1, 1, 1)
    opened = 0
    for row in shown.context["table"].rows:
        for cell in (cell for cell in row.cells if cell.url):
            assert office.get(cell.url).context["page"].total == cell.value, cell.url
            opened += 1
    assert opened >= 8
    total = shown.context["table"].rows[-1]
    assert [cell.value for cell in total.cells[1:4]] == [4, 2, 1]


@pytest.mark.parametrize("number", [1, 8])
def test_pages_cost_the_same_whatever_the_number_of_trainees(office, cast, number):
    of = made.with_sessions(cast.district, number=number)
    for place in range(number):
        unit = make.unit(f"Xã số {place}", "commune", parent=cast.district)
        made.trainee(of, unit, name=f"Học viên {place}", present="1")
    costs = {}
    line = reverse("registers:line", args=["lop-dao-tao", of.pk])
    for address in (page(of, "attendance"), page(of, "certificates"), PEOPLE, UNITS, MINE, line):
        office.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert office.get(address).status_code == 200
        costs[address.replace(str(of.pk), "N")] = len(asked)
    assert max(costs.values()) <= 10, costs
    assert list(costs.values()) == [9, 10, 9, 9, 6, 10], costs
