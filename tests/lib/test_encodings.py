import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.lib.encodings import TCVN3, VNI, detect, repair
from kheo.lib.encodings.backwards import to_tcvn3
from kheo.lib.syllables import ACCENTED, LETTERS, TONES, is_syllable

SEED = (
    "Năm 2017, phong trào thi đua được quan tâm chỉ đạo với sự vào cuộc của cả hệ thống chính trị; "
    "nuôi trạch sụn, thắp sáng đường quê, ủng hộ hộ nghèo, giữ vững quốc phòng - an ninh, quỹ khuyến học"
)


def to_vni(text):
    codes = {letter: written for written, letter in VNI.items()}
    return "".join(codes.get(char, char) for char in text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("M« h×nh D©n vËn khÐo", "Mô hình Dân vận khéo"),
        ("NguyÔn V¨n H\u00ad¬ng", "Nguyễn Văn Hương"),
        ("HéI NGHÞ TæNG KÕT", "HỘI NGHỊ TỔNG KẾT"),
        ("H§ND x· Yªn M¹c", "HĐND xã Yên Mạc"),
        ("Lª Hµ", "Lê Hà"),
        ("§oµn\n¤ng §ç Träng", "Đoàn\nÔng Đỗ Trọng"),
    ],
)
def test_tcvn3_is_found_and_repaired(typed, meant):
    assert detect(typed) == "tcvn3"
    assert repair(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Moâ hình Daân vaän kheùo", "Mô hình Dân vận khéo"),
        ("TOÅNG KEÁT", "TỔNG KẾT"),
        ("Ñaûng boä huyeän Yeân Moâ", "Đảng bộ huyện Yên Mô"),
        ("Nguyeãn Vaên Höông", "Nguyễn Văn Hương"),
    ],
)
def test_vni_is_found_and_repaired(typed, meant):
    assert detect(typed) == "vni"
    assert repair(typed) == meant


def test_whole_sentences_come_back():
    assert repair(to_tcvn3(SEED)) == SEED
    assert repair(to_vni(SEED)) == SEED
    assert repair(to_tcvn3(SEED.upper())) == SEED.upper()
    assert repair(to_vni(SEED.upper())) == SEED.upper()


@pytest.mark.parametrize("letter", sorted(ACCENTED))
def test_each_small_letter_comes_back(letter):
    assert repair(f"M« h×nh {to_tcvn3(letter)}") == f"Mô hình {letter}"
    assert repair(f"Moâ hình kheùo {to_vni(letter)}") == f"Mô hình khéo {letter}"


@pytest.mark.parametrize("letter", sorted(letter.upper() for letter in ACCENTED))
def test_each_capital_comes_back_among_capitals(letter):
    assert repair(to_tcvn3(f"MÔ HÌNH {letter}")) == f"MÔ HÌNH {letter}"
    assert repair(to_vni(f"MÔ HÌNH KHÉO {letter}")) == f"MÔ HÌNH KHÉO {letter}"


def test_the_tables_hold_every_letter():
    assert set(TCVN3.values()) == ACCENTED | set("ĂÂÊÔƠƯĐ")
    assert set(VNI.values()) == ACCENTED | {letter.upper() for letter in ACCENTED}


def test_a_lone_capital_with_a_tone_comes_back_small():
    assert repair(to_tcvn3("Ánh sáng đường quê")) == "ánh sáng đường quê"


@pytest.mark.parametrize(
    "text",
    [
        SEED,
        SEED.upper(),
        "hoà bình, thuý, quý, là, và, xóm, cá, nhà, chú ý",
        "Hòa Bình",
        "bài hát có là cà phê",
        "The quick brown fox; naïve café, résumé, façade, Windows® © 2020 §1, £5, 5½ cups, 5 µm",
        "L'élève a déjà été à l'hôtel où le garçon mangeait des pâtes; plutôt tôt, Noël, Loïc, naïf, maïs, août",
        "«Bonjour», dit-il. « Ça va ? »",
        "où",
        "São João irmão, niño, mañana, für Köln, schön, Mª Carmen, 1ª, nº 3",
        "0123456789 1.234,5 18/01/2018",
        "",
        "thé",
        "Héi",
    ],
)
def test_nothing_else_is_taken_for_it(text):
    assert detect(text) is None
    assert repair(text) == text


RIGHT_LETTERS = [unicodedata.normalize("NFC", letter + tone) for letter in "aăâeêioôơuưy" for tone in TONES]
SYLLABLES = st.builds(
    lambda onset, vowel, coda: onset + vowel + coda,
    st.sampled_from(["", "b", "c", "ch", "đ", "h", "kh", "l", "m", "n", "ng", "qu", "t", "th", "tr", "v", "x"]),
    st.sampled_from(RIGHT_LETTERS),
    st.sampled_from(["", "n", "ng", "m", "i", "o", "c", "t", "p"]),
).filter(is_syllable)


@given(st.lists(SYLLABLES, min_size=1, max_size=12).map(" ".join))
def test_right_vietnamese_is_never_touched(text):
    assert repair(text) == text


@given(st.lists(SYLLABLES, min_size=1, max_size=12).map(" ".join))
def test_repair_gives_back_what_was_typed(text):
    typed = to_tcvn3(text)
    if detect(typed) == "tcvn3":
        assert repair(typed) == text


@given(st.text(alphabet=LETTERS + "0123456789 .,", max_size=40).filter(str.isascii))
def test_plain_letters_are_never_touched(text):
    assert repair(text) == text
