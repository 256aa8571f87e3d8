from datetime import date

import pytest

from kheo.movement.selfmanaged.models import SelfManagedGroup
from kheo.movement.selfmanaged.rules import why_not_group, why_not_year
from tests.selfmanaged.made import said_of_group


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"ended_on": date(2017, 2, 2)}, []),
        ({"ended_on": date(2017, 2, 1)}, ["ended_on"]),
        ({"members": 0}, ["members"]),
        ({"members": 7, "women": 7, "party_members": 7}, []),
        ({"members": 7, "women": 8, "party_members": 8}, ["women", "party_members"]),
    ],
)
def test_days_and_numbers_of_a_group(said, fields):
    assert [fault.field for fault in why_not_group(said_of_group(None, **said))] == fields


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"year": 2016}, ["year"]),
        ({"year": 2018}, []),
        ({"year": 2019}, ["year"]),
        ({"year": 17}, ["year"]),
        ({"handled": 3, "settled": 3}, []),
        ({"handled": 3, "settled": 4}, ["settled"]),
    ],
)
def test_a_year_of_a_group(said, fields):
    group = SelfManagedGroup(founded_on=date(2017, 2, 1), ended_on=date(2018, 3, 1))
    usual = {"group": group, "year": 2017, "handled": 10, "settled": 8}
    assert [fault.field for fault in why_not_year(usual | said)] == fields
