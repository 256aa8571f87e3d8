import unicodedata

import pytest

from kheo.lib.reading.text import pattern, prepare


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_places_lead_back_to_the_text_as_it_was_given(form):
    original = unicodedata.normalize(form, "Ðảng ủy xã  \u200bHòa Bình – 52 mô hình")
    text = prepare(original)
    assert text.plain == "Đảng ủy xã Hòa Bình - 52 mô hình"
    start = text.low.index("52")
    span = text.span(start, start + 2)
    assert original[span.start : span.end] == "52"
    assert text.said(0, len(text.plain)) == "Đảng ủy xã \u200bHòa Bình – 52 mô hình"


def test_either_placing_of_tones_is_found():
    assert pattern("văn hóa").search(prepare("VĂN HOÁ").low)
    assert pattern("huyện ủy").search(prepare("Huyện uỷ").low)


def test_a_wrapped_line_goes_on_and_a_row_of_a_table_does_not():
    assert prepare("đã xây\ndựng mô hình").plain == "đã xây dựng mô hình"
    assert prepare("Kết quả:\nmô hình").plain == "Kết quả:\nmô hình"
    row = "STT | Đơn vị | Tổng số | Kinh tế | VH-XH | QP-AN | HTCT | Ghi chú"
    assert prepare(f"{row}\n1 | Xã A | 3").plain.count("\n") == 1


def test_cells_one_under_another_become_rows_and_every_place_stays():
    cells = [
        "STT",
        "Đơn vị",
        "Tổng số",
        "Kinh tế",
        "1",
        "Xã A",
        "3",
        "2",
        "2",
        "Xã B",
        "5",
        "1",
        "Cộng",
        "8",
        "3",
        "Hết.",
    ]
    original = "\n".join(cells)
    plain = prepare(original).plain
    assert plain.split("\n") == ["STT|Đơn vị|Tổng số|Kinh tế", "1|Xã A|3|2", "2|Xã B|5|1", "Cộng|8|3", "Hết."]
    assert len(plain) == len(original)


def test_a_list_that_is_no_table_stays():
    original = "STT\nMột câu dài\n1. Xã A có 3 mô hình\n2. Xã B"
    assert prepare(original).plain == original


def test_the_slips_of_a_typist_are_mended_only_for_the_rules():
    text = prepare("24 mô hinh Dận vận khéo")
    assert (text.low, text.plain) == ("24 mô hình dân vận khéo", "24 mô hinh Dận vận khéo")
    assert prepare("bông hoa văn hoa lá").low == "bông hoa văn hoa lá"
