"""What is counted of dialogues and questions, and that each number opens just the lines that it counts."""

from datetime import date, timedelta

import pytest
from django.test import Client

from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.machinery.books.queries.tables import EACH_UNIT, cross_table
from kheo.machinery.duties import actions as duties
from kheo.machinery.duties.models import Task
from kheo.machinery.notices.kit import WAITING
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.dialogues.actions import hand_out
from kheo.movement.dialogues.models import Question
from kheo.movement.dialogues.queries import late, to_hand_out
from kheo.movement.dialogues.rules import is_late, is_to_hand_out
from tests import make
from tests.dialogues import made

pytestmark = pytest.mark.django_db
KEYS = ("dialogues_held", "dialogues_questions", "dialogues_settled", "dialogues_late", "dialogues_not_given")
AFTER = made.DUE + timedelta(days=1)


@pytest.fixture
def year(cast):
    """Return a campaign year with eight questions of two dialogues, and one of the year before."""
    campaign = make.campaign(cast.district)
    first, second = made.dialogue(cast.hoa), made.dialogue(cast.mac, topic="Nước sạch")
    for number in range(1, 4):
        made.question(first, number=number)
    made.given(first, cast.hoa, number=4)
    made.given(first, cast.hoa, number=5)
    made.given(first, cast.farmers, number=6, due_on=date(2018, 6, 30))
    told = {"by": cast.district_office, "at": make.NOW}
    hand_out(first, **told)
    duties.call_off(Task.objects.get(due_on=made.DUE, title__startswith="Khi", pk=_task(5)), reason="Nhầm", **told)
    made.given(second, cast.mac, number=1)
    made.question(second, number=2, state="settled")
    made.question(made.dialogue(cast.hoa, held_on=date(2016, 5, 5)))
    return campaign


def _task(number):
    return Question.objects.get(number=number).task_id


def numbers(scope):
    return [count(key, scope) for key in KEYS]


def test_dialogues_and_questions_of_the_year_are_counted(cast, year):
    assert numbers(scope_of(year, cast.district)) == [2, 8, 4, 3, 2]
    assert numbers(scope_of(year, cast.hoa)) == [1, 6, 3, 2, 1]


def test_each_number_opens_the_list_of_just_these(cast, year):
    desk = Client()
    desk.force_login(cast.district_office)
    for unit in (cast.district, cast.hoa):
        scope = scope_of(year, unit)
        for key in KEYS:
            page = desk.get(CATALOGUE[key].link(scope, {})).context["page"]
            assert page.total == count(key, scope), key
        table = cross_table("dialogues_questions", scope, ["matter"], rows=EACH_UNIT)
        assert table.agrees
        for cell in (cell for line in table.lines for cell in line.cells if cell.link):
            assert desk.get(cell.link).context["page"].total == cell.count, cell.link


def test_a_list_offers_the_figures_of_its_own_register_only(cast, year):
    desk = Client()
    desk.force_login(cast.district_office)
    page = desk.get("/lam-viec/so/cau-hoi-doi-thoai/", {"figure": "dialogues_held", "at": "31/12/2017"})
    assert page.context["page"].total == 9


def test_what_is_late_and_what_is_to_give_is_the_same_for_one_and_for_all(cast, year):
    rows = list(Question.objects.select_related("task"))
    for day in (made.DUE, AFTER, date(2018, 7, 1)):
        assert set(Question.objects.filter(late(day))) == {each for each in rows if is_late(each, day)}, day
    assert set(Question.objects.filter(to_hand_out(AFTER))) == {each for each in rows if is_to_hand_out(each)}


def test_questions_wait_for_the_office(cast, year):
    desk = Client()
    desk.force_login(cast.district_office)
    for key, number in (("dialogues.not_given", 2), ("dialogues.late", 3)):
        waiting = WAITING[key]
        assert waiting.records(cast.district_office, AFTER).count() == number
        assert desk.get(waiting.url(AFTER)).context["page"].total == number
