"""A workbook that comes back with its wrong cells marked."""

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from kheo.lib.office.sheets_marked import Mark, Words, mark
from kheo.lib.unsafe import Unsafe

WORDS = Words("Kết quả kiểm tra", "Các ô bị từ chối", ("Trang", "Ô", "Cột", "Lý do", "Nên sửa"), "Sửa thành:")
COLOUR = "FFFFD75E"


@pytest.fixture
def sent(tmp_path):
    """A workbook with a colour, a comment, a formula and text that looks like one."""
    path, book = tmp_path / "gui.xlsx", openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    sheet.append(["Tên", "Lĩnh vực", "Cộng"])
    sheet.append(["Đường hoa", "Kinh tê", "=1+2"])
    sheet["A2"].comment = Comment("Hỏi lại thôn", "Chị Hoa")
    sheet["B2"].fill = PatternFill("solid", start_color="FF00FF00", end_color="FF00FF00")
    sheet["A3"] = "=HYPERLINK(1)"
    sheet["A3"].data_type = "s"
    book.save(path)
    return path


def marked(source, tmp_path, *marks, name="lai.xlsx"):
    mark(source, tmp_path / name, marks, WORDS)
    return openpyxl.load_workbook(tmp_path / name)


def at(cell, text="Không có trong danh mục.", suggestion=""):
    return Mark("Danh sách", cell, "Lĩnh vực", text, suggestion)


def test_the_wrong_cell_is_coloured_and_says_why_and_what_would_be_right(sent, tmp_path):
    cell = marked(sent, tmp_path, at("B2", suggestion="Kinh tế"))["Danh sách"]["B2"]
    assert cell.fill.start_color.rgb == COLOUR
    assert cell.comment.text == "Không có trong danh mục.\nSửa thành: Kinh tế"
    assert cell.value == "Kinh tê"


def test_everything_else_stays_formulas_too(sent, tmp_path):
    sheet = marked(sent, tmp_path, at("B2"))["Danh sách"]
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=1+2", "f")
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=HYPERLINK(1)", "s")
    assert sheet["A2"].comment.text == "Hỏi lại thôn"


def test_the_list_names_each_cell_with_a_link(sent, tmp_path):
    table = marked(sent, tmp_path, at("B2", "=cmd|x", "=1"), at("A3", "Thiếu."))["Kết quả kiểm tra"]
    rows = [[cell.value for cell in row[:5]] for row in table.iter_rows(min_row=4)]
    assert rows == [
        ["Danh sách", "B2", "Lĩnh vực", "=cmd|x", "=1"],
        ["Danh sách", "A3", "Lĩnh vực", "Thiếu.", None],
    ]
    assert {cell.data_type for row in table.iter_rows(min_row=4, max_col=5) for cell in row if cell.value} == {"s"}
    assert table["B4"].hyperlink.location == "'Danh sách'!B2"


def test_a_cell_with_two_faults_says_both(sent, tmp_path):
    cell = marked(sent, tmp_path, at("B2", "Một."), at("B2", "Hai.", "Ba"))["Danh sách"]["B2"]
    assert cell.comment.text == "Một.\nHai.\nSửa thành: Ba"


def test_the_next_round_takes_the_marks_of_the_first_away(sent, tmp_path):
    marked(sent, tmp_path, at("B2"), at("A2"), name="mot.xlsx")
    book = marked(tmp_path / "mot.xlsx", tmp_path, at("A3"), name="hai.xlsx")
    sheet = book["Danh sách"]
    assert sheet["B2"].comment is None
    assert sheet["B2"].fill.start_color.rgb == "FF00FF00"
    assert sheet["A2"].comment.text == "Hỏi lại thôn"
    assert sheet["A2"].fill.fill_type is None
    assert sheet["A3"].fill.start_color.rgb == COLOUR
    assert book.sheetnames == ["Danh sách", "Kết quả kiểm tra"]


def test_a_sheet_of_the_senders_own_with_that_name_stays(sent, tmp_path):
    book = openpyxl.load_workbook(sent)
    book.create_sheet(WORDS.tab)["A1"] = "Của tôi"
    book.save(sent)
    assert marked(sent, tmp_path, at("B2")).sheetnames == ["Danh sách", WORDS.tab, f"{WORDS.tab}1"]


def test_a_text_with_commas_comes_back_as_a_workbook_of_its_values(tmp_path):
    path = tmp_path / "gui.csv"
    path.write_text("Tên,Lĩnh vực\n=1+1,Kinh tê\n", "utf-8")
    sheet = marked(path, tmp_path, Mark("CSV", "B2", "Lĩnh vực", "Sai.", "Kinh tế"))["CSV"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["B2"].fill.start_color.rgb == COLOUR


def test_what_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "gui.xlsx"
    path.write_bytes(b"PK\x03\x04 hong")
    with pytest.raises(Unsafe):
        mark(path, tmp_path / "lai.xlsx", [at("B2")], WORDS)
    assert not (tmp_path / "lai.xlsx").exists()
