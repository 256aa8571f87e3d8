import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.machinery.duties.models import Task
from kheo.movement.dialogues.actions import hand_out, show
from kheo.movement.dialogues.models import Dialogue, Question
from tests import make
from tests.dialogues import made

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def follow(dialogue, name="follow"):
    return reverse(f"dialogues:{name}", args=[dialogue.pk])


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


@pytest.fixture
def held(cast):
    return made.dialogue(cast.hoa)


def test_the_page_of_a_dialogue_has_its_questions_in_order_and_leads_on(office, cast, held):
    for number in (10, 2, 1):
        made.question(held, number=number)
    page = office.get(reverse("registers:line", args=["doi-thoai", held.pk]))
    (found, _table, _may_add) = page.context["belongings"][0]
    assert [row.number for row in found.rows] == [1, 2, 10]
    assert [url for _door, url in page.context["doors"]] == [follow(held), follow(held, "show")]


def test_an_officer_is_offered_no_publishing(client, cast, held):
    client.force_login(cast.commune_officer)
    page = client.get(reverse("registers:line", args=["doi-thoai", held.pk]))
    assert [url for _door, url in page.context["doors"]] == [follow(held)]
    assert client.get(follow(held, "show")).status_code == 403
    assert client.post(follow(held)).status_code == 403
    assert "Giao 1 câu hỏi" not in text(client.get(follow(held)))


def test_the_office_gives_the_questions_and_the_task_leads_back(office, cast, held):
    made.question(held)
    made.given(held, cast.hoa)
    page = office.get(follow(held))
    assert (page.context["asked"], page.context["settled"], page.context["to_give"]) == (2, 1, 1)
    assert "Giao 1 câu hỏi cho đơn vị giải quyết" in text(page)
    office.post(follow(held))
    task = Task.objects.get()
    assert follow(held) in office.get(reverse("duties:detail", args=[task.pk])).content.decode()
    assert "Mọi câu hỏi cần đơn vị giải quyết đều đã được giao" in text(office.post(follow(held), follow=True))
    assert Task.objects.count() == 1


def test_who_may_not_see_the_other_side_is_not_led_there(client, cast, held):
    made.given(held, cast.mac)
    hand_out(held, by=cast.district_office, at=make.NOW)
    task = Task.objects.get()
    at_task = reverse("duties:detail", args=[task.pk])
    client.force_login(cast.other_officer)  # who has the task, and does not see the dialogue
    page = client.get(at_task)
    assert page.status_code == 200
    assert follow(held) not in page.content.decode()
    client.force_login(cast.commune_officer)  # who keeps the dialogue, and does not see the task
    page = client.get(follow(held))
    assert task.get_state_display() in text(page)
    assert at_task not in page.content.decode()


def test_the_office_publishes_what_it_chose_and_takes_it_off(office, client, cast, held):
    shown, hidden = made.question(held), made.question(held, number=2, text="Gọi 0912345678")
    form = office.get(follow(held, "show")).context["form"]
    assert form.initial["questions"] == [str(shown.pk), str(hidden.pk)]
    refused = office.post(follow(held, "show"), {"questions": [shown.pk, hidden.pk]})
    assert (refused.status_code, "Câu hỏi 2 có số điện thoại" in text(refused)) == (422, True)
    assert office.post(follow(held, "show"), {"questions": [shown.pk]}).status_code == 302
    assert [each.number for each in Question.objects.filter(is_public=True)] == [1]
    office.post(follow(held, "take_off"))
    assert Dialogue.objects.get().published_on is None


def test_readers_see_what_was_passed_and_nobody_who_asked(client, cast, held):
    made.question(held, asked_by="veterans", text="Bao giờ đền bù?")
    made.given(held, cast.farmers, text="Bao giờ có nước?")
    made.question(held, number=3, text="Chưa được công khai")
    hand_out(held, by=cast.district_office, at=make.NOW)
    assert client.get(f"/doi-thoai/{held.pk}/").status_code == 404
    chosen = [each.pk for each in Question.objects.filter(number__lt=3)]
    show(held, chosen, by=cast.district_office, at=make.NOW)
    page = text(client.get(f"/doi-thoai/{held.pk}/"))
    for words in ("Bao giờ đền bù?", "Trong quý IV.", "Bao giờ có nước?", "Hội Nông dân huyện, hạn 30/11/2017", "1/2"):
        assert words in page
    assert "Chưa được công khai" not in page
    assert "Cựu chiến binh" not in page
    listed = text(client.get("/doi-thoai/"))
    assert "2 câu hỏi" in listed
    assert "đã giải quyết: 1" in listed


@pytest.mark.parametrize("number", [1, 8])
def test_pages_cost_the_same_whatever_the_number_of_questions(office, cast, held, number):
    for place in range(1, number + 1):
        made.given(held, cast.hoa, number=place)
    hand_out(held, by=cast.district_office, at=make.NOW)
    office.get(follow(held))
    costs = {}
    lines = [reverse("registers:line", args=["doi-thoai", held.pk]), "/lam-viec/so/cau-hoi-doi-thoai/"]
    forms = ["/lam-viec/so/cau-hoi-doi-thoai/moi/"]
    for address in [follow(held), follow(held, "show"), *lines, *forms]:
        with CaptureQueriesContext(connection) as asked:
            assert office.get(address).status_code == 200
        costs[address.replace(str(held.pk), "N")] = len(asked)
    assert list(costs.values()) == [9, 8, 10, 8, 8], costs
