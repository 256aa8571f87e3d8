"""What is counted of the groups, and that each number opens just the groups that it counts."""

from datetime import date, datetime

import pytest
from django.test import Client

from kheo.lib.dates import LOCAL
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.machinery.books.queries.tables import EACH_UNIT, cross_table
from kheo.machinery.notices.kit import WAITING
from kheo.movement.campaigns.queries import scope_of
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from tests import make
from tests.selfmanaged import made

pytestmark = pytest.mark.django_db
LATER = datetime(2025, 7, 1, 8, tzinfo=LOCAL)
KEYS = ("selfmanaged_groups", "selfmanaged_of_models", "selfmanaged_told", "selfmanaged_untold")


@pytest.fixture
def groups(cast):
    campaign = make.campaign(cast.district)
    model = make.registration(campaign, cast.hoa, cast.commune_officer).exemplar
    made.year(made.group(cast.hoa, name="Tổ 1", exemplar=model))
    made.group(cast.hoa, name="Tổ 2", kind="roads")
    made.year(made.group(cast.mac, name="Tổ 3"), year=2018)
    made.group(cast.mac, name="Tổ giải thể", ended_on=date(2017, 6, 1))
    made.group(cast.mac, name="Tổ sau này", founded_on=date(2018, 1, 1))
    return campaign


def numbers(scope):
    return [count(key, scope) for key in KEYS]


def test_groups_in_operation_on_the_day_are_counted(cast, groups):
    assert numbers(scope_of(groups, cast.district)) == [3, 1, 1, 2]
    assert numbers(scope_of(groups, cast.hoa)) == [2, 1, 1, 1]


def test_each_number_opens_the_list_of_just_these(cast, groups):
    desk = Client()
    desk.force_login(cast.district_office)
    for unit in (cast.district, cast.hoa):
        scope = scope_of(groups, unit)
        for key in KEYS:
            page = desk.get(CATALOGUE[key].link(scope, {})).context["page"]
            assert page.total == count(key, scope), key
        table = cross_table("selfmanaged_groups", scope, ["kind"], rows=EACH_UNIT)
        assert table.agrees
        for cell in (cell for line in table.lines for cell in line.cells if cell.link):
            assert desk.get(cell.link).context["page"].total == cell.count, cell.link


def test_a_merger_changes_no_figure_of_the_year_and_loses_none_after_it(cast, groups):
    before = numbers(scope_of(groups, cast.district))
    apply(rules.merge([cast.hoa], cast.mac, on_day=date(2025, 7, 1), basis="Nghị quyết"), by=None, at=LATER)
    assert numbers(scope_of(groups, cast.district)) == before
    assert numbers(scope_of(groups, cast.mac, date(2025, 8, 1))) == before


def test_groups_without_a_result_of_last_year_wait_for_their_officer(cast, groups):
    waiting, day = WAITING["selfmanaged.untold"], date(2018, 2, 1)
    assert [str(row) for row in waiting.records(cast.commune_officer, day)] == ["Tổ 2"]
    desk = Client()
    desk.force_login(cast.commune_officer)
    rows = desk.get(waiting.url(day)).context["page"].rows
    assert [str(row) for row in rows] == ["Tổ 2"]
