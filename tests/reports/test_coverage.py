"""Whom the movement has not reached, who wins year after year, who registered in time: figures, pages, workbooks."""

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from kheo.lib.dates import LOCAL
from kheo.machinery.books.queries.records import count, records_of
from kheo.movement.campaigns.models import Extension, Target
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.commendation.models import Commendation, Dossier, Grant, Nominee, RewardForm
from kheo.movement.registry.models import Exemplar, Registration, Step
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from kheo.organisation.changes.kit import Opening
from kheo.organisation.units.actions import UnitFacts, found, install
from kheo.organisation.units.models import Installation
from kheo.organisation.units.states import UnitKind
from tests import make
from tests.changes.test_actions import AT, BASIS

pytestmark = pytest.mark.django_db
COVERAGE, UNITS, TIMELINESS = (f"/lam-viec/so-lieu/{page}/" for page in ("do-phu", "do-phu/don-vi", "dung-han"))
LATE = datetime(2017, 4, 3, 9, 0, tzinfo=LOCAL)
FIELDS = ("economy", "culture_society", "defence_security", "political_system")


def registered(cast, campaign, unit, **more):
    return make.registration(
        campaign, unit, cast.district_office, state="registered", office=cast.district_office, **more
    )


def names(key, campaign, unit):
    return [unit.name for unit in records_of(key, scope_of(campaign, unit)).order_by("sort_key", "pk")]


def shown(client, campaign, unit, key):
    """Return the units that the page of a figure lists; the page of coverage tells the same number of them."""
    asked = {"campaign": campaign.slug, "unit": unit.slug}
    told = client.get(COVERAGE, asked).context["told"]
    tiles = {tile.figure.key: tile for tile in (*told.unreached, *told.winners)}
    page = client.get(UNITS, asked | {"figure": key})
    assert tiles[key].number == page.context["listed"] == len(page.context["told"])
    return [(each.unit.label, each.words) for each in page.context["told"]]


@pytest.fixture
def office(cast, client):
    client.force_login(cast.district_office)
    return client


# Never ------------------------------------------------------------------------------------------------------------


def test_who_ever_had_one_counts_in_every_later_year(cast, office):
    before, campaign = make.campaign(cast.district, year=2016, registration_closes_on=date(2017, 4, 30)), None
    registered(cast, before, cast.hoa)
    campaign = make.campaign(cast.district)
    make.registration(campaign, cast.mac, cast.district_office)  # a draft reaches nobody
    assert names("units_never", campaign, cast.district) == ["Xã Yên Mạc", "Hội Nông dân huyện"]
    assert names("units_never", before, cast.district) == ["Xã Yên Mạc", "Hội Nông dân huyện"]
    registered(cast, campaign, cast.mac)
    assert names("units_never", campaign, cast.district) == ["Hội Nông dân huyện"]
    assert names("units_never", before, cast.district) == ["Xã Yên Mạc", "Hội Nông dân huyện"]  # a later year is later
    assert shown(office, campaign, cast.district, "units_never") == [("Hội Nông dân huyện", "")]
    assert shown(office, campaign, cast.hoa, "units_never") == []


def test_a_merged_commune_has_what_its_predecessors_had(cast, office):
    campaign = make.campaign(cast.district)
    registered(cast, campaign, cast.hoa)
    type(campaign).objects.update(state="closed")
    new = Opening(name="Xã Yên Mới", kind=UnitKind.COMMUNE, parent=cast.district.pk)
    apply(rules.merge([cast.hoa, cast.mac], new, on_day=date(2018, 2, 1), basis=BASIS), by=None, at=AT)
    after = make.campaign(cast.district, year=2018)
    assert names("units_never", after, cast.district) == ["Hội Nông dân huyện"]


def test_a_village_is_reached_by_itself_or_by_a_place_that_names_it(cast, office):
    villages = ("Thôn Trinh Nữ", "Thôn Liên Trì", "Thôn 1", "Thôn Đông")
    hamlets = [make.unit(name, "hamlet", parent=cast.hoa) for name in villages]
    twin = UnitFacts(name="Thôn Liên Trì", kind=UnitKind.HAMLET, parent=cast.mac, slug="thon-lien-tri-yen-mac")
    found(twin, valid_from=date(2000, 1, 1), by=None, at=make.NOW)
    campaign = make.campaign(cast.district)
    registered(cast, campaign, hamlets[0])
    registered(cast, campaign, cast.hoa, place="Nhà văn hóa thôn Liên Trì")
    registered(cast, campaign, cast.hoa, place="thôn 10")
    left = [("Thôn 1", "Xã Yên Hòa"), ("Thôn Đông", "Xã Yên Hòa"), ("Thôn Liên Trì", "Xã Yên Mạc")]
    assert shown(office, campaign, cast.district, "villages_never") == left
    assert shown(office, campaign, cast.hoa, "villages_never") == left[:2]


def test_without_villages_the_page_says_that_it_cannot_know(cast, office):
    campaign = make.campaign(cast.district)
    page = office.get(COVERAGE, {"campaign": campaign.slug}).content.decode()
    assert "Chưa có thôn, tổ dân phố nào được lập thành đơn vị" in page
    assert "Sổ đăng ký chưa có đủ đợt thi đua của phong trào này" in page


def test_empty_fields(cast, office):
    campaign = make.campaign(cast.district)
    hamlet = make.unit("Thôn Trinh Nữ", "hamlet", parent=cast.hoa)
    for field in FIELDS:
        registered(cast, campaign, hamlet, field=field)  # what stands below counts
    registered(cast, campaign, cast.mac, field="economy")
    left = "Văn hóa - xã hội, Quốc phòng - an ninh, Xây dựng hệ thống chính trị"
    told = shown(office, campaign, cast.district, "units_with_empty_fields")
    assert told == [("Xã Yên Mạc", left), ("Hội Nông dân huyện", f"Kinh tế, {left}")]
    page = office.get(COVERAGE, {"campaign": campaign.slug})
    assert "lĩnh vực nào của đợt thi đua cũng có mô hình" in page.content.decode()
    assert office.get(COVERAGE, {"campaign": campaign.slug, "unit": cast.mac.slug}).context["told"].empty_fields == [
        "Văn hóa - xã hội", "Quốc phòng - an ninh", "Xây dựng hệ thống chính trị",
    ]  # fmt: skip


def test_where_no_target_is_set_the_units_directly_below_are_meant(cast):
    make.unit("Thôn Trinh Nữ", "hamlet", parent=cast.hoa)
    campaign = make.campaign(cast.district)
    Target.objects.all().delete()
    assert names("units_meant", campaign, cast.district) == ["Xã Yên Hòa", "Xã Yên Mạc", "Hội Nông dân huyện"]
    assert names("units_meant", campaign, cast.hoa) == ["Xã Yên Hòa"]
    Target.objects.create(campaign=campaign, unit_kind="commune", minimum=1)
    assert names("units_meant", campaign, cast.district) == ["Xã Yên Hòa", "Xã Yên Mạc"]
    assert names("units_meant", campaign, cast.farmers) == []


@pytest.mark.parametrize("villages", [1, 3])
@pytest.mark.parametrize("targets", [True, False])
def test_the_pages_cost_the_same_however_much_there_is(cast, office, villages, targets, django_assert_num_queries):
    body = Installation(unit=cast.district, portal_name="Trang", issuer_name="Ban Chỉ đạo", place_name="Yên Mô")
    install(body, by=None, at=make.NOW)
    campaign = make.campaign(cast.district)
    for number in range(villages):
        make.unit(f"Thôn {number}", "hamlet", parent=cast.hoa)
        registered(cast, campaign, cast.hoa, place=f"thôn {number + 10}")
    if not targets:
        Target.objects.all().delete()
    costs = {"units_never": 9, "units_with_empty_fields": 8, "villages_never": 9, "units_recognised_thrice": 9}
    pages = {COVERAGE: 10} | {f"{UNITS}?figure={key}": cost for key, cost in costs.items()} | {TIMELINESS: 10}
    for page, cost in pages.items():
        office.get(page)
        with django_assert_num_queries(cost):
            assert office.get(page).status_code == 200


# Year after year --------------------------------------------------------------------------------------------------


@pytest.fixture
def years(cast):
    """Three campaigns, the last of them the newest, and a model of Yên Hòa recognised in each."""
    late = date(2017, 4, 30)
    found = [
        make.campaign(cast.district, year=year, registration_closes_on=late, ends_on=late) for year in (2015, 2016)
    ]
    found.append(make.campaign(cast.district))
    recognise(cast, found, cast.hoa, "Đường hoa")
    return found


def recognise(cast, campaigns, unit, name):
    for campaign in campaigns:
        made = registered(cast, campaign, unit, name=name)
        Registration.objects.filter(pk=made.pk).update(state="recognised")


def test_the_same_model_recognised_three_years_running(cast, years, office):
    recognise(cast, years[1:], cast.mac, "Tổ tự quản")
    recognise(cast, years[:2], cast.farmers, "Tổ vay vốn")
    assert Exemplar.objects.count() == 3
    rows = records_of("recognised_thrice", scope_of(years[2], cast.district))
    assert [row.exemplar.name for row in rows] == ["Đường hoa"]
    assert count("recognised_thrice", scope_of(years[1], cast.district)) == 0
    assert shown(office, years[2], cast.district, "units_recognised_thrice") == [("Xã Yên Hòa", "")]
    told = office.get(COVERAGE, {"campaign": years[2].slug}).context["told"]
    listed = office.get(told.winners[0].link).context["page"]
    assert (told.winners[0].number, listed.total, told.has_three_years) == (1, 1, True)


def test_other_models_each_year_make_a_unit_but_no_model_win(cast, years):
    for place, campaign in enumerate(years):
        recognise(cast, [campaign], cast.mac, f"Mô hình {place}")
    assert names("units_recognised_thrice", years[2], cast.district) == ["Xã Yên Hòa", "Xã Yên Mạc"]
    assert count("recognised_thrice", scope_of(years[2], cast.district)) == 1


def test_a_year_that_is_missing_breaks_the_row(cast, years):
    Registration.objects.filter(campaign=years[1]).update(state="not_recognised")
    assert count("recognised_thrice", scope_of(years[2], cast.district)) == 0
    assert names("units_recognised_thrice", years[2], cast.district) == []


def test_who_is_commended_three_years_running(cast, years, office):
    said = {"unit": cast.district, "kind": "certificate", "name": "Giấy khen", "level": "commune"}
    form = RewardForm.objects.create(**said, giver="commune_chair", basis="Luật", valid_from=date(2015, 1, 1))
    given = []
    for campaign in years:
        stamps = {"created_at": make.NOW, "updated_at": make.NOW}
        dossier = Dossier.objects.create(unit=cast.hoa, campaign=campaign, form=form, state="decided", **stamps)
        signed = {"signed_on": campaign.ends_on, "signed_by": "Chủ tịch", "giver": "commune_chair", "body": "UBND xã"}
        grant = Grant.objects.create(dossier=dossier, number="7", **signed)
        row = Nominee.objects.create(dossier=dossier, unit=cast.hoa, owner_kind="collective")
        row.bases.create(registration=Registration.objects.get(campaign=campaign))
        kept = {"kind": "certificate", "level": "commune", "name": "Giấy khen", "multiple": 0, "amount": 0}
        given.append(Commendation.objects.create(nominee=row, grant=grant, signed_on=campaign.ends_on, **kept))
    assert shown(office, years[2], cast.district, "units_rewarded_thrice") == [("Xã Yên Hòa", "")]
    assert count("rewarded_thrice", scope_of(years[2], cast.district)) == 1
    Commendation.objects.filter(pk=given[1].pk).update(
        standing="revoked", revoked_on=date(2018, 1, 1), revoked_by="8", revoked_why="Sai đối tượng"
    )
    assert names("units_rewarded_thrice", years[2], cast.district) == []
    assert count("rewarded_thrice", scope_of(years[2], cast.district)) == 0


# In time ----------------------------------------------------------------------------------------------------------


def submit_on(registration, at):
    Step.objects.filter(registration=registration, to="submitted").update(at=at)


@pytest.fixture
def sent(cast):
    """A campaign in which one unit registered in time, one late, one not at all."""
    campaign = make.campaign(cast.district)
    registered(cast, campaign, make.unit("Thôn Trinh Nữ", "hamlet", parent=cast.hoa))
    submit_on(registered(cast, campaign, cast.mac), LATE)
    make.registration(campaign, cast.farmers, cast.district_office)
    return campaign


def states(client, campaign, **asked):
    page = client.get(TIMELINESS, {"campaign": campaign.slug} | asked)
    return {each.unit.name: str(each.state) for each in page.context["told"]}


def test_in_time_late_and_not_at_all(cast, sent, office):
    told = {"Xã Yên Hòa": "on_time", "Xã Yên Mạc": "late", "Hội Nông dân huyện": "silent"}
    assert states(office, sent) == told
    for state in ("on_time", "late", "silent"):
        only = {name: each for name, each in told.items() if each == state}
        assert states(office, sent, state=state) == only
        assert names(f"units_{state}", sent, cast.district) == [*only]
    page = office.get(TIMELINESS, {"campaign": sent.slug})
    assert [(each.number, each.note) for each in page.context["shares"]] == [(3, "")] + [(1, "33,3%")] * 3
    assert "chậm 3 ngày" in page.content.decode()
    assert states(office, sent, state="khac") == told
    assert states(office, sent, unit=cast.mac.slug) == {"Xã Yên Mạc": "late"}


def test_whoever_was_given_more_time_is_in_time_until_then(cast, sent, office):
    given = {"reason": "Thiên tai", "by": cast.district_office, "at": make.NOW}
    Extension.objects.create(campaign=sent, unit=cast.mac, phase="registration", last_day=date(2017, 4, 3), **given)
    assert states(office, sent)["Xã Yên Mạc"] == "on_time"
    assert "được gia hạn" in office.get(TIMELINESS, {"campaign": sent.slug}).content.decode()


def test_a_return_later_on_makes_nobody_late_and_what_is_taken_back_does_not_count(cast, sent, office):
    again = registered(cast, sent, cast.hoa)
    Step.objects.create(registration=again, act="registry.submit", source="returned", to="submitted", at=LATE)
    assert states(office, sent)["Xã Yên Hòa"] == "on_time"
    Registration.objects.filter(unit=cast.mac).update(state="cancelled")
    assert states(office, sent)["Xã Yên Mạc"] == "silent"


def test_what_came_in_without_the_step_is_told_by_when_it_was_taken_up(cast, sent, office):
    Step.objects.all().delete()
    Registration.objects.filter(unit=cast.mac).update(submitted_at=None, accepted_at=LATE)
    assert states(office, sent)["Xã Yên Mạc"] == "late"


# Workbooks and what is asked for in vain --------------------------------------------------------------------------


def cells(answer):
    return [list(row) for row in load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values]


def test_the_lists_as_workbooks(cast, sent, office):
    rows = cells(office.get(f"{TIMELINESS}excel/", {"campaign": sent.slug, "state": "late"}))
    assert rows[-1][1:] == ["Xã Yên Mạc", "03/04/2017", "31/03/2017", "Chậm"]
    rows = cells(office.get(f"{UNITS}excel/", {"campaign": sent.slug, "figure": "units_never"}))
    assert rows[-1][:2] == [1, "Hội Nông dân huyện"]


def test_lists_go_on_over_pages(cast, sent, office, monkeypatch):
    monkeypatch.setattr("kheo.outlets.reports.web.tables.LINES_A_PAGE", 2)
    assert [*states(office, sent, page="2")] == ["Hội Nông dân huyện"]
    assert "Trang 2/2; 3 đơn vị." in office.get(TIMELINESS, {"campaign": sent.slug, "page": "2"}).content.decode()


@pytest.mark.parametrize("figure", ["", "registered", "khong-co"])
def test_only_figures_of_units_have_a_list(cast, sent, office, figure):
    for page in (UNITS, f"{UNITS}excel/"):
        assert office.get(page, {"figure": figure}).status_code == 404


def test_a_commune_sees_itself_alone(cast, sent, client):
    client.force_login(cast.commune_officer)
    assert states(client, sent) == {"Xã Yên Hòa": "on_time"}
    assert client.get(COVERAGE, {"unit": cast.mac.slug}).status_code == 404


def test_nothing_to_show(cast, client):
    client.force_login(cast.stranger)
    for page in (COVERAGE, UNITS, TIMELINESS):
        assert client.get(page).templates[0].name == "reports/nothing.html"
