"""Words and patterns in texts that hide them."""

import time

import pytest

from kheo.lib.spotting import Unsafe, check, sights, spots


def words(text, pattern, is_regex=False):
    return [text[each.start : each.end] for each in spots(sights(text), pattern, is_regex=is_regex)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("đm nhà nó", ["đm"]),
        ("đ.m nhà nó", ["đ.m"]),
        ("Đ . M nhà nó", ["Đ . M"]),
        ("đ\u200bm nhà nó", ["đ\u200bm"]),
        ("đmmmm nhé", ["đm"]),
        ("dm", []),
        ("đi mua", []),
        ("", []),
    ],
)
def test_a_word_with_accents_is_found_however_it_is_spaced(text, found):
    assert words(text, "đm") == found


def test_a_word_without_accents_is_found_with_any_and_as_a_whole():
    assert words("Đồ NGU, ngủ đi", "ngu") == ["NGU", "ngủ"]
    assert words("nguyên", "ngu") == []
    assert words("Đồ -  ngu", "đồ ngu") == ["Đồ -  ngu"]
    assert words("хấu xа", "xau xa") == ["хấu xа"]  # Cyrillic letters
    assert words("hòa thuận", "hoà thuận") == ["hòa thuận"]


@pytest.mark.parametrize(
    "text", ["0912345678", "09 12.345.678", "091-234-5678", "０９１２３４５６７８", "(091) 234 5678"]
)
def test_a_number_is_found_however_it_is_written(text):
    assert words(f"Gọi {text} nhé", r"(?<!\d)0\d{9}(?!\d)", is_regex=True) == [text.strip("(")]


def test_amounts_and_years_are_no_numbers_of_persons():
    for text in ("150.000.000 đồng", "từ 2016 - 2017 có 120 hộ", "1.500.000.000"):
        assert words(text, r"(?<!\d)\d{9}(?!\d)", is_regex=True) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "a*",
        "a+b",
        "(a{1,30}){1,30}",
        "(a|aa){1,30}",
        r"(a)\1",
        "x{1,9999}",
        "",
        "a?",
        "x" * 201,
        "(?P<n>a)(?(n)b|c)",
    ],
)
def test_a_pattern_that_cannot_end_or_finds_nothing_is_refused(pattern):
    with pytest.raises(Unsafe):
        check(pattern)


def test_the_slowest_pattern_that_is_taken_is_quick_on_the_longest_text():
    pattern = "[a-z]{1,16}[a-z]{1,16}[a-z]{1,16}9"
    check(pattern)
    began = time.perf_counter()
    assert words("a" * 3000, pattern, is_regex=True) == []
    assert time.perf_counter() - began < 5
