"""The text of a form of table: what it says, and what is wrong with it by line."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.machinery.books.kit import CATALOGUE
from kheo.outlets.tables.kit import Head, titles_of
from kheo.outlets.tables.queries.shipped import shipped
from kheo.outlets.tables.rules.texts import NotATable, read_table
from kheo.outlets.tables.states import Kind, Rows
from tests.tables.made import TEXT


def problems(text):
    with pytest.raises(NotATable) as found:
        read_table(text, CATALOGUE)
    return found.value.problems


def test_a_form_says_rows_columns_sums_and_checks():
    layout = read_table(TEXT, CATALOGUE)
    assert (layout.rows, layout.stub, layout.total) == (Rows.BELOW, "Tên đơn vị", "Tổng cộng")
    assert [column.kind for column in layout.columns[-3:]] == [Kind.FORMULA, Kind.TYPED, Kind.TEXT]
    assert layout.columns[1].each == "field"
    assert layout.columns[2].path == ("Kết quả", "Được công nhận")
    assert layout.is_numbered
    assert layout.has_letters


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Nêu các dòng là gì, ví dụ: “theo đơn vị | Tên đơn vị”."),
        ("theo đơn vị | Đơn vị", "Biểu chưa có cột nào: viết ít nhất một dòng “cột …”."),
        ("theo mưa | Đơn vị", "Dòng 1: các dòng là một trong: đơn vị, từng đơn vị"),
        ("theo đơn vị | Đơn vị\ncột a | A | sổ nothing", "Không có chỉ tiêu “nothing”."),
        ("theo đơn vị | Đơn vị\ncột a | A | sổ registered màu=đỏ", "không chia được theo “màu”"),
        ("theo đơn vị | Đơn vị\ncột a | A | tính b + 1", "Công thức nói đến “b”, mà không có."),
        ("theo đơn vị | Đơn vị\ncột a | A | tính __import__('os')", "Dòng 2: "),
        ("theo đơn vị | Đơn vị\ncột a | A | nhập\ncột a | B | nhập", "“a” bị đặt tên hai lần."),
        ("theo đơn vị | Đơn vị\ncột a | A", "Dòng 2: nêu cột lấy từ đâu"),
        ("theo đơn vị | Đơn vị\ncột a | A | chỉ tiêu", "Cột “chỉ tiêu” cần các dòng “đơn vị được giao”."),
        ("theo năm | Năm\ncột a | A | sổ registered\ncộng cuối", "Các năm, danh sách không tự cộng"),
        ("theo đơn vị | Đơn vị\ncột a | A | nhập\ndòng x | X", "Dòng “dòng …” chỉ dùng cho biểu “theo danh sách”."),
    ],
)
def test_what_is_wrong_is_said(text, said):
    assert any(said in each for each in problems(text)), problems(text)


def test_every_problem_is_said_at_once():
    assert len(problems("theo đơn vị | Đơn vị\nhàng x\ncột a | A | sổ nothing\ncột b | | nhập")) == 3


@pytest.mark.parametrize("name", shipped())
def test_the_shipped_forms_can_be_read(name):
    said = shipped()[name].said
    assert read_table(said["text"], CATALOGUE).columns


@given(st.text(max_size=200), st.lists(st.sampled_from([*"=+-()|>.,", "tính", "cột", " a ", "sổ", "\n"]), max_size=30))
def test_no_text_breaks_the_reader(free, pieces):
    for text in (free, "theo danh sách | X\ncột a | A | " + "".join(pieces)):
        with suppress(NotATable):
            read_table(text, CATALOGUE)


def test_neighbours_share_their_outer_heading():
    heads = [Head("a", ("Tổng",)), Head("b", ("Nhóm", "Một")), Head("c", ("Nhóm", "Hai")), Head("d", ("Khác", "Ba"))]
    first, second = titles_of(heads)
    assert [(t.text, t.column, t.columns, t.rows) for t in first] == [
        ("Tổng", 0, 1, 2),
        ("Nhóm", 1, 2, 1),
        ("Khác", 3, 1, 1),
    ]
    assert [(t.text, t.column) for t in second] == [("Một", 1), ("Hai", 2), ("Ba", 3)]
