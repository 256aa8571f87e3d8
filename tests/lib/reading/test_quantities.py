from decimal import Decimal

import pytest

from kheo.lib.reading.checks import compare
from kheo.lib.reading.findings import Amount
from kheo.lib.reading.quantities import quantities
from kheo.lib.reading.text import prepare


@pytest.mark.parametrize(
    ("words", "value", "qualifier", "high"),
    [
        ("1.047 mô hình", 1047, "exact", None),
        ("1,047 mô hình", 1047, "exact", None),
        ("08 mô hình", 8, "exact", None),
        ("7.812,82 ha", Decimal("7812.82"), "exact", None),
        ("trên 15 ngàn mô hình", 15_000, "over", None),
        ("gần 14,9 nghìn mô hình", 14_900, "nearly", None),
        ("khoảng 1,5 triệu đồng", 1_500_000, "about", None),
        ("từ 5 mô hình trở lên", 5, "over", None),
        ("150+ mô hình", 150, "over", None),
        ("1,6-2 triệu đồng", 1_600_000, "range", 2_000_000),
        ("từ 3 đến 5 mô hình", 3, "range", 5),
        ("một trăm linh năm mô hình", 105, "exact", None),
        ("hàng trăm mô hình", None, "vague", None),
        ("8 tỷ 200 triệu đồng", 8_200_000_000, "exact", None),
        ("18tr5", 18_500_000, "exact", None),
        ("56.000.000đ", 56_000_000, "exact", None),
        ("nhiều hơn 5 mô hình", 5, "exact", None),
        ("ít nhất một mô hình", 1, "over", None),
        ("nâng cấp 96km đường", 96, "exact", None),
    ],
)
def test_a_number_with_its_qualifier(words, value, qualifier, high):
    (one,) = quantities(prepare(words))
    assert (one.value, one.qualifier, one.high) == (value, qualifier, high)


@pytest.mark.parametrize("words", ["05-CT/TW", "07/2023/QĐ-UBND", "một mô hình"])
def test_what_is_no_quantity(words):
    assert quantities(prepare(words)) == []


@pytest.mark.parametrize("words", ["năm 2017", "lần thứ 12", "khu 5", "số 138"])
def test_what_only_names_something(words):
    assert [one.kind for one in quantities(prepare(words))] == ["ordinal"]


def test_a_share_is_a_percentage_and_a_ratio_keeps_its_whole():
    assert [one.kind for one in quantities(prepare("83,07% mô hình"))] == ["percent"]
    assert [(one.value, one.whole) for one in quantities(prepare("32/53 mô hình"))] == [(32, 53)]


def amount(value, qualifier="exact", high=None):
    return Amount(start=0, end=0, text="", value=value, qualifier=qualifier, high=high)


@pytest.mark.parametrize(
    ("total", "parts", "complete", "answer"),
    [
        (amount(10), [amount(4), amount(6)], True, "equal"),
        (amount(10), [amount(4), amount(5)], True, "not_equal"),
        (amount(10, "over"), [amount(4), amount(7)], True, "compatible"),
        (amount(10, "over"), [amount(4), amount(5)], True, "not_equal"),
        (amount(10), [amount(4), amount(3, "range", 8)], True, "compatible"),
        (amount(10), [amount(4)], False, "not_checkable"),
        (None, [amount(4), amount(6)], True, "not_checkable"),
        (amount(None, "vague"), [amount(4), amount(6)], True, "not_checkable"),
    ],
)
def test_how_parts_stand_to_the_total(total, parts, complete, answer):
    assert compare(total, parts, complete) == answer
