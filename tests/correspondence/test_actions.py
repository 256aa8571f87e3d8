from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.dates import local_day
from kheo.lib.refusals import Stale
from kheo.machinery.correspondence import actions, reminders
from kheo.machinery.correspondence.models import Entry, Given
from kheo.machinery.correspondence.rules import ArrivalFacts, DeadlineFacts, due_day, handling_of
from kheo.machinery.correspondence.states import Handling
from kheo.machinery.duties.models import Task
from kheo.machinery.numbering.actions import set_up_book
from kheo.machinery.numbering.models import Book, Number
from kheo.machinery.numbering.rules import year_of
from tests import make
from tests.correspondence import made
from tests.directives.made import document

pytestmark = pytest.mark.django_db
TODAY = local_day(make.NOW)


def test_what_comes_in_is_numbered_through_the_year(office):
    first, second = made.arrival(office), made.arrival(office)
    typed = made.arrival(office, number=40)
    after = made.arrival(office)
    before = made.arrival(office, document(office, signed_on=None), day=date(2016, 12, 1))
    assert [each.number for each in (first, second, typed, after)] == [1, 2, 40, 41]
    assert before.number == 1
    assert first.sender == first.directive.issuer
    assert made.arrival(office, first.directive) == first
    assert AuditEvent.objects.filter(act="correspondence.receive").count() == 5


def test_an_arrival_is_refused_with_every_reason(office):
    made.arrival(office, number=7)
    with pytest.raises(actions.NotEntered) as refused:
        made.arrival(office, number=7, day=date(2017, 1, 5), due_on=date(2017, 1, 1))
    assert len(refused.value.reasons) == 3
    assert Entry.objects.count() == 1


def test_only_who_keeps_the_book_enters_and_settles(office, cast):
    entry = made.arrival(office)
    with pytest.raises(PermissionDenied):
        made.arrival(cast.commune_officer, document(office))
    with pytest.raises(PermissionDenied):
        actions.settle(entry, note="Đã trả lời", day=TODAY, version=1, by=cast.commune_officer, at=make.NOW)
    assert not Entry.objects.visible_to(cast.commune_officer).exists()
    assert Entry.objects.visible_to(office).get() == entry


def test_an_arrival_is_settled_with_a_word(office):
    entry = made.arrival(office, due_on=made.ARRIVED)
    assert handling_of(entry, made.ARRIVED) == Handling.OPEN
    assert handling_of(entry, made.ARRIVED + timedelta(days=1)) == Handling.LATE
    with pytest.raises(actions.NotEntered):
        actions.settle(entry, note=" ", day=date(2017, 1, 1), version=1, by=office, at=make.NOW)
    with pytest.raises(Stale):
        actions.settle(entry, note="Đã trả lời", day=made.ARRIVED, version=9, by=office, at=make.NOW)
    actions.settle(entry, note="Đã trả lời", day=made.ARRIVED, version=1, by=office, at=make.NOW)
    actions.settle(entry, note="Đã trả lời", day=made.ARRIVED, version=1, by=office, at=make.NOW)
    assert handling_of(entry, date(2099, 1, 1)) == Handling.SETTLED
    day = made.ARRIVED + timedelta(days=1)
    assert list(Entry.objects.all().handled(Handling.SETTLED, day)) == [entry]
    assert not Entry.objects.all().handled(Handling.LATE, day).exists()


def test_an_entry_is_put_right(office):
    made.arrival(office, number=3)
    entry = made.arrival(office, number=4)
    with pytest.raises(actions.NotEntered):
        actions.put_right(entry, ArrivalFacts(day=made.ARRIVED, number=3), version=1, by=office, at=make.NOW)
    facts = ArrivalFacts(day=made.ARRIVED, sender="Huyện ủy", forwarded_to="Các phòng")
    actions.put_right(entry, facts, version=1, by=office, at=make.NOW)
    assert (entry.number, entry.sender, entry.forwarded_to, entry.version) == (4, "Huyện ủy", "Các phòng", 2)


def test_what_goes_out_takes_its_number_and_bears_it(office, cast):
    book = Book(unit=cast.district, doc_type="CV", symbol="BCĐ", profile="state")
    book = set_up_book(book, year_of(made.ARRIVED), by=office, at=make.NOW)
    directive = document(office, number="")
    entry = made.sending(office, directive, book)
    directive.refresh_from_db()
    number = Number.objects.get()
    assert (entry.taken, directive.number, number.state) == (number, number.text, "issued")
    assert made.sending(office, directive, book) == entry
    with pytest.raises(actions.NotEntered):
        made.sending(office, document(office, number="05-CV/BCĐ"), book)
    assert Number.objects.count() == 1


def test_what_goes_out_says_who_signed_and_to_whom(office):
    with pytest.raises(actions.NotEntered) as refused:
        made.sending(office, document(office, signed_on=None), signer="", recipients=" \n ")
    assert len(refused.value.reasons) == 3


@pytest.mark.parametrize(
    "said",
    [
        {"asked": " "},
        {"unit_kinds": []},
        {"each_day": 15, "each_month": 11},
        {"due_on": None},
        {"due_on": None, "each_day": 15},
        {"due_on": None, "each_day": 31, "each_month": 4},
    ],
)
def test_a_deadline_is_refused_with_a_reason(office, said):
    with pytest.raises(actions.NotAsked):
        made.deadline(office, **said)


def test_a_day_of_each_year_is_found(office):
    each = made.deadline(office, due_on=None, each_day=15, each_month=11)
    assert due_day(each, date(2026, 11, 15)) == date(2026, 11, 15)
    assert due_day(each, date(2026, 11, 16)) == date(2027, 11, 15)
    leap = made.deadline(office, due_on=None, each_day=29, each_month=2)
    assert due_day(leap, date(2027, 1, 1)) == date(2027, 2, 28)
    assert due_day(leap, date(2028, 1, 1)) == date(2028, 2, 29)


def test_units_are_given_their_tasks_once(office, cast):
    each = made.deadline(office, clause="khoản 2 Điều 13", units=[cast.district])
    tasks = actions.hand_out(each, each.due_on, by=office, at=make.NOW)
    assert cast.hoa in [task.unit for task in tasks]
    assert cast.district in [task.unit for task in tasks]
    assert {task.source for task in tasks} == {f"khoản 2 Điều 13 – {each.directive} (Ban Chỉ đạo huyện)"}
    assert actions.hand_out(each, each.due_on, by=office, at=make.NOW) == []
    assert Given.objects.count() == Task.objects.count() == len(tasks)
    with pytest.raises(actions.NotAsked):
        actions.hand_out(each, TODAY - timedelta(days=1), by=office, at=make.NOW)


def test_tasks_move_only_when_it_is_confirmed_and_those_done_stay(office, cast):
    each = made.deadline(office, units=[cast.district])
    tasks = actions.hand_out(each, each.due_on, by=office, at=make.NOW)
    done = tasks[0]
    Task.objects.filter(pk=done.pk).update(state="done")
    facts = DeadlineFacts("Gửi báo cáo sơ kết", units=[cast.district], unit_kinds=["commune"], due_on=date(2099, 7, 1))
    told = {"by": office, "at": make.NOW, "version": 1}
    with pytest.raises(actions.NotAsked):
        actions.ask_otherwise(each, facts, confirmed=False, **told)
    assert set(Task.objects.values_list("due_on", flat=True)) == {date(2099, 6, 15)}
    each.refresh_from_db()
    assert each.due_on == date(2099, 6, 15)
    actions.ask_otherwise(each, facts, confirmed=True, **told)
    done.refresh_from_db()
    assert done.due_on == date(2099, 6, 15)
    assert set(Task.objects.exclude(pk=done.pk).values_list("due_on", flat=True)) == {date(2099, 7, 1)}
    moved = actions.hand_out(each, date(2099, 7, 1), by=office, at=make.NOW)
    assert [task.unit for task in moved] == [done.unit]
    with pytest.raises(Stale):
        actions.ask_otherwise(each, facts, confirmed=True, **told)


def test_the_office_is_reminded_of_what_is_to_settle_and_to_give(office):
    made.arrival(office, due_on=made.ARRIVED)
    each = made.deadline(office, due_on=None, each_day=15, each_month=11)
    assert [due.due_on for due in reminders.to_settle(made.ARRIVED)] == [made.ARRIVED]
    assert list(reminders.to_settle(made.ARRIVED - timedelta(days=30))) == []
    assert [due.due_on for due in reminders.to_give(date(2098, 11, 1))] == [date(2098, 11, 15)]
    assert list(reminders.to_give(date(2098, 8, 1))) == []
    actions.hand_out(each, date(2098, 11, 15), by=office, at=make.NOW)
    assert list(reminders.to_give(date(2098, 11, 1))) == []
    actions.drop(each, by=office, at=make.NOW)
    assert list(reminders.to_give(date(2099, 11, 1))) == []
