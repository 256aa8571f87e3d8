"""The year at a glance: every number is the catalogue's, and leads to its records."""

import re
from datetime import date

import pypdfium2
import pytest
from django.utils import timezone

from kheo.faces.workspace.queries.leader import leading, place_of
from kheo.lib.dates import local_day
from kheo.lib.numbers import grouped
from kheo.machinery.books.queries.records import count
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation, Unit
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/lam-viec/lanh-dao/"


@pytest.fixture
def campaign(cast):
    here = Installation(unit=cast.district, portal_name="Yên Mô", issuer_name="Ban Chỉ đạo", place_name="Yên Mô")
    install(here, by=None, at=make.NOW)
    return make.campaign(cast.district)


@pytest.fixture
def year(cast, campaign):
    """One draft, one that waits and three in the register: two of Yên Hòa, one of Yên Mạc."""
    office = cast.district_office
    make.registration(campaign, cast.hoa, cast.commune_officer, state="draft")
    make.registration(campaign, cast.hoa, cast.commune_officer, state="submitted")
    for unit, officer in ((cast.hoa, cast.commune_officer),) * 2 + ((cast.mac, cast.other_officer),):
        make.registration(campaign, unit, officer, state="registered", office=office)
    return campaign


def told(user, **asked):
    return leading(place_of(user, asked), user, local_day(timezone.now()))


def test_the_funnel_is_what_the_catalogue_counts(cast, year):
    found = told(cast.leader)
    assert [bar.number for bar in found.funnel[:2]] == [5, 3]
    scope = found.place.scope
    assert found.funnel[0].number == count("entered", scope)
    assert found.funnel[1].number == count("registered", scope)
    assert found.without_outcome.number == count("without_outcome", scope)
    assert sum(bar.number for bar in found.fields) == count("registered", scope)


def test_each_number_leads_to_just_its_records(client, cast, year):
    client.force_login(cast.leader)
    found = told(cast.leader)
    for bar in [*found.funnel, *found.fields, *found.replication, *found.places]:
        if bar.number and bar.url:
            assert client.get(bar.url).context["page"].total == bar.number


def test_units_below_their_quota_stand_with_what_they_lack(cast, year):
    found = told(cast.leader)
    short = {each.quota.unit.name: each.quota.missing for each in found.trouble}
    assert short == {"Xã Yên Mạc": 1, "Hội Nông dân huyện": 2}
    assert (found.units_short, found.units_asked) == (2, 3)


def test_years_stand_side_by_side_and_are_not_added_up(cast, year):
    begun = date(2017, 1, 1)
    later = make.campaign(cast.district, year=2018, starts_on=begun, registration_opens_on=begun)
    make.registration(later, cast.hoa, cast.commune_officer, state="registered", office=cast.district_office)
    found = told(cast.leader, campaign=later.slug)
    assert [(each.campaign.year, each.new) for each in found.years] == [(2017, 3), (2018, 1)]
    assert found.place.compared_with == "2017"
    assert found.funnel[1].before == 3


def test_a_unit_is_compared_with_another_of_its_kind(cast, year):
    found = told(cast.leader, unit=cast.hoa.slug, beside=cast.mac.slug)
    assert (found.funnel[1].number, found.funnel[1].before) == (2, 1)
    assert found.place.compared_with == "Xã Yên Mạc"
    assert cast.farmers not in found.place.alike


def test_the_map_has_the_units_whose_place_is_known(client, cast, year):
    Unit.objects.filter(pk=cast.hoa.pk).update(latitude="20.1", longitude="106.0")
    found = told(cast.leader)
    assert [(dot.place.label, dot.place.number) for dot in found.map.dots] == [("Xã Yên Hòa", 2)]
    assert found.without_place == 1
    assert [(bar.label, bar.number) for bar in found.places] == [("Xã Yên Hòa", 2), ("Xã Yên Mạc", 1)]
    client.force_login(cast.leader)
    page = client.get(PAGE).content.decode()
    assert "<title>Xã Yên Hòa: 2</title>" in page
    assert "Số liệu tạm tính ngày" in page


def test_the_page_is_a_leaders_first_and_nobody_elses(client, cast, year):
    for user, first, status in (
        (cast.leader, True, 200),
        (cast.district_office, False, 200),
        (cast.editor, False, 403),
    ):
        client.force_login(user)
        assert ("Từ khi nhập đến khi được công nhận" in client.get("/lam-viec/").content.decode()) is first
        assert client.get(PAGE).status_code == status


def test_a_leader_of_a_commune_sees_that_commune_alone(cast, year):
    user = make.user("bi_thu", "Bùi Thị Thư")
    appoint(user, role=Role.LEADER, unit=cast.mac, valid_from=make.NOW.date(), by=None, at=make.NOW)
    found = told(user, unit=cast.hoa.slug)
    assert found.place.unit == cast.mac
    assert found.funnel[1].number == 1


@pytest.mark.parametrize("units", [1, 3])
def test_the_page_costs_the_same_with_more_units(client, cast, year, units, django_assert_num_queries):
    for number in range(units):
        unit = make.unit(f"Xã Thêm {number}", parent=cast.district)
        make.registration(year, unit, cast.district_office, state="submitted")
    client.force_login(cast.leader)
    client.get(PAGE)
    with django_assert_num_queries(COST):
        client.get(PAGE)


COST = 18


def test_every_drawing_has_its_words(client, cast, year):
    client.force_login(cast.leader)
    page = client.get(PAGE).content.decode()
    drawings = re.findall(r"<svg class=\"bar\".*?>", page)
    assert drawings
    assert all('aria-hidden="true"' in drawing for drawing in drawings)
    assert page.count('class="bars-words"') >= 6


def paper(client, **asked):
    answer = client.get(f"{PAGE}pdf/", asked)
    assert answer["Content-Type"] == "application/pdf", answer.content.decode()
    with pypdfium2.PdfDocument(answer.content) as document:
        text = " ".join(page.get_textpage().get_text_range().replace("\r\n", " ") for page in document)
        return len(document), document[0].get_size(), " ".join(text.split())


def numbers_of(told):
    """Yield every number that the page shows, with the words before it."""
    for bar in [*told.funnel, *told.fields, *told.replication]:
        yield bar.label, bar.number
    for bar in told.places:
        yield bar.label, bar.number
    for year in told.years:
        yield str(year.campaign.year), year.new
    for each in told.trouble:
        yield each.quota.unit.name, each.quota.unit.minimum


@pytest.mark.slow
@pytest.mark.parametrize("asked", [{}, {"unit": "xa-yen-hoa", "beside": "xa-yen-mac"}])
def test_the_sheet_of_paper_has_the_numbers_of_the_page(client, cast, year, asked):
    Unit.objects.filter(pk=cast.hoa.pk).update(latitude="20.1", longitude="106.0")
    client.force_login(cast.leader)
    pages, size, text = paper(client, **asked)
    assert (pages, [round(each) for each in size]) == (1, [595, 842])
    shown = told(cast.leader, **asked)
    for label, number in numbers_of(shown):
        assert f"{label} {grouped(number)}" in text, label
    assert "Số liệu tạm tính" in text
    if shown.place.beside:
        assert "(Xã Yên Mạc: 1)" in text


@pytest.mark.slow
def test_a_year_of_very_much_still_fits_on_one_sheet(client, cast, year):
    begun = date(2017, 1, 1)
    for later in range(2018, 2026):
        make.campaign(cast.district, year=later, starts_on=begun, registration_opens_on=begun)
    office = cast.district_office
    for number in range(30):
        unit = make.unit(f"Xã có tên dài để thử bố cục số {number}", parent=cast.district)
        Unit.objects.filter(pk=unit.pk).update(latitude=f"20.{number:02}", longitude=f"106.{number * 7 % 50:02}")
        make.registration(year, unit, office, state="registered", office=office)
    client.force_login(cast.leader)
    pages, _size, text = paper(client, campaign=year.slug)
    assert pages == 1
    assert "18 đơn vị khác 18" in text
