import datetime
import json

import pytest
from django.utils.translation import gettext_noop
from hypothesis import given
from hypothesis import strategies as st

from kheo.lib.encodings.backwards import to_tcvn3
from kheo.lib.office.sheets_in import Row, Sheet
from kheo.lib.refusals import Refused
from kheo.lib.unsafe import Problem, Unsafe
from kheo.machinery.intake.kit import Choices, Column
from kheo.machinery.intake.rules import (
    Fields,
    Layout,
    Passed,
    Place,
    day_in,
    read_tables,
    runs,
    text_of,
    understand,
    why_not_match,
    why_not_open,
    why_not_text,
)

NAME = Column("name", gettext_noop("Tên mô hình"), needed=True, limit=20, example="Đường hoa mẫu")
FIELD = Column("field", gettext_noop("Lĩnh vực"), needed=True)
PLACE = Column("place", gettext_noop("Địa điểm"), example="Thôn mẫu")
FIELDS = Fields(
    (NAME, FIELD, PLACE), {"field": Choices({"Kinh tế": 1, "Văn hóa": 2, "An ninh": 3})}, implied=(), name="name"
)
HEAD = ("STT", "Tên mô hình (*)", "Lĩnh vực (*)", "Địa điểm")


def table(*rows, head=HEAD, top=3, name="Đăng ký", **more):
    """Return a sheet with headings in a row and the given rows below; None leaves a row empty."""
    listed = [Row(1, ("BẢN ĐĂNG KÝ",)), Row(top, head)]
    listed += [Row(number, row) for number, row in enumerate(rows, start=top + 1) if row is not None]
    return Sheet(name, listed, **more)


def layout(*sheets):
    return understand(sheets, FIELDS)


def read(*sheets):
    return read_tables(sheets, layout(*sheets), FIELDS)


def places(*sheets):
    """Return what the columns of the first table are taken for."""
    return {place.number: place.key for place in layout(*sheets).tables[0].places}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("  Kinh \u00a0 tế ", "Kinh tế"),
        (12, "12"),
        (2.5, "2,5"),
        (True, "TRUE"),
        (datetime.date(2017, 1, 9), "09/01/2017"),
        (datetime.datetime(2017, 1, 9, 7, 30), "07:30 09/01/2017"),  # noqa: DTZ001 -- as a cell has it
    ],
)
def test_a_cell_says_what_its_reader_sees(value, text):
    assert text_of(value) == text


def test_rows_are_read_by_their_headings_in_any_order():
    sheet = table(("Thôn Đông", "Kinh tế", "Nuôi cá"), head=("Địa điểm", "LINH VUC", "Tên  mô hình"))
    (line,) = read(sheet).lines
    assert line.texts == {"name": "Nuôi cá", "field": "Kinh tế", "place": "Thôn Đông"}
    assert (line.number, line.cell("name"), line.cell("field"), line.cell("")) == (4, "C4", "B4", "")


def test_headings_in_an_old_typeface_are_known():
    head = ("STT", to_tcvn3("Tên mô hình"), "Lĩnh vực", to_tcvn3("Địa điểm"))
    assert len(read(table((1, "Nuôi cá", "Kinh tế"), head=head)).lines) == 1


def test_a_workbook_without_any_table_has_no_layout():
    assert not layout(Sheet("Sheet1", [Row(1, ("Họ tên", "Ngày sinh"))]), Sheet("Sheet2", [])).tables


def test_a_needed_column_that_is_missing_is_a_doubt():
    found = layout(table((1, "Nuôi cá", "Thôn Đông"), head=("STT", "Tên mô hình", "Địa điểm")))
    assert (found.doubts, found.is_sure, found.is_settled) == (("field",), True, False)


def test_a_misspelt_heading_is_proposed_and_asked():
    sheet = table((1, "Nuôi cá", "Kinh tế"), head=("STT", "Tên mô hình", "Lĩnh vựcc", "Địa điểm"))
    assert places(sheet) == {2: "name", 3: "field", 4: "place"}
    assert not layout(sheet).is_sure


def test_a_heading_that_stands_twice_is_taken_once():
    sheet = table((1, "Nuôi cá", "Kinh tế", None, "An ninh"), head=(*HEAD, "lĩnh vực"))
    assert places(sheet) == {2: "name", 3: "field", 4: "place"}
    assert "ô E3" in read(sheet).notices[0]


def test_a_heading_whose_content_is_something_else_is_asked():
    rows = [(number, f"Mô hình {number}", text) for number, text in enumerate(("hộ", "người", "m2"), start=1)]
    assert not layout(table(*rows)).is_sure


def test_a_column_is_known_by_its_content():
    rows = [(1, "Kinh tế", "Nuôi cá lồng trên sông"), (2, "An ninh", "Tiếng kẻng"), (3, "Văn hóa", "Lối sống đẹp")]
    sheet = table(*rows, head=("STT", "Mảng việc", "Tên mô hình"))
    assert places(sheet) == {2: "field", 3: "name"}
    assert not layout(sheet).is_sure


def test_merged_cells_hold_for_every_row_that_they_span():
    sheet = table((1, "Nuôi cá", "Kinh tế"), (2, "Trồng hoa"), (3, "Nuôi ong"), merged=(((4, 3), (6, 3)),))
    assert [line.texts["field"] for line in read(sheet).lines] == ["Kinh tế"] * 3


def test_an_answer_is_checked():
    found = layout(table((1, "Nuôi cá", "Kinh tế")))
    twice = [found.tables[0].matched([Place(2, "field"), Place(3, "field")])]
    reasons = why_not_match(Layout(tuple(twice), {"field": "Bay"}), FIELDS)
    assert reasons == [
        "Trang tính “Đăng ký”: có hai cột cùng được chọn là “Lĩnh vực”. Chỉ giữ lại một.",
        "Trang tính “Đăng ký”: hãy chọn cột nào là “Tên mô hình”.",
        "“Bay” không có trong danh mục của “Lĩnh vực”.",
    ]
    assert why_not_match(found, FIELDS) == []


def test_a_layout_is_kept_and_found_again():
    found = layout(table((1, "Nuôi cá", "Kinh tế")))
    assert Layout.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_what_is_not_read_is_told():
    sheet = table((1, "Nuôi cá", "Kinh tế", "ghi thêm", "lạc"), head=("STT", "Tên mô hình", "Lĩnh vực", "Ghi chú"))
    others = [
        Sheet("Năm trước", [Row(1, ("x",))]),
        Sheet("Kho", [Row(1, HEAD)], hidden=True),
        Sheet("Hướng dẫn", [Row(1, ("x",))]),
        Sheet("Danh mục", [Row(1, HEAD)], hidden=True),
        Sheet("Trống", []),
    ]
    assert read(sheet, *others).notices == [
        "Trang tính “Đăng ký”, ô D3: cột “Ghi chú” không có trong mẫu nên không được đọc.",
        "Trang tính “Đăng ký”, ô E3: cột có dữ liệu nhưng không có tiêu đề nên không được đọc.",
        "Trang tính “Đăng ký” không có cột cho: Địa điểm. Nội dung này trong sổ đăng ký được giữ nguyên.",
        "Trang tính “Năm trước” không có bảng theo mẫu nên không được đọc.",
        "Trang tính “Kho” đang ẩn nên không được đọc.",
    ]


def test_empty_rows_are_told_and_rows_below_them_are_read():
    sheet = table((1, "Nuôi cá", "Kinh tế"), None, None, (2, None, None), (3, "Trồng hoa", "Kinh tế"), (4,))
    reading = read(sheet)
    assert [line.number for line in reading.lines] == [4, 8]
    assert reading.notices == ["Hàng không có nội dung, bỏ qua: 5–7, 9."]


def test_the_example_is_known_with_or_without_its_mark():
    example = ("Ví dụ", "Đường hoa mẫu", "Kinh tế", "Thôn mẫu")
    reading = read(table(example, (None, *example[1:]), ("VI DU", "Nuôi cá", "Kinh tế", None)))
    assert [row.number for row in reading.others(Passed.EXAMPLE)] == [4, 5]
    assert reading.notices == ["Hàng ví dụ của mẫu, không nhập: hàng 4–5."]
    (line,) = reading.lines
    assert [reason.text for reason in line.wrong] == [
        "Hàng này ghi “Ví dụ” nhưng nội dung không phải ví dụ của mẫu. Nếu cần nhập, hãy xóa chữ này ở ô A6."
    ]


def test_formulas_and_errors_are_refused_by_their_cell():
    sheet = table(
        (1, "Nuôi cá", "Kinh tế", 5),
        (2, None, "Kinh tế"),
        formula_cells=frozenset({(4, 1), (4, 4)}),
        error_cells=frozenset({(5, 2)}),
    )
    first, second = read(sheet).lines
    assert [(first.cell(r.column), r.text) for r in first.wrong] == [
        ("D4", "Ô chứa công thức. Hãy sao chép rồi dán giá trị.")
    ]
    assert [(second.cell(r.column), r.text) for r in second.wrong] == [
        ("B5", "Ô đang báo lỗi của Excel. Hãy nhập lại nội dung đúng.")
    ]


def test_a_file_of_old_excel_is_read_with_a_warning():
    reading = read(table((1, "Nuôi cá", "Kinh tế"), formulas_known=False))
    assert "(.xls)" in reading.notices[0]


def test_two_tables_are_read_and_told_apart():
    reading = read(table((1, "Nuôi cá", "Kinh tế"), None, (2, "a", "b")), table((1, "Trồng hoa"), name="Thêm"))
    assert [(line.sheet_name, line.number) for line in reading.lines] == [("Đăng ký", 4), ("Đăng ký", 6), ("Thêm", 4)]
    assert reading.notices == ["Đăng ký: Hàng không có nội dung, bỏ qua: 5."]


cells = st.one_of(st.none(), st.sampled_from(["", "Nuôi cá", "Kinh tế", "Ví dụ", "Đường hoa mẫu", 3, 2.5, True]))


@given(st.lists(st.one_of(st.none(), st.tuples(cells, cells, cells, cells)), max_size=30))
def test_every_row_of_the_file_is_accounted_for(rows):
    shown = [row if row is None or any(value not in (None, "") for value in row) else None for row in rows]
    while shown and shown[-1] is None:
        shown.pop()
    reading = read(table(*shown))
    assert [row.number for row in reading.rows] == list(range(4, 4 + len(shown)))


@pytest.mark.parametrize(("numbers", "text"), [([], ""), ([4], "4"), ([4, 5], "4–5"), ([1, 3, 4, 5, 9], "1, 3–5, 9")])
def test_runs_of_numbers_are_drawn_together(numbers, text):
    assert runs(numbers) == text


def test_a_text_in_an_old_typeface_is_refused_with_its_repair():
    (reason,) = why_not_text("M« h×nh D©n vËn khÐo", PLACE)
    assert reason == "Nội dung gõ bằng phông chữ cũ (TCVN3 hoặc VNI). Có phải “Mô hình Dân vận khéo”?"


def test_a_text_is_refused_when_its_column_is_too_short():
    assert why_not_text("x" * 20, NAME) == []
    assert why_not_text("x" * 21, NAME) == ["Nội dung dài quá 20 ký tự."]


def test_days_are_read_or_refused_with_what_to_write():
    assert day_in("9/1/2017") == datetime.date(2017, 1, 9)
    assert day_in("42744") == datetime.date(2017, 1, 9)
    with pytest.raises(Refused) as refusal:
        day_in("2017")
    assert "năm" in str(refusal.value)


@pytest.mark.parametrize(
    ("unsafe", "words"),
    [
        (Unsafe(Problem.EMPTY_ROWS, sheet="Đăng ký", limit=65_536), "có hơn 65536 hàng trống"),
        (Unsafe(Problem.FAR_CELL, sheet="Đăng ký", cell="C900000"), "dữ liệu ở ô C900000"),
        (Unsafe(Problem.TOO_MANY_ROWS, sheet="Đăng ký", cell="C65537", limit=65_536), "chia thành nhiều tệp"),
        (Unsafe(Problem.TOO_MANY_COLUMNS, sheet="Đăng ký", cell="GS4", limit=200), "quá 200 cột"),
        (Unsafe(Problem.ENCRYPTED), "mật khẩu"),
        (Unsafe(Problem.NOT_A_WORKBOOK), "Excel"),
        (Unsafe(Problem.UNREADABLE, reason="crashed"), "hỏng"),
    ],
)
def test_what_cannot_be_opened_is_said_in_words_with_the_place(unsafe, words):
    text = why_not_open(unsafe, "dang-ky.xlsx", 1)
    assert text.startswith("“dang-ky.xlsx”")
    assert words in text
