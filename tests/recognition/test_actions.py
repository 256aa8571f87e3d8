from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Refused, Stale
from kheo.movement.campaigns.states import Level
from kheo.movement.recognition.actions import NotIssuable, NotRecognisable, decide, decline, issue, recognise
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.recognition.rules import level_of
from kheo.movement.registry.actions import NotMovable
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import State
from tests import make

SIGNED = make.NOW.date()


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


def decided(unit, by=None, **changes):
    given = {"number": "15-QĐ/BCĐ", "signed_on": SIGNED, "signed_by": "Trưởng Ban Chỉ đạo", "title": "Công nhận"}
    return issue(Decision(unit=unit, **given | changes), by=by, at=make.NOW)


def registered(cast, campaign, unit=None, by=None):
    return make.registration(
        campaign, unit or cast.hoa, by or cast.commune_officer, state="registered", office=cast.district_office
    )


def name_in(decision, *registrations, by):
    return recognise(registrations, decision=decision, level=Level.DISTRICT, by=by, at=make.NOW)


def test_issue_enters_a_decision_once(cast):
    first = decided(cast.district, cast.district_office, number=" 15-QĐ/BCĐ ")
    assert decided(cast.district, cast.district_office) == first
    assert (first.number, Decision.objects.count()) == ("15-QĐ/BCĐ", 1)
    assert AuditEvent.objects.filter(act="recognition.issue").count() == 1


@pytest.mark.parametrize("changes", [{"number": " "}, {"signed_by": ""}, {"signed_on": SIGNED + timedelta(days=1)}])
def test_issue_refuses_what_is_incomplete_or_not_yet_signed(cast, changes):
    with pytest.raises(NotIssuable):
        decided(cast.district, cast.district_office, **changes)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("who", ["commune_officer", "leader", "editor", "administrator", "stranger"])
def test_only_the_standing_office_issues_recognises_and_declines(cast, campaign, who):
    user, at_hand = getattr(cast, who), registered(cast, campaign)
    with pytest.raises(PermissionDenied):
        decided(cast.district, user)
    with pytest.raises(PermissionDenied):
        name_in(decided(cast.district), at_hand, by=user)
    with pytest.raises(PermissionDenied):
        decline(at_hand, reason="Chưa hiệu quả", by=user, at=make.NOW)
    assert Registration.objects.get(pk=at_hand.pk).state == State.REGISTERED


def test_recognise_names_each_in_the_decision_and_says_so_in_the_history(cast, campaign):
    both = [registered(cast, campaign), registered(cast, campaign, cast.mac, cast.other_officer)]
    decision = decided(cast.district)
    made = name_in(decision, *both, by=cast.district_office)
    assert [(each.registration, each.level, each.recognised_at) for each in made] == [
        (registration, Level.DISTRICT, make.NOW) for registration in both
    ]
    assert {registration.state for registration in both} == {State.RECOGNISED}
    assert both[0].steps.last().reason == "15-QĐ/BCĐ, 10/03/2017"


def test_recognise_is_all_or_none(cast, campaign):
    good = registered(cast, campaign)
    waiting = make.registration(campaign, cast.hoa, cast.commune_officer, state="submitted")
    with pytest.raises(NotMovable):
        name_in(decided(cast.district), good, waiting, by=cast.district_office)
    assert Registration.objects.get(pk=good.pk).state == State.REGISTERED
    assert not Recognition.objects.exists()


def test_recognise_twice_is_refused(cast, campaign):
    at_hand, decision = registered(cast, campaign), decided(cast.district)
    name_in(decision, at_hand, by=cast.district_office)
    with pytest.raises(NotRecognisable) as refusal:
        name_in(decision, at_hand, by=cast.district_office)
    assert at_hand.exemplar.name in str(refusal.value)
    assert Recognition.objects.count() == 1


def test_two_recognise_at_once_the_second_is_told(cast, campaign):
    mine = registered(cast, campaign)
    theirs = Registration.objects.get(pk=mine.pk)
    name_in(decided(cast.district), mine, by=cast.district_office)
    with pytest.raises(Stale):
        name_in(decided(cast.district, number="16-QĐ/BCĐ"), theirs, by=cast.district_office)


def test_a_decision_signed_before_the_campaign_does_not_count(cast, campaign):
    with pytest.raises(NotRecognisable):
        name_in(decided(cast.district, signed_on=date(2016, 12, 31)), registered(cast, campaign), by=None)


def test_a_decision_of_a_unit_that_does_not_stand_above_does_not_count(cast, campaign):
    at_hand = registered(cast, campaign)
    with pytest.raises(NotRecognisable):
        name_in(decided(cast.mac), at_hand, by=cast.district_office)
    name_in(decided(cast.hoa), at_hand, by=cast.district_office)
    assert at_hand.state == State.RECOGNISED


def test_decline_needs_a_reason_and_ends_the_year(cast, campaign):
    at_hand = registered(cast, campaign)
    with pytest.raises(Refused):
        decline(at_hand, reason=" ", by=cast.district_office, at=make.NOW)
    decline(at_hand, reason="Chưa  hiệu quả", by=cast.district_office, at=make.NOW)
    assert (at_hand.state, at_hand.steps.last().reason) == (State.NOT_RECOGNISED, "Chưa hiệu quả")


def test_the_level_is_that_of_the_unit_that_decides(cast):
    assert [level_of(unit) for unit in (cast.province, cast.district, cast.hoa, cast.farmers)] == [
        Level.PROVINCE,
        Level.DISTRICT,
        Level.COMMUNE,
        Level.COMMUNE,
    ]


def test_decide_enters_a_new_decision_with_all_it_names_or_nothing(cast, campaign):
    good, waiting = registered(cast, campaign), make.registration(campaign, cast.hoa, cast.commune_officer)
    given = {"number": "15-QĐ/BCĐ", "signed_on": SIGNED, "signed_by": "Trưởng Ban Chỉ đạo"}
    office = {"by": cast.district_office, "at": make.NOW}
    with pytest.raises(Refused):
        decide([good, waiting], decision=Decision(unit=cast.district, **given), **office)
    assert (Decision.objects.count(), Recognition.objects.count()) == (0, 0)
    good = Registration.objects.get(pk=good.pk)
    issued = decide([good], decision=Decision(unit=cast.district, **given), **office)
    assert Recognition.objects.values_list("decision", "level").get() == (issued.pk, Level.DISTRICT)
    other = registered(cast, campaign)
    assert decide([other], decision=issued, **office) == issued
    assert issued.recognitions.count() == 2
