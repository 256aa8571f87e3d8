"""Our rows beside XlsxWriter's own: what a reader of workbooks finds in both is the same."""

import random
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from xlsxwriter import Workbook

from kheo.lib.office.rows_out import LONGEST_TEXT, Rows, blank_cell, day_cell, number_cell, text_cell, truth_cell

ODD = ["<b>", "a & b", "&amp;", "_x0041_", "x\x07y", "\x1b[0m", " đầu", "cuối ", "dòng\nhai", "\t", "=1+1", "", "￾"]
VALUES = [
    *ODD,
    "Đoạn đường tự quản",
    0,
    -17,
    138,
    2**40,
    0.1,
    -2.5e-7,
    Decimal("83.07"),
    True,
    False,
    None,
    date(1900, 1, 1),
    date(1900, 2, 28),
    date(1900, 3, 1),
    date(2017, 12, 31),
    datetime(2026, 7, 1, 23, 59, 58),  # noqa: DTZ001 -- a workbook knows no zone
    datetime(2017, 1, 2),  # noqa: DTZ001
]


def made(value, looks):
    if value is None or value == "":
        return blank_cell(looks["plain"])
    if isinstance(value, str):
        return text_cell(value, looks["plain"])
    if isinstance(value, bool):
        return truth_cell(value, looks["plain"])
    if isinstance(value, date):
        return day_cell(value, looks["day"])
    return number_cell(value, looks["plain"])


def write(path, rows, *, ours):
    with Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Sổ")
        formats = {"plain": book.add_format({"border": 1}), "day": book.add_format({"num_format": "dd/mm/yyyy"})}
        looks = {name: each._get_xf_index() for name, each in formats.items()}
        quick = Rows(sheet)
        for number, row in enumerate(rows):
            if ours:
                assert quick.write(number, [made(value, looks) for value in row])
                continue
            for column, value in enumerate(row):
                look = formats["day" if isinstance(value, date) else "plain"]
                sheet.write(number, column, value, look)


def read(path):
    sheet = openpyxl.load_workbook(path)["Sổ"]
    return sheet.dimensions, [[(cell.value, cell.data_type, cell.border.left.style) for cell in row] for row in sheet]


def test_the_same_is_read_back(tmp_path):
    dice = random.Random(7)
    rows = [[dice.choice(VALUES) for _cell in range(30)] for _row in range(200)] + [[each] * 30 for each in VALUES]
    for ours in (True, False):
        write(tmp_path / f"{ours}.xlsx", rows, ours=ours)
    assert read(tmp_path / "True.xlsx") == read(tmp_path / "False.xlsx")


def test_what_is_no_number_is_refused():
    for value in (float("nan"), float("inf"), Decimal("NaN")):
        with pytest.raises(ValueError, match="."):
            number_cell(value, 1)


def test_a_row_too_far_down_is_told(tmp_path):
    with Workbook(tmp_path / "far.xlsx", {"constant_memory": True}) as book:
        rows = Rows(book.add_worksheet())
        assert rows.write(0, [text_cell("a" * LONGEST_TEXT, 0)])
        assert not rows.write(1_048_576, [blank_cell(0)])
