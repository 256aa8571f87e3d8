"""The pages of clusters: who sees what at what cost, and that a list is read as it was ticked."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from kheo.organisation.clusters.models import Cluster, ClusterSeat
from kheo.organisation.clusters.queries import seats_of
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/cum-thi-dua/"
TODAY = date(2017, 3, 10)


@pytest.fixture(autouse=True)
def a_day_in_2017(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: make.NOW)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


def arranging(cluster, year=2017):
    return reverse("clusters:arrange", args=[cluster.pk, year])


def ticked(page):
    """Return the names that stand on a list, those ticked marked."""
    return [f"{row.unit.name}{' x' if row.is_in else ''}{' *' if row.is_head else ''}" for row in page.context["rows"]]


def sent(page, **more):
    """Return what the form would send if nobody touched it."""
    rows = page.context["rows"]
    form = {"units": [row.unit.unit_id for row in rows if row.is_in], "seen": page.context["form"]["seen"].value()}
    return form | {"head": next((row.unit.unit_id for row in rows if row.is_head), ""), "save": "1"} | more


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_cluster_and_for_three(office, cast, number, django_assert_num_queries):
    for place in range(number):
        units = [make.unit(f"Xã {place}{more}", parent=cast.district) for more in range(number)]
        make.cluster(cast.district, f"Cụm {place}", units, head=units[0])
    office.get(LIST)
    with django_assert_num_queries(QUERIES["list"]):
        assert len(office.get(LIST).context["shown"].arranged) == number
    with django_assert_num_queries(QUERIES["arrange"]):
        office.get(arranging(Cluster.objects.first()))
    carry = reverse("clusters:carry_over", args=[cast.district.slug, 2018])
    with django_assert_num_queries(QUERIES["carry"]):
        assert len(office.get(carry).context["carrying"]) == number


QUERIES = {"list": 12, "arrange": 11, "carry": 9}


def test_a_year_shows_clusters_heads_units_and_who_is_in_none(office, cast):
    make.cluster(cast.district, "Cụm 2", [cast.mac, cast.hoa], head=cast.mac)
    make.cluster(cast.district, "Cụm 3")
    page = office.get(LIST)
    shown = page.context["shown"]
    (row,) = shown.arranged
    assert (row.cluster.name, row.head.name) == ("Cụm 2", "Xã Yên Mạc")
    assert [unit.name for unit in row.units] == ["Xã Yên Hòa", "Xã Yên Mạc"]
    assert [cluster.name for cluster in shown.empty] == ["Cụm 3"]
    assert [unit.name for unit in shown.unseated] == ["Hội Nông dân huyện"]
    other = office.get(f"{LIST}?year=2016").context["shown"]
    assert (other.arranged, [cluster.name for cluster in other.empty]) == ([], ["Cụm 2", "Cụm 3"])
    for wrong in ("?year=x", "?year=1", "?year=99999", "?unit=khong"):
        assert office.get(f"{LIST}{wrong}").context["year"] == 2017


def test_units_stand_under_the_names_of_the_year(office, cast):
    for year in (2016, 2017, 2018):
        make.cluster(cast.district, "Cụm", [cast.hoa], year=year)
    plan = rules.rename(cast.hoa, "Xã Hòa Yên", on_day=date(2017, 3, 1), basis="Thử")
    apply(plan, by=None, at=make.NOW)
    names = [
        office.get(f"{LIST}?year={year}").context["shown"].arranged[0].units[0].name for year in (2016, 2017, 2018)
    ]
    assert names == ["Xã Yên Hòa", "Xã Hòa Yên", "Xã Hòa Yên"]


def test_units_deeper_down_are_missed_where_their_like_sit(office, cast):
    north, south = (make.unit(name, "hamlet", parent=cast.hoa) for name in ("Thôn Bắc", "Thôn Nam"))
    make.unit("Trường Tiểu học", "school", parent=cast.hoa)
    make.cluster(cast.district, "Cụm thôn", [north, cast.farmers])
    unseated = office.get(LIST).context["shown"].unseated
    assert [unit.name for unit in unseated] == ["Xã Yên Hòa", "Xã Yên Mạc", south.name]


def test_everybody_below_sees_and_only_the_office_arranges(client, cast):
    cluster = make.cluster(cast.district, "Cụm 1", [cast.hoa], head=cast.hoa)
    make.cluster(cast.province, "Cụm huyện", [cast.district])
    steps = [arranging(cluster), reverse("clusters:set_up", args=[cast.district.slug])]
    for who in ("commune_officer", "other_officer", "leader", "editor", "administrator", "district_office"):
        client.force_login(getattr(cast, who))
        page = client.get(f"{LIST}?unit={cast.district.slug}")
        text = page.content.decode()
        assert page.context["shown"].arranged[0].head.name == "Xã Yên Hòa"
        assert [step in text for step in steps] == [who == "district_office"] * 2, who
    client.force_login(cast.stranger)
    text = client.get(LIST).content.decode()
    assert "Cụm 1" not in text
    assert "chưa lập cụm, khối thi đua nào" in text


def test_a_cluster_is_set_up_and_its_units_are_chosen_next(office, cast):
    place = reverse("clusters:set_up", args=[cast.district.slug])
    assert office.get(place).status_code == 200
    answer = office.post(f"{place}?year=2018", {"name": "Cụm 1"})
    made = Cluster.objects.get()
    assert (answer.url, made.unit) == (arranging(made, 2018), cast.district)
    assert office.post(place, {"name": "cụm 1"}).status_code == 422
    assert office.post(place, {"name": ""}).status_code == 422
    assert office.post(f"{place}?year=1", {"name": "Cụm 2"}).url.endswith("/2017/")


def test_a_cluster_is_renamed(office, cast):
    cluster = make.cluster(cast.district)
    make.cluster(cast.district, "Cụm 2")
    place = reverse("clusters:rename", args=[cluster.pk])
    assert office.get(place).context["form"]["name"].value() == "Cụm 1"
    assert office.post(place, {"name": "Cụm 2"}).status_code == 422
    assert office.post(f"{place}?year=2016", {"name": "Khối"}).url == f"{LIST}?unit=huyen-yen-mo&year=2016"
    assert Cluster.objects.get(pk=cluster.pk).name == "Khối"


def test_narrowing_loses_nothing_that_is_ticked_and_writes_nothing(office, cast):
    cluster = make.cluster(cast.district, "Cụm 1", [cast.mac], head=cast.mac)
    place = arranging(cluster)
    page = office.get(place)
    assert ticked(page) == ["Xã Yên Mạc x *", "Xã Yên Hòa", "Hội Nông dân huyện"]
    form = sent(page, units=[cast.mac.pk, cast.hoa.pk], head=cast.hoa.pk, q="nong dan")
    del form["save"]
    page = office.post(place, form)
    assert ticked(page) == ["Xã Yên Hòa x *", "Xã Yên Mạc x", "Hội Nông dân huyện"]
    page = office.post(place, form | {"q": "", "kind": "mass_org"})
    assert ticked(page) == ["Xã Yên Hòa x *", "Xã Yên Mạc x", "Hội Nông dân huyện"]
    page = office.post(place, form | {"q": "không có"})
    assert ticked(page) == ["Xã Yên Hòa x *", "Xã Yên Mạc x"]
    assert [seat.unit for seat in seats_of(cluster, 2017)] == [cast.mac]
    assert office.post(place, sent(page)).url == f"{LIST}?unit=huyen-yen-mo&year=2017"
    assert [(seat.unit, seat.is_head) for seat in seats_of(cluster, 2017)] == [(cast.hoa, True), (cast.mac, False)]


def test_a_list_without_anybody_dissolves_the_cluster_for_the_year(office, cast):
    cluster = make.cluster(cast.district, "Cụm 1", [cast.mac], head=cast.mac)
    place = arranging(cluster)
    answer = office.post(place, sent(office.get(place), units=[], head=""), follow=True)
    assert "các năm khác giữ nguyên" in answer.content.decode()
    assert not ClusterSeat.objects.exists()


def test_what_is_against_a_list_stands_on_it(office, cast):
    cluster = make.cluster(cast.district, "Cụm 1")
    make.cluster(cast.district, "Cụm 2", [cast.mac])
    place = arranging(cluster)
    page = office.get(place)
    assert "đã thuộc Cụm 2" in page.content.decode()
    answer = office.post(place, sent(page, units=[cast.hoa.pk, cast.mac.pk], head=cast.farmers.pk))
    assert answer.status_code == 422
    assert len(answer.context["form"].non_field_errors()) == 2
    assert ticked(answer)[:2] == ["Xã Yên Hòa x", "Xã Yên Mạc x"]
    for wrong in ({"units": ["x"]}, {"head": "x"}, {"kind": "x"}):
        assert office.post(place, sent(page, **wrong)).status_code == 422
    assert office.post(place, sent(page, units=["999999"], seen="khong")).status_code in {302, 422}
    assert seats_of(cluster, 2017) == []


def test_who_was_overtaken_sees_it(office, cast):
    cluster = make.cluster(cast.district, "Cụm 1", [cast.mac])
    page = office.get(arranging(cluster))
    make.cluster(cast.district, "Cụm 1", [cast.hoa])
    answer = office.post(arranging(cluster), sent(page, units=[cast.mac.pk, cast.farmers.pk]))
    assert answer.status_code == 422
    assert "vừa sắp xếp lại" in answer.content.decode()


def test_a_long_list_shows_its_first_units_and_says_so(office, cast, monkeypatch):
    monkeypatch.setattr("kheo.organisation.clusters.queries.MOST_TO_CHOOSE", 1)
    cluster = make.cluster(cast.district, "Cụm 1", [cast.farmers])
    page = office.get(arranging(cluster))
    assert ticked(page) == ["Hội Nông dân huyện x", "Xã Yên Hòa"]
    assert "Còn 1 đơn vị chưa hiển thị" in page.content.decode()


def test_hamlets_are_shown_where_they_are_asked_for(office, cast):
    make.unit("Thôn Bắc", "hamlet", parent=cast.hoa)
    cluster = make.cluster(cast.district, "Cụm 1")
    assert "Thôn Bắc" not in ticked(office.get(arranging(cluster)))
    page = office.post(arranging(cluster), {"kind": "hamlet"})
    assert ticked(page) == ["Thôn Bắc"]


@pytest.mark.parametrize("year", [1, 1944, 2019, 99999])
def test_years_out_of_reach_have_no_page(office, cast, year):
    cluster = make.cluster(cast.district)
    assert office.get(arranging(cluster, year)).status_code == 404
    assert office.get(reverse("clusters:carry_over", args=[cast.district.slug, year])).status_code == 404


def test_clusters_are_carried_over_from_their_page(office, cast):
    cluster = make.cluster(cast.district, "Cụm 1", [cast.hoa, cast.mac], head=cast.mac)
    place = reverse("clusters:carry_over", args=[cast.district.slug, 2018])
    assert place in office.get(f"{LIST}?year=2018").content.decode()
    assert place not in office.get(LIST).content.decode()
    (row,) = office.get(place).context["carrying"]
    assert (row.cluster, row.next_head, row.left_out) == (cluster, cast.hoa, [])
    assert office.post(place, {"heads": "x"}).status_code == 422
    assert office.post(place, {"heads": "next"}).url == f"{LIST}?unit=huyen-yen-mo&year=2018"
    assert [(seat.unit, seat.is_head) for seat in seats_of(cluster, 2018)] == [(cast.hoa, True), (cast.mac, False)]
    assert office.get(place).context["carrying"] == []
    assert place not in office.get(f"{LIST}?year=2018").content.decode()
    empty = reverse("clusters:carry_over", args=[cast.district.slug, 2016])
    assert office.post(empty, {"heads": "next"}).status_code == 422


def test_the_pages_of_units_lead_to_clusters_and_tell_who_sits_where(office, cast):
    year = TODAY.year
    for head in (None, cast.hoa):
        cluster = make.cluster(cast.district, "Cụm 1")
        ClusterSeat.objects.all().delete()
        ClusterSeat.objects.create(
            cluster=cluster, body=cast.district, unit=cast.hoa, year=year, is_head=head is not None
        )
        text = office.get(reverse("changes:unit", args=[cast.hoa.slug])).content.decode()
        assert f"Cụm 1, năm {year}" in text
        assert ("cụm trưởng, khối trưởng" in text) == (head is not None)
    assert LIST in office.get(reverse("changes:units")).content.decode()
    assert "Cụm 1" not in office.get(reverse("changes:unit", args=[cast.mac.slug])).content.decode()
