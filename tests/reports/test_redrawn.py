"""Making the report again: which numbers moved since the last time, and what was done that moved them."""

from datetime import date, timedelta

import pytest

from kheo.machinery.books.queries.breakdowns import count_parts
from kheo.movement.registry import actions as registry
from kheo.movement.registry.queries import units_below_quota
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from kheo.outlets.reports.actions import write_year_end
from kheo.outlets.reports.queries.redrawn import KEPT, counted_now, figures_kept, since_last
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.states import DocumentForm
from tests import make

pytestmark = pytest.mark.slow
LATER, NOW = make.NOW + timedelta(hours=1), make.NOW + timedelta(hours=9)
ADDRESS = "/lam-viec/bao-cao/"


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


@pytest.fixture
def report(cast, campaign, tmp_path):
    make.registration(campaign, cast.hoa, cast.commune_officer, state="registered", office=cast.district_office)
    return made(campaign, cast.district, tmp_path)


def made(campaign, unit, folder, on=None):
    """Make the report of a unit and return it."""
    report = year_end(campaign, unit, drawn_on=date(2018, 1, 10), on=on)
    words = {"form": DocumentForm.PARTY, "has_annex": False, "by": None, "at": make.NOW}
    write_year_end(report, out=folder / "report.docx", **words)
    return report


def last(report, unit=None):
    figures = report.statistics
    about = figures.campaign, unit or figures.unit, figures.scope
    return since_last(*about, NOW, counted_now(*about))


def test_before_the_first_there_is_nothing_to_compare(cast, campaign):
    report = year_end(campaign, cast.district, drawn_on=date(2018, 1, 10))
    assert last(report) is None


def test_what_is_kept_is_what_the_report_says(cast, report):
    figures = report.statistics
    assert figures_kept(figures) == {
        **count_parts("entered", KEPT, figures.scope),
        "units_below_quota": len(units_below_quota(figures.campaign, figures.unit)),
    }
    assert counted_now(figures.campaign, figures.unit, figures.scope) == figures_kept(figures)


def test_nothing_moved_while_nothing_was_done(report):
    assert (last(report).shifted, last(report).touched) == ([], [])


def test_what_moved_is_told_with_what_was_done(cast, campaign, report):
    new = make.registration(campaign, cast.mac, cast.district_office, name="Đường hoa")
    registry.submit(new, by=cast.district_office, at=LATER)
    registry.accept(new, by=cast.district_office, at=LATER)
    told = last(report)
    assert {each.figure.key: (each.before, each.after) for each in told.shifted} == {
        "registered": (1, 2),
        "registered_new": (1, 2),
        "not_decided": (1, 2),
    }
    assert [(each.pk, each.name, each.unit) for each in told.touched] == [(new.pk, "Đường hoa", cast.mac.name)]
    assert len(told.touched[0].deeds) >= 2
    assert told.unnamed == 0


def test_a_unit_is_told_of_its_own_only(cast, campaign, report, tmp_path):
    made(campaign, cast.hoa, tmp_path)
    new = make.registration(campaign, cast.mac, cast.district_office, name="Đường hoa")
    registry.submit(new, by=cast.district_office, at=LATER)
    registry.accept(new, by=cast.district_office, at=LATER)
    mine = year_end(campaign, cast.hoa, drawn_on=date(2018, 1, 10))
    assert last(mine).shifted == []
    assert last(report).many == 1


def test_a_report_by_the_units_of_another_day_is_another_report(cast, campaign, report):
    other = year_end(campaign, cast.district, drawn_on=date(2018, 1, 10), on=date(2017, 6, 1))
    assert last(other) is None


def test_the_page_says_what_moved_and_leads_to_the_records(client, cast, campaign, report, django_assert_num_queries):
    client.force_login(cast.district_office)
    assert "số liệu không thay đổi" in client.get(ADDRESS).content.decode()
    new = make.registration(campaign, cast.mac, cast.district_office, name="Đường hoa ven làng")
    registry.submit(new, by=cast.district_office, at=LATER)
    registry.accept(new, by=cast.district_office, at=LATER)
    body = Installation(unit=cast.district, portal_name="Trang", issuer_name="Ban Chỉ đạo", place_name="Yên Mô")
    install(body, by=None, at=make.NOW)
    client.get(ADDRESS)
    with django_assert_num_queries(10):  # with the closings, the last making, and what was done since
        page = client.get(ADDRESS)
    text = page.content.decode()
    assert "Số liệu đã thay đổi" in text
    assert "Đường hoa ven làng" in text
    for each in page.context["redrawn"].shifted:
        if "dang-ky" in each.link:
            assert client.get(each.link).context["page"].total == each.after


def test_very_many_that_moved_are_counted_and_the_first_named(cast, campaign, report, monkeypatch):
    monkeypatch.setattr("kheo.outlets.reports.queries.redrawn.MOST_NAMED", 2)
    new = [make.registration(campaign, cast.mac, cast.district_office, name=f"Đường hoa {n}") for n in range(3)]
    for each in new:
        registry.submit(each, by=cast.district_office, at=LATER)
        registry.accept(each, by=cast.district_office, at=LATER)
    told = last(report)
    assert [each.pk for each in told.touched] == [each.pk for each in new[:2]]
    assert (told.many, told.unnamed) == (3, 1)
    assert all(each.deeds == sorted(each.deeds, key=lambda why: why.at) for each in told.touched)
