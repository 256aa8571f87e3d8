import string
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.lib.syllables import ACCENTED
from kheo.lib.vitext import exact_key, fold, normalise, slugify, sort_key, words

VIETNAMESE = st.text(
    alphabet=sorted(ACCENTED) + list(string.ascii_letters + " \n-.,“”ÐĐ0123456789\u00ad\u0301\u00a0\u200b")
)
ANYTHING = st.one_of(VIETNAMESE, st.text(max_size=60))


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("  Dân   vận\u00a0khéo ", "Dân vận khéo"),
        ("Da\u0302n va\u0323\u0302n", "Dân vận"),
        ("một\r\n\r\nhai \n ba", "một\n\nhai\nba"),
        ("Yên\u200b Mô\ufeff", "Yên Mô"),
        ("Ðảng bộ, ðồng chí, QÐ-UBND, HÐND", "Đảng bộ, đồng chí, QĐ-UBND, HĐND"),
        ("Ðông", "Đông"),
        ("Guðmundur Þórðarson við", "Guðmundur Þórðarson við"),
        ("tổ\u00adng kết", "tổng kết"),
        ("a\tb\x00c", "a bc"),
        ("", ""),
    ],
)
def test_normalise(given_text, expected):
    assert normalise(given_text) == expected


def test_normalise_leaves_an_old_encoding_to_be_repaired():
    assert normalise("NguyÔn V¨n H\u00ad¬ng") == "NguyÔn V¨n H\u00ad¬ng"
    assert normalise("NguyÔn ThÞ BÐ") == "NguyÔn ThÞ BÐ"


@given(ANYTHING)
def test_normalise_again_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert "  " not in once
    assert "\x00" not in once


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Đoạn  đường\ntự quản", "doan duong tu quan"),
        ("ĐOẠN ĐƯỜNG", "doan duong"),
        ("“Dân vận khéo”", "“dan van kheo”"),
        ("Ða\u0301 Bạc", "da bac"),
    ],
)
def test_fold(given_text, expected):
    assert fold(given_text) == expected


@given(ANYTHING)
def test_fold_again_changes_nothing_and_ignores_the_form(text):
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(VIETNAMESE)
def test_fold_leaves_no_vietnamese_mark(text):
    assert not set(fold(text)) & ACCENTED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà bình", "hòa  bình"),
        ("thuỷ", "Thủy"),
        ("khoẻ", "khỏe"),
        ("tòan", "toàn"),
        ("Qúy", "quý"),
        ("Da\u0302n", "dân"),
    ],
)
def test_exact_key_is_one_for_both_placings(one, other):
    assert exact_key(one) == exact_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("dân", "dan"), ("đi", "di"), ("hòa", "hoả"), ("mùa", "muà"), ("của", "cua")]
)
def test_exact_key_keeps_accents(one, other):
    assert exact_key(one) != exact_key(other)


@given(ANYTHING)
def test_exact_key_again_changes_nothing(text):
    assert exact_key(exact_key(text)) == exact_key(text)


IN_ORDER = [
    "10",
    "a",
    "à",
    "ả",
    "ã",
    "á",
    "ạ",
    "An",
    "An Bình",
    "Anh",
    "Ánh",
    "Ăn",
    "Ân",
    "Ấn",
    "Ba",
    "Cao",
    "Chi",
    "Dân",
    "Dũng",
    "Đà Nẵng",
    "Đoàn",
    "Em",
    "Êm",
    "Giang",
    "Hoa",
    "Hòa",
    "Hoá",
    "hoạ",
    "Hoan",
    "Khánh Dương",
    "Khánh Thịnh",
    "Khánh Thượng",
    "Mai Sơn",
    "Oanh",
    "Ông",
    "Ơn",
    "Út",
    "Ưng",
    "Yên Mạc",
    "Yên Mỹ",
    "Yên Nhân",
    "Yên Phong",
]


def test_sort_key_gives_the_order_of_the_dictionary():
    assert sorted(IN_ORDER, key=sort_key) == IN_ORDER
    keys = [sort_key(name) for name in IN_ORDER]
    assert all(one < other for one, other in pairwise(keys))


def test_sort_key_puts_all_letters_before_the_first_tone():
    assert sorted(["hóa anh", "hoa ơn", "hoa anh"], key=sort_key) == ["hoa anh", "hóa anh", "hoa ơn"]


def test_sort_key_ignores_capitals_and_signs():
    assert sort_key("“Thắp sáng” đường-quê") == sort_key("thắp sáng đường quê")


@given(ANYTHING)
def test_sort_key_fits_its_column_and_any_collation(text):
    key = sort_key(text)
    assert key.isascii()
    assert key == key.lower()
    assert key == "" or key.isalnum()


@given(VIETNAMESE, VIETNAMESE)
def test_sort_key_is_short_and_puts_a_beginning_first(text, more):
    assert len(sort_key(text)) <= 3 * len(normalise(text)) + 2
    assert sort_key(text) <= sort_key(f"{text} {more}")


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Dân vận khéo 2017", "dan-van-kheo-2017"),
        ("  Huyện Yên Mô!! ", "huyen-yen-mo"),
        ("Đường – quê", "duong-que"),
        ("中文", ""),
    ],
)
def test_slugify(given_text, expected):
    assert slugify(given_text) == expected


def test_slugify_cuts_at_a_word():
    assert slugify("một hai ba bốn", longest=9) == "mot-hai"
    assert slugify("một hai ba bốn", longest=10) == "mot-hai-ba"
    assert slugify("nghiêng", longest=3) == "ngh"


@given(ANYTHING)
def test_slugify_is_safe_in_an_address(text):
    slug = slugify(text, longest=20)
    assert len(slug) <= 20
    assert set(slug) <= set(string.ascii_lowercase + string.digits + "-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")


def test_words():
    assert words("Mô hình “Nuôi trạch-sụn”, 2 hộ") == ["mo", "hinh", "nuoi", "trach", "sun", "2", "ho"]
