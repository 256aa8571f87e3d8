"""What is found of criteria, on any day, and after mergers."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.registers.actions import NotKept, withdraw
from kheo.movement.newrural import actions
from kheo.movement.newrural.actions import NotAdded, NotAssessed, NotServed, add_set, assess, serve
from kheo.movement.newrural.kit import SetFacts
from kheo.movement.newrural.models import Assessment, Service, Showing
from kheo.movement.newrural.queries import set_on, to_reassess
from kheo.movement.newrural.queries.commune import commune_on
from kheo.organisation.changes.actions import undo
from kheo.organisation.changes.models import UnitChange
from tests import make
from tests.newrural import made

pytestmark = pytest.mark.django_db
AFTER = made.MERGED + timedelta(days=30)


def test_the_state_of_any_day_is_the_last_finding_up_to_it(cast):
    made.failed(cast.hoa, 2, on=date(2016, 5, 1))
    made.met(cast.hoa, 1, 2, on=date(2017, 2, 1))
    assert made.standing(cast.hoa, date(2016, 4, 30)) == {}
    assert made.standing(cast.hoa, date(2016, 12, 31)) == {2: "not_met"}
    assert made.standing(cast.hoa, date(2017, 2, 1)) == {1: "met", 2: "met"}
    assert Assessment.objects.filter(criterion__number=2).count() == 2


def test_the_same_day_is_corrected_and_its_history_kept(cast):
    made.met(cast.hoa, 1)
    made.failed(cast.hoa, 1)
    row = Assessment.objects.get()
    assert (row.verdict, row.version, row.history.count()) == ("not_met", 2, 2)


def test_what_was_withdrawn_counts_no_more(cast):
    made.failed(cast.hoa, 1, on=date(2016, 5, 1))
    made.met(cast.hoa, 1)
    row = Assessment.objects.get(verdict="met")
    withdraw(row, reason="Nhập nhầm", version=1, by=cast.district_office, at=make.NOW)
    assert made.standing(cast.hoa, made.FOUND) == {1: "not_met"}


def test_an_act_of_the_officer_is_audited_once_for_all(cast):
    made.met(cast.hoa, 1, 2, by=cast.commune_officer)
    event = AuditEvent.objects.get(act="newrural.assess")
    assert (event.actor_id, event.data["criteria"]) == (cast.commune_officer.pk, [1, 2])


@pytest.mark.parametrize("who", ["other_officer", "leader", "editor", "administrator", "stranger"])
def test_others_do_not_assess_a_commune(cast, who):
    with pytest.raises(PermissionDenied):
        made.met(cast.hoa, 1, by=getattr(cast, who))
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("on", [date(2017, 3, 11), date(2015, 12, 31)])
def test_a_day_to_come_or_before_the_set_is_refused_whole(cast, on):
    with pytest.raises((NotAssessed, NotKept)):
        assess(cast.hoa, [made.judged(1), made.judged(2, on=on)], by=None, at=make.NOW)
    assert not Assessment.objects.exists()


def test_nothing_chosen_and_a_department_are_refused(cast):
    with pytest.raises(NotAssessed):
        assess(cast.hoa, [], by=None, at=make.NOW)
    with pytest.raises(NotKept) as refused:
        made.met(cast.farmers, 1)
    assert [fault.field for fault in refused.value.faults] == ["unit"]


def test_a_merger_hands_nothing_on_and_writes_nothing(cast):
    made.met(cast.hoa, 1, 2)
    made.failed(cast.hoa, 3)
    made.met(cast.mac, 1)
    before = list(Assessment.objects.order_by("pk").values_list("pk", "unit_id", "version"))
    made.merge(cast.hoa, cast.mac)
    assert list(Assessment.objects.order_by("pk").values_list("pk", "unit_id", "version")) == before
    assert made.standing(cast.mac, AFTER) == dict.fromkeys(range(1, 20), "asked")
    assert made.standing(cast.mac, made.MERGED - timedelta(days=1)) == {1: "met"}
    details = {
        each.mark.criterion.number: each for each in commune_on(AFTER, cast.mac.slug, cast.other_officer).details
    }
    assert {each.name for each in details[1].former} == {"Xã Yên Hòa", "Xã Yên Mạc"}
    assert [details[number].proposal for number in (1, 2, 3, 4)] == ["met", None, "not_met", None]


def test_an_heir_is_found_anew_one_by_one_or_all_at_once_with_a_reason(cast):
    made.met(cast.hoa, 1, 2)
    made.merge(cast.hoa, cast.mac)
    again = [made.judged(number, on=AFTER) for number in (1, 2)]
    with pytest.raises(NotAssessed):
        assess(cast.mac, again, by=None, at=made.LATER)
    made.met(cast.mac, 1, on=AFTER, at=made.LATER, note="Đã kiểm tra thực tế")
    assert made.standing(cast.mac, AFTER)[1] == "met"
    assert [row.unit for row in to_reassess(AFTER)] == [cast.mac]
    made.met(cast.mac, *range(2, 20), on=AFTER, at=made.LATER, note="Đã kiểm tra thực tế")
    assert not to_reassess(AFTER).exists()
    assert made.line(cast.mac, AFTER).met == 19


def test_undoing_a_merger_leaves_nothing_behind(cast):
    made.met(cast.hoa, 1)
    made.merge(cast.hoa, cast.mac)
    undo(UnitChange.objects.latest("pk"), reason="Nhầm", by=cast.administrator, at=made.LATER)
    assert made.standing(cast.hoa, AFTER) == {1: "met"}
    assert made.standing(cast.mac, AFTER) == {}


def test_a_new_set_begins_without_states(cast):
    made.met(cast.hoa, 1)
    assert made.standing(cast.hoa, date(2020, 12, 31)) == {1: "met"}
    assert made.standing(cast.hoa, date(2021, 1, 1)) == {}


def test_the_office_adds_the_next_set(cast):
    facts = SetFacts(
        "Bộ tiêu chí 2026–2030", "Quyết định số 1/QĐ-TTg", date(2026, 1, 1), ["Quy hoạch", " ", "Giao thông"]
    )
    made_set = add_set(facts, of=cast.district, by=cast.district_office, at=make.NOW)
    assert [(each.number, each.name) for each in made_set.criteria.order_by("number")] == [
        (1, "Quy hoạch"),
        (2, "Giao thông"),
    ]
    assert set_on(date(2026, 1, 1)) == made_set
    with pytest.raises(NotAdded):
        add_set(facts, of=cast.district, by=cast.district_office, at=make.NOW)
    with pytest.raises(PermissionDenied):
        add_set(facts, of=cast.district, by=cast.commune_officer, at=make.NOW)


def test_a_plan_is_reached_by_that_class_or_a_higher_one(cast):
    made.plan(cast.hoa)
    assert not made.line(cast.hoa, date(2017, 12, 31)).is_reached
    make.status(cast.hoa, "nong-thon-moi-nang-cao", date(2017, 3, 1))
    assert made.line(cast.hoa, date(2017, 12, 31)).is_reached
    assert not made.line(cast.hoa, date(2017, 2, 28)).is_reached


def test_a_plan_is_of_a_commune_and_a_class(cast):
    with pytest.raises(NotKept):
        made.plan(cast.farmers)
    with pytest.raises(NotKept):
        made.plan(cast.hoa, key="an-toan-khu")
    made.plan(cast.hoa)
    with pytest.raises(NotKept):
        made.plan(cast.hoa, key="nong-thon-moi-nang-cao")


def test_a_model_serves_criteria_once_each(cast):
    model = make.registration(make.campaign(cast.district), cast.hoa, cast.commune_officer).exemplar
    told = {"by": cast.commune_officer, "at": make.NOW}
    assert serve(model, [made.criterion(2), made.criterion(17)], **told) == 2
    assert serve(model, [made.criterion(17), made.criterion(6)], **told) == 1
    assert Service.objects.count() == 3
    with pytest.raises(NotServed):
        serve(model, [], **told)
    with pytest.raises(PermissionDenied):
        serve(model, [made.criterion(1)], by=cast.other_officer, at=make.NOW)


def test_readers_are_shown_the_board_by_the_office_only(cast):
    with pytest.raises(PermissionDenied):
        actions.show(cast.district, by=cast.commune_officer, at=make.NOW)
    for _ in range(2):
        actions.show(cast.district, by=cast.district_office, at=make.NOW)
    assert Showing.objects.count() == AuditEvent.objects.filter(act="newrural.show").count() == 1
    actions.take_off(cast.district, by=cast.district_office, at=make.NOW)
    assert not Showing.objects.exists()
