from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.lib.numbers import NotANumber, NumberProblem, from_words, grouped, in_words, parse_number, percent


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "0"),
        (138, "138"),
        (1047, "1.047"),
        (1234.5, "1.234,5"),
        (-1234567, "-1.234.567"),
        (Decimal("1234567.50"), "1.234.567,50"),
        (1e21, "1.000.000.000.000.000.000.000"),
    ],
)
def test_grouped(number, expected):
    assert grouped(number) == expected


def test_grouped_rounds_half_up():
    assert grouped(0.125, 2) == "0,13"
    assert grouped(1999.95, 1) == "2.000,0"
    assert grouped(2.5, 0) == "3"


def test_percent():
    assert percent(52, 138) == "37,7%"
    assert percent(1, 2) == "50%"
    assert percent(100, 100) == "100%"
    assert percent(0, 3) == "0%"
    assert percent(3, 0) == "–"
    assert percent(1, 3, places=0) == "33%"
    assert percent(10, 100, places=0) == "10%"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (138, "một trăm ba mươi tám"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_021, "một nghìn không trăm hai mươi mốt"),
        (2_017, "hai nghìn không trăm mười bảy"),
        (15_000, "mười lăm nghìn"),
        (1_000_000, "một triệu"),
        (1_000_138, "một triệu một trăm ba mươi tám"),
        (3_321_000, "ba triệu ba trăm hai mươi mốt nghìn"),
        (1_000_000_000, "một tỷ"),
        (2_005_000_001, "hai tỷ không trăm linh năm triệu không trăm linh một"),
        (10**12, "một nghìn tỷ"),
        (-21, "âm hai mươi mốt"),
    ],
)
def test_in_words(number, expected):
    assert in_words(number) == expected


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_in_words_differ_for_different_numbers(one, other):
    assert (in_words(one) == in_words(other)) == (one == other)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1.047", 1047),
        ("1047", 1047),
        (" 1 234 567 ", 1234567),
        ("1\u00a0047", 1047),
        ("1.234,5", Decimal("1234.5")),
        ("1,5", Decimal("1.5")),
        ("0,125", Decimal("0.125")),
        ("1.234,567", Decimal("1234.567")),
        ("-12", -12),
        (7, 7),
        (7.0, 7),
        (7.25, Decimal("7.25")),
        (Decimal("3.5"), Decimal("3.5")),
    ],
)
def test_parse_number(value, expected):
    assert parse_number(value) == expected


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (None, NumberProblem.EMPTY),
        (" ", NumberProblem.EMPTY),
        ("mười", NumberProblem.NOT_A_NUMBER),
        ("1.04", NumberProblem.AMBIGUOUS),
        ("1.5", NumberProblem.AMBIGUOUS),
        ("1,234", NumberProblem.AMBIGUOUS),
        ("1,234.5", NumberProblem.AMBIGUOUS),
        ("1.04.7", NumberProblem.NOT_A_NUMBER),
        ("１２", NumberProblem.NOT_A_NUMBER),
        (True, NumberProblem.NOT_A_NUMBER),
        (float("nan"), NumberProblem.NOT_A_NUMBER),
        (float("inf"), NumberProblem.NOT_A_NUMBER),
    ],
)
def test_parse_number_never_guesses(value, problem):
    with pytest.raises(NotANumber) as caught:
        parse_number(value)
    assert caught.value.problem == problem


@given(st.integers(-(10**15), 10**15))
def test_what_is_grouped_reads_back(number):
    assert parse_number(grouped(number)) == number


@given(st.integers(1, 10**12 - 1))
def test_words_say_their_number(number):
    assert from_words(in_words(number)) == number


@pytest.mark.parametrize("words", ["", "mươi", "trăm", "hai ba", "mô hình", "linh"])
def test_words_that_say_no_number(words):
    assert from_words(words) is None
