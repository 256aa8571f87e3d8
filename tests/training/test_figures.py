"""What is counted of classes, trainees and people in posts, and that each number opens just what it counts."""

from datetime import date, timedelta

import pytest
from django.test import Client

from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.machinery.books.queries.tables import EACH_UNIT, cross_table
from kheo.machinery.notices.kit import REMINDERS, WAITING
from kheo.movement.campaigns.queries import scope_of
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from tests import make
from tests.training import made

pytestmark = pytest.mark.django_db
KEYS = (
    "training_classes",
    "training_unmarked",
    "training_trainees",
    "training_came",
    "training_certified",
    "training_people",
    "training_trained",
)
AFTER = made.LAST + timedelta(days=1)


@pytest.fixture
def year(cast):
    """Return a campaign year with two classes of the district, one of a commune, and one of the year before."""
    campaign = make.campaign(cast.district)
    of = made.with_sessions(cast.district)
    made.trainee(of, cast.hoa, name="Lê Thị Hòa", present="1", certificate="01/GCN", certified_on=made.LAST)
    made.trainee(of, cast.mac, name="An", present="2")
    made.trainee(of, cast.mac, name="Trần Văn Mạc")
    made.trainee(made.training_class(cast.hoa, title="Lớp xã"), cast.hoa, name="Bình")
    earlier = made.training_class(cast.district, starts_on=date(2016, 5, 5), ends_on=date(2016, 5, 5))
    made.session(earlier, held_on=date(2016, 5, 5))
    made.trainee(earlier, cast.district, name="Vũ Thị Đạo", present="1")
    return campaign


def numbers(scope):
    return [count(key, scope) for key in KEYS]


def test_classes_trainees_and_people_of_the_year_are_counted(cast, year):
    assert numbers(scope_of(year, cast.district)) == [2, 1, 4, 2, 1, 6, 2]
    assert numbers(scope_of(year, cast.hoa)) == [1, 1, 1, 0, 0, 1, 1]


def test_a_person_with_two_posts_at_a_unit_counts_once(cast, year):
    appoint(cast.leader, role=Role.APPRAISER, unit=cast.district, valid_from=date(2017, 2, 1), by=None, at=make.NOW)
    appoint(cast.leader, role=Role.APPRAISER, unit=cast.hoa, valid_from=date(2017, 2, 1), by=None, at=make.NOW)
    scope = scope_of(year, cast.district)
    assert (count("training_people", scope), count("training_trained", scope)) == (7, 3)


def test_each_number_opens_the_list_of_just_these(cast, year):
    desk = Client()
    desk.force_login(cast.district_office)
    for unit in (cast.district, cast.hoa):
        scope = scope_of(year, unit)
        for key in KEYS:
            page = desk.get(CATALOGUE[key].link(scope, {})).context["page"]
            assert page.total == count(key, scope), key
    for key, by in (("training_classes", ["subject"]), ("training_trained", [])):
        table = cross_table(key, scope_of(year, cast.district), by, rows=EACH_UNIT)
        assert table.agrees
        for cell in (cell for line in table.lines for cell in line.cells if cell.link):
            assert desk.get(cell.link).context["page"].total == cell.count, cell.link


def test_a_class_without_attendance_waits_and_is_called_to_mind(cast, year):
    desk, waiting = Client(), WAITING["training.unmarked"]
    desk.force_login(cast.district_office)
    assert waiting.records(cast.district_office, made.LAST).count() == 0
    assert waiting.records(cast.district_office, AFTER).count() == 1
    assert waiting.records(cast.other_officer, AFTER).count() == 0
    assert desk.get(waiting.url(AFTER)).context["page"].total == 1
    due = list(REMINDERS["training.attendance"].due(AFTER))
    assert [(each.unit_id, each.due_on) for each in due] == [(cast.hoa.pk, made.LAST)]
    assert list(REMINDERS["training.attendance"].due(made.LAST + timedelta(days=90))) == []
