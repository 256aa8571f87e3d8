from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.movement.appraisal.models import Conflict
from kheo.movement.campaigns.states import Level
from kheo.movement.meetings import actions
from kheo.movement.meetings.actions import NotMet
from kheo.movement.meetings.actions.calling import MeetingFacts
from kheo.movement.meetings.models import Ballot, Hand, Item, Meeting, Recusal
from kheo.movement.meetings.queries import (
    agenda_of,
    declared_in,
    last_question,
    pack_of,
    scored_in,
    seats_of,
    standing_quorum,
    told_of,
)
from kheo.movement.meetings.states import Choice, Presence, Result, Tie, Voting
from kheo.movement.registry.actions import NotMovable
from kheo.movement.registry.models import Registration, Step
from tests import make
from tests.meetings import world

FACTS = MeetingFacts(world.DAY)


@pytest.fixture
def office(cast):
    return {"by": cast.district_office, "at": make.NOW}


def states():
    return list(Registration.objects.order_by("pk").values_list("state", flat=True))


# Calling


def test_a_meeting_has_the_members_of_its_day_and_all_that_was_scored_by_field_and_points(cast, office):
    models = [{"field": "culture_society"}, {"points": "80"}, {"points": "95"}]
    made = world.meeting(cast, models=models)
    assert [(seat.name, seat.chairs, seat.votes) for seat in seats_of(made)] == [
        (name, not n, True) for n, name in enumerate(world.NAMES)
    ]
    items = agenda_of(made)
    assert [(item.order, item.field_name, str(item.points)) for item in items] == [
        (1, "Kinh tế", "95.00"), (2, "Kinh tế", "80.00"), (3, "Văn hóa - xã hội", "92.00")
    ]  # fmt: skip
    assert states() == ["at_meeting"] * 3
    assert (made.quorum, made.threshold, made.base) == (">=2/3", ">1/2", "present")


def test_the_same_form_sent_twice_calls_one_meeting(cast, office):
    campaign = world.campaign(cast)
    world.scored(cast, campaign)
    key = uuid4()
    first = actions.call(campaign, Level.DISTRICT, FACTS, form_key=key, **office)
    assert actions.call(campaign, Level.DISTRICT, FACTS, form_key=key, **office) == first
    assert (Meeting.objects.count(), Item.objects.count()) == (1, 1)


def test_what_stands_against_a_meeting_is_told_at_once(cast, office):
    campaign = make.campaign(cast.district)
    with pytest.raises(NotMet) as refused:
        actions.call(campaign, Level.DISTRICT, FACTS, **office)
    assert len(refused.value.reasons) == 4  # on paper, no level, no committee, nothing scored


def test_nobody_sat_before_the_committee_was_set_up(cast, office):
    campaign = world.campaign(cast)
    world.scored(cast, campaign)
    with pytest.raises(NotMet):
        actions.call(campaign, Level.DISTRICT, replace(FACTS, held_on=date(2015, 1, 1)), **office)
    assert states() == ["scored"]


@pytest.mark.parametrize("who", ["leader", "commune_officer", "administrator", "editor", "stranger"])
def test_the_standing_office_alone_calls_and_runs(cast, who):
    made = world.meeting(cast, voting=Voting.MACHINE)
    item, user = agenda_of(made)[0], {"by": getattr(cast, who), "at": make.NOW}
    seat = seats_of(made)[0]
    ballot = actions.open_ballot(made, [item], by=cast.district_office, at=make.NOW)
    made.refresh_from_db()
    for act in (
        lambda: actions.call(made.campaign, Level.DISTRICT, FACTS, **user),
        lambda: actions.attend(made, {}, version=made.version, **user),
        lambda: actions.take_off(item, reason="Chưa đủ", **user),
        lambda: actions.recuse(item, seat, reason="Người nhà", **user),
        lambda: actions.open_ballot(made, [item], **user),
        lambda: actions.close_ballot(ballot, **user),
        lambda: actions.hand_codes(ballot, **user),
        lambda: actions.cast(ballot.voters.first(), {}, **user),
        lambda: actions.void(ballot, reason="Nhầm", **user),
        lambda: actions.settle(item, Result.PUT_OFF, reason="Chờ", version=made.version, **user),
        lambda: actions.close(made, version=made.version, **user),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_an_item_is_taken_off_with_a_reason_and_can_be_tabled_again(cast, office):
    made = world.meeting(cast)
    item = agenda_of(made)[0]
    with pytest.raises(NotMovable):
        actions.take_off(item, reason=" ", **office)
    actions.take_off(item, reason="Đơn vị xin rút", **office)
    assert (len(agenda_of(made)), sorted(states())) == (1, ["at_meeting", "scored"])
    assert Step.objects.latest("pk").reason == "Đơn vị xin rút"
    actions.table(made, scored_in(made.campaign), **office)
    assert [item.order for item in agenda_of(made)] == [1, 2]


def test_another_day_has_its_own_members_until_a_ballot_was_opened(cast, office):
    made = world.meeting(cast)
    actions.recuse(agenda_of(made)[0], seats_of(made)[1], reason="Người nhà", **office)
    made.refresh_from_db()
    facts = MeetingFacts(date(2017, 3, 10), "Phòng họp số 2", tie=Tie.CHAIR, voting=Voting.PAPER)
    said = {"chair": seats_of(made)[0].pk, "voting_seats": [seat.pk for seat in seats_of(made)]}
    actions.change(made, facts, **said, version=made.version, **office)
    assert {seat.presence for seat in seats_of(made)} == {"waited"}
    assert (made.place, made.tie, made.voting, Recusal.objects.count()) == ("Phòng họp số 2", "chair", "paper", 0)
    with pytest.raises(NotMet):
        actions.change(made, replace(facts, held_on=date(2015, 1, 1)), **said, version=made.version, **office)
    world.comes(cast, made, 5)
    actions.open_ballot(made, agenda_of(made), **office)
    made.refresh_from_db()
    seats = seats_of(made)
    said = {"chair": seats[1].pk, "voting_seats": [seat.pk for seat in seats]}
    actions.change(made, replace(facts, place="Hội trường"), **said, version=made.version, **office)
    assert [seat.chairs for seat in seats_of(made)] == [False, True, False, False, False]
    for other in (replace(facts, tie=Tie.FAIL), replace(facts, held_on=date(2017, 3, 8))):
        with pytest.raises(NotMet):
            actions.change(made, other, **said, version=made.version, **office)
        made.refresh_from_db()
    with pytest.raises(NotMet):
        actions.change(made, facts, chair=seats[1].pk, voting_seats=[], version=made.version, **office)


def test_two_secretaries_at_once_the_second_is_told(cast, office):
    made = world.meeting(cast)
    version = made.version
    rows = {seats_of(made)[0].pk: (Presence.PRESENT, "")}
    actions.attend(made, rows, version=version, **office)
    with pytest.raises(Stale):
        actions.attend(Meeting.objects.get(), rows, version=version, **office)
    with pytest.raises(Stale):
        actions.close(Meeting.objects.get(), version=version, **office)


# Quorum


def test_no_vote_is_opened_without_quorum(cast, office):
    made = world.meeting(cast, present=3)
    standing = standing_quorum(made)
    assert (standing.present, standing.members, standing.needed, standing.is_there) == (3, 5, 4, False)
    with pytest.raises(NotMet, match="3.*5.*4"):
        actions.open_ballot(made, agenda_of(made), **office)
    assert Ballot.objects.count() == 0
    world.comes(cast, made, 4)
    assert actions.open_ballot(made, agenda_of(made), **office).voters.count() == 4


def test_whoever_chairs_is_there(cast, office):
    made = world.meeting(cast)
    rows = {seats_of(made)[0].pk: (Presence.ABSENT, "Ốm")}
    with pytest.raises(NotMet):
        actions.attend(made, rows, version=made.version, **office)


def test_who_comes_during_a_ballot_is_noted_after_it(cast, office):
    made = world.meeting(cast, present=4)
    actions.open_ballot(made, agenda_of(made), **office)
    made.refresh_from_db()
    with pytest.raises(NotMet):
        world.comes(cast, made, 5)


# Open votes


def test_results_stand_at_once_by_the_rule(cast, office):
    made = world.meeting(cast, items=3)
    world.vote(cast, made, "yyyyy", "yynnn", "yyyan")
    assert world.results(made) == ["passed", "failed", "passed"]
    assert "2" in agenda_of(made)[1].reason
    assert agenda_of(made)[0].reason == ""
    assert Hand.objects.count() == 15


@pytest.mark.parametrize(
    ("base", "said", "result"),
    [("present", "yyaaa", "failed"), ("valid", "yyaaa", "failed"), ("members", "yyna", "failed"),
     ("present", "yyyn", "passed"), ("members", "yyyn", "passed")],
)  # fmt: skip
def test_votes_are_counted_of_the_base(cast, base, said, result):
    made = world.meeting(cast, items=1, present=len(said), base=base)
    world.vote(cast, made, said)
    assert world.results(made) == [result]


def test_a_ballot_by_hands_is_closed_once_every_vote_is_in(cast, office):
    made = world.meeting(cast, items=1)
    ballot = actions.open_ballot(made, agenda_of(made), **office)
    question, voters = ballot.questions.get(), list(ballot.voters.all())
    some = {(question.pk, voter.seat_id): Choice.YES for voter in voters[:4]}
    actions.show_hands(ballot, some, version=ballot.version, **office)
    with pytest.raises(NotMet):
        actions.close_ballot(ballot, **office)
    told = told_of(last_question(agenda_of(made)[0]))
    assert (told.votes.yes, told.turnout.voted, told.turnout.missing) == (4, 4, 1)
    last = {(question.pk, voters[4].seat_id): Choice.NO}
    with pytest.raises(Stale):
        actions.show_hands(ballot, last, version=1, **office)
    ballot.refresh_from_db()
    actions.show_hands(ballot, last, version=ballot.version, **office)
    actions.close_ballot(ballot, **office)
    question.refresh_from_db()
    assert (question.yes, question.no, question.verdict) == (4, 1, "reached")
    for act in (
        lambda: actions.close_ballot(ballot, **office),
        lambda: actions.show_hands(ballot, last, version=ballot.version, **office),
    ):
        with pytest.raises(NotMet):
            act()
    question.refresh_from_db()
    assert (question.yes, AuditEvent.objects.filter(act="meetings.close_ballot").count()) == (4, 1)


def test_opening_twice_opens_one_ballot_and_another_must_wait(cast, office):
    made = world.meeting(cast, items=2)
    first, second = agenda_of(made)
    ballot = actions.open_ballot(made, [first], **office)
    assert actions.open_ballot(made, [first], **office) == ballot
    with pytest.raises(NotMet):
        actions.open_ballot(made, [second], **office)
    assert Ballot.objects.count() == 1


def test_what_has_its_result_is_not_voted_on_again_unless_the_ballot_is_void(cast, office):
    made = world.meeting(cast, items=1)
    ballot = world.vote(cast, made, "nnnnn")
    with pytest.raises(NotMet):
        actions.open_ballot(made, agenda_of(made), **office)
    with pytest.raises(NotMet):
        actions.void(ballot, reason="", **office)
    actions.void(ballot, reason="Nhập nhầm", **office)
    assert world.results(made) == [""]
    with pytest.raises(NotMet):
        actions.void(ballot, reason="Nhập nhầm", **office)
    second = world.vote(cast, made, "yyyyy")
    assert (second.number, world.results(made)) == (2, ["passed"])


def test_whoever_steps_aside_has_no_vote_and_is_in_no_base(cast, office):
    made = world.meeting(cast, items=2, base="members")
    first, second = agenda_of(made)
    seat = seats_of(made)[4]
    actions.recuse(first, seat, reason="Chủ tịch Hội Nông dân xã", **office)
    actions.recuse(first, seats_of(made)[3], reason="Người nhà", **office)
    ballot = actions.open_ballot(made, [first, second], **office)
    one, other = ballot.questions.all()
    assert [(q.members, q.present) for q in (one, other)] == [(3, 3), (5, 5)]
    with pytest.raises(NotMet):
        actions.show_hands(ballot, {(one.pk, seat.pk): Choice.YES}, version=ballot.version, **office)
    with pytest.raises(NotMet):
        actions.lift(Recusal.objects.first(), **office)
    actions.void(ballot, reason="Thử", **office)
    world.vote(cast, made, "yyn", "yyynn")
    assert world.results(made) == ["passed", "passed"]


def test_a_step_aside_needs_its_reason_and_is_taken_back(cast, office):
    made = world.meeting(cast, items=1)
    item, seat = agenda_of(made)[0], seats_of(made)[1]
    with pytest.raises(NotMet):
        actions.recuse(item, seat, reason=" ", **office)
    actions.recuse(item, seat, reason="Người nhà", **office)
    actions.recuse(item, seat, reason="Anh trai", **office)
    assert Recusal.objects.get().reason == "Anh trai"
    actions.lift(Recusal.objects.get(), **office)
    assert Recusal.objects.count() == 0


def test_where_everybody_steps_aside_nobody_can_vote(cast, office):
    made = world.meeting(cast, items=1)
    item = agenda_of(made)[0]
    for seat in seats_of(made):
        actions.recuse(item, seat, reason="Người nhà", **office)
    with pytest.raises(NotMet):
        actions.open_ballot(made, [item], **office)


def test_interests_declared_in_the_appraisal_are_held_before_the_secretary(cast, office):
    made = world.meeting(cast, items=1)
    item = agenda_of(made)[0]
    member = make.user("an", "Vũ Văn  An")
    for user, ended in ((member, None), (make.user("khac", "Người Khác"), None), (cast.leader, make.NOW)):
        Conflict.objects.create(user=user, unit=cast.hoa, reason="Quê nhà", declared_at=make.NOW, ended_at=ended)
    found = declared_in(made, agenda_of(made))
    assert [(seat.name, reason) for seat, reason in found[item.pk]] == [("Vũ Văn An", "Quê nhà")]
    actions.recuse(item, found[item.pk][0][0], reason="Quê nhà", **office)
    assert declared_in(made, agenda_of(made)) == {}


def test_who_has_no_vote_is_in_no_base(cast, office):
    made = world.meeting(cast, items=1, base="members")
    seats = seats_of(made)
    facts = MeetingFacts(world.DAY)
    actions.change(
        made, facts, chair=seats[0].pk, voting_seats=[s.pk for s in seats[:3]], version=made.version, **office
    )
    ballot = world.vote(cast, made, "yyn")
    assert (ballot.questions.get().members, world.results(made)) == (3, ["passed"])


# Ties, classes and what is put off


def test_a_tie_counts_as_not_agreed_where_the_meeting_said_so(cast):
    made = world.meeting(cast, items=1, present=4)
    ballot = world.vote(cast, made, "yynn")
    item = agenda_of(made)[0]
    assert (item.result, ballot.questions.get().verdict) == ("failed", "tied")
    assert len(item.reason) > 40


@pytest.mark.parametrize("result", [Result.PASSED, Result.FAILED])
def test_the_chair_decides_a_tie_where_the_meeting_said_so(cast, office, result):
    made = world.meeting(cast, items=1, present=4, tie=Tie.CHAIR)
    world.vote(cast, made, "yynn")
    item = agenda_of(made)[0]
    assert item.result == ""
    made.refresh_from_db()
    with pytest.raises(NotMet):
        actions.settle(item, Result.PUT_OFF, reason="Chờ", version=made.version, **office)
    made.refresh_from_db()
    actions.settle(item, result, reason="Ý kiến của chủ trì", version=made.version, **office)
    assert world.results(made) == [result]


def test_a_second_ballot_follows_a_tie_and_a_second_tie_is_not_agreed(cast, office):
    made = world.meeting(cast, items=2, present=4, tie=Tie.AGAIN)
    world.vote(cast, made, "yynn", "yynn")
    assert world.results(made) == ["", ""]
    world.vote(cast, made, "yynn", "yyyn")
    assert world.results(made) == ["failed", "passed"]


def test_a_ballot_before_a_second_one_cannot_be_voided_alone(cast, office):
    made = world.meeting(cast, items=1, present=4, tie=Tie.AGAIN)
    first = world.vote(cast, made, "yynn")
    second = world.vote(cast, made, "yyyn")
    with pytest.raises(NotMet):
        actions.void(first, reason="Nhầm", **office)
    actions.void(second, reason="Nhầm", **office)
    actions.void(first, reason="Nhầm", **office)
    world.vote(cast, made, "yynn")
    assert world.results(made) == [""]  # the voided tie does not count as the first


@pytest.mark.parametrize("more", [{"points": "60", "earns": False}, {"veto": True}])
def test_what_does_not_earn_the_title_is_agreed_to_only_with_the_reason_written(cast, office, more):
    made = world.meeting(cast, models=[more])
    world.vote(cast, made, "yyyyy")
    item = agenda_of(made)[0]
    assert item.result == ""
    made.refresh_from_db()
    with pytest.raises(NotMet):
        actions.settle(item, Result.PASSED, reason="", version=made.version, **office)
    made.refresh_from_db()
    actions.settle(item, Result.PASSED, reason="Cách làm mới, dân ủng hộ", version=made.version, **office)
    assert (item.result, item.reason) == ("passed", "Cách làm mới, dân ủng hộ")


def test_votes_are_not_overruled(cast, office):
    made = world.meeting(cast, items=2)
    world.vote(cast, made, "yyyyy", "nnnnn")
    passed, failed = agenda_of(made)
    made.refresh_from_db()
    for item, result in ((passed, Result.FAILED), (failed, Result.PASSED), (passed, Result.PUT_OFF)):
        with pytest.raises(NotMet):
            actions.settle(item, result, reason="Thích thế", version=made.version, **office)
        made.refresh_from_db()
    actions.settle(failed, Result.FAILED, reason="Chưa lan tỏa", version=made.version, **office)
    assert agenda_of(made)[1].reason == "Chưa lan tỏa"


# Closing


def test_a_meeting_closes_once_everything_has_its_result_and_then_stands(cast, office):
    made = world.meeting(cast, items=3)
    first, second, third = agenda_of(made)
    ballot = world.vote(cast, made, "yyyyy", "nnnnn", items=[first, second])
    made.refresh_from_db()
    with pytest.raises(NotMet, match=third.name):
        actions.close(made, version=made.version, **office)
    made.refresh_from_db()
    actions.settle(third, Result.PUT_OFF, reason="Chờ bổ sung hồ sơ", version=made.version, **office)
    actions.close(third.meeting, version=third.meeting.version, **office)
    made.refresh_from_db()
    assert made.closed_at == make.NOW
    by_item = {item.registration_id: (item.result, item.registration.state) for item in agenda_of(made)}
    assert sorted(by_item.values()) == [("failed", "at_meeting"), ("passed", "at_meeting"), ("put_off", "scored")]
    seat, question = seats_of(made)[0], ballot.questions.first()
    for act in (
        lambda: actions.close(made, version=made.version, **office),
        lambda: actions.attend(made, {seat.pk: (Presence.ABSENT, "")}, version=made.version, **office),
        lambda: actions.void(ballot, reason="Nhầm", **office),
        lambda: actions.recuse(first, seat, reason="Người nhà", **office),
        lambda: actions.take_off(first, reason="Rút", **office),
        lambda: actions.settle(second, Result.FAILED, reason="Khác", version=made.version, **office),
        lambda: actions.open_ballot(made, [third], **office),
        lambda: actions.show_hands(ballot, {(question.pk, seat.pk): Choice.NO}, version=ballot.version, **office),
        lambda: actions.table(made, [], **office),
        lambda: actions.change(made, FACTS, chair=seat.pk, voting_seats=[], version=made.version, **office),
    ):
        with pytest.raises(NotMet):
            act()
    assert AuditEvent.objects.filter(act="meetings.close").count() == 1


def test_a_meeting_does_not_close_over_an_open_ballot(cast, office):
    made = world.meeting(cast, items=1)
    actions.open_ballot(made, agenda_of(made), **office)
    made.refresh_from_db()
    with pytest.raises(NotMet):
        actions.close(made, version=made.version, **office)


def test_what_was_put_off_comes_before_another_meeting(cast, office):
    made = world.meeting(cast, items=1)
    item = agenda_of(made)[0]
    actions.settle(item, Result.PUT_OFF, reason="Chờ", version=made.version, **office)
    actions.close(item.meeting, version=item.meeting.version, **office)
    again = actions.call(made.campaign, Level.DISTRICT, FACTS, **office)
    assert ([each.registration_id for each in agenda_of(again)], states()) == ([item.registration_id], ["at_meeting"])


def test_the_pack_tells_what_is_known_of_each_item(cast):
    made = world.meeting(cast, items=1)
    sheet = pack_of(agenda_of(made))[0]
    assert (sheet.particulars.purpose, sheet.visits) == ("Giúp dân", [])
