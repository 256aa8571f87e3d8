from datetime import date, timedelta

import pytest
from django.urls import reverse

from kheo.machinery.duties.actions import assign, finish
from kheo.machinery.duties.reminders import due
from kheo.machinery.notices.actions import remind
from kheo.machinery.notices.models import Notice
from kheo.organisation.access.states import Role
from tests import make

DUE = date(2018, 6, 30)
DOERS = frozenset({Role.OFFICER, Role.STANDING_OFFICE})


def task(unit, **more):
    given = {"unit": unit, "title": "Về đích nông thôn mới", "source": "Hội nghị", "due_on": DUE} | more
    return assign(**given, by=None, at=make.NOW)


def test_what_is_to_do_and_near_its_last_day_or_past_it_is_due(cast):
    made = task(cast.hoa)
    task(cast.hoa, due_on=None)
    finish(task(cast.hoa), note="xong", by=cast.commune_officer, at=make.NOW)
    assert list(due(DUE - timedelta(days=15))) == []
    for day in (DUE - timedelta(days=14), DUE, DUE + timedelta(days=90)):
        found = list(due(day))
        assert [(each.key, each.unit_id, each.roles, each.due_on) for each in found] == [
            (f"{made.pk}", cast.hoa.pk, DOERS, DUE)
        ]
    assert "Về đích nông thôn mới" in found[0].title
    assert "Hội nghị" in found[0].text
    assert found[0].url == reverse("duties:detail", args=[made.pk])


def test_a_task_without_its_source_says_nothing_of_it(cast):
    task(cast.hoa, source="")
    assert [each.text for each in due(DUE)] == [""]


@pytest.mark.parametrize(
    ("number", "people"),
    [(-14, ["can_bo_hoa"]), (-13, []), (0, []), (1, ["can_bo_hoa"]), (7, ["can_bo_hoa", "thuong_truc"])],
)
def test_a_task_is_called_to_mind_along_the_ladder(cast, number, people):
    task(cast.hoa)
    assert remind(DUE + timedelta(days=number), by=None, at=make.NOW) == len(people)
    assert list(Notice.objects.order_by("pk").values_list("user__username", flat=True)) == people


@pytest.mark.parametrize("tasks", [1, 3])
def test_what_is_due_is_read_at_once(cast, tasks, django_assert_num_queries):
    for _each in range(tasks):
        task(cast.hoa)
    with django_assert_num_queries(1):
        assert len(list(due(DUE))) == tasks
