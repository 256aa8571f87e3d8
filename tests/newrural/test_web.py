"""The board, the page of a commune, the plan, the models, and who may do what there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.movement.newrural.models import Assessment, RuralSet, Service, Showing
from tests import make
from tests.newrural import made

pytestmark = pytest.mark.django_db
YEAR_END = "31/12/2017"
AFTER = made.MERGED + timedelta(days=30)


def url(name, *args):
    return reverse(f"newrural:{name}", args=args)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


def lines(answer):
    return [(line.name, line.met) for line in answer.context["board"].lines]


def test_the_board_shows_communes_and_criteria_of_a_day(office, cast):
    made.met(cast.hoa, 1, 2)
    made.failed(cast.mac, 1)
    make.status(cast.hoa)
    made.plan(cast.mac)
    answer = office.get(url("board"), {"day": YEAR_END})
    assert lines(answer) == [("Xã Yên Hòa", 2), ("Xã Yên Mạc", 0)]
    text = answer.content.decode()
    assert text.count('class="mark mark-met"') == 2
    assert text.count('class="mark mark-not_met"') == 1
    assert "Đạt chuẩn nông thôn mới" in text
    board = answer.context["board"]
    assert [number for _criterion, number in board.totals][:3] == [1, 1, 0]
    assert board.of_set.key == made.OLD


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"met": "2"}, ["Xã Yên Hòa"]),
        ({"kind": "nong-thon-moi"}, ["Xã Yên Hòa"]),
        ({"kind": "none"}, ["Xã Yên Mạc"]),
        ({"what": "classed"}, ["Xã Yên Hòa"]),
        ({"unit": "xa-yen-mac"}, ["Xã Yên Mạc"]),
        ({"unit": "huyen-yen-mo", "only": "on"}, []),
        ({"what": "asked"}, []),
    ],
)
def test_the_board_is_narrowed(office, cast, asked, names):
    made.met(cast.hoa, 1, 2)
    make.status(cast.hoa)
    answer = office.get(url("board"), {"day": YEAR_END} | asked)
    assert [name for name, _met in lines(answer)] == names


def test_before_the_first_set_there_is_no_board(office, cast):
    assert office.get(url("board"), {"day": "01/01/2015"}).context["board"] is None


def test_an_officer_sees_the_own_commune(client, cast):
    client.force_login(cast.commune_officer)
    assert [name for name, _met in lines(client.get(url("board"), {"day": YEAR_END}))] == ["Xã Yên Hòa"]
    assert client.get(url("commune", cast.mac.slug)).status_code == 404


def test_an_officer_assesses_several_criteria_at_once(client, cast):
    client.force_login(cast.commune_officer)
    said = {"assessed_on": "05/12/2022", "criterion_1": "met", "criterion_2": "not_met", "evidence": "Biên bản 05"}
    assert client.post(url("assess", cast.hoa.slug), said).status_code == 302
    rows = Assessment.objects.order_by("criterion__number")
    assert [(row.criterion.number, row.verdict, row.evidence) for row in rows] == [
        (1, "met", "Biên bản 05"),
        (2, "not_met", "Biên bản 05"),
    ]
    page = client.get(url("commune", cast.hoa.slug))
    assert page.context["line"].met == 1


@pytest.mark.parametrize(
    "said", [{"note": "x"}, {"assessed_on": "31/02/2022", "criterion_1": "met"}, {"assessed_on": "05/12/2022"}]
)
def test_what_cannot_be_is_said_on_the_form(client, cast, said):
    client.force_login(cast.commune_officer)
    assert client.post(url("assess", cast.hoa.slug), said).status_code == 422
    assert not Assessment.objects.exists()


def test_after_a_merger_the_former_states_stand_beside_and_can_be_taken_over(office, cast):
    for unit in (cast.hoa, cast.mac):
        made.met(unit, 1, 2, on=made.FOUND)
    made.failed(cast.hoa, 3)
    made.merge(cast.hoa, cast.mac)
    day = {"day": AFTER.strftime("%d/%m/%Y")}
    page = office.get(url("commune", cast.mac.slug), day)
    assert page.content.decode().count("Xã Yên Hòa: ") == 3
    assert page.context["can_take_over"]
    assert [line.asked for line in office.get(url("board"), day).context["board"].lines] == [19]
    assert office.get(url("board"), day | {"what": "asked"}).context["board"].asked == 1


def test_taking_over_fills_the_form_and_asks_for_a_reason(office, cast):
    for unit in (cast.hoa, cast.mac):
        made.met(unit, 1, on=made.FOUND.replace(year=2022), at=make.NOW.replace(year=2022, month=6), key=made.NEW)
    made.merge_at(cast.hoa, cast.mac, 2023)
    form = office.get(url("assess", cast.mac.slug), {"theo": "truoc"}).context["form"]
    assert [form.fields[f"criterion_{number}"].initial for number in (1, 2)] == ["met", None]
    said = {"assessed_on": "05/12/2023", "criterion_1": "met"}
    assert office.post(url("assess", cast.mac.slug), said).status_code == 422
    assert office.post(url("assess", cast.mac.slug), said | {"note": "Đã kiểm tra"}).status_code == 302
    assert made.standing(cast.mac, made.FOUND.replace(year=2024))[1] == "met"


def test_the_plan_of_a_year_says_what_is_reached(office, cast):
    made.plan(cast.hoa)
    made.plan(cast.mac)
    make.status(cast.hoa)
    page = office.get(url("plan"), {"year": "2017"})
    assert [(row.unit, bool(row.status)) for row in page.context["rows"]] == [(cast.hoa, True), (cast.mac, False)]
    assert (page.context["reached"], page.context["is_over"]) == (1, True)
    assert not office.get(url("plan"), {"year": "2016"}).context["rows"]


def test_the_officer_names_criteria_on_the_page_of_the_model(client, cast):
    registration = make.registration(make.campaign(cast.district), cast.hoa, cast.commune_officer)
    client.force_login(cast.commune_officer)
    page = client.get(reverse("registry:detail", args=[registration.pk])).content.decode()
    assert url("model", registration.pk) in page
    assert client.post(url("model", registration.pk), {"note": "x"}).status_code == 422
    said = {"criteria": [made.criterion(17, made.NEW).pk, made.criterion(2, made.NEW).pk]}
    assert client.post(url("model", registration.pk), said).status_code == 302
    assert {row.criterion.number for row in Service.objects.all()} == {2, 17}
    assert registration.exemplar.name in client.get(url("commune", cast.hoa.slug)).content.decode()
    client.force_login(cast.leader)
    assert client.post(url("model", registration.pk), said).status_code == 403


def test_the_office_adds_a_set_and_others_do_not(client, cast):
    made.installed(cast)
    said = {"name": "Bộ 2026–2030", "basis": "QĐ", "valid_from": "01/01/2026", "criteria": "Quy hoạch\nGiao thông"}
    client.force_login(cast.commune_officer)
    assert client.post(url("sets"), said).status_code == 403
    client.force_login(cast.district_office)
    assert client.post(url("sets"), said | {"valid_from": "01/01/2020"}).status_code == 422
    assert client.post(url("sets"), said).status_code == 302
    assert [each.number for each in RuralSet.objects.get(name="Bộ 2026–2030").criteria.order_by("number")] == [1, 2]


def test_the_office_shows_readers_the_board_and_takes_it_off(client, cast):
    made.installed(cast)
    assert "Xã Yên Hòa" not in client.get("/nong-thon-moi/").content.decode()
    client.force_login(cast.district_office)
    client.post(url("show"))
    assert Showing.objects.count() == 1
    text = client.get("/nong-thon-moi/").content.decode()
    assert "Xã Yên Hòa" in text
    assert "0/19" in text
    client.post(url("take_off"))
    assert "Xã Yên Hòa" not in client.get("/nong-thon-moi/").content.decode()


@pytest.mark.parametrize("number", [1, 6])
def test_the_board_costs_the_same_whatever_the_number_of_communes(office, cast, number):
    made.installed(cast)
    for place in range(number):
        unit = make.unit(f"Xã {place}", parent=cast.district)
        made.met(unit, 1, 2)
        make.status(unit)
        made.plan(unit)
    made.merge(cast.hoa, cast.mac)
    pages = (url("board"), url("commune", cast.mac.slug), url("plan") + "?year=2017")
    office.get(url("board"), {"day": "01/06/2019"})
    costs = []
    for page in pages:
        with CaptureQueriesContext(connection) as asked:
            assert office.get(page, {"day": "01/06/2019"}).status_code == 200
        costs.append(len(asked))
    assert max(costs) <= 10, costs
