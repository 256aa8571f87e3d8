from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.machinery.duties import actions as duties
from kheo.machinery.notices.models import Notice
from kheo.machinery.registers.actions import NotKept, NotWithdrawn, correct, withdraw
from kheo.movement.following.actions import NotSettled, answer, hand_on
from kheo.movement.following.models import Check, DiaryLine
from kheo.movement.recognition.models import Recognition
from tests import make
from tests.following import made

pytestmark = pytest.mark.django_db
DUE = make.NOW.date() + timedelta(days=20)


@pytest.fixture
def exemplar(cast):
    return made.model(cast)


@pytest.fixture
def told(cast):
    return {"by": cast.district_office, "at": make.NOW}


def fields(refusal):
    return [fault.field for fault in refusal.value.faults]


def test_a_model_has_one_line_a_day_and_none_ahead(cast, exemplar):
    made.line(exemplar, by=cast.commune_officer)
    for wrong in ({}, {"done_on": date(2090, 1, 1)}):
        with pytest.raises(NotKept) as refusal:
            made.line(exemplar, **wrong)
        assert fields(refusal) == ["done_on"]
    assert not DiaryLine.objects.get().is_hard


def test_only_its_own_unit_writes_in_the_diary(cast, exemplar):
    with pytest.raises(PermissionDenied):
        made.line(exemplar, by=cast.other_officer)


def test_a_check_knows_its_half_year(exemplar):
    made.check(exemplar)
    made.check(exemplar, half="second")
    assert list(Check.objects.order_by("pk").values_list("period", flat=True)) == [4034, 4035]
    with pytest.raises(NotKept):
        made.check(exemplar, going="slow", remarks="Chậm")


def test_what_was_reached_is_of_an_indicator_that_was_promised(exemplar):
    check = made.check(exemplar)
    with pytest.raises(NotKept):
        made.reached(check)
    made.measure(exemplar)
    with pytest.raises(NotKept) as refusal:
        made.reached(check, indicator="Số hộ")
    assert fields(refusal) == ["indicator"]
    assert made.reached(check, indicator="MÉT đường bê tông", reached=Decimal("0.5")).unit == exemplar.unit


# Difficulties ---------------------------------------------------------------------------------------------------------


def test_an_answer_is_kept_and_the_unit_told(cast, exemplar, told):
    line = made.hard(exemplar, by=cast.commune_officer)
    answer(line, "  Huyện cấp 2 tấn xi măng trong tháng 6. ", **told)
    assert (line.answer, line.answered_on) == ("Huyện cấp 2 tấn xi măng trong tháng 6.", make.NOW.date())
    notice = Notice.objects.get(user=cast.commune_officer)
    assert notice.text == line.answer
    assert AuditEvent.objects.filter(act="following.answer").count() == 1
    with pytest.raises(NotSettled):
        answer(line, "Lần nữa", **told)


def test_an_answer_needs_words_a_difficulty_and_an_office(cast, exemplar, told):
    line = made.hard(exemplar)
    with pytest.raises(NotSettled):
        answer(line, " ", **told)
    with pytest.raises(NotSettled):
        answer(made.line(exemplar, done_on=made.DAY + timedelta(days=1)), "Có", **told)
    with pytest.raises(PermissionDenied):
        answer(line, "Có", by=cast.commune_officer, at=make.NOW)
    assert Notice.objects.count() == 0


def test_of_two_answers_the_second_is_told(exemplar, told):
    line = made.hard(exemplar)
    other = DiaryLine.objects.get(pk=line.pk)
    answer(line, "Có", **told)
    with pytest.raises(Stale):
        answer(other, "Không", **told)


def test_a_difficulty_becomes_the_task_of_a_unit_once(cast, exemplar, told):
    line = made.hard(exemplar)
    task = hand_on(line, cast.farmers, DUE, **told)
    assert (task.unit, task.giver, task.title, task.source_kind) == (
        cast.farmers,
        cast.hoa,
        line.difficulty,
        "difficulty",
    )
    assert Notice.objects.filter(user=cast.commune_officer).count() == 1
    for day in (DUE, make.NOW.date() - timedelta(days=1)):
        with pytest.raises(NotSettled):
            hand_on(line, cast.farmers, day, **told)
    duties.call_off(task, reason="Nhầm đơn vị", **told)
    line.refresh_from_db()
    assert hand_on(line, cast.mac, DUE, **told) != task


def test_what_was_answered_stays_as_it_is(cast, exemplar, told):
    line = made.hard(exemplar)
    answer(line, "Có", **told)
    correct(line, {"people": 30}, version=1, by=cast.commune_officer, at=make.NOW)
    with pytest.raises(NotKept) as refusal:
        correct(line, {"difficulty": "Việc khác"}, version=2, by=cast.commune_officer, at=make.NOW)
    assert fields(refusal) == ["difficulty"]
    with pytest.raises(NotWithdrawn):
        withdraw(line, reason="Nhầm", version=2, **told)


# After recognition ----------------------------------------------------------------------------------------------------


def test_a_recheck_changes_no_recognition(cast):
    exemplar = made.titled(cast)
    made.ended(exemplar, by=cast.district_office)
    assert Recognition.objects.get().standing == "valid"


def test_only_an_office_rechecks_and_only_what_is_recognised(cast):
    exemplar = made.titled(cast)
    with pytest.raises(PermissionDenied):
        made.recheck(exemplar, by=cast.commune_officer)
    with pytest.raises(NotKept) as refusal:
        made.recheck(exemplar, checked_on=date(2017, 5, 1))
    assert fields(refusal) == ["checked_on"]
    Recognition.objects.update(standing="revoked")
    with pytest.raises(NotKept) as refusal:
        made.recheck(exemplar)
    assert fields(refusal) == ["exemplar"]
