"""What is against a pledge and a cross-check, the ring, and ranks."""

from datetime import date
from decimal import Decimal

import pytest

from kheo.movement.pledges.rules import ranked, ring, why_not_check, why_not_pledge


def said_of_pledge(**said):
    return {"year": 2017, "promised": Decimal(5), "reached": None, "signed_on": date(2017, 2, 10), **said}


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"reached": Decimal(0)}, []),
        ({"signed_on": date(2016, 12, 28)}, []),
        ({"promised": Decimal(0)}, ["promised"]),
        ({"reached": Decimal(-1)}, ["reached"]),
        ({"year": 17}, ["year"]),
        ({"signed_on": date(2018, 1, 2)}, ["signed_on"]),
        ({"signed_on": date(2015, 12, 28)}, ["signed_on"]),
        ({"promised": Decimal(0), "reached": Decimal(-1)}, ["promised", "reached"]),
    ],
)
def test_what_is_against_a_pledge(said, fields):
    assert [fault.field for fault in why_not_pledge(said_of_pledge(**said))] == fields


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"checked_on": date(2017, 9, 1), "findings": "Hồ sơ đủ"}, []),
        ({"checked_on": date(2018, 1, 5), "findings": "Hồ sơ đủ"}, []),
        ({"checked": "hoa"}, ["checked"]),
        ({"checked_on": date(2017, 9, 1)}, ["findings"]),
        ({"findings": "Hồ sơ đủ"}, ["checked_on"]),
        ({"checked_on": date(2016, 9, 1), "findings": "Hồ sơ đủ"}, ["checked_on"]),
        ({"year": 20170}, ["year"]),
    ],
)
def test_what_is_against_a_cross_check(said, fields):
    usual = {"year": 2017, "unit": "hoa", "checked": "mac", "checked_on": None, "findings": ""}
    assert [fault.field for fault in why_not_check(usual | said)] == fields


def test_each_checks_the_next_and_the_last_the_first():
    assert ring([3, 1, 2]) == [(3, 1), (1, 2), (2, 3)]
    assert ring([3, 1]) == [(3, 1), (1, 3)]
    assert ring([3]) == ring([]) == []


def test_the_same_points_share_a_rank_and_the_next_is_counted_on():
    points = {1: Decimal("80"), 2: Decimal("90.50"), 3: Decimal("80.00"), 4: Decimal("79.75")}
    assert ranked(points) == {2: 1, 1: 2, 3: 2, 4: 4}
    assert ranked({}) == {}
