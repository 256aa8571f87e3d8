"""What is counted of new rural area, and that each number opens just what it counts."""

from datetime import date, timedelta

import pytest
from django.test import Client

from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.machinery.books.queries.tables import EACH_UNIT, cross_table
from kheo.machinery.notices.kit import REMINDERS, WAITING
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.newrural.actions import serve
from kheo.outlets.reports.queries.passages import told_in
from tests import make
from tests.newrural import made

pytestmark = pytest.mark.django_db
AFTER = made.MERGED + timedelta(days=30)
NUMBERS = {
    "newrural_communes": 2,
    "newrural_asked": 0,
    "newrural_classed": 1,
    "newrural_met": 3,
    "newrural_planned": 2,
    "newrural_reached": 1,
    "newrural_unreached": 1,
    "newrural_models": 2,
}


@pytest.fixture
def campaign(cast):
    campaign = make.campaign(cast.district)
    model = make.registration(campaign, cast.hoa, cast.commune_officer).exemplar
    serve(model, [made.criterion(2), made.criterion(17)], by=cast.commune_officer, at=make.NOW)
    made.met(cast.hoa, 1, 2)
    made.met(cast.mac, 1)
    made.failed(cast.mac, 2)
    make.status(cast.hoa)
    make.status(cast.farmers, "an-toan-khu")
    made.plan(cast.hoa)
    made.plan(cast.mac)
    made.plan(cast.mac, year=2018)
    return campaign


def test_what_is_counted(cast, campaign):
    scope = scope_of(campaign, cast.district)
    assert {key: count(key, scope) for key in NUMBERS} == NUMBERS
    assert count("newrural_met", scope_of(campaign, cast.mac)) == 1


def opened(desk, link):
    """Return how many things the page behind a number lists."""
    context = desk.get(link).context
    return len(context["board"].lines) if "board" in context else context["page"].total


def test_each_number_opens_the_page_of_just_these(cast, campaign):
    desk = Client()
    desk.force_login(cast.district_office)
    for unit in (cast.district, cast.hoa):
        scope = scope_of(campaign, unit)
        for key in NUMBERS:
            assert opened(desk, CATALOGUE[key].link(scope, {})) == count(key, scope), key


@pytest.mark.parametrize(
    ("key", "dimension"),
    [
        ("newrural_communes", "met"),
        ("newrural_classed", "kind"),
        ("newrural_met", "verdict"),
        ("newrural_met", "criterion"),
        ("newrural_models", "criterion"),
    ],
)
def test_each_cell_of_a_breakdown_opens_just_these(cast, campaign, key, dimension):
    desk = Client()
    desk.force_login(cast.district_office)
    table = cross_table(key, scope_of(campaign, cast.district), [dimension], rows=EACH_UNIT)
    assert table.agrees
    cells = [cell for line in table.lines for cell in line.cells if cell.link]
    assert cells
    for cell in cells:
        assert opened(desk, cell.link) == cell.count, cell.link


def test_communes_to_be_re_assessed_wait_for_their_officer(cast):
    made.met(cast.hoa, 1)
    made.merge(cast.hoa, cast.mac)
    waiting = WAITING["newrural.asked"]
    assert [row.unit for row in waiting.records(cast.other_officer, AFTER)] == [cast.mac]
    desk = Client()
    desk.force_login(cast.other_officer)
    assert [line.unit.pk for line in desk.get(waiting.url(AFTER)).context["board"].lines] == [cast.mac.pk]
    made.met(cast.mac, *range(1, 20), on=AFTER, at=made.LATER, note="Đã kiểm tra")
    assert not waiting.records(cast.other_officer, AFTER).exists()


def test_a_plan_that_is_not_reached_is_called_to_mind_from_october_on(cast):
    made.plan(cast.hoa)
    made.plan(cast.mac)
    make.status(cast.hoa)
    due = REMINDERS["newrural.plan"].due
    assert not list(due(date(2017, 9, 30)))
    assert [(each.unit_id, each.due_on) for each in due(date(2017, 10, 1))] == [(cast.mac.pk, date(2017, 12, 31))]
    assert [each.unit_id for each in due(date(2018, 1, 8))] == [cast.mac.pk]


def test_the_reports_tell_of_new_rural_area_with_its_sources(cast, campaign):
    (told,) = told_in(scope_of(campaign, cast.district), campaign.ends_on)
    assert told.text == (
        "02 xã đạt tổng số 03 lượt tiêu chí. Có 01 xã được công nhận đạt chuẩn nông thôn mới trở lên."
        " Kế hoạch năm có 02 xã phấn đấu, đã đạt 01 xã."
    )
    assert {source.key: source.number for source in told.sources}["newrural_met"] == 3


def test_a_report_without_entries_is_silent_about_it(cast):
    campaign = make.campaign(cast.district)
    assert told_in(scope_of(campaign, cast.district), campaign.ends_on) == []
