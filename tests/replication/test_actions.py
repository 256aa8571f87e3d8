from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.machinery.duties.models import Task
from kheo.machinery.notices.models import Notice
from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry import actions as registry
from kheo.movement.registry.models import Registration
from kheo.movement.replication import actions
from kheo.movement.replication.actions import NotCopied
from kheo.movement.replication.models import Adoption, Plan
from kheo.movement.replication.rules import Asked
from tests import make
from tests.replication import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def model(cast):
    return made.origin(cast)


@pytest.fixture
def campaign(model):
    return Campaign.objects.get()


@pytest.fixture
def adoption(cast, model):
    return made.asked(cast, model, cast.mac)[0]


def working(cast, adoption, campaign):
    return made.begun(adoption, cast.other_officer, campaign=campaign)


def told(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


def test_a_plan_gives_each_unit_a_task_and_tells_its_people(cast, model):
    first, second = made.asked(cast, model, cast.mac, cast.farmers)
    assert [(each.unit, each.state, each.due_on) for each in (first, second)] == [
        (cast.mac, "asked", made.DUE),
        (cast.farmers, "asked", made.DUE),
    ]
    task = Task.objects.get(unit=cast.mac)
    assert (task, task.due_on, task.giver) == (first.task, made.DUE, cast.district)
    assert (task.source_kind, task.source_id) == ("replication", first.pk)
    assert len(told(cast.other_officer)) == 1
    acts = list(AuditEvent.objects.filter(act__startswith="replication").values_list("act", flat=True))
    assert acts == ["replication.plan", "replication.ask", "replication.ask"]


def test_the_same_form_sent_twice_makes_one_plan_and_asks_once(cast, model):
    key = uuid4()
    first = made.asked(cast, model, cast.mac, form_key=key)
    assert made.asked(cast, model, cast.mac, form_key=key) == first
    assert (Plan.objects.count(), Task.objects.count()) == (1, 1)


def test_only_what_is_recognised_is_copied(cast):
    draft = make.registration(make.campaign(cast.district), cast.hoa, cast.commune_officer)
    with pytest.raises(NotCopied):
        made.asked(cast, draft.exemplar, cast.mac)
    assert not Plan.objects.exists()


def test_neither_its_holder_nor_a_unit_that_copies_already_is_asked(cast, model, adoption):
    for unit in (cast.hoa, cast.mac):
        with pytest.raises(NotCopied, match=unit.name):
            made.asked(cast, model, cast.farmers, unit)
    assert Adoption.objects.count() == 1


def test_a_last_day_that_is_over_is_refused_and_so_is_nobody(cast, model):
    with pytest.raises(NotCopied):
        made.asked(cast, model, cast.mac, due_on=date(2017, 3, 9))
    with pytest.raises(NotCopied):
        made.asked(cast, model)
    assert made.asked(cast, model, cast.mac, due_on=date(2017, 3, 10))


def test_an_officer_or_a_leader_asks_nobody(cast, model):
    for user in (cast.commune_officer, cast.leader, cast.stranger):
        with pytest.raises(PermissionDenied):
            actions.plan(model, cast.district, [Asked(cast.mac, made.DUE)], by=user, at=made.NOW)


def test_more_units_are_asked_by_the_same_plan(cast, model, adoption):
    actions.ask(adoption.plan, [Asked(cast.farmers, date(2017, 12, 31))], by=cast.district_office, at=made.NOW)
    rows = Adoption.objects.filter(plan=adoption.plan).values_list("unit", "due_on")
    assert sorted(rows) == sorted([(cast.mac.pk, made.DUE), (cast.farmers.pk, date(2017, 12, 31))])


def test_a_unit_accepts_with_how_it_adapts_and_the_office_hears_of_it(cast, adoption):
    with pytest.raises(NotCopied):
        actions.accept(adoption, adapts=" ", by=cast.other_officer, at=made.NOW)
    actions.accept(adoption, adapts="Dùng đèn năng lượng mặt trời", by=cast.other_officer, at=made.NOW)
    assert (adoption.state, adoption.adapts) == ("accepted", "Dùng đèn năng lượng mặt trời")
    assert len(told(cast.district_office)) == 1
    assert Task.objects.get().state == "open"


def test_a_unit_declines_with_a_reason_and_its_task_has_that_result(cast, adoption):
    with pytest.raises(NotCopied):
        actions.decline(adoption, reason="", by=cast.other_officer, at=made.NOW)
    actions.decline(adoption, reason="Xã đã có đèn toàn tuyến", by=cast.other_officer, at=made.NOW)
    task = Task.objects.get()
    assert (adoption.state, task.state) == ("declined", "done")
    assert "Xã đã có đèn toàn tuyến" in task.done_note
    assert made.asked(cast, adoption.origin, cast.mac), "it may be asked again"


def test_nobody_answers_for_another_unit(cast, adoption):
    for user in (cast.commune_officer, cast.leader, cast.stranger):
        with pytest.raises(PermissionDenied):
            actions.accept(adoption, adapts="Như bản gốc", by=user, at=made.NOW)


def test_of_two_who_answer_at_once_the_second_is_told(cast, adoption):
    again = Adoption.objects.get(pk=adoption.pk)
    actions.accept(adoption, adapts="Như bản gốc", by=cast.other_officer, at=made.NOW)
    with pytest.raises(Stale):
        actions.decline(again, reason="Không đủ kinh phí", by=cast.other_officer, at=made.NOW)
    assert Adoption.objects.get().state == "accepted"


def test_a_copy_is_registered_by_the_register_s_own_verb_and_linked(cast, adoption, campaign):
    working(cast, adoption, campaign)
    registration = Registration.objects.get(unit=cast.mac)
    assert (adoption.state, adoption.exemplar, registration.state) == ("working", registration.exemplar, "draft")
    assert adoption.begun_on == date(2017, 3, 10)
    assert len(told(cast.commune_officer)) == 1, "whose model it is hears of it"


def test_what_the_register_refuses_leaves_nothing(cast, adoption, campaign):
    actions.accept(adoption, adapts="Như bản gốc", by=cast.other_officer, at=made.NOW)
    facts = make.facts(campaign, name="Tên quá dài " * 40)
    with pytest.raises(registry.NotRegistrable):
        actions.begin_anew(adoption, facts, campaign=campaign, by=cast.other_officer, at=made.NOW)
    assert (Adoption.objects.get().state, Registration.objects.filter(unit=cast.mac).count()) == ("accepted", 0)


def test_a_model_that_the_unit_has_is_linked_and_none_of_another(cast, adoption, campaign):
    own = make.registration(campaign, cast.mac, cast.other_officer).exemplar
    actions.accept(adoption, adapts="Như bản gốc", by=cast.other_officer, at=made.NOW)
    with pytest.raises(NotCopied):
        actions.begin(adoption, adoption.origin, by=cast.other_officer, at=made.NOW)
    actions.begin(adoption, own, by=cast.other_officer, at=made.NOW)
    assert adoption.exemplar == own
    with pytest.raises(NotCopied):
        actions.begin(adoption, own, by=cast.other_officer, at=made.NOW)


def test_a_copy_has_one_origin(cast, adoption, campaign, model):
    working(cast, adoption, campaign)
    other = made.recognised(cast, name="Nhà sạch vườn đẹp", campaign=campaign).exemplar
    second = actions.copy(other, cast.mac, adapts="Như bản gốc", by=cast.other_officer, at=made.NOW)
    with pytest.raises(NotCopied):
        actions.begin(second, adoption.exemplar, by=cast.other_officer, at=made.NOW)


def test_a_deleted_draft_leaves_a_copy_that_can_be_begun_again(cast, adoption, campaign):
    working(cast, adoption, campaign)
    registration = Registration.objects.get(unit=cast.mac)
    registry.delete_draft(registration, by=cast.other_officer, at=made.NOW)
    adoption = Adoption.objects.with_names().get()
    assert (adoption.state, adoption.exemplar) == ("working", None)
    made.begun(adoption, cast.other_officer, campaign=campaign, name="Đường quê bừng sáng")
    assert adoption.exemplar.name == "Đường quê bừng sáng"


def test_progress_and_result_are_reported_and_the_task_is_done(cast, adoption, campaign):
    working(cast, adoption, campaign)
    for wrong in (-1, 101):
        with pytest.raises(NotCopied):
            actions.report(adoption, progress=wrong, said="Đã lắp", by=cast.other_officer, at=made.NOW)
    actions.report(adoption, progress=40, said="Đã lắp 8 bóng", by=cast.other_officer, at=made.NOW)
    assert (adoption.state, adoption.progress, Task.objects.get().state) == ("working", 40, "open")
    actions.reach(adoption, result="20 bóng đèn, 1,2 km", by=cast.other_officer, at=made.on(1, 10))
    assert (adoption.state, adoption.progress, adoption.result) == ("reached", 100, "20 bóng đèn, 1,2 km")
    task = Task.objects.get()
    assert (task.state, task.done_note) == ("done", "20 bóng đèn, 1,2 km")
    words = [(step.act, step.progress) for step in adoption.steps.all()[:2]]
    assert words == [("replication.reach", 100), ("replication.report", 40)]


def test_a_copy_ends_on_a_day_with_a_reason_and_whole_years_are_kept(cast, adoption, campaign):
    working(cast, adoption, campaign)
    told_wrong = {"reason": "Hết kinh phí", "by": cast.other_officer, "at": made.on(1, 6, 2019)}
    for day in (date(2017, 3, 9), date(2019, 6, 2)):
        with pytest.raises(NotCopied):
            actions.end(adoption, ended_on=day, **told_wrong)
    actions.end(adoption, ended_on=date(2019, 3, 9), **told_wrong)
    assert (adoption.state, adoption.kept_years, adoption.ended_on) == ("ended", 1, date(2019, 3, 9))
    assert Task.objects.get().state == "done"


def test_the_office_calls_off_what_is_not_begun_and_the_task_with_it(cast, adoption):
    with pytest.raises(PermissionDenied):
        actions.call_off(adoption, reason="Đổi kế hoạch", by=cast.other_officer, at=made.NOW)
    actions.call_off(adoption, reason="Đổi kế hoạch", by=cast.district_office, at=made.NOW)
    assert (adoption.state, Task.objects.get().state) == ("called_off", "cancelled")


def test_what_is_begun_is_not_called_off(cast, adoption, campaign):
    working(cast, adoption, campaign)
    with pytest.raises(NotCopied):
        actions.call_off(adoption, reason="Đổi kế hoạch", by=cast.district_office, at=made.NOW)


def test_a_unit_copies_of_its_own_accord_once_by_one_form(cast, model):
    key, said = uuid4(), {"adapts": "Dùng đèn tiết kiệm điện", "by": cast.other_officer, "at": made.NOW}
    first = actions.copy(model, cast.mac, form_key=key, **said)
    assert actions.copy(model, cast.mac, form_key=key, **said) == first
    assert (first.state, first.plan, first.task) == ("accepted", None, None)
    with pytest.raises(NotCopied):
        actions.copy(model, cast.mac, **said)
    with pytest.raises(NotCopied):
        actions.copy(model, cast.farmers, adapts="", by=cast.district_office, at=made.NOW)
    with pytest.raises(PermissionDenied):
        actions.copy(model, cast.hoa, **said)
