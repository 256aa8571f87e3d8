from fractions import Fraction

import pytest

from kheo.movement.campaigns.states import Base, Bound
from kheo.movement.meetings.models import Count, Item, Meeting, Seat
from kheo.movement.meetings.rules import (
    Asked,
    Line,
    Votes,
    differences,
    least_for,
    quorum_of,
    reaches,
    result_of,
    verdict_of,
    ways_out,
    why_not_agree,
    why_not_count,
    why_not_second,
    why_not_settle,
)
from kheo.movement.meetings.states import Presence, Result, Tie, Verdict

SHARES = {
    Bound.OVER_HALF: (Fraction(1, 2), False),
    Bound.TWO_THIRDS: (Fraction(2, 3), True),
    Bound.SEVENTY: (Fraction(7, 10), True),
    Bound.THREE_QUARTERS: (Fraction(3, 4), True),
    Bound.EIGHTY: (Fraction(4, 5), True),
    Bound.NINETY: (Fraction(9, 10), True),
}


@pytest.mark.parametrize("bound", Bound)
def test_every_bound_is_reached_exactly(bound):
    share, is_enough = SHARES[bound]
    for whole in range(1, 61):
        for part in range(whole + 1):
            at = Fraction(part, whole)
            assert reaches(bound, part, whole) is (at > share or (is_enough and at == share)), (part, whole)


@pytest.mark.parametrize("bound", Bound)
def test_no_part_of_nothing_reaches_anything(bound):
    assert (reaches(bound, 0, 0), reaches(bound, 1, 0), least_for(bound, 0)) == (False, False, 1)


@pytest.mark.parametrize(
    ("bound", "whole", "least"),
    [(">1/2", 10, 6), (">1/2", 11, 6), (">=2/3", 9, 6), (">=2/3", 10, 7), (">=7/10", 10, 7), (">=9/10", 11, 10)],
)
def test_the_fewest_that_reach_a_bound(bound, whole, least):
    assert least_for(bound, whole) == least


def seats(*presences, votes=True):
    return [Seat(votes=votes, presence=presence) for presence in presences]


def test_a_quorum_counts_voting_members_alone():
    here, away = Presence.PRESENT, Presence.ABSENT
    meeting = Meeting(quorum=Bound.TWO_THIRDS)
    standing = quorum_of(meeting, [*seats(here, here, away, Presence.WAITED), *seats(here, here, votes=False)])
    assert (standing.members, standing.present, standing.needed, standing.is_there) == (4, 2, 3, False)
    assert quorum_of(meeting, seats(here, here, away)).is_there
    assert not quorum_of(meeting, []).is_there


@pytest.mark.parametrize(
    ("votes", "threshold", "base", "verdict"),
    [
        (Votes(15, 10, yes=6, no=4), ">1/2", "present", "reached"),
        (Votes(15, 10, yes=5, no=4, abstain=1), ">1/2", "present", "missed"),
        (Votes(15, 10, yes=5, no=4, abstain=1), ">1/2", "valid", "missed"),
        (Votes(15, 10, yes=5, no=4, invalid=1), ">1/2", "valid", "reached"),
        (Votes(15, 10, yes=7, no=3), ">1/2", "members", "missed"),
        (Votes(15, 10, yes=8, no=2), ">1/2", "members", "reached"),
        (Votes(15, 10, yes=5, no=5), ">1/2", "present", "tied"),
        (Votes(15, 11, yes=5, no=5, abstain=1), ">1/2", "present", "tied"),
        (Votes(15, 10, yes=5, no=5), ">=2/3", "present", "missed"),
        (Votes(15, 10, yes=5, no=5), ">1/2", "members", "missed"),
        (Votes(3, 3), ">1/2", "valid", "missed"),
        (Votes(3, 2, yes=2), ">=2/3", "members", "reached"),
    ],
)
def test_votes_are_judged_by_threshold_and_base(votes, threshold, base, verdict):
    assert verdict_of(votes, threshold=threshold, base=Base(base)) == Verdict(verdict)


@pytest.mark.parametrize(
    ("verdict", "tie", "before", "earns", "result"),
    [
        ("reached", "fail", 0, True, "passed"),
        ("reached", "fail", 0, False, None),
        ("missed", "chair", 0, True, "failed"),
        ("tied", "fail", 0, True, "failed"),
        ("tied", "chair", 0, True, None),
        ("tied", "again", 0, True, None),
        ("tied", "again", 1, True, "failed"),
    ],
)
def test_a_result_stands_at_once_unless_somebody_has_to_speak(verdict, tie, before, earns, result):
    found = result_of(Verdict(verdict), tie=Tie(tie), ties_before=before, earns=earns)
    assert found == (Result(result) if result else None)


def test_what_does_not_earn_the_title_is_agreed_to_with_a_reason_alone():
    assert why_not_agree(Item(earns=True), "") == []
    for item in (Item(name="Đường hoa", earns=False), Item(name="Đường hoa", earns=True, veto="Chưa đăng ký")):
        assert len(why_not_agree(item, "  ")) == 1
        assert why_not_agree(item, "Cách làm mới") == []


@pytest.mark.parametrize(
    ("verdict", "tie", "before", "earns", "ways"),
    [
        ("", "fail", 0, True, ["put_off"]),
        ("reached", "fail", 0, True, ["passed"]),
        ("reached", "fail", 0, False, ["passed", "failed"]),
        ("missed", "chair", 0, True, ["failed"]),
        ("tied", "fail", 0, True, ["failed"]),
        ("tied", "chair", 0, True, ["passed", "failed"]),
        ("tied", "again", 0, True, ["put_off"]),
        ("tied", "again", 1, True, ["failed"]),
    ],
)
def test_what_a_meeting_may_still_make_of_an_item(verdict, tie, before, earns, ways):
    assert [str(way) for way in ways_out(Item(earns=earns), verdict, tie, before)] == ways


def test_a_failure_and_a_putting_off_need_their_reason():
    item = Item(name="Đường hoa", earns=True)
    assert why_not_settle(item, Result.FAILED, [Result.FAILED], "Chưa lan tỏa") == []
    assert len(why_not_settle(item, Result.FAILED, [Result.FAILED], "")) == 1
    assert len(why_not_settle(item, Result.PASSED, [Result.FAILED], "Đã có lý do")) == 1


ASKED = [Asked(1, "Đường hoa", present=5, recused=0), Asked(2, "Tổ ba không", present=4, recused=1)]


@pytest.mark.parametrize(
    ("found", "first", "second", "reasons"),
    [
        (5, (3, 1, 1), (4, 0, 0), 0),
        (5, (3, 1, 1), (4, 1, 0), 1),
        (5, (3, 1, 0), (4, 0, 0), 1),
        (4, (3, 1, 0), (3, 0, 0), 0),
        (4, (3, 1, 0), (4, 0, 0), 0),
        (4, (4, 1, 0), (2, 0, 0), 2),
        (6, (6, 0, 0), (4, 0, 0), 3),
        (0, (0, 0, 0), (0, 0, 0), 0),
    ],
)
def test_a_count_fits_the_ballots_handed_out(found, first, second, reasons):
    lines = {1: Line(*first), 2: Line(*second)}
    assert len(why_not_count(found, lines, ASKED, handed_out=5)) == reasons


def test_the_second_teller_is_somebody_else():
    assert len(why_not_second(Count(teller="Vũ Văn An"), "vũ văn  an")) == 1
    assert why_not_second(Count(teller="Vũ Văn An"), "Lê Thị Thu") == []
    assert why_not_second(None, "Lê Thị Thu") == []


def test_two_counts_differ_where_a_number_does():
    one = Count(found=5, lines={"1": [3, 2, 0], "2": [5, 0, 0]})
    assert differences(one, Count(found=5, lines={"1": [3, 2, 0], "2": [5, 0, 0]})) == []
    found = differences(one, Count(found=4, lines={"1": [3, 1, 0], "2": [5, 0, 0]}))
    assert [each.question for each in found] == [None, 1]
