"""Calling to mind: the ladder, standstills, two workers, and who hears of it."""

from datetime import timedelta

import pytest

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.jobs.actions import Attempt, start
from kheo.foundation.jobs.kit import KINDS
from kheo.foundation.jobs.models import Job
from kheo.foundation.jobs.states import JobState
from kheo.machinery.notices.actions import remind
from kheo.machinery.notices.kit import REMINDERS, Reminder, declare
from kheo.machinery.notices.models import Batch, Mail, Notice, Round
from kheo.machinery.notices.states import MailState
from kheo.organisation.access.actions import appoint, shut_out
from kheo.organisation.access.states import Role
from tests import make
from tests.notices.told import DAY, declared, due, with_address

pytestmark = pytest.mark.django_db


def on(number):
    """Hold a round so many days from the last day, at the hour at which it is asked for."""
    return remind(DAY + timedelta(days=number), by=None, at=make.NOW)


def told():
    """Return who was told of which rung, in order."""
    return [(notice.user.username, int(notice.key.rpartition(":")[2])) for notice in Notice.objects.order_by("pk")]


@pytest.mark.parametrize("number", [-20, -15, -14, -13, -8, -7, -6, -2, -1, 0, 1, 2, 6, 7, 8, 30])
def test_the_first_round_tells_only_the_rung_of_its_day(cast, monkeypatch, number):
    declared(monkeypatch, due(cast.hoa))
    on(number)
    unit = [("can_bo_hoa", number)] if number in {-14, -7, -1, 1, 7} else []
    assert told() == unit + [("thuong_truc", 7)] * (number == 7)


def test_a_round_every_day_tells_each_rung_once(cast, monkeypatch):
    declared(monkeypatch, due(cast.hoa))
    for number in range(-16, 12):
        on(number)
    rungs = [("can_bo_hoa", number) for number in (-14, -7, -1, 1, 7)]
    assert told() == [*rungs, ("thuong_truc", 7)]


def test_a_second_round_on_a_day_tells_nobody_twice(cast, monkeypatch):
    known = declared(monkeypatch, due(cast.hoa))
    assert [on(-7), on(-7)] == [1, 0]
    known.append(due(cast.mac, key="viec-2"))
    assert on(-7) == 1
    assert told() == [("can_bo_hoa", -7), ("can_bo_mac", -7)]
    assert Round.objects.count() == 1


def test_after_a_standstill_the_latest_missed_rung_is_told_once(cast, monkeypatch):
    declared(monkeypatch, due(cast.hoa))
    on(-16)
    assert [on(-13), on(-12)] == [1, 0]
    assert [on(9), on(10)] == [2, 0]
    assert told() == [("can_bo_hoa", -14), ("can_bo_hoa", 7), ("thuong_truc", 7)]


def test_a_round_for_a_day_before_the_latest_tells_nothing(cast, monkeypatch):
    declared(monkeypatch, due(cast.hoa))
    assert [on(-6), on(-7), on(-5)] == [0, 0, 0]


def test_what_is_done_or_got_another_day_is_told_of_so(cast, monkeypatch):
    known = declared(monkeypatch, due(cast.hoa))
    on(-7)
    known[0] = due(cast.hoa, on=DAY + timedelta(days=10))
    assert [on(-4), on(3)] == [1, 1]
    known.clear()
    assert on(9) == 0
    assert told() == [("can_bo_hoa", -7), ("can_bo_hoa", -14), ("can_bo_hoa", -7)]


def test_a_person_is_told_once_whatever_posts(cast, monkeypatch):
    said = {"valid_from": make.NOW.date(), "by": None, "at": make.NOW}
    appoint(cast.commune_officer, role=Role.LEADER, unit=cast.hoa, **said)
    appoint(cast.commune_officer, role=Role.STANDING_OFFICE, unit=cast.district, **said)
    declared(monkeypatch, due(cast.hoa, roles=(Role.OFFICER, Role.LEADER)))
    on(7)
    assert told() == [("can_bo_hoa", 7), ("thuong_truc", 7)]


def test_the_body_above_hears_through_the_roles_of_the_declaration(cast, monkeypatch):
    declared(monkeypatch, due(cast.hoa), superiors=(Role.LEADER,))
    on(7)
    assert told() == [("can_bo_hoa", 7), ("lanh_dao", 7)]


def test_who_was_shut_out_hears_nothing_and_another_unit_neither(cast, monkeypatch):
    declared(monkeypatch, due(cast.hoa), due(cast.farmers, key="viec-2"))
    shut_out(cast.commune_officer, by=cast.administrator, at=make.NOW)
    assert (on(-7), told()) == (0, [])


def test_a_notice_says_the_unit_the_thing_and_the_day(cast, monkeypatch):
    declared(monkeypatch, due(cast.hoa))
    on(-7)
    notice = Notice.objects.get()
    assert (notice.kind, notice.title, notice.url) == ("tests.due", "Nộp báo cáo", "/lam-viec/nhiem-vu/")
    assert notice.text.splitlines()[:2] == ["Xã Yên Hòa", "Báo cáo quý I"]
    assert "10/03/2017" in notice.text
    assert " 7 " in notice.text


def test_a_few_mails_go_and_many_wait_with_the_office_above(cast, monkeypatch):
    officer = with_address(cast.commune_officer)
    known = declared(monkeypatch, *[due(cast.hoa, key=f"viec-{n}") for n in range(5)])
    on(-14)
    assert list(Mail.objects.values_list("state", "to", "unit")) == [(MailState.READY, officer.email, cast.hoa.pk)] * 5
    known.append(due(cast.hoa, key="viec-5"))
    on(-7)
    assert (Batch.objects.get().unit, Mail.objects.filter(state=MailState.HELD).count()) == (cast.district, 6)
    assert Notice.objects.count() == 11


def test_where_nobody_above_looks_mail_through_it_waits_here(cast, monkeypatch):
    with_address(cast.district_office)
    things = [due(cast.district, key=f"viec-{n}", roles=[Role.STANDING_OFFICE]) for n in range(6)]
    declared(monkeypatch, *things)
    on(-7)
    assert Batch.objects.get().unit == cast.district


@pytest.mark.parametrize("things", [1, 3])
def test_what_has_no_rung_costs_nothing(cast, monkeypatch, django_assert_num_queries, things):
    declared(monkeypatch, *[due(cast.hoa, key=f"viec-{n}") for n in range(things)])
    on(-6)
    with django_assert_num_queries(5):
        on(-6)


def test_reminding_is_daily_work_and_two_workers_tell_once(cast, monkeypatch):
    declared(monkeypatch, due(cast.hoa, on=DAY + timedelta(days=7)))
    kind = KINDS["notices.remind"]
    first, second = (start(kind, by=None, at=make.NOW) for _each in range(2))
    for job in (first, second):
        Attempt.take(job, make.NOW).run(lambda: make.NOW)
    results = list(Job.objects.filter(kind=kind.key).order_by("pk").values_list("state", "result"))
    assert results == [(JobState.DONE, {"told": 1}), (JobState.DONE, {"told": 0})]
    assert (kind.is_daily, kind.is_whole) == (True, True)
    assert Round.objects.get().day == DAY
    assert AuditEvent.objects.filter(act="notices.remind").count() == 1


def test_a_reminder_is_declared_once():
    known = REMINDERS["duties.task"]
    with pytest.raises(ValueError, match=r"duties\.task"):
        declare(Reminder("duties.task", "Khác", known.due))
    assert REMINDERS["duties.task"] is known
