"""The pages of following by role: a line in the diary, a difficulty and its answer, the page of the model, readers."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.machinery.duties.models import Task
from kheo.movement.following.models import DiaryLine, Reached, Recheck
from kheo.movement.recognition.models import Recognition
from tests import make
from tests.following import made
from tests.portal.test_web import reader  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db
DIARY, RECHECKS = "nhat-ky-mo-hinh", "kiem-tra-sau-cong-nhan"


def url(name, *about, key=DIARY):
    return reverse(f"registers:{name}", args=[key, *about])


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def signed_in(user):
    desk = Client()
    desk.force_login(user)
    return desk


def page_of(exemplar):
    return reverse("registry:detail", args=[made.registration_of(exemplar).pk])


# The diary ------------------------------------------------------------------------------------------------------------


def test_the_page_of_a_model_leads_to_a_form_that_knows_it_and_the_day(cast):
    exemplar = made.model(cast)
    desk = signed_in(cast.commune_officer)
    panel = desk.get(page_of(exemplar)).context["panels"][0]
    diary, check = (button.url for button in panel.buttons)
    form = desk.get(diary).context["form"]
    assert (form["exemplar"].value(), form["unit"].value()) == (exemplar.pk, exemplar.unit_id)
    sent = {"unit": exemplar.unit_id, "exemplar": exemplar.pk, "done_on": "12/05/2017", "done": "Họp xóm"}
    assert desk.post(diary, sent).status_code == 302
    assert DiaryLine.objects.get().exemplar == exemplar
    assert desk.get(check).status_code == 200


def test_a_form_begins_with_today(cast):
    made.model(cast)
    form = signed_in(cast.commune_officer).get(url("enter")).context["form"]
    assert isinstance(form["done_on"].value(), date)


def test_a_foreign_model_is_not_chosen_from_the_address(cast):
    exemplar = made.model(cast)
    form = signed_in(cast.other_officer).get(url("enter") + f"?exemplar={exemplar.pk}").context["form"]
    assert form["exemplar"].value() is None


def test_the_diary_of_one_model_is_listed_newest_first(cast):
    exemplar = made.model(cast)
    other = made.model(cast, campaign=made.registration_of(exemplar).campaign)
    made.line(other)
    lines = [made.line(exemplar, done_on=made.DAY + timedelta(days=day)) for day in (0, 2, 1)]
    page = signed_in(cast.commune_officer).get(url("list") + f"?exemplar={exemplar.pk}").context["page"]
    assert [row.pk for row in page.rows] == [lines[1].pk, lines[2].pk, lines[0].pk]


@pytest.mark.parametrize("key", [DIARY, "kiem-tra-mo-hinh", "ket-qua-chi-tieu", RECHECKS])
def test_a_list_costs_the_same_for_one_line_and_for_three(cast, key):
    exemplar, desk = made.titled(cast), signed_in(cast.district_office)
    made.measure(exemplar)
    costs = []
    for number in (1, 2, 3):
        made.line(exemplar, done_on=made.DAY + timedelta(days=number))
        made.reached(made.check(exemplar, year=2016 + number))
        made.recheck(exemplar, checked_on=date(2018, 6, number))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert desk.get(url("list", key=key)).status_code == 200
        costs.append(len(asked))
    assert costs[1] == costs[2] <= 10


def test_an_indicator_is_chosen_among_those_that_were_promised(cast):
    exemplar = made.model(cast)
    made.measure(exemplar)
    check, desk = made.check(exemplar), signed_in(cast.commune_officer)
    address = url("enter", key="ket-qua-chi-tieu")
    form = desk.get(f"{address}?check_of={check.pk}").context["form"]
    assert [name for name, _label in form.fields["indicator"].choices] == ["", "Mét đường bê tông"]
    assert (
        desk.post(
            f"{address}?check_of={check.pk}",
            {"check_of": check.pk, "indicator": "Mét đường bê tông", "reached": "120,5"},
        ).status_code
        == 302
    )
    row = Reached.objects.get()
    assert (
        desk.get(url("correct", row.pk, key="ket-qua-chi-tieu")).context["form"]["indicator"].value() == row.indicator
    )
    assert "choices" not in vars(desk.get(address).context["form"].fields["indicator"])


# Difficulties ---------------------------------------------------------------------------------------------------------


def test_the_office_answers_and_the_unit_reads_it(cast):
    line = made.hard(made.model(cast), by=cast.commune_officer)
    office, officer = signed_in(cast.district_office), signed_in(cast.commune_officer)
    page, send = (reverse(f"following:{name}", args=[line.pk]) for name in ("difficulty", "answer"))
    assert officer.get(page).context["may_answer"] is False
    assert officer.post(send, {"text": "Có"}).status_code == 403
    refused = office.post(send, {"text": ""})
    assert (refused.status_code, list(refused.context["answering"].errors)) == (422, ["text"])
    assert office.post(send, {"text": "Huyện cấp 2 tấn xi măng"}).status_code == 302
    assert "Huyện cấp 2 tấn xi măng" in text(officer.get(page))
    assert office.get(page).context["may_answer"] is False
    assert office.post(send, {"text": "Lần nữa"}).status_code == 422


def test_the_office_gives_it_to_a_unit_and_the_task_leads_back(cast):
    line = made.hard(made.model(cast))
    office = signed_in(cast.district_office)
    page, send = (reverse(f"following:{name}", args=[line.pk]) for name in ("difficulty", "hand_on"))
    late = office.post(send, {"doer": cast.farmers.pk, "due_on": "01/01/2017"})
    assert (late.status_code, Task.objects.count()) == (422, 0)
    assert office.post(send, {"doer": cast.farmers.pk, "due_on": "01/01/2090"}).status_code == 302
    answer = office.get(page)
    assert (answer.context["may_hand_on"], answer.context["may_answer"]) == (False, True)
    task = reverse("duties:detail", args=[Task.objects.get().pk])
    assert task in answer.content.decode()
    assert page in office.get(task).content.decode()


def test_a_line_without_a_difficulty_has_no_such_page(cast):
    line = made.line(made.model(cast))
    office = signed_in(cast.district_office)
    assert office.get(reverse("following:difficulty", args=[line.pk])).status_code == 404
    assert list(office.get(url("line", line.pk)).context["doors"]) == []


# The page of the model ------------------------------------------------------------------------------------------------


def test_the_page_of_a_model_tells_how_it_goes_on(cast):
    exemplar = made.titled(cast)
    made.measure(exemplar, achieved=Decimal(50))
    made.measure(exemplar, name="Số hộ", promised=Decimal(20), order=1)
    for day in range(5):
        made.line(exemplar, done_on=made.DAY + timedelta(days=day), done=f"Việc {day}")
    made.hard(exemplar, done_on=made.DAY + timedelta(days=9))
    made.reached(made.check(exemplar), reached=Decimal(100))
    made.reached(made.check(exemplar, half="second", going="slow", remarks="Mưa"), reached=Decimal(120))
    made.recheck(exemplar, verdict="weakened", reason="a", evidence="b")
    page = signed_in(cast.commune_officer).get(page_of(exemplar))
    (panel,) = page.context["panels"]
    targets, diary, checks = panel.tables
    assert [[cell.value for cell in row.cells][2:] for row in targets.rows] == [[400, 120, "30%"], [20, None, "–"]]
    assert len(diary.rows) == 3
    assert diary.rows[0].cells[2].tone == "wait"
    assert [row.cells[2].value for row in checks.rows] == ["Mưa", "–"]
    assert [tone for tone, _words in panel.remarks] == ["warn", "warn", "warn"]  # found, due, and silent since
    assert len(panel.links) == 3
    assert page.context["measures"] == []
    assert len(panel.buttons) == 2
    assert len(signed_in(cast.district_office).get(page_of(exemplar)).context["panels"][0].buttons) == 3


def test_a_draft_shows_nothing_of_it_and_asks_nothing(cast):
    exemplar = made.model(cast, state="draft", office=None)
    assert signed_in(cast.commune_officer).get(page_of(exemplar)).context["panels"] == []


def test_the_part_of_the_page_is_one_question_more(cast):
    exemplar = made.titled(cast)
    desk = signed_in(cast.commune_officer)
    with CaptureQueriesContext(connection) as asked:
        desk.get(page_of(exemplar))
    about = [query for query in asked if "following_" in query["sql"]]
    assert len(about) == 1


# After recognition ----------------------------------------------------------------------------------------------------


def test_an_end_leads_the_office_to_the_decision_and_changes_nothing_itself(cast):
    exemplar = made.titled(cast)
    row = made.ended(exemplar)
    doors = signed_in(cast.district_office).get(url("line", row.pk, key=RECHECKS)).context["doors"]
    decision = Recognition.objects.get().decision_id
    assert [way for _door, way in doors] == [reverse("recognition:revoke", args=[decision])]
    assert signed_in(cast.district_office).get(doors[0][1]).status_code == 200
    assert list(signed_in(cast.commune_officer).get(url("line", row.pk, key=RECHECKS)).context["doors"]) == []
    kept = made.recheck(exemplar, checked_on=date(2018, 7, 1))
    assert list(signed_in(cast.district_office).get(url("line", kept.pk, key=RECHECKS)).context["doors"]) == []


def test_an_officer_of_the_unit_may_not_recheck(cast):
    made.titled(cast)
    desk = signed_in(cast.commune_officer)
    assert desk.get(url("enter", key=RECHECKS)).status_code == 403
    assert desk.get(url("list", key=RECHECKS)).context["may_enter"] is False


def test_readers_are_told_whether_it_is_kept_up(cast, reader):  # noqa: F811 -- the fixture
    exemplar = made.titled(cast)
    public = reverse("portal:model", args=[made.registration_of(exemplar).pk, exemplar.slug])
    before = text(reader.get(public))
    assert "01/06/2018" not in before
    made.recheck(exemplar)
    assert "Còn duy trì (kiểm tra ngày 01/06/2018)" in text(reader.get(public))
    made.recheck(exemplar, checked_on=date(2018, 7, 1), verdict="weakened", reason="Bí mật nội bộ", evidence="b")
    shown = text(reader.get(public))
    assert "01/07/2018" in shown
    assert "Bí mật nội bộ" not in shown
    made.ended(exemplar, checked_on=date(2018, 8, 1))
    assert "Đã ngừng từ 01/03/2018" in text(reader.get(public))
    Recheck.objects.update(withdrawn_at=make.NOW)
