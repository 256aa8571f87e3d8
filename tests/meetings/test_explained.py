"""What a meeting made of a model is told where its result is explained: whole to who sees meetings, without the names
of who stepped aside to its unit."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from kheo.movement.meetings import actions
from kheo.movement.meetings.actions.calling import MeetingFacts
from kheo.movement.meetings.models import Meeting
from kheo.movement.meetings.queries import agenda_of, seats_of
from kheo.movement.meetings.queries.explained import heard_of
from kheo.movement.meetings.states import Result
from kheo.movement.registry.actions import move
from kheo.movement.registry.states import State
from tests import make
from tests.meetings import world

ASIDE = "Anh trai là bí thư xã"


@pytest.fixture
def who(cast):
    return {"by": cast.district_office, "at": make.NOW}


@pytest.fixture
def held(cast, who):
    """A closed meeting of five, four there: one stepped aside on the first model, which was not agreed to."""
    made = world.meeting(cast, items=2, present=4)
    first, second = agenda_of(made)
    actions.recuse(first, seats_of(made)[1], reason=ASIDE, **who)
    world.vote(cast, made, "nny", "yyyn")
    actions.close(Meeting.objects.get(), version=Meeting.objects.get().version, **who)
    return Meeting.objects.get()


@translation.override("vi")
def how_many():
    text = ngettext(
        "%(number)s member with an interest stepped aside and is not counted below.",
        "%(number)s members with an interest stepped aside and are not counted below.",
        1,
    )
    return text % {"number": 1}


def page(client, user, registration):
    client.force_login(user)
    answer = client.get(reverse("appraisal:result", args=[registration.pk]))
    return answer.status_code, " ".join(answer.content.decode().split())


def test_a_meeting_is_told_with_its_quorum_votes_bound_and_result(cast, held):
    item = agenda_of(held)[0]
    (heard,) = heard_of(item.registration, cast.district_office)
    (vote,) = heard.votes
    assert (heard.quorum.members, heard.quorum.present, heard.quorum.needed) == (5, 4, 4)
    assert (vote.votes.yes, vote.votes.no, vote.whole, vote.needed) == (1, 2, 3, 2)
    assert heard.item.result == Result.FAILED
    assert heard.item.reason


def test_the_office_reads_who_stepped_aside_and_the_unit_only_how_many(client, cast, held):
    registration = agenda_of(held)[0].registration
    status, told = page(client, cast.district_office, registration)
    assert (status, ASIDE in told, world.NAMES[1] in told) == (200, True, True)
    assert page(client, cast.commune_officer, registration)[0] == 403  # not decided yet
    registration.refresh_from_db()
    move(registration, "recognition.refuse", reason="Không đủ phiếu", by=None, at=make.NOW)
    status, told = page(client, cast.commune_officer, registration)
    assert (status, ASIDE in told, world.NAMES[1] in told) == (200, False, False)
    assert how_many() in told
    assert reverse("meetings:detail", args=[held.pk]) not in told


def test_nothing_is_told_of_a_meeting_that_still_goes_on(cast):
    made = world.meeting(cast, items=1)
    world.vote(cast, made, "yyyyy")
    assert heard_of(agenda_of(made)[0].registration, cast.district_office) == []


def test_a_void_ballot_is_told_as_void_and_an_unfinished_one_is_not(client, cast, who):
    made = world.meeting(cast, items=1)
    spoilt = world.vote(cast, made, "nnnnn")
    actions.void(spoilt, reason="Phát nhầm phiếu", **who)
    stopped = actions.open_ballot(made, agenda_of(made), **who)
    actions.void(stopped, reason="Mất điện", **who)
    world.vote(cast, made, "yyyyn")
    actions.close(Meeting.objects.get(), version=Meeting.objects.get().version, **who)
    registration = agenda_of(made)[0].registration
    (heard,) = heard_of(registration, cast.district_office)
    assert [(vote.votes.yes, vote.question.ballot.reason) for vote in heard.votes] == [(0, "Phát nhầm phiếu"), (4, "")]
    told = page(client, cast.district_office, registration)[1]
    assert ("Phát nhầm phiếu" in told, "Mất điện" in told) == (True, False)


def test_two_meetings_are_told_in_turn(cast, who):
    made = world.meeting(cast, items=1)
    item = agenda_of(made)[0]
    actions.settle(item, Result.PUT_OFF, reason="Thiếu minh chứng", version=Meeting.objects.get().version, **who)
    actions.close(Meeting.objects.get(), version=Meeting.objects.get().version, **who)
    again = actions.call(made.campaign, made.level, MeetingFacts(world.DAY), **who)
    world.comes(cast, again, 5)
    world.vote(cast, again, "yyyyy")
    actions.close(again, version=Meeting.objects.get(pk=again.pk).version, **who)
    registration = item.registration
    registration.refresh_from_db()
    told = heard_of(registration, cast.district_office)
    assert [(each.item.result, len(each.votes)) for each in told] == [("put_off", 0), ("passed", 1)]
    assert registration.state == State.AT_MEETING


def test_a_model_without_a_meeting_has_no_such_chapter(client, cast):
    registration = world.scored(cast, world.campaign(cast))
    status, told = page(client, cast.district_office, registration)
    assert (status, "Ngày họp" in told) == (200, False)


@pytest.mark.parametrize("items", [1, 3])
def test_the_cost_does_not_grow(cast, items, django_assert_num_queries):
    made = world.meeting(cast, items=items)
    world.vote(cast, made, *["yyyyy"] * items)
    actions.close(Meeting.objects.get(), version=Meeting.objects.get().version, by=cast.district_office, at=make.NOW)
    registration = agenda_of(made)[0].registration
    heard_of(registration, cast.district_office)
    with django_assert_num_queries(5):
        heard_of(registration, cast.district_office)
