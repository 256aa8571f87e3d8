"""The language of checks."""

from decimal import Decimal

import pytest

from kheo.movement.reporting.rules.checks import MOST, NotACheck, holds, names_in, read_check

CELLS = {
    "moi": Decimal(3),
    "cu": Decimal(4),
    "tong": Decimal(7),
    "b.so": Decimal("2.5"),
    "chu": "có chữ",
    "trong": None,
}
BEFORE = {"tong": Decimal(9), "không_số": None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("moi + cu = tong", True),
        ("moi + cu == tong", True),
        ("moi + cu <> tong", False),
        ("moi ≤ tong", True),
        ("tong >= trước(tong)", False),
        ("tong >= trước(moi)", None),
        ("b.so * 2 = 5", True),
        ("b.so = 2.5", True),
        ("moi / 0 = 1", None),
        ("trong = 1", None),
        ("trong = 1 hoặc moi = 3", True),
        ("trong = 1 và moi = 4", False),
        ("trong = 1 và moi = 3", None),
        ("không (moi = 3)", False),
        ("không có(trong)", True),
        ("có(chu) và có(moi)", True),
        ("nếu tong > 0 thì có(trong)", False),
        ("nếu tong > 0 thì có(trong) hoặc có(chu)", True),
        ("nếu tong = 0 thì có(trong)", True),
        ("0 < moi < cu < tong", True),
        ("chu = 1", None),
    ],
)
def test_a_check_holds_or_not_or_cannot_be_told(text, expected):
    assert holds(read_check(text), CELLS, BEFORE) is expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "moi",
        "moi + cu",
        "moi = 'a'",
        "moi = True",
        "__import__('os')",
        "có(moi + cu)",
        "trước(tong)",
        "tong > xem(tong)",
        "moi ** 9 = 1",
        "[1] = 1",
        "moi if cu else tong",
        "(lambda: 1) = 1",
        "a.b.c = 1",
        "moi = tong)",
        "có(moi) = 1",
        "x" * (MOST + 1),
        "(" * 250,
        "moi in tong",
        "có(moi, cu)",
        "tong = f(1)",
    ],
)
def test_what_is_not_of_the_language_is_refused_in_words(text):
    with pytest.raises(NotACheck) as refused:
        read_check(text)
    assert str(refused.value)


def test_the_cells_of_a_check_are_named():
    check = read_check("nếu tong > 0 thì có(b.so) hoặc tong >= trước(moi)")
    assert names_in(check) == {"tong", "b.so", "moi"}
