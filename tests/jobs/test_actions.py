"""The life of a piece of background work, step by step, with one thread."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.utils import translation

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.jobs import jobs, rules
from kheo.foundation.jobs.actions import Attempt, NotLive, NotStartable, begin_day, cancel, retry, start
from kheo.foundation.jobs.jobs import Worker
from kheo.foundation.jobs.kit import KINDS, Stopped, job
from kheo.foundation.jobs.models import Day, Job
from kheo.foundation.jobs.queries import beat_note, due_among, live_jobs, lost_among, pulse_of, queue, slate, wish_note
from kheo.foundation.jobs.states import LIVE, MOVES, JobState
from kheo.lib.dates import local_day
from tests import make
from tests.jobs import kinds

NOW = kinds.NOW
LATER = NOW + timedelta(minutes=5)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_beats(monkeypatch):
    """The test's own transaction is seen by nobody else: beats of another thread would find nothing."""
    monkeypatch.setattr(jobs.Beating, "_beat", lambda self: None)


@pytest.fixture
def user():
    return make.user("can_bo")


def taken(kind, user, at=NOW, **more):
    return Attempt.take(start(kind, by=user, at=at, **more), at)


def run(kind, user, **more):
    """Start work, run one attempt of it, and return it as it stands then."""
    attempt = taken(kind, user, **more)
    attempt.run(lambda: LATER)
    return Job.objects.get(pk=attempt.job.pk)


def acts():
    return list(AuditEvent.objects.filter(act__startswith="jobs.").order_by("pk").values_list("act", "actor_id"))


def test_start_returns_at_once_and_keeps_what_was_asked(user):
    unit = make.unit("Xã Yên Hòa")
    found = start(kinds.fill, by=user, at=NOW, on=unit, count=2)
    assert (found.state, found.by, found.at, found.arguments) == (JobState.WAITING, user, NOW, {"count": 2})
    assert (found.on_type, found.on_id, found.on_name) == ("units.unit", str(unit.pk), str(unit))
    assert kinds.rows() == []
    assert acts() == [("jobs.start", user.pk)]


@pytest.mark.parametrize("wrong", [{}, {"count": 1, "more": 2}, {"count": {1, 2}}, {"count": (1, 2)}, {"count": NOW}])
def test_start_takes_only_plain_arguments_of_the_work(user, wrong):
    with pytest.raises(TypeError):
        start(kinds.fill, by=user, at=NOW, **wrong)
    assert Job.objects.count() == 0


def test_work_is_declared_once():
    with pytest.raises(ValueError, match="tests.fill"):
        job("tests.fill", "Ghi lần nữa")(lambda work: None)
    assert KINDS["tests.fill"] is kinds.fill


def test_work_that_is_done_says_what_came_of_it(user):
    found = run(kinds.fill, user, count=3)
    assert (found.state, found.ended_at, found.token, found.attempts) == (JobState.DONE, LATER, None, 1)
    assert (found.done, found.total, found.words) == (3, 3, "đang ghi")
    assert (found.result, found.result_words, found.result_url) == ({"rows": 3}, "Đã ghi 3 dòng.", "/lam-viec/")
    assert kinds.rows() == [0, 1, 2]


def test_the_same_unfinished_work_is_returned_and_not_begun_twice(user):
    first = start(kinds.fill, by=user, at=NOW, dedupe="upload-1", count=1)
    assert start(kinds.fill, by=make.user("khac"), at=NOW, dedupe="upload-1", count=1) == first
    assert start(kinds.fill, by=user, at=NOW, dedupe="upload-2", count=1) != first
    assert start(kinds.by_steps, by=user, at=NOW, dedupe="upload-1", count=1) != first
    Attempt.take(first, NOW).run(lambda: NOW)
    assert start(kinds.fill, by=user, at=NOW, dedupe="upload-1", count=1) != first


def test_a_person_may_have_so_much_in_the_queue_and_no_more(user):
    for _each in range(rules.MOST_OF_ONE_PERSON):
        start(kinds.fill, by=user, at=NOW, count=1)
    with pytest.raises(NotStartable):
        start(kinds.fill, by=user, at=NOW, count=1)
    start(kinds.fill, by=make.user("khac"), at=NOW, count=1)
    Attempt.take(live_jobs()[0], NOW).run(lambda: NOW)
    start(kinds.fill, by=user, at=NOW, count=1)


def test_work_is_taken_once(user):
    found = start(kinds.fill, by=user, at=NOW, count=1)
    again = Job.objects.get(pk=found.pk)
    assert Attempt.take(found, NOW) is not None
    assert Attempt.take(again, NOW) is None


def test_a_refusal_is_final_and_leaves_nothing(user):
    found = run(kinds.refuse, user)
    assert (found.state, found.error) == (JobState.FAILED, "Tệp thiếu cột STT.\nDòng 4 không có tên.")
    assert kinds.rows() == []


def test_broken_work_is_tried_again_later_and_in_the_end_set_aside(user, caplog):
    found = start(kinds.broken, by=user, at=NOW)
    at = NOW
    for pause in rules.PAUSES:
        Attempt.take(found, at).run(lambda: at)  # noqa: B023 -- it is called at once
        found.refresh_from_db()
        assert (found.state, found.not_before) == (JobState.WAITING, at + pause)
        assert due_among([found], at) == []
        at += pause
        assert due_among([found], at) == [found]
    with translation.override("en"):
        Attempt.take(found, at).run(lambda: at)
    found.refresh_from_db()
    assert (found.state, found.attempts, found.ended_at) == (JobState.PARKED, rules.ATTEMPTS, at)
    assert "ZeroDivisionError" in found.detail
    assert "3" in found.error
    assert kinds.rows() == []
    assert acts() == [("jobs.start", user.pk), ("jobs.park", None)]
    assert len(caplog.records) == rules.ATTEMPTS


def test_work_that_was_set_aside_can_be_put_back(user, caplog):
    found = start(kinds.broken, by=user, at=NOW, dedupe="x")
    with pytest.raises(NotLive):
        retry(found, by=user, at=NOW)
    Job.objects.filter(pk=found.pk).update(state=JobState.PARKED, attempts=3, error="…")
    other = start(kinds.broken, by=user, at=NOW, dedupe="x")
    with pytest.raises(NotLive):
        retry(found, by=user, at=LATER)
    Job.objects.filter(pk=other.pk).update(state=JobState.DONE)
    retry(found, by=user, at=LATER)
    found.refresh_from_db()
    assert (found.state, found.attempts, found.not_before, found.error) == (JobState.WAITING, 0, LATER, "")
    assert acts()[-1] == ("jobs.retry", user.pk)


def test_waiting_work_that_is_cancelled_is_never_begun(user):
    found = start(kinds.fill, by=user, at=NOW, count=2)
    cancel(found, by=user, at=NOW)
    found.refresh_from_db()
    assert pulse_of(found).unwanted_by == user.pk
    assert Worker(lambda: False).once(NOW)
    found.refresh_from_db()
    assert (found.state, kinds.rows()) == (JobState.CANCELLED, [])
    assert acts()[-1] == ("jobs.cancel", user.pk)
    with pytest.raises(NotLive):
        cancel(found, by=user, at=NOW)


def test_the_same_work_may_be_started_where_the_one_that_waits_is_cancelled(user):
    first = start(kinds.fill, by=user, at=NOW, dedupe="x", count=1)
    cancel(first, by=user, at=NOW)
    second = start(kinds.fill, by=user, at=NOW, dedupe="x", count=1)
    first.refresh_from_db()
    assert (first.state, second.state) == (JobState.CANCELLED, JobState.WAITING)
    assert second != first


@pytest.mark.parametrize("kind", [kinds.unwanted, kinds.unwanted_at_the_end])
def test_running_work_that_is_cancelled_leaves_nothing(user, kind):
    found = run(kind, user)
    assert (found.state, found.ended_at, kinds.rows()) == (JobState.CANCELLED, LATER, [])
    assert acts() == [("jobs.start", user.pk), ("jobs.cancel", user.pk)]


def test_a_worker_that_ends_gives_its_work_back_without_counting_the_attempt(user):
    found = run(kinds.stopped, user)
    assert (found.state, found.attempts, found.not_before, kinds.rows()) == (JobState.WAITING, 0, LATER, [])


def test_a_worker_that_was_thought_dead_writes_nothing(user):
    attempt = taken(kinds.fill, user, count=2)
    Attempt(attempt.job).give_up("gone", NOW)
    second = Attempt.take(Job.objects.get(pk=attempt.job.pk), NOW)
    attempt.run(lambda: LATER)
    assert kinds.rows() == []
    assert Job.objects.get(pk=attempt.job.pk).token == second.token
    second.run(lambda: LATER)
    assert kinds.rows() == [0, 1]


def test_a_step_of_a_worker_that_was_thought_dead_is_undone(user):
    attempt = taken(kinds.by_steps, user, count=2)
    Job.objects.filter(pk=attempt.job.pk).update(state=JobState.WAITING, token=None)
    with pytest.raises(Stopped), attempt.step(1):
        kinds.put(0)
    assert kinds.rows() == []


def test_work_by_steps_goes_on_where_it_was(user):
    attempt = taken(kinds.by_steps, user, count=3)
    with attempt.step(1):
        kinds.put(0)
    attempt.give_up("gone", NOW)
    again = Attempt.take(Job.objects.get(pk=attempt.job.pk), LATER)
    again.run(lambda: LATER)
    assert kinds.rows() == [0, 1, 2]
    assert Job.objects.get(pk=attempt.job.pk).state == JobState.DONE


def test_a_worker_is_lost_when_it_was_not_heard_for_the_length_of_a_lease(user):
    attempt = taken(kinds.fill, user, count=2)
    attempt.tell(1, 2, "đang ghi")
    assert lost_among(live_jobs(), NOW + rules.LEASE) == []
    assert lost_among(live_jobs(), NOW + rules.LEASE + timedelta(seconds=1)) == [attempt.job]
    attempt.beat(NOW + rules.LEASE)
    assert lost_among(live_jobs(), NOW + rules.LEASE * 2) == []
    found = Job.objects.get(pk=attempt.job.pk)
    heard = pulse_of(found)
    assert (heard.done, heard.total, heard.words, heard.heard_at) == (1, 2, "đang ghi", NOW + rules.LEASE)


def test_a_beat_hears_that_the_work_is_unwanted(user):
    attempt = taken(kinds.fill, user, count=2)
    cancel(attempt.job, by=user, at=NOW)
    assert attempt.unwanted_by is None
    attempt.beat(NOW)
    assert attempt.unwanted_by == user.pk


def test_a_note_of_another_time_is_not_heard(user, settings):
    found = start(kinds.fill, by=user, at=NOW, count=2)
    slate().write(wish_note(found), {"by": user.pk, "of": LATER.isoformat()})
    slate().write(beat_note(found), {"token": "of another attempt", "done": 9, "total": 9, "words": "", "at": "…"})
    assert (pulse_of(found).unwanted_by, pulse_of(found).done) == (None, 0)


def test_nothing_is_left_on_the_slate(user, django_capture_on_commit_callbacks):
    attempt = taken(kinds.fill, user, count=2)
    attempt.beat(NOW)
    cancel(attempt.job, by=user, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        attempt.run(lambda: LATER)
    assert list((slate().folder).glob("*")) == []


def test_short_work_is_done_before_start_returns(user):
    assert start(kinds.short, by=user, at=NOW).state == JobState.DONE
    assert kinds.rows() == [7]


def test_all_work_is_done_at_once_where_the_settings_say_so(user, settings, caplog):
    settings.JOBS = "inline"
    assert start(kinds.fill, by=user, at=NOW, count=2).state == JobState.DONE
    assert start(kinds.refuse, by=user, at=NOW).state == JobState.FAILED
    with pytest.raises(ZeroDivisionError):
        start(kinds.broken, by=user, at=NOW)
    assert kinds.rows() == [0, 1]


def test_work_that_this_version_does_not_know_is_set_aside_and_harms_no_other(user, caplog):
    Job.objects.create(kind="gone", at=NOW, not_before=NOW, attempts=2)
    known = start(kinds.fill, by=user, at=NOW, count=1)
    worker = Worker(lambda: False)
    assert [worker.once(NOW), worker.once(NOW), worker.once(NOW)] == [True, True, False]
    assert Job.objects.get(kind="gone").state == JobState.PARKED
    assert Job.objects.get(pk=known.pk).state == JobState.DONE


def test_the_worker_puts_lost_work_back_and_takes_it_again(user, caplog):
    attempt = taken(kinds.fill, user, count=1)
    worker = Worker(lambda: False)
    assert not worker.once(NOW + rules.LEASE)
    assert not worker.once(LATER)
    found = Job.objects.get(pk=attempt.job.pk)
    assert (found.state, found.not_before, found.attempts) == (JobState.WAITING, LATER, 1)
    assert worker.once(LATER)
    assert (Job.objects.get(pk=attempt.job.pk).state, kinds.rows()) == (JobState.DONE, [0])


def test_work_that_loses_every_worker_is_set_aside(user, caplog):
    found = start(kinds.fill, by=user, at=NOW, count=1)
    for _each in range(rules.ATTEMPTS):
        assert found.state == JobState.WAITING
        Attempt.take(found, NOW)
        Worker(lambda: False).once(LATER)
        found.refresh_from_db()
    assert (found.state, kinds.rows()) == (JobState.PARKED, [])


def test_the_queue_tells_its_age(user):
    assert (queue(NOW).live, queue(NOW).parked, queue(NOW).age, queue(NOW).is_late) == (0, 0, timedelta(), False)
    start(kinds.fill, by=user, at=NOW, count=1)
    taken(kinds.fill, user, count=1)
    Job.objects.create(kind="x", at=NOW, not_before=NOW, state=JobState.PARKED)
    seen = queue(LATER)
    assert (seen.live, seen.parked, seen.age, seen.is_late) == (2, 1, timedelta(minutes=5), True)
    assert not queue(NOW + rules.LATE).is_late


def test_every_state_is_reached_and_only_unfinished_ones_lead_on():
    reached = {to for steps in MOVES.values() for to in steps} | {JobState.WAITING}
    assert reached == set(JobState)
    assert set(MOVES) == {*LIVE, JobState.PARKED}


@pytest.mark.parametrize(("state", "act"), list(product(JobState, ["take", "cancel", "retry"])))
def test_a_state_that_has_no_such_move_is_left_as_it_is(user, state, act):
    found = start(kinds.fill, by=user, at=NOW, count=1)
    Job.objects.filter(pk=found.pk).update(state=state)
    found.refresh_from_db()
    ways = {"take": JobState.RUNNING, "cancel": JobState.CANCELLED, "retry": JobState.WAITING}
    is_open = ways[act] in MOVES.get(state, {}) and (act != "retry" or state == JobState.PARKED)
    if act == "take":
        assert (Attempt.take(found, NOW) is not None) == is_open
        return
    try:
        {"cancel": cancel, "retry": retry}[act](found, by=user, at=NOW)
    except NotLive:
        assert not is_open
    else:
        assert is_open


def days():
    return kinds.rows("test.day")


def worked_off(worker, at):
    """Let a worker begin the day and do what there is; tell whether it was the one who began it."""
    did = worker.wake(at)
    while worker.once(at):
        pass
    return did


def test_a_day_is_begun_once_with_its_daily_work():
    assert begin_day(by=None, at=NOW)
    assert not begin_day(by=None, at=LATER)
    assert list(Day.objects.values_list("on", "at")) == [(local_day(NOW), NOW)]
    daily = [kind.key for kind in KINDS.values() if kind.is_daily]
    assert kinds.daily.key in daily
    assert sorted(Job.objects.values_list("kind", flat=True)) == sorted(daily)
    assert acts()[0] == ("jobs.begin_day", None)


def test_two_workers_begin_a_day_once_and_the_next_day_again():
    one, other = Worker(lambda: False), Worker(lambda: False)
    assert [worked_off(one, NOW), worked_off(other, NOW), worked_off(one, LATER)] == [True, False, False]
    assert days() == [local_day(NOW).toordinal()]
    tomorrow = NOW + timedelta(days=1)
    assert [worked_off(other, tomorrow), worked_off(one, tomorrow)] == [True, False]
    assert days() == [local_day(NOW).toordinal(), local_day(tomorrow).toordinal()]


def test_a_day_begins_at_local_midnight():
    night = datetime(2017, 3, 10, 16, 59, tzinfo=UTC)
    worker = Worker(lambda: False)
    assert [worker.wake(night), worker.wake(night + timedelta(minutes=1))] == [True, True]
    assert list(Day.objects.order_by("on").values_list("on", flat=True)) == [date(2017, 3, 10), date(2017, 3, 11)]


def test_days_without_a_worker_are_not_made_up_for():
    worker = Worker(lambda: False)
    worked_off(worker, NOW)
    worked_off(worker, NOW + timedelta(days=3))
    assert [day - days()[0] for day in days()] == [0, 3]


def test_work_that_is_to_begin_later_waits_even_where_all_is_done_at_once(user, settings):
    settings.JOBS = "inline"
    found = start(kinds.fill, by=user, at=NOW, not_before=LATER, count=1)
    assert (found.state, found.at, found.not_before) == (JobState.WAITING, NOW, LATER)
    assert (due_among([found], NOW), due_among([found], LATER)) == ([], [found])
