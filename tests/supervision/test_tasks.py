"""Recommendations become tasks of the units that they name, and a report of the unit is a reply."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PAPER_KINDS
from kheo.machinery.duties import actions as duties
from kheo.machinery.duties.models import Task
from kheo.machinery.notices.kit import REMINDERS, WAITING
from kheo.machinery.registers.actions import NotHandedOut, NotKept, correct
from kheo.movement.supervision.actions import hand_out
from kheo.movement.supervision.models import Recommendation
from kheo.movement.supervision.queries import recommendations_of, unanswered
from tests import make
from tests.lib.old_texts import pdf_bytes
from tests.supervision import made

pytestmark = pytest.mark.django_db
LATE = made.DUE + timedelta(days=1)


@pytest.fixture
def office(cast):
    return {"by": cast.district_office, "at": make.NOW}


@pytest.fixture
def session(cast):
    """A session of Yên Mạc with a recommendation to Yên Hòa, and one to a body outside."""
    held = made.session(cast.mac)
    made.recommendation(held, doer=cast.hoa, addressee="")
    made.recommendation(held, number=2)
    return held


def test_who_is_named_gets_a_task_once_and_the_body_is_its_name(cast, session, office):
    assert hand_out(session, **office) == 1
    task = Task.objects.get()
    assert (task.unit, task.giver, task.due_on, task.source_kind) == (cast.hoa, cast.mac, made.DUE, "supervision")
    assert recommendations_of(session)[0].addressee == "Xã Yên Hòa"
    with pytest.raises(NotHandedOut):
        hand_out(session, **office)
    duties.call_off(task, reason="Giao nhầm", **office)
    assert hand_out(session, **office) == 1


def test_nobody_else_gives_and_nobody_gives_beyond_their_reach(cast, session, office):
    for who in (cast.other_officer, cast.leader, cast.stranger):
        with pytest.raises(PermissionDenied):
            hand_out(session, by=who, at=make.NOW)
    made.recommendation(session, number=3, doer=cast.province)
    with pytest.raises(NotHandedOut, match="Tỉnh Ninh Bình"):
        hand_out(session, **office)
    assert not Task.objects.exists()


def test_what_the_unit_reports_is_a_reply(cast, session, office):
    hand_out(session, **office)
    rows = Recommendation.objects.order_by("pk")
    assert rows.filter(unanswered(LATE)).count() == 2
    proof = keep(SimpleUploadedFile("tra-loi.pdf", pdf_bytes()), kinds=PAPER_KINDS, by=None, at=make.NOW)
    duties.finish(Task.objects.get(), note="Đã niêm yết", files=[proof], by=cast.commune_officer, at=make.NOW)
    assert [each.number for each in rows.filter(unanswered(LATE))] == [2]
    assert [each.is_answered for each in recommendations_of(session)] == [True, False]


def test_what_a_unit_was_told_is_not_changed_behind_its_back(cast, session, office):
    hand_out(session, **office)
    line = recommendations_of(session)[0]
    with pytest.raises(NotKept):
        correct(line, {"text": "Khác"}, version=line.version, **office)
    correct(line, {"reply": "Đã làm", "replied_on": made.DUE}, version=line.version, **office)


def test_what_is_a_task_is_told_as_a_task_only(cast, session, office):
    assert len(list(REMINDERS["supervision.reply"].due(LATE))) == 2
    waits = WAITING["supervision.not_given"]
    assert [each.number for each in waits.records(cast.district_office, LATE)] == [1]
    hand_out(session, **office)
    assert len(list(REMINDERS["supervision.reply"].due(LATE))) == 1
    assert not waits.records(cast.district_office, LATE)


def test_the_page_of_a_session_gives_the_tasks(cast, session, office):
    desk, page = Client(), reverse("supervision:follow", args=[session.pk])
    desk.force_login(cast.district_office)
    shown = desk.get(page)
    assert (shown.context["to_give"], shown.context["asked"], shown.context["answered"]) == (1, 2, 0)
    assert "Giao 1 kiến nghị cho đơn vị" in shown.content.decode()
    desk.post(page)
    task = Task.objects.get()
    assert reverse("duties:detail", args=[task.pk]) in desk.get(page).content.decode()
    assert page in desk.get(reverse("duties:detail", args=[task.pk])).content.decode()
