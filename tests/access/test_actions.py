"""Delegations and hand-overs: what each gives, to whom it is refused, and that rights follow."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.accounts.actions import Person
from kheo.foundation.accounts.models import User
from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Refused
from kheo.organisation.access.actions import (
    appoint,
    delegate,
    dismiss,
    end_delegation,
    hand_over,
    renew_code,
    shut_out,
)
from kheo.organisation.access.models import Delegation, Post
from kheo.organisation.access.queries import delegations_of, posts_of, who_may_stand_in
from kheo.organisation.access.rules import can, held_by, reach, today
from kheo.organisation.access.states import Role
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def fresh(user):
    """Return the user as the next page would load it."""
    return User.objects.get(pk=user.pk)


def post_of(user):
    return Post.objects.get(user=user, valid_to=None)


def delegated(cast, **more):
    """Return the office's post delegated to the officer of Yên Hòa for today and the two days after."""
    said = {"first_day": today(), "last_day": today() + 2 * DAY, "reason": "Nghỉ phép", "by": cast.district_office}
    post = more.pop("post", None) or post_of(cast.district_office)
    return delegate(post, **{"to": cast.commune_officer, "at": make.NOW} | said | more)


def test_a_delegate_has_the_rights_of_the_post_for_these_days_and_keeps_the_own(cast):
    assert not can(cast.commune_officer, "registry.accept", on=cast.mac)
    made = delegated(cast)
    assert can(cast.commune_officer, "registry.accept", on=cast.mac)
    officer = fresh(cast.commune_officer)
    assert {(post.role, post.unit) for post in held_by(officer)} == {
        (Role.OFFICER, cast.hoa),
        (Role.STANDING_OFFICE, cast.district),
    }
    assert set(reach(officer, "registry.accept")) == {unit.pk for unit in (cast.district, cast.hoa, cast.mac)} | {
        cast.farmers.pk
    }
    assert can(fresh(cast.district_office), "registry.accept", on=cast.mac)
    event = AuditEvent.objects.get(act="access.delegate")
    assert (event.actor_id, event.object_id) == (cast.district_office.pk, str(made.pk))
    assert event.data["to"] == cast.commune_officer.pk


@pytest.mark.parametrize(("first", "last", "holds"), [(0, 0, True), (-2, 0, True), (1, 2, False)])
def test_it_holds_from_its_first_to_its_last_whole_day(cast, first, last, holds):
    delegated(cast, first_day=today() + first * DAY, last_day=today() + last * DAY)
    assert can(fresh(cast.commune_officer), "registry.accept", on=cast.mac) is holds


def test_it_is_over_on_the_day_after_its_last(cast):
    made = delegated(cast)
    Delegation.objects.filter(pk=made.pk).update(valid_from=today() - 2 * DAY, valid_to=today())
    assert not can(fresh(cast.commune_officer), "registry.accept", on=cast.mac)


@pytest.mark.parametrize("delegations", [0, 1, 3])
def test_posts_and_delegations_are_read_in_one_query(cast, delegations, django_assert_num_queries):
    for number in range(delegations):
        holder = make.user(f"vang{number}")
        appoint(holder, role=Role.LEADER, unit=cast.district, valid_from=today(), by=None, at=make.NOW)
        delegated(cast, post=post_of(holder), by=holder)
    officer = fresh(cast.commune_officer)
    with django_assert_num_queries(1):
        assert len(held_by(officer)) == 1 + delegations


def test_delegating_the_same_again_is_the_first(cast):
    assert delegated(cast) == delegated(cast)
    assert AuditEvent.objects.filter(act="access.delegate").count() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"last_day": -1},
        {"first_day": -3, "last_day": -1},
        {"first_day": -9999},
        {"reason": " "},
        {"to": "district_office"},
        {"to": "stranger"},
    ],
    ids=["last before first", "days are over", "before the post", "no reason", "to themselves", "no post in line"],
)
def test_what_cannot_be_delegated_is_refused(cast, more):
    said = {name: today() + value * DAY if isinstance(value, int) else value for name, value in more.items()}
    if "to" in said:
        said["to"] = getattr(cast, said["to"])
    with pytest.raises(Refused):
        delegated(cast, **said)
    assert not Delegation.objects.exists()


def test_a_delegate_stands_in_line_and_does_not_hold_it_already(cast):
    with pytest.raises(Refused):  # beside, not in line
        delegated(cast, post=post_of(cast.other_officer), by=cast.other_officer)
    second = make.user("truc_hai")
    appoint(second, role=Role.STANDING_OFFICE, unit=cast.district, valid_from=today(), by=None, at=make.NOW)
    with pytest.raises(Refused):
        delegated(cast, to=second)
    User.objects.filter(pk=cast.commune_officer.pk).update(is_active=False)
    with pytest.raises(Refused):
        delegated(cast, to=fresh(cast.commune_officer))


def test_days_of_one_delegate_do_not_overlap(cast):
    delegated(cast)
    with pytest.raises(Refused):
        delegated(cast, first_day=today() + 2 * DAY, last_day=today() + 5 * DAY)
    delegated(cast, first_day=today() + 3 * DAY, last_day=today() + 5 * DAY)
    assert Delegation.objects.count() == 2


def test_nobody_delegates_what_others_hold_nor_what_they_only_act_for(cast):
    with pytest.raises(PermissionDenied):
        delegated(cast, by=cast.commune_officer)
    delegated(cast)
    with pytest.raises(PermissionDenied):
        delegated(cast, to=cast.leader, by=fresh(cast.commune_officer))
    delegated(cast, post=post_of(cast.administrator), by=cast.administrator)
    acting = fresh(cast.commune_officer)
    with pytest.raises(Refused):
        delegated(cast, post=post_of(cast.administrator), to=cast.leader, by=acting)
    made = delegated(cast, post=post_of(cast.leader), to=cast.editor, by=cast.administrator)
    assert made.post.user == cast.leader


def test_a_delegation_ends_with_its_post(cast):
    post = post_of(cast.district_office)
    early, late = delegated(cast), delegated(cast, first_day=today() + 7 * DAY, last_day=today() + 9 * DAY)
    dismiss(post, last_day=today(), by=cast.administrator, at=make.NOW)
    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.last_day, early.ended_at, late.ended_at) == (today(), None, make.NOW)
    with pytest.raises(Refused):
        delegated(cast, post=Post.objects.get(pk=post.pk), to=cast.leader)
    Post.objects.filter(pk=post.pk).update(valid_to=today())
    assert not can(fresh(cast.commune_officer), "registry.accept", on=cast.mac)


@pytest.mark.parametrize("who", ["district_office", "commune_officer", "administrator"])
def test_who_gave_received_or_appoints_ends_it_at_once(cast, who):
    made = delegated(cast)
    end_delegation(made, by=getattr(cast, who), at=make.NOW)
    end_delegation(made, by=getattr(cast, who), at=make.NOW)
    assert not can(cast.commune_officer, "registry.accept", on=cast.mac)
    assert not can(fresh(cast.commune_officer), "registry.accept", on=cast.mac)
    assert AuditEvent.objects.filter(act="access.end_delegation").count() == 1


def test_others_do_not_end_it(cast):
    made = delegated(cast)
    with pytest.raises(PermissionDenied):
        end_delegation(made, by=cast.other_officer, at=make.NOW)


@pytest.mark.parametrize("who", ["district_office", "commune_officer"])
def test_a_closed_account_neither_gives_nor_receives(cast, who):
    made = delegated(cast)
    shut_out(getattr(cast, who), by=cast.administrator, at=make.NOW)
    made.refresh_from_db()
    assert made.ended_at == make.NOW
    assert not can(fresh(cast.commune_officer), "registry.accept", on=cast.mac)


def test_a_code_is_not_renewed_for_who_acts_beyond_the_administrator(cast):
    above = make.user("tinh")
    appoint(above, role=Role.LEADER, unit=cast.province, valid_from=today(), by=None, at=make.NOW)
    delegated(cast, post=post_of(above), by=above)
    with pytest.raises(Refused):
        renew_code(fresh(cast.commune_officer), by=cast.administrator, at=make.NOW)


def test_a_hand_over_ends_the_post_and_appoints_from_the_next_day(cast):
    post, last = post_of(cast.commune_officer), today() + 3 * DAY
    given = delegated(cast, post=post, to=cast.district_office, by=cast.commune_officer, last_day=today() + 9 * DAY)
    received = delegated(cast, last_day=today() + 9 * DAY)
    done = hand_over(post, successor=cast.stranger, last_day=last, by=cast.administrator, at=make.NOW)
    post.refresh_from_db()
    assert (post.valid_to, done.code) == (last + DAY, "")
    assert (done.post.user, done.post.role, done.post.unit) == (cast.stranger, Role.OFFICER, cast.hoa)
    assert (done.post.valid_from, done.post.valid_to) == (last + DAY, None)
    for each in (given, received):
        each.refresh_from_db()
        assert each.last_day == last
    acts = [event.act for event in AuditEvent.objects.filter(actor_id=cast.administrator.pk).order_by("pk")]
    assert acts == ["access.dismiss", "access.appoint", "access.hand_over"]
    event = AuditEvent.objects.get(act="access.hand_over")
    said = {"user": cast.commune_officer.pk, "successor": cast.stranger.pk, "last_day": last.isoformat()}
    assert (event.object_id, event.data) == (str(post.pk), said)


def test_who_keeps_another_post_keeps_what_was_delegated_to_them(cast):
    appoint(cast.commune_officer, role=Role.EDITOR, unit=cast.hoa, valid_from=today(), by=None, at=make.NOW)
    received = delegated(cast)
    post = Post.objects.get(user=cast.commune_officer, role=Role.OFFICER)
    done = hand_over(post, successor=None, last_day=today(), by=cast.administrator, at=make.NOW)
    received.refresh_from_db()
    assert (done.post, received.last_day) == (None, today() + 2 * DAY)


def test_a_new_successor_gets_an_account_and_a_code_that_can_be_renewed(cast):
    person = Person("moi", "Bùi Văn Mới")
    said = {"successor": person, "last_day": today(), "by": cast.administrator, "at": make.NOW}
    done = hand_over(post_of(cast.commune_officer), **said)
    assert (done.post.user.full_name, done.post.valid_from) == ("Bùi Văn Mới", today() + DAY)
    assert done.code
    assert held_by(fresh(done.post.user)) == ()
    assert list(posts_of(done.post.user, today())) == [done.post]
    assert renew_code(fresh(done.post.user), by=cast.administrator, at=make.NOW)


@pytest.mark.parametrize("case", ["before it began", "ended already", "to themselves", "closed account", "taken name"])
def test_a_hand_over_is_refused_and_nothing_changes(cast, case):
    post, successor, last = post_of(cast.commune_officer), cast.stranger, today()
    if case == "before it began":
        last = post.valid_from - DAY
    elif case == "ended already":
        dismiss(post, last_day=today() + DAY, by=cast.administrator, at=make.NOW)
    elif case == "to themselves":
        successor = cast.commune_officer
    elif case == "closed account":
        User.objects.filter(pk=successor.pk).update(is_active=False)
        successor = fresh(successor)
    else:
        successor = Person("bien_tap", "Trùng Tên")
    before = list(Post.objects.order_by("pk").values())
    with pytest.raises(Refused):
        hand_over(post, successor=successor, last_day=last, by=cast.administrator, at=make.NOW)
    assert list(Post.objects.order_by("pk").values()) == before
    assert not AuditEvent.objects.filter(act="access.hand_over").exists()


def test_only_an_administrator_hands_over_and_only_below(cast):
    above = make.user("tinh")
    appoint(above, role=Role.OFFICER, unit=cast.province, valid_from=today(), by=None, at=make.NOW)
    for post, by in ((post_of(cast.commune_officer), cast.district_office), (post_of(above), cast.administrator)):
        with pytest.raises(PermissionDenied):
            hand_over(post, successor=None, last_day=today(), by=by, at=make.NOW)


def test_an_administrator_does_not_leave_without_a_successor(cast):
    post = post_of(cast.administrator)
    with pytest.raises(Refused):
        hand_over(post, successor=None, last_day=today(), by=cast.administrator, at=make.NOW)
    hand_over(post, successor=cast.stranger, last_day=today(), by=cast.administrator, at=make.NOW)
    assert post_of(cast.stranger).role == Role.ADMINISTRATOR


def test_who_may_stand_in_is_at_above_or_below_the_unit(cast):
    def names(*units):
        return {post.user.username for post in who_may_stand_in([unit.pk for unit in units], today())}

    steering = {"thuong_truc", "lanh_dao", "bien_tap", "quan_tri"}
    assert names(cast.hoa) == steering | {"can_bo_hoa"}
    assert names(cast.district) == names(cast.hoa, cast.mac) == steering | {"can_bo_hoa", "can_bo_mac"}
    assert names() == set()


def test_delegations_of_a_person_are_those_that_are_open(cast):
    made = delegated(cast)
    ended = delegated(cast, to=cast.leader)
    end_delegation(ended, by=cast.district_office, at=make.NOW)
    standing = delegations_of(cast.district_office, today())
    assert (list(standing.given), list(standing.received)) == ([made], [])
    assert list(delegations_of(cast.commune_officer, today()).received) == [made]
    assert delegations_of(cast.commune_officer, made.valid_to).received == []
