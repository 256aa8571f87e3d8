from datetime import date

import pytest
from django.urls import reverse

from kheo.movement.conferences.actions import ConclusionFacts, TaskFacts, hold
from kheo.movement.conferences.models import Conference
from kheo.movement.conferences.rules import code_of
from tests import make
from tests.conferences.world import MORNING, of, prepared


@pytest.fixture
def held(cast):
    campaign = make.campaign(cast.district)

    def _held(conclusions=1, day=17):
        conference = Conference(
            campaign=campaign, unit=cast.district, kind="year_end", title=f"Hội nghị {day}", held_on=date(2018, 1, day)
        )
        facts = [
            ConclusionFacts(f"Kết luận {number}", TaskFacts(cast.mac, f"Việc {number}", date(2018, 12, 31)))
            for number in range(conclusions)
        ]
        guests = [(f"Khách mời {number}", "Trưởng phòng") for number in range(conclusions)]
        return hold(conference, guests=guests, conclusions=facts, by=None, at=make.NOW)

    return _held


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_for_one_row_and_for_three(client, cast, held, rows, django_assert_num_queries):
    conference = held(rows)
    for number in range(rows - 1):
        held(day=18 + number)
    client.force_login(cast.district_office)
    with django_assert_num_queries(7):
        page = client.get(reverse("conferences:list"))
    assert len(page.context["page"].rows) == rows
    with django_assert_num_queries(12):
        page = client.get(reverse("conferences:detail", args=[conference.pk]))
    assert page.content.decode().count("Khách mời ") == rows


def test_a_task_leads_to_its_page_only_for_its_unit(client, cast, held):
    conference = held()
    for who, linked in {"commune_officer": False, "other_officer": True, "district_office": True}.items():
        client.force_login(getattr(cast, who))
        page = client.get(reverse("conferences:detail", args=[conference.pk]))
        task = page.context["conclusions"][0].duties.all()[0].task
        assert (reverse("duties:detail", args=[task.pk]) in page.content.decode()) is linked
    client.force_login(cast.stranger)
    assert client.get(reverse("conferences:detail", args=[conference.pk])).status_code == 404


def test_a_code_opens_its_delegate_and_one_button_notes_that_they_came(client, cast, monkeypatch):
    made = prepared(cast, [of(cast.hoa)])
    monkeypatch.setattr("kheo.movement.conferences.web.desk.timezone.now", lambda: MORNING)
    guest = made.guests.get()
    address = reverse("conferences:scan", args=[made.pk, code_of(guest)])
    client.force_login(cast.commune_officer)
    assert client.get(address).status_code == 403
    client.force_login(cast.district_office)
    assert "Nguyễn Văn Đạt" in client.get(address).content.decode()
    for _twice in range(2):
        page = client.post(address, follow=True).content.decode()
        assert "Đã vào lúc 07:20" in page
    assert client.get(reverse("conferences:scan", args=[made.pk, "0" * 32])).status_code == 404
    other = prepared(cast, campaign=made.campaign, held_on=date(2018, 2, 1))
    assert client.get(reverse("conferences:scan", args=[other.pk, code_of(guest)])).status_code == 404


def test_a_wrong_line_of_a_list_is_told_and_nothing_is_taken_in_or_lost(client, cast):
    made = prepared(cast)
    client.force_login(cast.district_office)
    address = reverse("conferences:delegates", args=[made.pk])
    page = client.post(address, {"people": "Nguyễn Văn Đạt; Phó Chủ tịch; Xã Yên Hòa\n12; Chủ tịch"})
    assert page.status_code == 422
    assert "Dòng 2" in page.content.decode()
    assert "Nguyễn Văn Đạt; Phó" in page.content.decode()
    assert not made.guests.exists()
    page = client.post(address, {"people": "Nguyễn Văn Đạt; Phó Chủ tịch; xã Yên Hòa"}, follow=True)
    assert "Đã đưa thêm 1 đại biểu" in page.content.decode()
    assert made.guests.get().unit == cast.hoa


def test_an_officer_sees_and_answers_for_the_own_delegates_only(client, cast):
    made = prepared(cast, [of(cast.hoa), of(cast.mac, "Vũ Văn Mạc")])
    client.force_login(cast.commune_officer)
    page = client.get(reverse("conferences:own", args=[made.pk])).content.decode()
    assert "Nguyễn Văn Đạt" in page
    assert "Vũ Văn Mạc" not in page
    mine, theirs = made.guests.order_by("pk")
    assert client.get(reverse("conferences:answer", args=[made.pk, theirs.pk])).status_code == 404
    said = {"answer": "declined"}
    page = client.post(reverse("conferences:answer", args=[made.pk, mine.pk]), said)
    assert (page.status_code, "Nêu lý do đại biểu vắng mặt" in page.content.decode()) == (422, True)
    said |= {"absence": "Đi công tác"}
    page = client.post(reverse("conferences:answer", args=[made.pk, mine.pk]), said, follow=True)
    assert "Báo vắng: Đi công tác" in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_of_the_door_cost_the_same_for_one_and_for_three(client, cast, number, django_assert_max_num_queries):
    made = prepared(cast, [of(cast.hoa, f"Nguyễn Văn {name}") for name in "ABC"[:number]])
    client.force_login(cast.district_office)
    for name in ("door", "delegates", "cards", "own", "programme", "quotas", "conclusions", "change"):
        with django_assert_max_num_queries(11):
            assert client.get(reverse(f"conferences:{name}", args=[made.pk]), {"q": "nguyen"}).status_code == 200
