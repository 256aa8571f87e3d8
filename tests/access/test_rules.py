from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.accounts.models import User
from kheo.lib.refusals import Refused
from kheo.organisation.access.actions import appoint, dismiss
from kheo.organisation.access.kit import POLICY, declare
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import can, can_anywhere, reach, require, today
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Unit
from tests import make


def reached(user, act=None):
    return set(Unit.objects.filter(pk__in=reach(user, act)))


def test_reach_is_the_unit_of_the_post_and_all_below(cast):
    assert reached(cast.commune_officer) == {cast.hoa}
    assert reached(cast.district_office) == {cast.district, cast.hoa, cast.mac, cast.farmers}


def test_who_has_no_post_reaches_nothing_and_may_do_nothing(cast):
    assert reached(cast.stranger) == set()
    assert not any(can(cast.stranger, act, on=cast.hoa) or can_anywhere(cast.stranger, act) for act in POLICY)


def test_reach_for_an_act_counts_only_posts_that_allow_it(cast):
    appoint(cast.commune_officer, role=Role.LEADER, unit=cast.district, valid_from=today(), by=None, at=make.NOW)
    assert reached(cast.commune_officer, "registry.amend") == {cast.hoa}
    assert reached(cast.commune_officer, "registry.view") == {cast.district, cast.hoa, cast.mac, cast.farmers}


@pytest.mark.parametrize("act", sorted(POLICY))
def test_an_act_is_open_to_its_roles_at_their_unit_and_below_and_to_nobody_else(cast, act):
    people = [cast.commune_officer, cast.district_office, cast.leader, cast.editor, cast.administrator]
    for person in people:
        post = Post.objects.get(user=person)
        allowed = Role(post.role) in POLICY[act]
        assert can(person, act, on=post.unit) is allowed
        assert not can(person, act, on=cast.province)
        assert can_anywhere(person, act) is allowed
    assert not can(cast.other_officer, act, on=cast.hoa)


def test_require_says_no_by_raising(cast):
    require(cast.commune_officer, "registry.amend", on=cast.hoa)
    with pytest.raises(PermissionDenied):
        require(cast.commune_officer, "registry.amend", on=cast.mac.pk)


def test_a_closed_account_may_do_nothing(cast):
    User.objects.filter(pk=cast.commune_officer.pk).update(is_active=False)
    closed = User.objects.get(pk=cast.commune_officer.pk)
    assert reached(closed) == set()


def test_a_post_holds_from_its_first_to_its_last_whole_day(cast):
    for offset, holds in {0: True, 1: False}.items():
        person = make.user(f"moi{offset}")
        appoint(
            person, role=Role.OFFICER, unit=cast.hoa, valid_from=today() + timedelta(days=offset), by=None, at=make.NOW
        )
        assert bool(reached(person)) is holds
    post = Post.objects.get(user=cast.other_officer)
    dismiss(post, last_day=today(), by=cast.administrator, at=make.NOW)
    assert reached(User.objects.get(pk=cast.other_officer.pk)) == {cast.mac}
    Post.objects.filter(pk=post.pk).update(valid_to=today())
    assert reached(User.objects.get(pk=cast.other_officer.pk)) == set()


def test_appoint_again_is_the_same_post(cast):
    before = Post.objects.get(user=cast.commune_officer)
    again = appoint(
        cast.commune_officer, role=Role.OFFICER, unit=cast.hoa, valid_from=date(2018, 1, 1), by=None, at=make.NOW
    )
    assert (again, again.valid_from) == (before, date(2017, 1, 1))


def test_only_an_administrator_appoints_and_dismisses_and_only_in_their_units(cast):
    with pytest.raises(PermissionDenied):
        appoint(
            cast.stranger, role=Role.OFFICER, unit=cast.hoa, valid_from=today(), by=cast.district_office, at=make.NOW
        )
    with pytest.raises(PermissionDenied):
        appoint(
            cast.stranger,
            role=Role.OFFICER,
            unit=cast.province,
            valid_from=today(),
            by=cast.administrator,
            at=make.NOW,
        )
    post = Post.objects.get(user=cast.commune_officer)
    with pytest.raises(PermissionDenied):
        dismiss(post, last_day=today(), by=cast.leader, at=make.NOW)
    with pytest.raises(Refused):
        dismiss(post, last_day=date(2016, 12, 31), by=cast.administrator, at=make.NOW)
    assert Post.objects.get(pk=post.pk).valid_to is None


def test_an_act_is_declared_once():
    with pytest.raises(ValueError, match="declared twice"):
        declare({"registry.view": [Role.LEADER]})
