from datetime import date

import pytest
from django.urls import reverse

from kheo.machinery.duties.actions import assign
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from tests import make


def task(unit, title="Về đích nông thôn mới", due_on=date(2018, 12, 31)):
    return assign(unit=unit, title=title, source="Hội nghị", due_on=due_on, by=None, at=make.NOW)


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(cast, officer, rows, django_assert_num_queries):
    for number in range(rows):
        task(cast.hoa, title=f"Việc {number}")
    with django_assert_num_queries(7):
        page = officer.get(reverse("duties:list"))
    assert len(page.context["lines"]) == rows


def test_the_list_shows_what_is_to_do_of_ones_own_units_what_is_due_first(cast, officer):
    later, whenever, sooner = task(cast.hoa), task(cast.hoa, due_on=None), task(cast.hoa, due_on=date(2099, 1, 1))
    task(cast.mac)
    page = officer.get(reverse("duties:list"))
    assert [(each, tone) for each, tone in page.context["lines"]] == [
        (later, "warn"),
        (sooner, "wait"),
        (whenever, "wait"),
    ]


def test_a_task_is_reported_done_once(cast, officer):
    mine = task(cast.hoa)
    address = reverse("duties:detail", args=[mine.pk])
    assert officer.get(address).context["may_finish"]
    assert officer.post(address, {"note": " "}).status_code == 422
    assert officer.post(address, {"note": "Đạt 19/19"})["Location"] == reverse("duties:list")
    assert Task.objects.get().done_note == "Đạt 19/19"
    assert officer.post(address, {"note": "Lần hai"}).status_code == 422
    assert officer.get(reverse("duties:list")).context["lines"] == []
    assert len(officer.get(reverse("duties:list") + "?state=").context["lines"]) == 1


def test_who_only_reads_cannot_report_and_a_foreign_task_does_not_exist(client, cast):
    mine = task(cast.hoa)
    address = reverse("duties:detail", args=[mine.pk])
    client.force_login(cast.leader)
    assert not client.get(address).context["may_finish"]
    assert client.post(address, {"note": "x"}).status_code == 403
    for who in (cast.other_officer, cast.stranger):
        client.force_login(who)
        assert client.post(address, {"note": "x"}).status_code == 404
    assert Task.objects.get().state == TaskState.OPEN
