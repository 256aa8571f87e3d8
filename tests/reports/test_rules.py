from datetime import date

import pytest

from kheo.lib.office.word_words import compared, in_sentence, official, official_day
from kheo.machinery.books.queries.tables import Check
from kheo.outlets.reports.kit import bare_place
from kheo.outlets.reports.rules import form_of, movement_in_words, signs_for, symbol_of, why_not_write


@pytest.mark.parametrize(
    ("issuer", "form", "symbol", "signs"),
    [
        ("Ban Chỉ đạo phong trào thi đua “Dân vận khéo”", "party", "BCĐ", "BAN CHỈ ĐẠO"),
        ("Ủy ban nhân dân xã Yên Mô", "state", "UBND", "ỦY BAN NHÂN DÂN"),
        ("UBND huyện Yên Mô", "state", "UBND", "ỦY BAN NHÂN DÂN"),
        ("Huyện ủy Yên Mô", "party", "HU", "BAN THƯỜNG VỤ"),
        ("Đảng ủy xã Yên Mô", "party", "ĐU", "BAN THƯỜNG VỤ"),
        ("Hội Nông dân huyện", "party", "……", "……………………"),
    ],
)
def test_a_body_writes_in_its_form(issuer, form, symbol, signs):
    assert (form_of(issuer), symbol_of(issuer), signs_for(issuer)) == (form, symbol, signs)


@pytest.mark.parametrize(
    ("name", "said", "bare"),
    [
        ("Xã Yên Hòa", "xã Yên Hòa", "Yên Hòa"),
        ("Thị trấn Yên Thịnh", "thị trấn Yên Thịnh", "Yên Thịnh"),
        ("Huyện Yên Mô", "huyện Yên Mô", "Yên Mô"),
        ("Huyện ủy Yên Mô", "Huyện ủy Yên Mô", "Huyện ủy Yên Mô"),
        ("Huyện đoàn Yên Mô", "Huyện đoàn Yên Mô", "Huyện đoàn Yên Mô"),
        ("Hội Nông dân huyện", "Hội Nông dân huyện", "Hội Nông dân huyện"),
    ],
)
def test_a_unit_is_named_within_a_sentence(name, said, bare):
    assert (in_sentence(name), bare_place(name)) == (said, bare)


def test_the_movement_is_named_once():
    assert movement_in_words("Phong trào thi đua “Dân vận khéo”") == "phong trào thi đua “Dân vận khéo”"
    assert movement_in_words("Dân vận khéo") == "phong trào thi đua “Dân vận khéo”"


def test_official_numbers_and_days():
    assert [official(n) for n in (0, 2, 10, 138, 1047)] == ["0", "02", "10", "138", "1.047"]
    assert [official_day(date(2018, month, 7)) for month in (2, 3, 12)] == ["07/02/2018", "07/3/2018", "07/12/2018"]


def test_nothing_is_written_on_sums_that_differ():
    assert why_not_write([Check("a", 2, 2)]) == []
    assert len(why_not_write([Check("a", 2, 2), Check("b", 1, 2)])) == 1


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (61, 52, "tăng 09 (từ 52 lên 61)"),
        (61, 138, "giảm 77 (từ 138 xuống 61)"),
        (1047, 1047, "không thay đổi (1.047)"),
        (5, 0, "tăng 05 (từ 0 lên 05)"),
        (0, 5, "giảm 05 (từ 05 xuống 0)"),
    ],
)
def test_a_count_beside_that_of_another_year(now, then, said):
    assert compared(now, then) == said
