"""The catalogue of figures, the way through the year, and the years side by side: what their pages say, and to whom."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.registry.models import Registration
from kheo.organisation.access.kit import POLICY
from kheo.outlets.reports.queries.through_years import years_of
from tests import make

pytestmark = pytest.mark.slow
FIGURES, FUNNEL, YEARS = "/lam-viec/so-lieu/chi-tieu/", "/lam-viec/so-lieu/qua-trinh/", "/lam-viec/so-lieu/cac-nam/"
LATE = {"registration_closes_on": date(2017, 3, 31), "ends_on": date(2017, 6, 30)}


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


def registered(campaign, cast, unit, *, state="registered", **more):
    office = cast.district_office
    made = make.registration(campaign, unit, office, state="registered", office=office, **more)
    Registration.objects.filter(pk=made.pk).update(state=state)
    return made


def text(page):
    return page.content.decode()


@pytest.mark.parametrize("address", [FIGURES, FUNNEL, YEARS, f"{FIGURES}registered/"])
def test_pages_are_for_those_who_see_the_register(client, cast, campaign, address):
    registered(campaign, cast, cast.hoa)
    assert client.get(address).status_code == 302
    client.force_login(cast.stranger)
    assert "Chưa có số liệu" in text(client.get(address))


def test_every_figure_says_what_it_is():
    for key, figure in CATALOGUE.items():
        assert figure.key == key
        assert all(map(str, (figure.label, figure.counts, figure.over, figure.moment))), key
        assert figure.act in POLICY, key
        assert figure.within == "" or figure.within in CATALOGUE, key
    labels = [str(figure.label) for figure in CATALOGUE.values()]
    assert len(labels) == len(set(labels)), "two figures of one name"


def test_the_catalogue_names_every_figure_once(client, cast, campaign):
    client.force_login(cast.district_office)
    page = client.get(FIGURES)
    assert sorted(entry.figure.key for entry in page.context["entries"]) == sorted(CATALOGUE)
    for key, figure in CATALOGUE.items():
        assert reverse("reports:figure", args=[key]) in text(page)
        assert str(figure.counts) in text(page)


def test_the_page_of_a_figure_says_all_of_its_definition(client, cast, campaign):
    registered(campaign, cast, cast.hoa, state="recognised")
    client.force_login(cast.district_office)
    page = client.get(f"{FIGURES}recognised/?campaign={campaign.slug}")
    assert page.context["number"] == 1
    for words in ("Phạm vi bản ghi", "Là một phần của", "Đã triển khai", "Thời điểm tính", "Người được xem"):
        assert words in text(page)
    assert client.get(f"{FIGURES}khong-co/").status_code == 404
    assert client.get(f"{FIGURES}recognised/?campaign=khac").status_code == 404


def test_an_officer_counts_the_own_unit(client, cast, campaign):
    registered(campaign, cast, cast.hoa)
    registered(campaign, cast, cast.mac)
    client.force_login(cast.commune_officer)
    assert client.get(f"{FIGURES}registered/").context["number"] == 1
    assert client.get(f"{FUNNEL}?unit={cast.mac.slug}").status_code == 404


def test_the_list_can_be_narrowed_to_a_figure_and_says_so(client, cast, campaign):
    done, bare = (registered(campaign, cast, unit) for unit in (cast.hoa, cast.mac))
    done.particulars.outcome = "Hiến 45 m² đất"
    done.particulars.save()
    client.force_login(cast.district_office)
    with_result = client.get(f"/lam-viec/dang-ky/?campaign={campaign.slug}&figure=with_outcome")
    without = client.get(f"/lam-viec/dang-ky/?campaign={campaign.slug}&figure=without_outcome")
    assert [page.context["page"].rows for page in (with_result, without)] == [[done], [bare]]
    assert "Đã ghi kết quả" in text(with_result)
    wrong = client.get(f"/lam-viec/dang-ky/?campaign={campaign.slug}&figure=units_registering")
    assert wrong.context["page"].total == 2  # it counts no registrations: nothing is narrowed, and the filter says so
    assert wrong.context["page"].filters.errors


# The way through the year -------------------------------------------------------------------------------------------


def test_the_way_through_the_year_by_unit_and_by_field(client, cast, campaign):
    registered(campaign, cast, cast.hoa, field="economy")
    registered(campaign, cast, cast.hoa, field="economy", state="in_progress")
    registered(campaign, cast, cast.mac, field="political_system", state="recognised")
    client.force_login(cast.district_office)
    by_unit = client.get(FUNNEL).context["funnel"]
    by_field = client.get(f"{FUNNEL}?by=field").context["funnel"]
    told = [(line.heading.label, [cell.count for cell in line.cells[:4]]) for line in by_unit.lines]
    assert told == [("Xã Yên Hòa", [2, 1, 0, 0]), ("Xã Yên Mạc", [1, 1, 0, 1])]
    assert [line.cells[1].count for line in by_field.lines] == [1, 0, 0, 1]
    for funnel in (by_unit, by_field):
        assert [cell.count for cell in funnel.total.cells] == [3, 2, 0, 1, 0, 0, 0, 0]
        assert funnel.agrees
    steps = client.get(FUNNEL).context["steps"]
    assert [(step.of_first, step.of_within) for step in steps[:4]] == [
        ("", ""),
        ("66,7%", "66,7%"),
        ("0%", "0%"),
        ("33,3%", "50%"),
    ]


def test_a_step_that_is_no_part_of_what_it_says_is_told(client, cast, campaign, monkeypatch):
    registered(campaign, cast, cast.hoa)
    monkeypatch.setitem(CATALOGUE._declared, "begun", CATALOGUE["draft"])
    client.force_login(cast.district_office)
    make.registration(campaign, cast.hoa, cast.district_office)
    page = client.get(FUNNEL)
    assert page.context["funnel"].agrees is False
    assert "Không sử dụng số liệu này" in text(page)


@pytest.mark.parametrize("address", [FUNNEL, f"{FUNNEL}?by=field", YEARS, FIGURES, f"{FIGURES}rewarded/"])
@pytest.mark.parametrize("many", [1, 3])
def test_pages_cost_the_same_however_much_there_is(
    client, cast, campaign, address, many, django_assert_max_num_queries
):
    for unit in (cast.hoa, cast.mac, cast.farmers)[:many]:
        registered(campaign, cast, unit)
    client.force_login(cast.district_office)
    client.get(address)
    with django_assert_max_num_queries(11):  # one more than where a body is set up, whose row is kept
        assert client.get(address).status_code == 200


def test_workbooks_hold_what_the_pages_show(client, cast, campaign):
    registered(campaign, cast, cast.hoa, state="recognised")
    client.force_login(cast.district_office)
    for address, expected in ((FUNNEL, ["Xã Yên Hòa", 1, 1, 0, 1, 0, 0, 0, 0]), (YEARS, [2017, campaign.name, 1, 1])):
        book = load_workbook(BytesIO(b"".join(client.get(f"{address}excel/").streaming_content)))
        rows = [list(row)[: len(expected)] for row in book.active.iter_rows(values_only=True)]
        assert expected in rows, address


# The years ----------------------------------------------------------------------------------------------------------


def test_one_that_goes_on_is_counted_once_over_the_years(cast):
    before, now = make.campaign(cast.district, year=2016, **LATE), make.campaign(cast.district)
    for campaign, state in ((before, "recognised"), (now, "registered")):
        registered(campaign, cast, cast.hoa, name="Đường hoa", year_status="maintained", state=state)
    registered(now, cast, cast.hoa, name="Tổ tự quản", state="ended")
    told = {key: count(key, scope_of(now, cast.district)) for key in CATALOGUE}
    assert (told["registered"], told["active"], told["registered_new"]) == (2, 1, 1)
    assert (told["ever_registered"], told["ever_recognised"]) == (2, 2)
    earlier = {key: count(key, scope_of(before, cast.district)) for key in CATALOGUE}
    assert (earlier["ever_registered"], earlier["ever_recognised"]) == (1, 1)


def test_a_year_is_held_against_the_year_before_alone(client, cast):
    years = {year: make.campaign(cast.district, year=year, **LATE) for year in (2014, 2016)} | {
        2017: make.campaign(cast.district)
    }
    for year, many in ((2014, 1), (2016, 2), (2017, 3)):
        for place in range(many):
            registered(years[year], cast, cast.hoa, name=f"Mô hình {place}")
    told = years_of(list(Campaign.objects.select_related("unit")), years[2017], cast.district)
    at = [figure.key for figure in told.figures].index("registered")
    cells = [(line.campaign.year, line.cells[at]) for line in told.lines]
    assert [(year, cell.number, cell.difference, cell.share) for year, cell in cells] == [
        (2017, 3, 1, "50%"),
        (2016, 2, None, ""),
        (2014, 1, None, ""),
    ]
    client.force_login(cast.district_office)
    page = client.get(YEARS)
    assert text(page).count("không so được") == 2 * len(told.figures)
    for line in page.context["years"].lines:
        for cell in line.cells:
            if cell.link:
                assert client.get(cell.link).context["page"].total == cell.number, cell.link


def test_the_years_of_one_field(client, cast, campaign):
    registered(campaign, cast, cast.hoa, field="economy")
    registered(campaign, cast, cast.hoa, field="political_system")
    client.force_login(cast.district_office)
    (line,) = client.get(f"{YEARS}?field=economy").context["years"].lines
    assert [cell.number for cell in line.cells] == [1, 1, 1, 0, 1, 0]
