from decimal import Decimal

import pytest
from django.utils.translation import override

from kheo.movement.contributions import rules
from kheo.movement.contributions.rules import Part, completed_contribution, sums_of, why_not_contribution
from kheo.movement.contributions.states import SCALES, Kind, Measure
from tests.contributions.made import said_of


def faults(**said):
    whole = said_of(None, **said)
    return [fault.field for fault in why_not_contribution(whole | completed_contribution(whole))]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"quantity": Decimal(0)}, ["quantity"]),
        ({"quantity": Decimal(-1)}, ["quantity"]),
        ({"kind": "land"}, ["measure"]),
        ({"kind": "land", "measure": "ha"}, []),
        ({"kind": "goods", "measure": "workday"}, ["measure"]),
        ({"donor": ""}, ["donor"]),
        ({"donor": "", "is_anonymous": True}, []),
        ({"worth": 1}, ["worth"]),
        ({"worth": 5_000_000}, []),
        ({"measure": "kg", "worth": 200_000}, []),
        ({"donor": "Ông Nguyễn Văn Bình"}, ["donor_class"]),
        ({"donor": "Hộ bà Phạm Thị Lan", "donor_class": "organisation"}, ["donor_class"]),
        ({"donor": "Ông Nguyễn Văn Bình", "donor_class": "household"}, []),
        ({"donor": "Bảo hiểm xã hội huyện", "donor_class": "organisation"}, []),
    ],
)
def test_what_is_against_a_contribution(said, fields):
    assert faults(**said) == fields


def test_what_need_not_be_said():
    told = completed_contribution(said_of(None, kind="", donor_class="", worth=5_000_000))
    assert told == {"kind": "money", "donor_class": "other", "worth": None}
    assert completed_contribution(said_of(None, kind="money", measure="nonsense", worth=1)) == {}


def test_every_unit_has_a_kind_and_goods_are_never_converted():
    assert set(SCALES) == set(Measure)
    goods = [(measure, scale) for measure, scale in SCALES.items() if scale.kind == Kind.GOODS]
    assert all(scale.base == measure and scale.times == 1 for measure, scale in goods)


def part(measure, quantity, *, inexact=0, worth=0):
    return Part(measure, 1, inexact, Decimal(quantity), worth)


def test_sums_never_add_unlike_units_and_keep_what_was_told():
    parts = [
        part("tonne", "2", worth=3_000_000),
        part("kg", "500"),
        part("ha", "1.2"),
        part("m2", "1647", inexact=1),
        part("million_dong", "7.5"),
        part("dong", "200000"),
        part("workday", "239"),
    ]
    with override("en"):
        found = [(each.text, each.told, each.number, each.worth) for each in sums_of(parts)]
    assert found == [
        ("7.700.000 đồng", "200.000 đồng + 7,5 million đồng", 2, ""),
        ("239 labour days", "", 1, ""),
        ("about 13.647 m²", "1.647 m² + 1,2 ha", 2, ""),
        ("500 kg", "", 1, ""),
        ("2 tonnes", "", 1, "3.000.000 đồng"),
    ]


def test_more_used_than_given():
    given, used = rules.added([("ha", Decimal(1))]), rules.added([("m2", Decimal(10_000))])
    assert rules.over_used(given, used) == {}
    used = rules.added([("m2", Decimal(10_000)), ("sao_north", Decimal(1)), ("kg", Decimal(1))])
    assert rules.over_used(given, used) == {Measure.M2: 10_000, Measure.KG: 0}
