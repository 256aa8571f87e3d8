"""The pages of figures and reports: who sees what, at what cost, and that every cell leads to its records."""

from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from kheo.machinery.books.queries.tables import EACH_UNIT, cross_table
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.registry.states import OwnerKind
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from tests import make
from tests.reports.test_statistics import fill

pytestmark = pytest.mark.slow
STATISTICS, BELOW, REPORT = "/lam-viec/so-lieu/", "/lam-viec/so-lieu/chua-dat-chi-tieu/", "/lam-viec/bao-cao/"


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


def registered(campaign, cast, unit, **more):
    office = cast.district_office
    return make.registration(campaign, unit, office, state="registered", office=office, **more)


@pytest.mark.parametrize("address", [STATISTICS, BELOW, REPORT])
def test_pages_are_for_those_who_signed_in(client, address):
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", [STATISTICS, BELOW, REPORT])
def test_a_stranger_is_told_that_there_is_nothing(client, cast, campaign, address):
    registered(campaign, cast, cast.hoa)
    client.force_login(cast.stranger)
    page = client.get(address).content.decode()
    assert "Chưa có số liệu" in page
    assert "Yên Hòa" not in page


def test_an_officer_sees_the_own_unit_alone(client, cast, campaign):
    registered(campaign, cast, cast.hoa)
    registered(campaign, cast, cast.mac)
    client.force_login(cast.commune_officer)
    page = client.get(STATISTICS).content.decode()
    assert "Xã Yên Hòa" in page
    assert "Xã Yên Mạc" not in page
    assert client.get(f"{STATISTICS}?unit={cast.mac.slug}").status_code == 404
    assert client.get(f"{STATISTICS}?campaign=khac").status_code == 404


def test_the_table_shows_totals_and_its_definition(client, cast, campaign):
    registered(campaign, cast, cast.hoa, field="economy")
    registered(campaign, cast, cast.mac, field="political_system", owner_kind=OwnerKind.INDIVIDUAL)
    client.force_login(cast.district_office)
    answer = client.get(STATISTICS)
    sheet = answer.context["sheet"]
    assert [cell.count for cell in sheet.table.total.cells] == [
        2,
        1,
        1,
        0,
        1,
        1,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        1,
        0,
        1,
        0,
    ]
    assert [row.line.unit.label for row in sheet.rows] == ["Xã Yên Hòa", "Xã Yên Mạc"]
    assert str(sheet.table.figure.counts) in answer.content.decode()
    assert "Đã kiểm tra" in answer.content.decode()


def test_every_cell_opens_a_list_as_long_as_it_counts(client, cast, campaign):
    fill(cast, campaign, seed=4, how_many=12)
    client.force_login(cast.district_office)
    for rows in ("below", EACH_UNIT):
        table = cross_table("registered", scope_of(campaign, cast.district), ["field"], rows=rows)
        for line in (table.total, *table.lines):
            for cell in line.cells:
                if cell.link:
                    assert client.get(cell.link).context["page"].total == cell.count, cell.link


def test_a_unit_with_units_below_leads_to_their_table(client, cast, campaign):
    hamlet = make.unit("Thôn Trinh Nữ", "hamlet", parent=cast.hoa)
    registered(campaign, cast, hamlet)
    registered(campaign, cast, cast.mac)
    client.force_login(cast.district_office)
    deep, flat = client.get(f"{STATISTICS}?columns=field").context["sheet"].rows
    assert parse_qs(urlsplit(deep.url).query)["unit"] == ["xa-yen-hoa"]
    assert urlsplit(deep.url).path == reverse("reports:statistics")
    assert flat.url == flat.line.cells[0].link
    inside = client.get(deep.url).context["sheet"]
    assert [row.line.unit.label for row in inside.rows] == ["Thôn Trinh Nữ"]


def test_what_is_not_offered_shows_the_usual(client, cast, campaign):
    registered(campaign, cast, cast.hoa)
    client.force_login(cast.district_office)
    answer = client.get(f"{STATISTICS}?figure=khac&columns=x&rows=y&page=0")
    assert answer.status_code == 200
    assert answer.context["sheet"].table.figure.key == "registered"


def test_lines_come_in_pages(client, cast, campaign, monkeypatch):
    monkeypatch.setattr("kheo.outlets.reports.web.tables.LINES_A_PAGE", 2)
    for unit in (cast.hoa, cast.mac, cast.farmers):
        registered(campaign, cast, unit)
    client.force_login(cast.district_office)
    for rows in ("below", EACH_UNIT):
        second = client.get(f"{STATISTICS}?rows={rows}&page=2").context["sheet"]
        assert [row.line.unit.label for row in second.rows] == ["Hội Nông dân huyện"]
        assert (second.page, second.pages, second.table.total.cells[0].count) == (2, 2, 3)
        assert second.table.agrees


@pytest.mark.parametrize("records", [1, 3])
@pytest.mark.parametrize(
    ("address", "cost"), [(STATISTICS, 10), (f"{STATISTICS}?rows=each", 10), (BELOW, 7), (REPORT, 9)]
)
def test_pages_cost_the_same_whatever_they_hold(
    client, cast, campaign, records, address, cost, django_assert_num_queries
):
    for unit in [cast.hoa, cast.mac, cast.farmers][:records]:
        registered(campaign, cast, unit)
    body = Installation(unit=cast.district, portal_name="Trang", issuer_name="Ban Chỉ đạo", place_name="Yên Mô")
    install(body, by=None, at=make.NOW)
    client.force_login(cast.district_office)
    client.get(address)
    with django_assert_num_queries(cost):
        client.get(address)


def test_a_table_cut_into_pages_costs_eleven(client, cast, campaign, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("kheo.outlets.reports.web.tables.LINES_A_PAGE", 1)
    for unit in (cast.hoa, cast.mac, cast.farmers):
        registered(campaign, cast, unit)
    body = Installation(unit=cast.district, portal_name="Trang", issuer_name="Ban Chỉ đạo", place_name="Yên Mô")
    install(body, by=None, at=make.NOW)
    client.force_login(cast.district_office)
    client.get(STATISTICS)
    with django_assert_num_queries(11):
        client.get(f"{STATISTICS}?rows=each&page=2")


def test_the_table_comes_as_a_workbook(client, cast, campaign):
    registered(campaign, cast, cast.hoa)
    client.force_login(cast.district_office)
    answer = client.get(f"{STATISTICS}excel/?columns=field")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[sheet.max_row]] == ["Tổng số", 1, 1, 0, 0, 0]


def test_below_quota_lists_units_with_what_is_missing(client, cast, campaign):
    registered(campaign, cast, cast.hoa)
    client.force_login(cast.district_office)
    lines = client.get(BELOW).context["lines"]
    assert [(quota.unit.name, quota.registered, quota.missing) for quota, _link in lines] == [
        ("Xã Yên Hòa", 1, 1),
        ("Xã Yên Mạc", 0, 2),
        ("Hội Nông dân huyện", 0, 2),
    ]
    assert client.get(lines[0][1]).context["page"].total == 1


def test_the_report_is_downloaded_as_word_and_its_annex_as_excel(client, cast, campaign):
    registered(campaign, cast, cast.hoa)
    client.force_login(cast.district_office)
    said = {
        "campaign": campaign.slug,
        "unit": cast.district.slug,
        "form": "party",
        "number": "7",
        "signed_on": "17/01/2018",
    }
    word = client.post(REPORT, said | {"word": "1"})
    assert word.headers["Content-Disposition"] == (
        'attachment; filename="bao-cao-tong-ket-dan-van-kheo-2017-huyen-yen-mo.docx"'
    )
    assert "đăng ký xây dựng 01 (một)" in "\n".join(
        line.text for line in Document(BytesIO(b"".join(word.streaming_content))).paragraphs
    )
    annex = client.post(REPORT, said | {"annex": "1"})
    names = load_workbook(BytesIO(b"".join(annex.streaming_content))).sheetnames
    assert names == ["Biểu 1", "Biểu 2", "Biểu 3", "Biểu 4", "Biểu 5", "Nguồn số liệu"]


def test_a_wrong_day_keeps_what_was_typed(client, cast, campaign):
    client.force_login(cast.district_office)
    said = {
        "campaign": campaign.slug,
        "unit": cast.district.slug,
        "form": "party",
        "number": "7",
        "signed_on": "31/02/2018",
    }
    answer = client.post(REPORT, said | {"word": "1"})
    assert answer.status_code == 422
    assert 'value="7"' in answer.content.decode()


def test_no_report_for_a_unit_that_is_not_the_users(client, cast, campaign):
    client.force_login(cast.commune_officer)
    said = {"campaign": campaign.slug, "unit": cast.mac.slug, "form": "party", "word": "1"}
    assert client.post(REPORT, said).status_code == 404
    client.force_login(cast.editor)
    assert "Chưa có số liệu" in client.get(REPORT).content.decode()
