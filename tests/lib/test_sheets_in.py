import datetime as dt

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula
from python_calamine import load_workbook

from kheo.lib import safe_files
from kheo.lib.office.sheets_in import Percent, Row, cell_name, read_workbook
from kheo.lib.safe_files import Problem, Unsafe
from kheo.lib.sandbox import ChildFailed, run
from kheo.lib.xml_parts import cell_place
from tests.lib.hostile import MAIN, OLE_HEAD, cell, write_ods, write_xlsx

pytestmark = pytest.mark.slow


def refusal(path):
    with pytest.raises(Unsafe) as caught:
        read_workbook(path)
    return caught.value


@pytest.mark.parametrize(
    ("row", "column", "name"), [(7, 3, "C7"), (1, 26, "Z1"), (2, 27, "AA2"), (1048576, 16384, "XFD1048576")]
)
def test_cell_names(row, column, name):
    assert cell_name(row, column) == name
    assert cell_place(name) == (row, column)


def test_values_come_typed_at_their_real_places(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Đăng ký"
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "DANH SÁCH"
    values = ["  ", "x", 52, 37.7, True, dt.date(2018, 1, 18), dt.datetime(2018, 1, 18, 8, 30), dt.time(8, 30)]  # noqa: DTZ001 -- a cell
    for column, value in enumerate(values, start=2):
        sheet.cell(5, column, value)
    sheet["K5"] = dt.timedelta(hours=30)
    sheet["L5"] = "=1+1"
    sheet["M5"] = "#REF!"
    sheet["M5"].data_type = "e"
    sheet["N5"] = ArrayFormula("N5", "=SUM(C5:D5)")
    book.create_sheet("Danh mục").sheet_state = "hidden"
    book.create_chartsheet("Biểu đồ")
    book.save(tmp_path / "a.xlsx")
    first, second = read_workbook(tmp_path / "a.xlsx")
    assert first.name == "Đăng ký"
    assert first.rows == [
        Row(1, ("DANH SÁCH",)),
        Row(5, (None, None, "x", 52, 37.7, True, *values[5:7], "08:30:00", None, "30:00:00")),
    ]
    assert [type(value) for value in first.rows[1].cells[3:7]] == [int, float, bool, dt.date]
    assert first.rows[1].at(3) == "x"
    assert first.rows[1].at(99) is None
    assert first.merged == (((1, 1), (1, 4)),)
    assert first.formula_cells == {(5, 12), (5, 14)}
    assert first.error_cells == {(5, 13)}
    assert first.formulas_known
    assert not first.hidden
    assert (second.name, second.hidden, second.rows) == ("Danh mục", True, [])


def test_a_sheet_may_begin_in_the_middle(tmp_path):
    book = openpyxl.Workbook()
    book.active["C4"] = "x"
    book.save(tmp_path / "a.xlsx")
    assert read_workbook(tmp_path / "a.xlsx")[0].rows == [Row(4, (None, None, "x"))]


def test_an_open_document_is_read(tmp_path):
    text = '<table:table-cell office:value-type="string"><text:p>Xã Yên Mạc</text:p></table:table-cell>'
    number = '<table:table-cell office:value-type="float" office:value="2" table:formula="of:=1+1"/>'
    rows = f'<table:table-row table:number-rows-repeated="3"/><table:table-row>{text}{number}</table:table-row>'
    sheet = read_workbook(write_ods(tmp_path / "a.ods", rows))[0]
    assert sheet.rows == [Row(4, ("Xã Yên Mạc", 2))]
    assert sheet.formula_cells == {(4, 2)}


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        ("0%", "95"),
        ("0.00%", "95"),
        ("[Red]#,##0.0 %;[Blue]-0%", "95"),
        ('0.0"%"', None),
        ("0.0\\%", None),
        ("_(0.00_%_)", None),
        ('0;"âm"0%', None),
        ("General", None),
    ],
)
@pytest.mark.parametrize("glanced_from", [1, 1 << 40])
def test_a_number_shown_as_percent_says_so(look, shown, glanced_from, tmp_path, monkeypatch):
    monkeypatch.setattr(safe_files, "_GLANCED_FROM", glanced_from)
    book = openpyxl.Workbook()
    book.active.append(["x", 0.95, 0.95])
    book.active["B1"].number_format = look
    book.save(tmp_path / "a.xlsx")
    text, first, second = read_workbook(tmp_path / "a.xlsx")[0].rows[0].cells
    assert (text, first, second) == ("x", 0.95, 0.95)
    assert [str(cell.shown) if isinstance(cell, Percent) else None for cell in (first, second)] == [shown, None]


@pytest.mark.parametrize(("value", "shown"), [(1, "100"), (0.07, "7"), (1 / 3, "33.3333"), (1.205, "120.5"), (0, "0")])
def test_what_is_shown_as_percent_is_said_without_the_noise_of_floats(value, shown, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        look = book.add_format({"num_format": "0%"})
        book.add_worksheet().write_row(3, 2, [value, "x"], look)
    number, text = read_workbook(tmp_path / "a.xlsx")[0].rows[0].cells[2:]
    assert (f"{number.shown:f}", text) == (shown, "x")


def test_an_open_document_says_what_it_shows_as_percent(tmp_path):
    share = '<table:table-cell office:value-type="percentage" office:value="0.95" table:number-columns-repeated="2"/>'
    number = '<table:table-cell office:value-type="float" office:value="0.95"/>'
    rows = f'<table:table-row table:number-rows-repeated="2">{share}{number}</table:table-row>'
    sheet = read_workbook(write_ods(tmp_path / "a.ods", rows))[0]
    assert [[type(cell) for cell in row.cells] for row in sheet.rows] == [[Percent, Percent, float]] * 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Problem.NOT_A_WORKBOOK),
        (b"PK\x03\x04 and nothing", Problem.NOT_A_WORKBOOK),
        (b"\x89PNG\r\n\x1a\n", Problem.NOT_A_WORKBOOK),
        (OLE_HEAD + "EncryptedPackage".encode("utf-16-le"), Problem.ENCRYPTED),
        (OLE_HEAD + "Workbook".encode("utf-16-le"), Problem.DAMAGED),
    ],
)
def test_what_is_no_workbook(content, code, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert refusal(path).code is code


def test_a_structural_refusal_comes_through(tmp_path):
    found = refusal(write_xlsx(tmp_path / "a.xlsx", cell("XFD1048576")))
    assert (found.code, found.details["cell"]) == (Problem.TOO_MANY_COLUMNS, "XFD1048576")
    assert refusal(write_xlsx(tmp_path / "b.xlsx", more={"xl/workbook.xml": "<x/>"})).code in set(Problem)


def test_a_small_file_that_would_abort_the_library_is_refused_by_name(tmp_path):
    far = f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>'
    path = write_xlsx(tmp_path / "a.xlsx", far)
    assert path.stat().st_size < 4_600
    with pytest.raises(ChildFailed) as caught:
        run(load_directly, path)
    assert caught.value.reason == "memory"
    assert refusal(path).details["cell"] == "XFD1048576"


def load_directly(path):
    return load_workbook(path).get_sheet_by_index(0).to_python()


def test_the_death_of_the_child_is_a_refusal_with_its_cause(tmp_path):
    found = refusal(tmp_path / "absent.xlsx")
    assert (found.code, found.details["reason"]) == (Problem.UNREADABLE, "crashed")
    assert "FileNotFoundError" in found.details["cause"]


def test_an_entity_is_never_expanded(tmp_path):
    sheet = (
        f'<!DOCTYPE worksheet [<!ENTITY a "{"a" * 1000}">]><worksheet xmlns="{MAIN}"><sheetData><row><c><is><t>'
        f"{'&a;' * 1000}</t></is></c></row></sheetData></worksheet>"
    )
    assert refusal(write_xlsx(tmp_path / "a.xlsx", more={"xl/worksheets/sheet1.xml": sheet})).code is Problem.DOCTYPE
