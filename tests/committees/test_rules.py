"""What may be said of a committee: asked of plain facts, without a database."""

from datetime import date

import pytest
from django.utils import translation

from kheo.movement.committees.models import Committee
from kheo.movement.committees.rules import why_not_change, why_not_decide, why_not_seat
from tests.make import sitting, staffing

TODAY = date(2017, 3, 10)
HEAD, MEMBER = sitting("Đỗ Trọng Luận", "head"), sitting("Vũ Văn An")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_a_list_with_one_head_is_fine():
    assert why_not_seat([HEAD, MEMBER]) == []


def test_namesakes_in_different_posts_are_two_people():
    assert why_not_seat([HEAD, MEMBER, sitting("Vũ Văn An", title="Trưởng phòng")]) == []


@pytest.mark.parametrize(
    ("members", "reasons"),
    [
        ([], ["A committee needs members."]),
        ([MEMBER], ["Nobody is named as head."]),
        (
            [HEAD, sitting("Vũ Văn An", "head")],
            ["A committee has one head; Đỗ Trọng Luận, Vũ Văn An are named as such."],
        ),
        ([HEAD, sitting("")], ["Each member needs a full name and a post."]),
        ([HEAD, sitting("Vũ Văn An", title="")], ["Each member needs a full name and a post."]),
        ([HEAD, MEMBER, sitting("vũ văn  an", "secretary").tidied()], ["Vũ Văn An is named twice."]),
    ],
)
def test_a_list_says_all_that_is_against_it(members, reasons):
    assert why_not_seat(members) == reasons


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        (staffing(), []),
        (staffing(signed_on=TODAY), []),
        (staffing(number=" "), ["A decision needs its number and who signed it."]),
        (
            staffing(signed_on=date(2017, 3, 11)),
            ["The decision is dated 11/03/2017, a day still to come. Enter it when it is signed."],
        ),
        (
            staffing(valid_from=date(2016, 1, 3)),
            ["The decision cannot be in force before the day on which it was signed."],
        ),
        (
            staffing(term_starts_on=date(2016, 1, 2), term_ends_on=date(2016, 1, 1)),
            ["The term must not end before it begins."],
        ),
        (staffing(term_starts_on=date(2016, 1, 1), term_ends_on=date(2016, 1, 1)), []),
    ],
)
def test_a_decision_says_all_that_is_against_it(facts, reasons):
    assert why_not_decide(facts, TODAY) == reasons


@pytest.mark.parametrize(
    ("facts", "members", "reasons"),
    [
        (staffing(signed_on=date(2016, 6, 1)), [HEAD], []),
        (staffing(signed_on=date(2016, 6, 1), term_ends_on=date(2020, 12, 31)), [MEMBER, HEAD], []),
        (
            staffing(signed_on=date(2016, 6, 1)),
            [MEMBER, HEAD],
            ["Nobody comes, nobody leaves and nothing else changes: there is nothing to enter."],
        ),
        (
            staffing(signed_on=date(2016, 1, 4)),
            [HEAD],
            ["The committee was last staffed from 04/01/2016; a restaffing must be in force from a later day."],
        ),
    ],
)
def test_a_restaffing_follows_the_last_one_and_changes_something(facts, members, reasons):
    committee = Committee(name="Ban Chỉ đạo")
    present = [HEAD, MEMBER]
    assert why_not_change(committee, facts, before=date(2016, 1, 4), present=present, members=members) == reasons
