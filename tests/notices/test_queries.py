from datetime import date, timedelta

import pytest

from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.queries import bearer_of, own_notices, people_at, superior_of, unread_of, waiting_batches
from kheo.organisation.access.actions import appoint, delegate, dismiss, end_delegation, shut_out
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import today
from kheo.organisation.access.states import Role
from kheo.organisation.changes import rules as changes
from kheo.organisation.changes.actions import apply
from tests import make
from tests.notices.told import mailed, message

pytestmark = pytest.mark.django_db
TODAY = today()
OFFICERS = {Role.OFFICER}


def test_people_are_those_with_the_role_at_exactly_the_unit(cast):
    assert people_at(cast.hoa, OFFICERS, TODAY) == [cast.commune_officer]
    assert people_at(cast.district, OFFICERS, TODAY) == []
    assert people_at(cast.hoa, {Role.STANDING_OFFICE}, TODAY) == []
    both = people_at(cast.district, {Role.STANDING_OFFICE, Role.LEADER}, TODAY)
    assert both == [cast.district_office, cast.leader]


def test_a_person_with_two_posts_is_one(cast):
    appoint(
        cast.commune_officer,
        role=Role.STANDING_OFFICE,
        unit=cast.hoa,
        valid_from=date(2017, 1, 1),
        by=None,
        at=make.NOW,
    )
    assert people_at(cast.hoa, {Role.OFFICER, Role.STANDING_OFFICE}, TODAY) == [cast.commune_officer]


def test_who_acts_for_a_holder_is_told_too_for_those_days(cast):
    post = Post.objects.get(user=cast.commune_officer)
    days = {"first_day": TODAY, "last_day": TODAY + timedelta(days=2), "reason": "Nghỉ phép"}
    given = delegate(post, to=cast.district_office, **days, by=cast.commune_officer, at=make.NOW)
    both = [cast.commune_officer, cast.district_office]
    assert people_at(cast.hoa, OFFICERS, TODAY) == both
    assert people_at(cast.hoa, OFFICERS, TODAY + timedelta(days=2)) == both
    assert people_at(cast.hoa, OFFICERS, TODAY + timedelta(days=3)) == [cast.commune_officer]
    end_delegation(given, by=cast.commune_officer, at=make.NOW)
    assert people_at(cast.hoa, OFFICERS, TODAY) == [cast.commune_officer]


def test_who_has_left_or_was_shut_out_is_nobody(cast):
    dismiss(Post.objects.get(user=cast.other_officer), last_day=TODAY, by=cast.administrator, at=make.NOW)
    assert people_at(cast.mac, OFFICERS, TODAY) == [cast.other_officer]
    assert people_at(cast.mac, OFFICERS, TODAY + timedelta(days=1)) == []
    shut_out(cast.commune_officer, by=cast.administrator, at=make.NOW)
    assert people_at(cast.hoa, OFFICERS, TODAY) == []


def test_the_unit_above_is_that_of_the_day(cast):
    assert superior_of(cast.hoa, TODAY) == cast.district
    assert superior_of(cast.district, TODAY) == cast.province
    assert superior_of(cast.province, TODAY) is None


def test_what_a_closed_unit_was_given_is_borne_by_its_heir(cast):
    merged = changes.merge([cast.mac], cast.hoa, on_day=date(2017, 3, 1), basis="Nghị quyết")
    apply(merged, by=None, at=make.NOW)
    assert bearer_of(cast.mac.pk, date(2017, 2, 28)) == cast.mac
    assert bearer_of(cast.mac.pk, date(2017, 3, 1)) == cast.hoa
    assert bearer_of(cast.hoa.pk, TODAY) == cast.hoa


def test_own_notices_begin_with_what_is_new(cast):
    old, new = (
        tell([cast.commune_officer], message(cast.hoa, key=key), by=None, at=make.NOW)[0] for key in ("so-1", "so-2")
    )
    tell([cast.other_officer], message(cast.hoa), by=None, at=make.NOW)
    new.read_at = make.NOW
    new.save()
    assert list(own_notices(cast.commune_officer).order_by("is_old", "-pk")) == [old, new]
    assert (unread_of(cast.commune_officer), unread_of(cast.stranger)) == (1, 0)


def test_a_batch_is_told_with_the_number_of_its_mails(cast):
    mailed(cast.hoa, 6)
    assert [(batch.unit, batch.held) for batch in waiting_batches(cast.district_office)] == [(cast.hoa, 6)]
    assert list(waiting_batches(cast.administrator)) == []
