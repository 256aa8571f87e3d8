import unicodedata

import pytest

from kheo.lib.syllables import ACCENTED, LETTERS, is_syllable, split_tone


def test_there_are_67_accented_letters():
    assert len(ACCENTED) == 67
    assert all(len(letter) == 1 and unicodedata.normalize("NFC", letter) == letter for letter in ACCENTED)


def test_the_alphabet_is_that_of_the_dictionary():
    assert LETTERS == "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"


def test_split_tone_keeps_the_hat():
    assert split_tone("ệ") == ("ê", "\u0323")
    assert split_tone("đ") == ("đ", "")
    assert split_tone("x") == ("x", "")


REAL = """
    dân vận khéo mô hình Nguyễn Quyết quỳnh giếng gì giữ nghiêng khuỷu thuở khuya oanh yêu ý Đắk hoà hòa
    nghị tổng kết đường trạch sụn chuyện xoong rượu quốc
"""


@pytest.mark.parametrize("word", REAL.split())
def test_is_syllable_knows_real_ones(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["café", "M«", "hôtel", "mât", "tôt", "vËn", "kheùo", "", "b", "strength", "hoáà"])
def test_is_syllable_refuses_others(word):
    assert not is_syllable(word)
