"""Whatever happens to units and people: every task, wherever it came from (a conference, a dialogue, supervision, a
reader's remark, a difficulty of a model, a plan of replication), is in the one list, can be done by whoever
works for its unit now, and is judged by whoever works for its giver."""

import os
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kheo.foundation.accounts.models import User
from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PAPER_KINDS
from kheo.lib.dates import LOCAL
from kheo.lib.refusals import Refused
from kheo.machinery.duties import actions as duties
from kheo.machinery.duties.kit import SOURCES
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.movement.conferences import actions as conferences
from kheo.movement.conferences.rules import DutyFacts
from kheo.movement.dialogues.actions import hand_out as hand_out_questions
from kheo.movement.following.actions import hand_on
from kheo.movement.supervision.actions import hand_out as hand_out_recommendations
from kheo.organisation.access.actions import appoint, dismiss
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import can
from kheo.organisation.access.states import Role
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from kheo.organisation.units.models import Unit
from kheo.outlets.voice.actions import follow_up
from tests import make
from tests.changes.test_any_sequence import START, plan_of, with_choices
from tests.conferences.world import MORNING, prepared
from tests.dialogues import made as dialogues
from tests.following import made as following
from tests.lib.old_texts import pdf_bytes
from tests.portal import made as portal
from tests.replication import made as replication
from tests.supervision import made as supervision

pytestmark = pytest.mark.slow
DUE = date(2018, 6, 30)
CHANGES = ["merge", "absorb", "split", "shrink", "dissolve", "move", "found", "rename"]
STEP = st.tuples(
    st.sampled_from([*CHANGES, "leave", "finish", "accept", "send_back"]),
    st.integers(0, 30),
    st.integers(0, 30),
    st.integers(0, 40),
)


@dataclass
class World:
    """The tasks that were given and in which state each is, and the day."""

    chief: User
    states: dict[int, str]
    day: date = START

    @property
    def at(self):
        return datetime.combine(self.day, time(8), LOCAL)


@pytest.fixture
def world(cast):
    """A district where tasks came of everything that gives some."""
    chief = make.user("quan_tri_tinh")
    for role in (Role.ADMINISTRATOR, Role.STANDING_OFFICE):
        appoint(chief, role=role, unit=cast.province, valid_from=date(2017, 1, 1), by=None, at=make.NOW)
    office = {"by": cast.district_office, "at": MORNING}
    conference = prepared(cast)
    conferences.open_(conference, **office)
    given = [DutyFacts(unit, "Nhân rộng", DUE, ("document",)) for unit in (cast.hoa, cast.mac)]
    conferences.write_conclusion(conference, text="Nhân rộng mô hình", duties=given, **office)
    conferences.conclude(conference, **office)
    held = dialogues.dialogue(cast.hoa)
    for number, unit in enumerate((cast.hoa, cast.farmers), start=1):
        dialogues.given(held, unit, number=number)
    hand_out_questions(held, **office)
    session = supervision.session(cast.mac)
    supervision.recommendation(session, doer=cast.mac, addressee="")
    hand_out_recommendations(session, **office)
    remark = portal.comment(portal.recognised(cast, campaign=conference.campaign).exemplar, text="Còn chạy không?")
    follow_up(remark, title="Xác minh", due_on=DUE, **office)
    hand_on(following.hard(remark.exemplar, done_on=date(2017, 3, 1)), cast.farmers, DUE, **office)
    replication.asked(cast, remark.exemplar, cast.mac, due_on=DUE, at=MORNING)
    return World(chief, dict(Task.objects.values_list("pk", "state")))


def test_all_of_them_are_one_list(world):
    kinds = list(Task.objects.order_by("pk").values_list("source_kind", flat=True))
    from_meetings = ["conference", "conference", "dialogue", "dialogue", "supervision"]
    assert kinds == [*from_meetings, "remark", "difficulty", "replication"]
    assert set(kinds) <= set(SOURCES)
    assert set(world.states.values()) == {TaskState.OPEN}


def test_a_body_judges_what_it_gave_to_a_unit_that_went_below_another(cast, world):
    other = make.unit("Huyện Kim Sơn", "district", parent=cast.province)
    said = {"on_day": START, "basis": "Nghị quyết thử"}
    apply(with_choices(rules.completed(rules.move(cast.mac, other, **said))), by=None, at=world.at)
    office = User.objects.get(pk=cast.district_office.pk)
    mine = Task.objects.visible_to(office).filter(unit=cast.mac).order_by("pk")
    assert [task.source_kind for task in mine] == ["conference", "replication"]
    assert all(can(office, "duties.judge", on=task.judge_id) for task in mine)


@settings(
    max_examples=int(os.environ.get("KHEO_TRIES", "8")),
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, min_size=1, max_size=8))
def test_none_is_lost_whatever_happens(world, steps):
    before, day = dict(world.states), world.day
    with transaction.atomic():
        for number, step in enumerate(steps):
            world.day += timedelta(days=step[3])
            take(world, number, *step[:3])
            hold_all(world)
        transaction.set_rollback(True)
    world.states, world.day = before, day


def take(world, number, kind, first, second):
    """Take a step: change units, let somebody leave, or do something with a task."""
    if kind in CHANGES:
        return _change(world, number, kind, first, second)
    if kind == "leave":
        return _leave(world, first)
    task = list(Task.objects.order_by("pk"))[first % len(world.states)]
    return {"finish": _finish, "accept": _accept, "send_back": _send_back}[kind](world, task)


def _change(world, number, kind, first, second):
    standing = list(Unit.objects.filter(closed_on=None).exclude(slug="tinh-ninh-binh").order_by("pk"))
    one, two = standing[first % len(standing)], standing[second % len(standing)]
    try:
        plan = with_choices(rules.completed(plan_of(kind, one, two, world.day, number)))
        apply(plan, by=None, at=world.at)
    except Refused:
        pass


def _leave(world, first):
    """Dismiss somebody who is not the province's own."""
    posts = list(Post.objects.filter(valid_to=None).exclude(user=world.chief).order_by("pk"))
    if posts:
        dismiss(posts[first % len(posts)], last_day=max(world.day, make.NOW.date()), by=world.chief, at=world.at)


def _finish(world, task):
    doer = new_person(task.unit, Role.OFFICER, world)
    proof = keep(SimpleUploadedFile("ket-qua.pdf", pdf_bytes()), kinds=PAPER_KINDS, by=None, at=world.at)
    said = {"note": "Đã làm", "files": [proof], "by": doer, "at": world.at}
    _try(world, task, TaskState.DONE, lambda: duties.finish(task, **said), world.states[task.pk] == TaskState.OPEN)


def _accept(world, task):
    judge = new_person(Unit.objects.get(pk=task.judge_id), Role.STANDING_OFFICE, world)
    waits = world.states[task.pk] == TaskState.DONE and task.accepted_at is None
    _try(world, task, TaskState.DONE, lambda: duties.accept(task, by=judge, at=world.at), waits)


def _send_back(world, task):
    judge = new_person(Unit.objects.get(pk=task.judge_id), Role.STANDING_OFFICE, world)
    waits = world.states[task.pk] == TaskState.DONE and task.accepted_at is None
    said = {"reason": "Chưa rõ", "by": judge, "at": world.at}
    _try(world, task, TaskState.OPEN, lambda: duties.send_back(task, **said), waits)


def _try(world, task, state, act, is_allowed):
    """Do what is done exactly if its rules allow it."""
    if is_allowed:
        act()
        world.states[task.pk] = state
    else:
        with pytest.raises(Refused):
            act()


def successor(unit):
    """Return the unit that goes on for one today: itself, or the one below which it stands since it ended."""
    while unit.closed_on is not None:
        assert unit.parent_id
        unit = unit.parent
    return unit


def new_person(unit, role, world):
    """Return somebody newly appointed where a unit goes on."""
    name = f"moi_{User.objects.count()}"
    user = make.user(name, "Người Mới")
    appoint(user, role=role, unit=successor(unit), valid_from=date(2017, 1, 1), by=None, at=world.at)
    return user


def hold_all(world):
    """Hold that every task is there as it was left, and is seen, done and judged by who works there now."""
    tasks = list(Task.objects.select_related("unit", "giver"))
    assert {task.pk: task.state for task in tasks} == world.states
    assert set(Task.objects.visible_to(User.objects.get(pk=world.chief.pk))) == set(tasks)
    for task in tasks:
        with transaction.atomic():
            _hold(world, task)
            transaction.set_rollback(True)


def _hold(world, task):
    doer = new_person(task.unit, Role.OFFICER, world)
    assert Task.objects.visible_to(doer).filter(pk=task.pk).exists()
    assert can(doer, "duties.finish", on=task.unit_id)
    judge = new_person(task.giver or task.unit, Role.STANDING_OFFICE, world)
    assert Task.objects.visible_to(judge).filter(pk=task.pk).exists()
    assert can(judge, "duties.judge", on=task.judge_id)
