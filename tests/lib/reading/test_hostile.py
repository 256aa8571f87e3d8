"""Whatever the text, reading ends and raises nothing."""

import random
import re
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.lib.reading.reader import read
from tools import reads

TEXTS = [text for _name, text, _label in reads.cases()]
WORDS = sorted({word for text in TEXTS for word in text.split()})
PIECES = [
    *("1.", "1 ", "“", '"', "( ", "mô hình ", "năm 2017 ", "Nguyễn Văn ", "Phó Bí thư ", "ngày 1/1 ", "138 mô hình, "),
    *(
        "tập thể, ",
        "kinh tế, ",
        "trên 5 ",
        "\n",
        "e\u0301",
        "; ",
        ". ",
        "| ",
        "một ",
        "\u200b",
        "Quyết định số 1/",
        "1-",
        "1",
        ".000",
        " 000",
        "(tập thể 3 mô hình) ",
        "HUYỆN YÊN ",
        "TRƯỞNG BAN\nLê Văn A\n",
        "STT\n1\nXã A\n",
        "STT\nA\nB\nC\n1\nX\n5\n2\nY\n6\n",
        "8 tỷ 200 triệu ",
        "hai mô hình a, một mô hình ",
        "đề nghị các xã, kiện toàn; ",
        "tập thể 3, cá nhân 4, ",
        "138 mô hình. xã A 12, xã B 9, còn lại 8. ",
        "từ năm 2009 đến nay ",
        "được tặng giấy khen ",
        "tiêu biểu: “a” ",
        "Hội Nông dân xã A, ngày 1",
    ),
]


@given(st.text())
def test_any_text_can_be_read(text):
    found = read(text)
    assert all(0 <= place.start <= place.end <= len(text) for place in found.where.values())


@given(st.lists(st.sampled_from([*WORDS, "\n", "“", "”", "138", "1.047", "83,07%", ";", "|"]), max_size=120))
def test_any_words_can_be_read(words):
    text = " ".join(words)
    found = read(text)
    assert all(text[one.start : one.end] for one in found.figures)


@pytest.mark.slow
def test_mutated_reports_can_be_read():
    chance = random.Random(20171231)
    for text in TEXTS:
        for _turn in range(6):
            letters = list(text)
            for _change in range(12):
                place = chance.randrange(len(letters))
                letters[place] = chance.choice(
                    ["", "\n", "“", "9", ";", ".", "\u0301", letters[chance.randrange(len(letters))]]
                )
            read("".join(letters))


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_one_endless_line_is_read(piece):
    read(piece * (20_000 // len(piece)))


@pytest.mark.slow
def test_a_long_text_is_read_in_little_memory():
    text = "\n".join(TEXTS)
    large = text * (250_000 // len(text) + 1)
    tracemalloc.start()
    assert len(read(large).figures) > 250
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 75_000_000


def test_no_pattern_nests_its_repetitions():
    nested = r"\((?:\?:)?[^()|]*[+*]\)[+*]"
    files = sorted((reads.READS.parent / "src/kheo/lib/reading").glob("*.py"))
    assert [file.name for file in files if re.search(nested, file.read_text("utf-8"))] == []
