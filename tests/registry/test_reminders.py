"""What units are reminded of in a campaign, and what they hear of steps that others take."""

from datetime import date, timedelta

import pytest

from kheo.machinery.notices.actions import remind
from kheo.machinery.notices.models import Notice
from kheo.movement.campaigns.actions import extend_for, move
from kheo.movement.campaigns.models import Phase
from kheo.movement.campaigns.states import CampaignState, PhaseKind, Procedure
from kheo.movement.registry.actions import cancel, return_
from kheo.movement.registry.reminders import still_to_propose, still_to_register
from tests import make

LAST = date(2017, 3, 31)


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district, procedure=Procedure.FULL)


def missing(day):
    return {due.unit_id: due for due in still_to_register(day)}


def test_who_lacks_models_is_reminded_until_they_are_there(cast, campaign):
    for _ in range(2):
        make.registration(campaign, cast.hoa, cast.commune_officer, state="registered", office=cast.district_office)
    make.registration(campaign, cast.mac, cast.other_officer, state="submitted")
    found = missing(LAST)
    assert set(found) == {cast.mac.pk, cast.farmers.pk}
    assert ("2" in found[cast.mac.pk].text, found[cast.mac.pk].due_on) == (True, LAST)


def test_more_time_for_one_unit_moves_its_reminder_alone(cast, campaign):
    later = LAST + timedelta(days=20)
    given = {"phase": PhaseKind.REGISTRATION, "last_day": later, "reason": "Mưa lũ", "at": make.NOW}
    extend_for(campaign, cast.hoa, **given, by=cast.district_office)
    found = missing(LAST)
    assert (found[cast.hoa.pk].due_on, found[cast.mac.pk].due_on) == (later, LAST)


def test_nobody_is_reminded_far_from_the_day_or_of_a_closed_campaign(cast, campaign):
    assert (missing(LAST - timedelta(days=31)), missing(LAST + timedelta(days=31))) == ({}, {})
    move(campaign, to=CampaignState.CLOSED, by=cast.district_office, at=make.NOW)
    assert missing(LAST) == {}


def test_a_model_that_is_carried_out_is_called_to_mind_before_it_must_be_proposed(cast, campaign):
    made = make.registration(campaign, cast.hoa, cast.commune_officer, state="submitted")
    make.carried_out(made, office=cast.district_office)
    assert list(still_to_propose(date(2017, 9, 20))) == []
    Phase.objects.create(
        campaign=campaign, kind=PhaseKind.SELF_SCORING, starts_on=date(2017, 9, 1), ends_on=date(2017, 9, 30)
    )
    found = list(still_to_propose(date(2017, 9, 20)))
    assert [(due.key, due.unit_id, due.due_on) for due in found] == [(f"{made.pk}", cast.hoa.pk, date(2017, 9, 30))]
    assert list(still_to_propose(date(2017, 11, 20))) == []


def test_the_officer_is_told_once_on_each_rung(cast, campaign):
    for day in (LAST - timedelta(days=14), LAST - timedelta(days=14), LAST - timedelta(days=13)):
        remind(day, by=None, at=make.NOW)
    assert Notice.objects.filter(user=cast.commune_officer).count() == 1


def test_officers_hear_what_others_did_with_their_model_and_why(cast, campaign):
    made = make.registration(campaign, cast.hoa, cast.commune_officer, state="submitted")
    return_(made, reason="Thiếu chỉ tiêu", by=cast.district_office, at=make.NOW)
    told = Notice.objects.get()
    assert (told.user, told.text, made.exemplar.name in told.title) == (cast.commune_officer, "Thiếu chỉ tiêu", True)
    cancel(made, reason="Nhập nhầm", by=cast.district_office, at=make.NOW)
    assert list(Notice.objects.order_by("pk").values_list("kind", flat=True)) == ["registry.return_", "registry.cancel"]
