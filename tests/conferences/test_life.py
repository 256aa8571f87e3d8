from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kheo.lib.refusals import Stale
from kheo.machinery.duties.models import Task
from kheo.machinery.notices.models import Notice
from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Conference, Guest
from kheo.movement.conferences.rules import DutyFacts
from kheo.movement.conferences.states import Answer, Circle, State
from tests import make
from tests.conferences.world import DAY, MORNING, facts, of, prepared


@pytest.fixture
def by(cast):
    return {"by": cast.district_office, "at": make.NOW}


def test_a_conference_knows_the_one_that_the_body_held_before(cast, by):
    first = prepared(cast)
    actions.open_(first, by=cast.district_office, at=MORNING)
    second = actions.prepare(facts(first.campaign, held_on=date(2018, 7, 1)), unit=cast.district, **by)
    third = actions.prepare(facts(first.campaign, held_on=date(2018, 9, 1)), unit=cast.district, **by)
    assert (second.previous, third.previous) == (first, first)  # the second was not held
    assert first.previous is None


def test_the_same_conference_is_not_prepared_twice_until_it_is_cancelled(cast, by):
    first = prepared(cast)
    with pytest.raises(actions.NotMet):
        actions.prepare(facts(first.campaign), unit=cast.district, **by)
    actions.cancel(first, reason="Bão số 3", **by)
    assert actions.prepare(facts(first.campaign), unit=cast.district, **by).state == State.PREPARED


def test_every_reason_against_a_conference_is_told(cast):
    with pytest.raises(actions.NotMet) as refusal:
        prepared(cast, title=" ", kind="term")
    assert len(refusal.value.reasons) == 2


@pytest.mark.parametrize("who", ["commune_officer", "leader", "stranger", "editor"])
def test_only_the_standing_office_prepares(cast, by, who):
    made = prepared(cast, [of(cast.hoa)])
    other = {"by": getattr(cast, who), "at": make.NOW}
    for act in (
        lambda: actions.prepare(facts(made.campaign), unit=cast.district, **other),
        lambda: actions.change(made, facts(made.campaign), version=1, **other),
        lambda: actions.invite(made, **other),
        lambda: actions.cancel(made, reason="x", **other),
        lambda: actions.add_item(made, content="x", who="", minutes=5, **other),
        lambda: actions.add_people(made, [], **other),
        lambda: actions.drop_guest(made.guests.get(), **other),
        lambda: actions.name_keepers(made, [], **other),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_programme_is_ordered_without_gaps(cast, by):
    made = prepared(cast)
    one, two, three = (actions.add_item(made, content=each, who="", minutes=10, **by) for each in "abc")
    actions.shift_item(three, up=True, **by)
    actions.shift_item(one, up=True, **by)  # the first stays
    assert [slot.item.content for slot in queries.programme_of(made)] == ["a", "c", "b"]
    actions.drop_item(three, **by)
    actions.change_item(two, content="b2", who="Văn phòng", minutes=20, **by)
    assert [(s.item.content, f"{s.ends:%H:%M}") for s in queries.programme_of(made)] == [
        ("a", "07:40"),
        ("b2", "08:00"),
    ]
    with pytest.raises(actions.NotMet):
        actions.add_item(made, content="", who="", minutes=0, **by)


def test_delegates_are_taken_in_once(cast, by):
    made = prepared(cast, [of(cast.hoa)])
    assert actions.add_people(made, [of(cast.hoa, "NGUYỄN VĂN ĐẠT"), of(cast.mac), of(cast.mac)], **by) == 1
    assert queries.heads_of(made).invited == 2


def test_circles_stand_for_their_people(cast, by):
    make.committee(cast.district)
    made = prepared(cast)
    units = queries.people_in(Circle.UNITS, made)
    assert {person.unit for person in units} == {cast.hoa, cast.mac, cast.farmers}
    assert {person.name for person in units} == {""}
    assert queries.people_in(Circle.OWNERS, made) == []


def test_invitations_tell_the_officers_of_the_units_once(cast, by):
    made = prepared(cast, [of(cast.hoa), of(cast.hoa, "Lê Thị Thơm")])
    actions.ask_units(made, {cast.mac.pk: 2, cast.farmers.pk: 0}, **by)
    assert actions.invite(made, **by) == 2
    assert set(Notice.objects.filter(kind="conferences").values_list("user__username", flat=True)) == {
        "can_bo_hoa",
        "can_bo_mac",
    }
    with pytest.raises(actions.NotMet):
        actions.invite(made, **by)


def test_without_hour_or_place_nobody_is_invited(cast, by):
    with pytest.raises(actions.NotMet, match="giờ bắt đầu"):
        actions.invite(prepared(cast, begins_at=None), **by)


def test_a_unit_names_as_many_as_it_is_asked_for_and_answers_for_its_own(cast, by):
    made = prepared(cast, [of(cast.hoa), of(cast.mac, "")])
    own = {"by": cast.commune_officer, "at": make.NOW}
    actions.ask_units(made, {cast.hoa.pk: 2}, **by)
    actions.name_guest(made, cast.hoa, name="Lê Thị Thơm", title="", **own)
    with pytest.raises(actions.NotMet, match="đã cử đủ"):
        actions.name_guest(made, cast.hoa, name="Người thứ ba", title="", **own)
    guest = Guest.objects.get(name="Nguyễn Văn Đạt")
    with pytest.raises(actions.NotMet):
        actions.answer(guest, Answer.SUBSTITUTED, **own)
    with pytest.raises(actions.NotMet):
        actions.answer(guest, Answer.DECLINED, **own)
    actions.answer(guest, Answer.SUBSTITUTED, name="Phạm Văn Thay", title="Văn phòng", **own)
    assert (guest.person, guest.post) == ("Phạm Văn Thay", "Văn phòng")
    assert Guest.objects.named("pham van thay").get() == guest
    actions.answer(guest, Answer.CONFIRMED, **own)
    assert (guest.person, guest.substitute) == ("Nguyễn Văn Đạt", "")
    theirs = Guest.objects.get(unit=cast.mac)
    with pytest.raises(PermissionDenied):
        actions.answer(theirs, Answer.CONFIRMED, name="x", **own)
    with pytest.raises(actions.NotMet):
        actions.answer(theirs, Answer.CONFIRMED, by=cast.other_officer, at=make.NOW)
    actions.answer(theirs, Answer.CONFIRMED, name="Vũ Văn Mạc", by=cast.other_officer, at=make.NOW)
    assert theirs.name == "Vũ Văn Mạc"


def test_the_door_notes_each_once_and_opens_on_the_day(cast, by):
    made = prepared(cast, [of(cast.hoa)])
    guest, office = made.guests.get(), cast.district_office
    with pytest.raises(actions.NotMet, match="từ ngày"):
        actions.enter(guest, by=office, at=MORNING - timedelta(days=1))
    assert actions.enter(guest, by=office, at=MORNING)
    assert not actions.enter(guest, by=office, at=MORNING + timedelta(minutes=9))
    assert guest.came_at == MORNING
    actions.walk_in(made, name="Khách Lạ", title="", workplace="Báo tỉnh", by=office, at=MORNING)
    actions.walk_in(made, name="Khách  Lạ", title="", workplace="Báo tỉnh", by=office, at=MORNING)
    assert Guest.objects.named("khach la").get().is_walk_in
    heads = queries.heads_of(made)
    assert (heads.invited, heads.came, heads.walked_in) == (1, 2, 1)
    actions.leave_out(guest, by=office, at=MORNING)
    assert (guest.is_present, guest.came_at) == (False, None)


def test_a_named_keeper_keeps_the_door_on_that_day_alone(cast, by):
    made = prepared(cast, [of(cast.hoa)])
    guest, keeper = made.guests.get(), cast.commune_officer
    with pytest.raises(PermissionDenied):
        actions.enter(guest, by=keeper, at=MORNING)
    with pytest.raises(actions.NotMet):
        actions.name_keepers(made, [cast.stranger], **by)
    actions.name_keepers(made, [keeper], **by)
    assert actions.enter(guest, by=keeper, at=MORNING)
    with pytest.raises(PermissionDenied):
        actions.enter(guest, by=keeper, at=MORNING + timedelta(days=1))


def test_delegates_are_found_without_accents(cast):
    made = prepared(cast, [of(cast.hoa), of(cast.mac, "Đỗ Thị Ánh")])
    for words, number in {"do anh": 1, "yen": 2, "Đạt": 1, "yen hoa dat": 1, "anh": 1, "nh": 0, "khong": 0}.items():
        assert len(Guest.objects.filter(conference=made).named(words)) == number, words


def test_conclusions_become_tasks_when_they_are_closed_and_not_before(cast, by):
    made = prepared(cast)
    on_day = {"by": cast.district_office, "at": MORNING}
    with pytest.raises(actions.NotMet):
        actions.write_conclusion(made, text="Sớm", **by)
    actions.open_(made, **on_day)
    with pytest.raises(actions.NotMet):
        actions.conclude(made, **on_day)
    first = actions.write_conclusion(made, text="Chung", **on_day)
    actions.write_conclusion(made, text="Giao", duties=[DutyFacts(cast.mac, "Về đích", DAY)], **on_day)
    duties = [DutyFacts(cast.mac, "", DAY - timedelta(days=1))]
    with pytest.raises(actions.NotMet) as refusal:
        actions.write_conclusion(made, text="", duties=duties, **on_day)
    assert len(refusal.value.reasons) == 3
    actions.drop_conclusion(first, **on_day)
    assert [row.order for row in queries.followed_up(made)] == [1]
    assert not Task.objects.exists()
    assert actions.conclude(made, **on_day) == 1
    task = Task.objects.get()
    assert (task.unit, task.title, task.due_on, task.source) == (cast.mac, "Về đích", DAY, made.title)
    with pytest.raises(actions.NotMet):
        actions.conclude(made, **on_day)


def test_what_is_only_prepared_is_not_held(cast):
    made = prepared(cast)
    assert not Conference.objects.held().exists()
    with pytest.raises(actions.NotMet):
        actions.open_(made, by=cast.district_office, at=MORNING - timedelta(days=2))
    actions.open_(made, by=cast.district_office, at=MORNING)
    assert Conference.objects.held().get() == made


def test_a_change_of_an_old_page_is_told(cast, by):
    made = prepared(cast)
    actions.change(made, facts(made.campaign, place="Nơi khác"), version=1, **by)
    with pytest.raises(Stale):
        actions.change(made, facts(made.campaign), version=1, **by)
