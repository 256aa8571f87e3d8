"""A meeting is run before the projector by keys alone, and a secret vote is cast by keys alone."""

import pytest
from django.utils import timezone

from kheo.faces.demo.rules import PASSWORD
from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign, CampaignLevel
from kheo.movement.campaigns.states import Level, Procedure
from kheo.movement.criteria.models import CriteriaSet
from kheo.movement.meetings import actions
from kheo.movement.meetings.actions.calling import MeetingFacts
from kheo.movement.meetings.models import Ballot, Meeting
from kheo.movement.meetings.queries import agenda_of, seats_of
from kheo.movement.meetings.states import Presence, Voting
from kheo.movement.registry.models import Registration
from tests.browser.conftest import DESK, PHONE, Keyboard
from tests.meetings.world import appraised

pytestmark = pytest.mark.browser


def called(voting):
    """Return a meeting of the demo's committee about three of its models; everybody is there."""
    office = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
    campaign = Campaign.objects.latest("year")
    Campaign.objects.filter(pk=campaign.pk).update(procedure=Procedure.FULL)
    CampaignLevel.objects.get_or_create(campaign=campaign, level=Level.DISTRICT)
    for registration in Registration.objects.filter(campaign=campaign, state="registered")[:3]:
        appraised(registration, CriteriaSet.objects.filter(uses__isnull=False).distinct().get(), by=office["by"])
    facts = MeetingFacts(timezone.localdate(), "Hội trường", voting=voting)
    made = actions.call(Campaign.objects.get(pk=campaign.pk), Level.DISTRICT, facts, **office)
    there = {seat.pk: (Presence.PRESENT, "") for seat in seats_of(made)}
    actions.attend(made, there, version=made.version, **office)
    return made


def presses(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)


def test_the_wall_is_moved_and_a_ballot_is_held_by_keys_alone(travel):
    made = called(Voting.OPEN)
    names = [item.name for item in agenda_of(made)]
    office = travel("meeting-wall", DESK, hand=Keyboard, reduced_motion="reduce")
    office.signs_in("thuongtruc", PASSWORD)
    page = office.at(f"/lam-viec/hop-xet/{made.pk}/man-hinh/")
    office.passes("first")
    assert office.heading() == names[0]
    presses(page, "ArrowRight")
    assert office.heading() == names[1]
    presses(page, "ArrowLeft")
    assert office.heading() == names[0]
    presses(page, " ")
    ballot = Ballot.objects.get()
    assert [question.item.name for question in ballot.questions.all()] == names[:1]
    office.passes("open")
    presses(page, " ")
    assert page.url.endswith(f"/bieu-quyet/{ballot.pk}/")
    office.passes("hands")
    against = page.locator("input[type=radio][value=no]").first
    office.hand.tick(against)
    office.hand.press(page.locator("button[value=rest]"))
    office.passes("counted")
    page.goto(f"/lam-viec/hop-xet/{made.pk}/man-hinh/")
    votes = page.locator(".wall-votes dd").all_inner_texts()
    assert votes[:2] == [str(len(seats_of(made)) - 1), "1"]
    office.passes("result")
    presses(page, "q")
    assert page.url.endswith(f"/lam-viec/hop-xet/{made.pk}/")


def test_the_wall_follows_what_happens_elsewhere(travel):
    made = called(Voting.OPEN)
    office = travel("meeting-live", DESK)
    office.signs_in("thuongtruc", PASSWORD)
    page = office.at(f"/lam-viec/hop-xet/{made.pk}/man-hinh/")
    seats, made = seats_of(made), Meeting.objects.get()
    away = {seat.pk: (Presence.ABSENT, "Ốm") for seat in seats[1:]}
    who = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
    actions.attend(made, away, version=made.version, **who)
    page.locator(".wall-foot .wall-stop").wait_for()
    assert "1/15" in page.locator(".wall-foot .wall-stop").inner_text()


@pytest.mark.parametrize(("screen", "has_script"), [(DESK, True), (PHONE, False)])
def test_a_secret_vote_is_cast_by_keys_alone(travel, screen, has_script):
    made = called(Voting.MACHINE)
    who = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
    ballot = actions.open_ballot(made, agenda_of(made)[:2], **who)
    code = actions.hand_codes(ballot, **who)[3][1]
    member = travel(f"meeting-vote-{has_script}", screen, hand=Keyboard, java_script_enabled=has_script)
    member.signs_in("yenhoa", PASSWORD)
    page = member.at("/lam-viec/hop-xet/bo-phieu/")
    member.passes("code")
    member.hand.write(page.locator("[name=code]"), code)
    member.hand.press(page.locator("main form button"))
    member.passes("ballot")
    if has_script:
        page.keyboard.press("1")
        page.keyboard.press("2")
    else:
        for name, value in zip((f"vote-{q.pk}" for q in ballot.questions.all()), ("yes", "no"), strict=True):
            member.hand.tick(page.locator(f"[name={name}][value={value}]"))
    member.hand.press(page.locator("main form .btn"))
    member.passes("cast")
    assert [(q.yes, q.no) for q in ballot.questions.all()] == [(1, 0), (0, 1)]
    assert ballot.voters.filter(has_voted=True).count() == 1
