"""Conclusions: several tasks each, changed before the notice, amended after it; what became of them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse

from kheo.foundation.files.actions import keep
from kheo.lib.file_kinds import Kind
from kheo.machinery.duties import actions as duties
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.machinery.notices.models import Notice
from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Amendment, Conclusion, Duty
from kheo.movement.conferences.rules import DutyFacts
from tests.conferences.world import DAY, MORNING, facts, pdf, prepared

DUE = DAY + timedelta(days=30)


@pytest.fixture
def day(cast):
    return {"by": cast.district_office, "at": MORNING}


@pytest.fixture
def made(cast, day):
    """A conference that was held, with a conclusion that gives two units something to do."""
    conference = prepared(cast)
    actions.open_(conference, **day)
    given = [
        DutyFacts(cast.hoa, "Nhân rộng", DUE, ("photo",)),
        DutyFacts(cast.mac, "Về đích", DUE, ("document", "figures")),
    ]
    actions.write_conclusion(conference, text="Nhân rộng mô hình", duties=given, **day)
    return conference


def said(conclusion):
    """Return the duties of a conclusion as a form would send them unchanged."""
    return [
        DutyFacts(duty.unit, duty.title, duty.due_on, tuple(duty.proofs), duty.pk) for duty in conclusion.duties.all()
    ]


def test_each_unit_gets_its_own_task_with_what_is_to_show_it(cast, made, day):
    assert not Task.objects.exists()
    assert actions.conclude(made, **day) == 2
    found = {task.unit: (task.title, task.due_on, task.proof_kinds) for task in Task.objects.all()}
    assert found == {cast.hoa: ("Nhân rộng", DUE, ["photo"]), cast.mac: ("Về đích", DUE, ["document", "figures"])}


def test_one_unit_may_have_several_days_but_not_the_same_task_twice(cast, made, day):
    twice = [DutyFacts(cast.hoa, "Báo cáo", DUE), DutyFacts(cast.hoa, "Báo cáo", DUE + timedelta(days=30))]
    actions.write_conclusion(made, text="Báo cáo quý", duties=twice, **day)
    with pytest.raises(actions.NotMet, match="hai lần"):
        actions.write_conclusion(made, text="Báo cáo", duties=[twice[0], twice[0]], **day)


def test_a_task_asks_for_the_proof_that_was_named(cast, made, day):
    actions.conclude(made, **day)
    task = Task.objects.get(unit=cast.mac)
    own = {"by": cast.other_officer, "at": MORNING}
    with pytest.raises(duties.NotMet) as refusal:
        duties.finish(task, note="Đã xong", **own)
    assert len(refusal.value.reasons) == 2
    file = keep(ContentFile(pdf(), name="bc.pdf"), kinds={Kind.PDF}, **own)
    duties.finish(task, note="Đạt 19/19 tiêu chí", files=[file], **own)
    duties.send_back(task, reason="Ghi rõ ngày", **day)
    duties.finish(task, note="Đạt 19/19 tiêu chí ngày 01/02", **own)  # what was shown before counts
    assert task.state == TaskState.DONE


def test_before_the_conclusions_are_closed_a_change_is_only_a_change(cast, made, day):
    row = made.conclusions.get()
    first, _second = said(row)
    assert actions.change_conclusion(row, text="Khác", duties=[first], **day) == []
    assert (row.text, row.duties.count(), Task.objects.count(), Amendment.objects.count()) == ("Khác", 1, 0, 0)


def test_tasks_follow_a_change(cast, made, day):
    actions.conclude(made, **day)
    row = made.conclusions.get()
    first, second = said(row)
    later = DUE + timedelta(days=10)
    moved = DutyFacts(first.unit, first.title, later, first.proofs, first.duty)
    other = DutyFacts(cast.farmers, second.title, second.due_on, second.proofs, second.duty)
    new = DutyFacts(cast.mac, "Việc mới")
    actions.change_conclusion(row, text=row.text, duties=[moved, other, new], **day)
    tasks = {(task.unit, task.title): (task.state, task.due_on) for task in Task.objects.all()}
    assert tasks == {
        (cast.hoa, "Nhân rộng"): (TaskState.OPEN, later),
        (cast.mac, "Về đích"): (TaskState.CANCELLED, DUE),
        (cast.farmers, "Về đích"): (TaskState.OPEN, DUE),
        (cast.mac, "Việc mới"): (TaskState.OPEN, None),
    }
    before = Task.objects.count()
    actions.change_conclusion(row, text=row.text, duties=said(row), **day)  # nothing else to do
    assert Task.objects.count() == before


def test_a_task_that_is_done_stays(cast, made, day):
    actions.conclude(made, **day)
    row = made.conclusions.get()
    task = Task.objects.get(unit=cast.hoa)
    Task.objects.filter(pk=task.pk).update(state=TaskState.DONE, done_at=MORNING)
    first, second = said(row)
    for changed in ([second], [DutyFacts(first.unit, "Khác", DUE, first.proofs, first.duty), second]):
        with pytest.raises(actions.NotMet, match="đã hoàn thành"):
            actions.change_conclusion(row, text=row.text, duties=changed, **day)
    actions.change_conclusion(row, text="Chữ khác", duties=[first, second], **day)
    assert row.text == "Chữ khác"


def test_after_the_notice_a_change_needs_a_note_and_the_units_are_told(cast, made, day):
    with pytest.raises(actions.NotMet, match="Chốt kết luận"):
        actions.issue_notice(made, number="12-TB/BCĐ", day=DAY, **day)
    actions.conclude(made, **day)
    with pytest.raises(actions.NotMet) as refusal:
        actions.issue_notice(made, number=" ", day=DAY + timedelta(days=1), **day)
    assert len(refusal.value.reasons) == 2
    actions.issue_notice(made, number="12-TB/BCĐ", day=DAY, **day)
    row = made.conclusions.get()
    first, second = said(row)
    with pytest.raises(actions.NotMet, match="lý do"):
        actions.change_conclusion(row, text="Khác", duties=[first, second], **day)
    Notice.objects.all().delete()
    told = actions.change_conclusion(row, text="Khác", duties=[first, second], note="Theo ý kiến Bí thư", **day)
    assert told == ["Xã Yên Hòa", "Xã Yên Mạc"]
    amendment = Amendment.objects.get()
    assert amendment.before.splitlines()[0] == "Nhân rộng mô hình"
    assert amendment.told == "Xã Yên Hòa; Xã Yên Mạc"
    assert set(Notice.objects.values_list("user__username", "text")) == {
        ("can_bo_hoa", "Theo ý kiến Bí thư"),
        ("can_bo_mac", "Theo ý kiến Bí thư"),
    }


def test_only_the_standing_office_changes_and_issues(cast, made, day):
    for who in (cast.commune_officer, cast.leader, cast.stranger):
        other = {"by": who, "at": MORNING}
        for act in (
            lambda other=other: actions.change_conclusion(made.conclusions.get(), text="x", duties=[], **other),
            lambda other=other: actions.issue_notice(made, number="1", day=DAY, **other),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_what_became_of_the_conclusions_opens_the_next_conference(client, cast, made, day):
    actions.conclude(made, **day)
    done = Task.objects.get(unit=cast.hoa)
    Task.objects.filter(pk=done.pk).update(state=TaskState.DONE, done_at=MORNING, done_note="Nhân rộng 5 tuyến")
    duties.accept(done, **day)
    late = DUE + timedelta(days=1)
    following = actions.prepare(facts(made.campaign, held_on=late), unit=cast.district, **day)
    (became,) = queries.became_of(following.previous, late)
    assert [(each.unit, each.is_late, each.is_accepted, each.result) for each in became.tasks] == [
        ("Xã Yên Hòa", False, True, "Nhân rộng 5 tuyến"),
        ("Xã Yên Mạc", True, False, ""),
    ]
    tally = queries.tally_of(queries.followed_up(made), late)
    assert (tally.given, tally.done, tally.accepted, tally.late, tally.open) == (2, 1, 1, 1, 0)
    assert queries.became_of(None, late) == []
    client.force_login(cast.district_office)
    page = client.get(reverse("conferences:detail", args=[following.pk])).content.decode()
    assert page.index("Nhiệm vụ đã giao: 2 · đã báo hoàn thành: 1") < page.index("Cơ quan tổ chức")


def test_reports_are_told_what_concerns_their_units(cast, made, day):
    actions.write_conclusion(made, text="Chung", **day)
    actions.conclude(made, **day)
    assert [(each.text, len(each.tasks)) for each in queries.said_at(made)] == [("Nhân rộng mô hình", 2), ("Chung", 0)]
    units = type(cast.mac).objects.filter(pk=cast.mac.pk)
    assert [[task.unit for task in each.tasks] for each in queries.said_at(made, units)] == [["Xã Yên Mạc"]]


def rows_of(*rows):
    """Return duties as the form sends them."""
    sent = {"duties-TOTAL_FORMS": str(len(rows)), "duties-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        sent |= {f"duties-{number}-{name}": value for name, value in row.items()}
    return sent


def test_the_page_writes_changes_and_amends(client, cast, made, day):
    client.force_login(cast.district_office)
    address = reverse("conferences:conclusions", args=[made.pk])
    wrong = client.post(address, {"text": "Mới"} | rows_of({"unit": cast.hoa.pk, "title": "", "due_on": ""}))
    assert (wrong.status_code, "Ghi nhiệm vụ giao cho đơn vị" in wrong.content.decode()) == (422, True)
    row = {"unit": cast.hoa.pk, "title": "Báo cáo", "due_on": "30/06/2018", "figures": "on"}
    assert client.post(address, {"text": "Mới"} | rows_of(row, {"unit": "", "title": ""})).status_code == 302
    conclusion = Conclusion.objects.get(order=2)
    duty = Duty.objects.get(conclusion=conclusion)
    assert (duty.proofs, f"{duty.due_on:%d/%m}") == (["figures"], "30/06")
    own = reverse("conferences:conclusion", args=[made.pk, conclusion.pk])
    assert "Báo cáo" in client.get(own).content.decode()
    more = client.post(own, {"text": "Chữ chưa lưu", "more": "duties"} | rows_of(row | {"duty": duty.pk}))
    assert "Chữ chưa lưu" in more.content.decode()
    actions.conclude(made, **day)
    actions.issue_notice(made, number="12-TB/BCĐ", day=DAY, **day)
    changed = {"text": "Mới hơn"} | rows_of(row | {"duty": duty.pk, "title": "Báo cáo quý"})
    assert client.post(own, changed).status_code == 422
    page = client.post(own, changed | {"note": "Sửa kỳ báo cáo"}, follow=True).content.decode()
    assert "Đã thông báo: Xã Yên Hòa" in page
    assert "Sửa kỳ báo cáo" in page
    said_now = {(task.title, task.state) for task in Task.objects.filter(unit=cast.hoa, title__startswith="Báo")}
    assert said_now == {("Báo cáo", "cancelled"), ("Báo cáo quý", "open")}
    issued = client.get(reverse("conferences:issue", args=[made.pk])).content.decode()
    assert "12-TB/BCĐ" in issued


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_it_gives(client, cast, day, number, django_assert_max_num_queries):
    made = prepared(cast)
    actions.open_(made, **day)
    for each in range(number):
        given = [DutyFacts(cast.hoa, f"Việc {more}") for more in range(number)]
        actions.write_conclusion(made, text=f"Kết luận {each}", duties=given, **day)
    actions.conclude(made, **day)
    client.force_login(cast.district_office)
    for name, most in (("conclusions", 11), ("detail", 12), ("issue", 7)):
        with django_assert_max_num_queries(most):
            client.get(reverse(f"conferences:{name}", args=[made.pk]))
