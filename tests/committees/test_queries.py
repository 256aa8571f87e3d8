from datetime import date, timedelta

import pytest

from kheo.movement.campaigns.models import Movement
from kheo.movement.committees.actions import restaff
from kheo.movement.committees.queries import (
    committee_of,
    committees_in,
    history_of,
    staffing_of,
    units_past_term,
    units_wanting,
    units_without_committee,
    who_sat,
)
from tests import make
from tests.make import sitting, staffing

pytestmark = pytest.mark.django_db
DAY = date(2017, 3, 10)
ENDS = date(2016, 12, 31)


def names(rows):
    return [row.name for row in rows.order_by("unit__sort_key", "unit_id")]


def test_who_sat_is_nobody_where_there_is_no_committee():
    assert who_sat(None, DAY) == []


def test_the_state_follows_the_term_to_its_last_day(cast):
    facts = staffing(term_starts_on=date(2016, 2, 1), term_ends_on=ENDS)
    make.committee(cast.hoa, facts=facts)
    for day, state in {
        date(2016, 1, 31): "ahead",
        date(2016, 2, 1): "current",
        ENDS: "current",
        ENDS + timedelta(days=1): "past",
    }.items():
        found = committees_in(cast.district_office, day).get()
        assert (found.state, found.members, found.head) == (state, 2, "Đỗ Trọng Luận")
    found = committees_in(cast.district_office, date(2016, 1, 3)).get()
    assert (found.members, found.head) == (0, "")


def test_committees_are_seen_from_above_and_below_and_not_from_beside(cast):
    for unit in (cast.district, cast.hoa, cast.mac):
        make.committee(unit, facts=staffing(f"{unit.pk}-QĐ"))
    seen = {
        who: {found.unit for found in committees_in(getattr(cast, who), DAY)}
        for who in ("district_office", "administrator", "commune_officer", "stranger")
    }
    assert seen == {
        "district_office": {cast.district, cast.hoa, cast.mac},
        "administrator": {cast.district, cast.hoa, cast.mac},
        "commune_officer": {cast.district, cast.hoa},
        "stranger": set(),
    }


def test_units_lack_a_committee_until_it_is_set_up_and_after_its_term(cast):
    make.committee(cast.district)
    make.committee(cast.hoa, facts=staffing("02-QĐ", date(2016, 3, 1), term_ends_on=ENDS))
    make.unit("Xóm 1", "hamlet", parent=cast.hoa)
    movement = Movement.objects.get()
    lacking = {
        date(2016, 2, 29): ["Xã Yên Hòa", "Xã Yên Mạc"],
        date(2016, 3, 1): ["Xã Yên Mạc"],
        ENDS: ["Xã Yên Mạc"],
        DAY: ["Xã Yên Mạc"],
    }
    assert {day: names(units_without_committee(movement, cast.district, day)) for day in lacking} == lacking
    assert names(units_past_term(movement, cast.district, ENDS)) == []
    assert names(units_past_term(movement, cast.district, DAY)) == ["Xã Yên Hòa"]
    assert names(units_wanting(movement, cast.district, DAY)) == ["Xã Yên Hòa", "Xã Yên Mạc"]
    assert names(units_wanting(movement, cast.mac, DAY)) == ["Xã Yên Mạc"]


def test_history_and_what_one_decision_did(cast):
    head, stays, moves, leaves = (
        sitting("A", "head"),
        sitting("B"),
        sitting("C"),
        sitting("D"),
    )
    committee = make.committee(cast.district, [head, stays, moves, leaves])
    people = [head, stays, sitting("C", "secretary"), sitting("E", "deputy")]
    first, june = committee.staffings.get(), staffing("30-QĐ/HU", date(2016, 6, 1))
    second = restaff(committee, members=people, facts=june, after=first, by=None, at=make.NOW)
    acts = [(act.staffing, act.is_first, act.came, act.left) for act in history_of(committee)]
    assert acts == [(second, False, 2, 2), (first, True, 4, 0)]
    did = staffing_of(second)
    assert did.follows == first
    assert [member.name for member in did.members] == ["A", "E", "B", "C"]
    assert [member.name for member in did.came] == ["E", "C"]
    assert [member.name for member in did.left] == ["D"]
    assert (staffing_of(first).follows, staffing_of(first).left) == (None, [])
    assert committee_of(cast.district, committee.movement) == committee
    assert committee_of(cast.hoa, committee.movement) is None
