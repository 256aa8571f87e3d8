import datetime as dt
from decimal import Decimal

import openpyxl
import pytest

from kheo.lib.office.sheets_in import Row, read_workbook
from kheo.lib.office.sheets_out import (
    Column,
    DoesNotFit,
    Notes,
    SumsDiffer,
    Table,
    sheet_name,
    write_form,
    write_table,
    write_tables,
)

FIELDS = ("Kinh tế", "Văn hóa - xã hội", "Quốc phòng - an ninh", "Hệ thống chính trị")
COLUMNS = (
    Column("Tên mô hình", 40, hint="Ghi đúng tên đã đăng ký"),
    Column("Lĩnh vực", choices=FIELDS, refusal="Chọn một trong bốn lĩnh vực", hint="Chọn trong danh sách"),
    Column("Loại", choices=("Tập thể", "Cá nhân")),
    Column("Số hộ"),
)


def opened(path, name=None):
    book = openpyxl.load_workbook(path)
    return book[name] if name else book


def form(path, **changes):
    table = Table("Đăng ký", COLUMNS, [["Thắp sáng đường quê", "Kinh tế", "Tập thể", 52]], ["BIỂU ĐĂNG KÝ", "Năm 2017"])
    write_form(path, table, Notes("Hướng dẫn", ["Cách điền", "Không sửa dòng tiêu đề."]), "Danh mục", **changes)


def test_an_example_stands_above_the_rows_in_a_look_of_its_own(tmp_path):
    table = Table("Đăng ký", COLUMNS, [["Nuôi cá"]], ["BIỂU"], example=["Ví dụ", "Kinh tế", "Tập thể", 1])
    write_form(tmp_path / "a.xlsx", table, Notes("Hướng dẫn", ["Cách điền"]), "Danh mục")
    sheet = opened(tmp_path / "a.xlsx", "Đăng ký")
    assert [(cell.value, cell.font.italic, cell.protection.locked) for cell in sheet["A"][2:]] == [
        ("Ví dụ", True, False),
        ("Nuôi cá", False, False),
    ]


@pytest.mark.slow
def test_a_form_reads_back_and_holds_no_formula(tmp_path):
    form(tmp_path / "a.xlsx")
    sheet, notes, lists = read_workbook(tmp_path / "a.xlsx")
    assert sheet.rows == [
        Row(1, ("BIỂU ĐĂNG KÝ",)),
        Row(2, ("Năm 2017",)),
        Row(3, ("Tên mô hình", "Lĩnh vực", "Loại", "Số hộ")),
        Row(4, ("Thắp sáng đường quê", "Kinh tế", "Tập thể", 52)),
    ]
    assert (sheet.formula_cells, sheet.merged) == (frozenset(), ())
    assert [row.cells for row in notes.rows] == [("Cách điền",), ("Không sửa dòng tiêu đề.",)]
    assert (lists.name, lists.hidden) == ("Danh mục", True)
    assert lists.rows[1].cells == ("Kinh tế", "Tập thể")
    assert lists.rows[4].cells == ("Hệ thống chính trị",)


def test_a_form_locks_its_headings_and_opens_its_cells(tmp_path):
    form(tmp_path / "a.xlsx", spare_rows=10)
    sheet = opened(tmp_path / "a.xlsx", "Đăng ký")
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "A4"
    assert [sheet.cell(row, 1).protection.locked for row in (1, 3, 4)] == [True, True, False]
    assert not sheet.column_dimensions["B"].protection.locked
    assert sheet.column_dimensions["A"].width == pytest.approx(40, abs=1)
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {"A4:A14", "B4:B14", "C4:C14"}
    assert rules["B4:B14"].formula1 == "'Danh mục'!$A$2:$A$5"
    assert rules["B4:B14"].error == "Chọn một trong bốn lĩnh vực"
    assert rules["C4:C14"].formula1 == "'Danh mục'!$B$2:$B$3"
    assert rules["A4:A14"].prompt == "Ghi đúng tên đã đăng ký"


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-5 hộ", "@SUM(A1)", "=cmd|'/c calc'!A0", "https://x.vn", "\t=1"])
def test_text_stays_text(text, tmp_path):
    write_table(tmp_path / "a.xlsx", Table("Một", [Column(text)], [[text]]))
    for row in (1, 2):
        cell = opened(tmp_path / "a.xlsx", "Một").cell(row, 1)
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
        assert cell.quotePrefix is not text.startswith("h")


def test_values_keep_their_types(tmp_path):
    late = dt.datetime(2018, 1, 17, 17, 30, tzinfo=dt.UTC)
    values = [52, 37.5, Decimal("1.5"), True, dt.date(2018, 1, 18), late, None, ""]
    columns = [Column(str(number), pattern="#,##0" if number == 0 else "") for number in range(8)]
    write_table(tmp_path / "a.xlsx", Table("Một", columns, [values]))
    cells = opened(tmp_path / "a.xlsx", "Một")[2]
    moment = dt.datetime(2018, 1, 18, 0, 30)  # noqa: DTZ001 -- what a cell shows
    day = dt.datetime(2018, 1, 18)  # noqa: DTZ001 -- what a cell shows
    assert [cell.value for cell in cells] == [52, 37.5, 1.5, True, day, moment, None, None]
    assert [cells[number].number_format for number in (0, 1, 4, 5)] == [
        "#,##0",
        "General",
        "dd/mm/yyyy",
        "dd/mm/yyyy hh:mm",
    ]


def annex(figure):
    rows = [["Xã Yên Mạc", 30, Decimal("0.1")], ["Xã Yên Phong", 22, 0.2], ["Xã Mai Sơn", None, None]]
    columns = [Column("Đơn vị"), Column("Số mô hình"), Column("Tỷ lệ")]
    return Table("Phụ lục", columns, rows, ["PHỤ LỤC"], {1: figure, 2: Decimal("0.3")}, "Tổng cộng")


def test_sums_are_added_up_and_proved(tmp_path):
    write_tables(tmp_path / "a.xlsx", [annex(52), Table("Hai", [Column("x")])])
    book = opened(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Phụ lục", "Hai"]
    assert [cell.value for cell in book["Phụ lục"][6]] == ["Tổng cộng", 52, 0.3]
    assert all(cell.data_type != "f" for row in book["Phụ lục"] for cell in row)


def test_rows_that_do_not_make_the_figure_write_nothing(tmp_path):
    with pytest.raises(SumsDiffer, match="Số mô hình: 52 ≠ 53"):
        write_table(tmp_path / "a.xlsx", annex(53))
    assert not (tmp_path / "a.xlsx").exists()


def test_what_does_not_fit_is_said_and_not_cut(tmp_path):
    with pytest.raises(DoesNotFit, match="^B3: xxx"):
        write_table(tmp_path / "a.xlsx", Table("Một", [Column("a"), Column("b")], [[1, 2], [1, "x" * 32_768]]))
    with pytest.raises(DoesNotFit):
        write_table(tmp_path / "a.xlsx", Table("a/b", [Column("a")]))
    with pytest.raises(DoesNotFit), pytest.warns(UserWarning, match="255"):
        write_form(tmp_path / "a.xlsx", Table("Một", [Column("a", hint="x" * 256)]), Notes("Hai", []), "Ba")
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize(
    ("text", "name"),
    [("Kinh tế / xã hội: 2017?", "Kinh tế xã hội 2017"), ("'Dân vận'", "Dân vận"), ("x" * 40, "x" * 31)],
)
def test_sheet_name(text, name):
    assert sheet_name(text) == name
