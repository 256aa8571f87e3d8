from datetime import date
from decimal import Decimal

import pytest

from kheo.movement.following.rules import (
    completed_check,
    due_before,
    first_day,
    last_ended,
    months_later,
    period_of,
    share_reached,
    silent_since,
    why_not_check,
    why_not_recheck,
)


@pytest.mark.parametrize(
    ("day", "ended", "since"),
    [
        (date(2017, 6, 29), 2016 * 2 + 1, date(2016, 1, 1)),
        (date(2017, 6, 30), 2017 * 2, date(2016, 7, 1)),
        (date(2017, 12, 31), 2017 * 2 + 1, date(2017, 1, 1)),
        (date(2018, 1, 1), 2017 * 2 + 1, date(2017, 1, 1)),
    ],
)
def test_a_half_year_has_ended_on_its_last_day(day, ended, since):
    assert (last_ended(day), silent_since(day)) == (ended, since)


def test_half_years_follow_one_another():
    assert [first_day(period_of(day)) for day in (date(2017, 6, 30), date(2017, 7, 1))] == [
        date(2017, 1, 1),
        date(2017, 7, 1),
    ]
    assert completed_check({"year": 2017, "half": "second"}) == {"period": period_of(date(2017, 12, 1))}
    assert completed_check({"year": None, "half": ""}) == {}


@pytest.mark.parametrize("months", [1, 6, 12, 18])
def test_what_is_due_is_due_from_that_very_day(months):
    for start in (date(2016, 2, 29), date(2017, 2, 28), date(2017, 8, 31), date(2017, 10, 30), date(2017, 11, 15)):
        day = months_later(start, months)
        assert start <= due_before(day, months)
        assert start > due_before(date.fromordinal(day.toordinal() - 1), months)


@pytest.mark.parametrize(
    ("numbers", "share"),
    [
        ((None, 400, 120), "30%"),
        ((100, 400, 120), "30%"),
        ((12, 4, 8), "50%"),
        ((12, 4, 14), "0%"),
        ((0, 400, 500), "125%"),
        ((0, 0, 5), ""),
        ((0, 400, None), ""),
    ],
)
def test_a_share_is_of_the_number_promised_or_of_the_fall(numbers, share):
    baseline, promised, actual = (None if each is None else Decimal(each) for each in numbers)
    assert share_reached(baseline, promised, actual).replace(" ", "").replace(",0", "") == share


CHECK = {"year": 2017, "going": "well", "remarks": ""}
RECHECK = {"checked_on": date(2018, 6, 1), "verdict": "maintained", "ended_on": None, "reason": "", "evidence": ""}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [({}, []), ({"year": 17}, ["year"]), ({"going": "slow"}, ["remarks"]), ({"going": "ended", "remarks": "a"}, [])],
)
def test_a_check_tells_what_holds_a_model_back(said, wrong):
    assert [fault.field for fault in why_not_check(CHECK | said)] == wrong


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, []),
        ({"ended_on": date(2018, 1, 1)}, ["ended_on"]),
        ({"verdict": "weakened"}, ["reason", "evidence"]),
        ({"verdict": "ended", "reason": "a", "evidence": "b"}, ["ended_on"]),
        ({"verdict": "ended", "reason": "a", "evidence": "b", "ended_on": date(2018, 6, 2)}, ["ended_on"]),
        ({"verdict": "ended", "reason": "a", "evidence": "b", "ended_on": date(2018, 6, 1)}, []),
    ],
)
def test_an_end_needs_its_day_its_reason_and_what_shows_it(said, wrong):
    assert [fault.field for fault in why_not_recheck(RECHECK | said)] == wrong
