import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PAPER_KINDS
from kheo.lib.refusals import Stale
from kheo.machinery.duties import actions as duties
from kheo.machinery.duties.models import Task
from kheo.machinery.registers.actions import NotKept, NotWithdrawn, correct, withdraw
from kheo.movement.dialogues.actions import NotHandedOut, NotShown, hand_out, show, take_off
from kheo.movement.dialogues.models import Dialogue, Question
from kheo.movement.dialogues.queries import questions_of, shown_dialogues, shown_questions, tally_of
from tests import make
from tests.dialogues import made
from tests.lib.old_texts import pdf_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    return made.dialogue(cast.hoa)


def office(cast):
    return {"by": cast.district_office, "at": make.NOW}


def test_questions_become_tasks_of_their_units_once(cast, held):
    made.question(held)
    asked = made.given(held, cast.hoa, text="Sửa mương thôn Đông?")
    made.given(held, cast.farmers, number=3)
    assert hand_out(held, **office(cast)) == 2
    task = Question.objects.get(pk=asked.pk).task
    assert (task.unit, task.title, task.due_on) == (cast.hoa, "Sửa mương thôn Đông?", made.DUE)
    assert (task.source_kind, task.source_id, task.giver, task.proof_kinds) == (
        "dialogue",
        held.pk,
        cast.hoa,
        ["document"],
    )
    assert AuditEvent.objects.filter(act="dialogues.hand_out").count() == 1
    with pytest.raises(NotHandedOut):
        hand_out(held, **office(cast))
    assert Task.objects.count() == 2


@pytest.mark.parametrize("who", ["commune_officer", "leader", "editor", "administrator", "stranger"])
def test_only_the_office_gives_and_publishes(cast, held, who):
    asked = made.given(held, cast.hoa)
    told = {"by": getattr(cast, who), "at": make.NOW}
    with pytest.raises(PermissionDenied):
        hand_out(held, **told)
    with pytest.raises(PermissionDenied):
        show(held, [asked.pk], **told)
    with pytest.raises(PermissionDenied):
        take_off(held, **told)
    assert not Task.objects.exists()


def test_a_unit_out_of_reach_is_given_nothing_and_neither_are_the_others(cast, held):
    made.given(held, cast.hoa)
    made.given(held, cast.province, number=3)
    with pytest.raises(NotHandedOut) as refused:
        hand_out(held, **office(cast))
    assert "Tỉnh Ninh Bình" in str(refused.value)
    assert not Task.objects.exists()


def test_a_question_is_settled_when_the_result_of_its_task_is_accepted(cast, held):
    asked = made.given(held, cast.hoa)
    hand_out(held, **office(cast))
    task = Task.objects.get()
    proof = keep(SimpleUploadedFile("ket-qua.pdf", pdf_bytes()), kinds=PAPER_KINDS, by=None, at=make.NOW)
    duties.finish(task, note="Đã sửa", files=[proof], by=cast.commune_officer, at=make.NOW)
    assert tally_of(questions_of(held)).settled == 0
    duties.accept(task, **office(cast))
    assert tally_of(questions_of(held)).settled == 1
    assert questions_of(held).get(pk=asked.pk).is_settled


def test_a_question_that_a_unit_has_is_changed_only_after_the_task_is_called_off(cast, held):
    asked = made.given(held, cast.hoa)
    hand_out(held, **office(cast))
    asked = Question.objects.get(pk=asked.pk)
    with pytest.raises(NotKept):
        correct(asked, {"doer": cast.farmers}, version=1, **office(cast))
    with pytest.raises(NotWithdrawn):
        withdraw(asked, reason="Nhập trùng", version=1, **office(cast))
    duties.call_off(Task.objects.get(), reason="Giao nhầm", **office(cast))
    asked = Question.objects.get(pk=asked.pk)
    correct(asked, {"doer": cast.farmers}, version=1, **office(cast))
    assert hand_out(held, **office(cast)) == 1
    assert Question.objects.get(pk=asked.pk).task.unit == cast.farmers


def test_readers_are_shown_just_the_questions_that_were_chosen(cast, held):
    first, second = made.question(held), made.question(held, number=2)
    assert not shown_dialogues().exists()
    assert show(held, [first.pk], **office(cast)) == 1
    assert (list(shown_dialogues()), list(shown_questions())) == ([held], [first])
    show(held, [second.pk], **office(cast))
    assert list(shown_questions()) == [second]
    assert AuditEvent.objects.filter(act="dialogues.show").count() == 2


def test_what_is_published_is_corrected_only_after_it_was_taken_off(cast, held):
    asked = made.question(held)
    show(held, [asked.pk], **office(cast))
    with pytest.raises(NotKept):
        correct(Question.objects.get(), {"text": "Khác"}, version=1, **office(cast))
    with pytest.raises(NotKept):
        correct(Dialogue.objects.get(), {"topic": "Khác"}, version=1, **office(cast))
    take_off(held, **office(cast))
    assert not shown_dialogues().exists()
    assert not shown_questions().exists()
    correct(Question.objects.get(), {"text": "Khác"}, version=1, **office(cast))
    with pytest.raises(Stale):
        take_off(held, **office(cast))


def test_questions_of_another_dialogue_and_none_at_all_are_not_published(cast, held):
    other = made.question(made.dialogue(cast.hoa, topic="Nước sạch"))
    for chosen in ([], [other.pk]):
        with pytest.raises(NotShown):
            show(held, chosen, **office(cast))
    assert Dialogue.objects.get(pk=held.pk).published_on is None
