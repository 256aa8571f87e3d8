from datetime import date
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.machinery.duties.actions import NotMet, accept, assign, call_off, finish, press_for, send_back
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.machinery.notices.models import Notice
from tests import make

DUE = date(2018, 6, 30)


def task(unit, **more):
    given = {"unit": unit, "title": "Về đích nông thôn mới", "source": "Hội nghị", "due_on": DUE} | more
    return assign(**given, by=None, at=make.NOW)


def test_assign_gives_an_open_task_and_audits(cast):
    made = assign(
        unit=cast.hoa,
        title="Kiện toàn Ban Chỉ đạo",
        source="Hội nghị",
        due_on=None,
        by=cast.district_office,
        at=make.NOW,
    )
    assert (made.state, made.done_at) == (TaskState.OPEN, None)
    assert AuditEvent.objects.latest("pk").act == "duties.assign"
    with pytest.raises(PermissionDenied):
        assign(unit=cast.hoa, title="x", source="", due_on=None, by=cast.commune_officer, at=make.NOW)


def test_finish_writes_the_result_and_when(cast):
    made = task(cast.hoa)
    finish(made, note="Đạt 19/19 tiêu chí", by=cast.commune_officer, at=make.NOW)
    assert (made.state, made.done_at, made.done_note) == (TaskState.DONE, make.NOW, "Đạt 19/19 tiêu chí")
    assert AuditEvent.objects.latest("pk").act == "duties.finish"


def test_finish_by_another_unit_or_by_a_stranger_is_refused(cast):
    made = task(cast.hoa)
    for who in (cast.other_officer, cast.leader, cast.stranger):
        with pytest.raises(PermissionDenied):
            finish(made, note="", by=who, at=make.NOW)
    made.refresh_from_db()
    assert made.state == TaskState.OPEN


def test_two_finish_at_once_the_second_is_told(cast):
    mine = task(cast.hoa)
    theirs = Task.objects.get(pk=mine.pk)
    finish(mine, note="xong", by=cast.commune_officer, at=make.NOW)
    with pytest.raises(Stale):
        finish(theirs, note="xong lần hai", by=cast.district_office, at=make.NOW)
    theirs.refresh_from_db()
    assert theirs.done_note == "xong"


def test_a_task_is_overdue_only_after_its_whole_last_day(cast):
    made = task(cast.hoa)
    task(cast.hoa, due_on=None)
    assert list(Task.objects.overdue(DUE)) == []
    assert list(Task.objects.overdue(date(2018, 7, 1))) == [made]


def test_tasks_are_visible_in_the_units_of_the_post(cast):
    mine, theirs = task(cast.hoa), task(cast.mac)
    assert list(Task.objects.visible_to(cast.commune_officer)) == [mine]
    assert set(Task.objects.visible_to(cast.district_office)) == {mine, theirs}
    assert list(Task.objects.visible_to(cast.stranger)) == []


def finished(cast, **more):
    made = task(cast.hoa, giver=cast.district, **more)
    finish(made, note="Xong", by=cast.commune_officer, at=make.NOW)
    return made


def test_a_result_is_accepted_once_by_who_gave_the_task(cast):
    made = finished(cast)
    for who in (cast.commune_officer, cast.leader):
        with pytest.raises(PermissionDenied):
            accept(made, by=who, at=make.NOW)
    accept(made, by=cast.district_office, at=make.NOW)
    assert (made.state, made.accepted_at) == (TaskState.DONE, make.NOW)
    for act in (accept, partial(send_back, reason="x")):
        with pytest.raises(Stale):
            act(made, by=cast.district_office, at=make.NOW)


def test_what_is_sent_back_with_a_reason_is_to_do_again_and_its_unit_is_told(cast):
    made = finished(cast)
    with pytest.raises(NotMet):
        send_back(made, reason=" ", by=cast.district_office, at=make.NOW)
    send_back(made, reason="Thiếu ảnh", by=cast.district_office, at=make.NOW)
    assert (made.state, made.done_at, made.because) == (TaskState.OPEN, None, "Thiếu ảnh")
    assert Notice.objects.get(user=cast.commune_officer).text == "Thiếu ảnh"
    finish(made, note="Đủ ảnh", by=cast.commune_officer, at=make.NOW)
    assert made.because == ""


def test_a_task_is_called_off_with_a_reason_and_only_while_it_is_open(cast):
    made = task(cast.hoa)
    with pytest.raises(NotMet):
        call_off(made, reason="", by=cast.district_office, at=make.NOW)
    call_off(made, reason="Sáp nhập xã", by=cast.district_office, at=make.NOW)
    assert (made.state, made.because) == (TaskState.CANCELLED, "Sáp nhập xã")
    with pytest.raises(Stale):
        call_off(finished(cast), reason="x", by=cast.district_office, at=make.NOW)


def test_a_unit_is_reminded_once_a_day(cast):
    made = task(cast.hoa)
    assert [press_for(made, by=cast.district_office, at=make.NOW) for _twice in range(2)] == [1, 0]
    with pytest.raises(Stale):
        press_for(finished(cast), by=cast.district_office, at=make.NOW)
