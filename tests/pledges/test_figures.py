"""What is counted of pledges and cross-checks, and that each number opens just the lines that it counts."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from kheo.lib.dates import LOCAL
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.machinery.notices.kit import WAITING
from kheo.movement.campaigns.queries import scope_of
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from tests import make
from tests.pledges import made

pytestmark = pytest.mark.django_db
OF_PLEDGES = ("pledges_lines", "pledges_units", "pledges_reached", "pledges_untold")
OF_CHECKS = ("pledges_checks", "pledges_checks_done", "pledges_checks_open")


@pytest.fixture
def campaign(cast):
    cluster = made.cluster(cast, cast.farmers)
    made.pledge(cast.hoa, cluster, reached=5)
    made.pledge(cast.hoa, cluster, target="Hộ hiến đất", reached=Decimal("4.5"))
    made.pledge(cast.mac, cluster)
    made.pledge(cast.mac, cluster, target="Ký sau ngày", signed_on=date(2017, 12, 31))
    made.check(cast.hoa, cluster, cast.mac, checked_on=date(2017, 9, 1), findings="Tốt")
    made.check(cast.mac, cluster, cast.hoa)
    make.cluster(cast.district, "Cụm 1", [cast.hoa], year=2016)
    made.pledge(cast.hoa, cluster, year=2016, signed_on=date(2016, 2, 1), reached=9)
    return make.campaign(cast.district)


def numbers(scope):
    return [count(key, scope) for key in (*OF_PLEDGES, *OF_CHECKS)]


def test_lines_units_and_checks_of_the_year_are_counted(cast, campaign):
    assert numbers(scope_of(campaign, cast.district)) == [4, 2, 1, 2, 2, 1, 1]
    assert numbers(scope_of(campaign, cast.hoa)) == [2, 1, 1, 0, 1, 1, 0]


def test_each_number_opens_the_list_of_just_these(cast, campaign):
    desk = Client()
    desk.force_login(cast.district_office)
    for unit in (cast.district, cast.hoa):
        scope = scope_of(campaign, unit)
        for key in (*OF_PLEDGES, *OF_CHECKS):
            page = desk.get(CATALOGUE[key].link(scope, {})).context["page"]
            assert page.total == count(key, scope), key


def test_a_merger_changes_no_figure_of_the_year_and_loses_none_after_it(cast, campaign):
    before = numbers(scope_of(campaign, cast.district))
    later = datetime(2025, 7, 1, 8, tzinfo=LOCAL)
    apply(rules.merge([cast.hoa], cast.mac, on_day=date(2025, 7, 1), basis="Nghị quyết"), by=None, at=later)
    assert numbers(scope_of(campaign, cast.district)) == before
    assert numbers(scope_of(campaign, cast.mac, date(2025, 8, 1))) == before


@pytest.mark.parametrize(
    ("key", "day", "names"),
    [
        ("pledges.untold", date(2018, 2, 1), ["Mô hình dân vận khéo mới", "Ký sau ngày"]),
        ("pledges.unchecked", date(2017, 10, 1), ["Xã Yên Mạc → Xã Yên Hòa"]),
    ],
)
def test_what_waits_for_an_officer_is_listed_just_so(cast, campaign, key, day, names):
    waiting, desk = WAITING[key], Client()
    assert sorted(str(row) for row in waiting.records(cast.other_officer, day)) == sorted(names)
    desk.force_login(cast.other_officer)
    assert sorted(str(row) for row in desk.get(waiting.url(day)).context["page"].rows) == sorted(names)
