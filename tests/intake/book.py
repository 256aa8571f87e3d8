"""Workbooks as officers send them: the official form of the day, filled in with openpyxl."""

import io
from datetime import date

import openpyxl
from django.core.files import File

from kheo.machinery.intake.actions import receive
from kheo.machinery.intake.kit import SHEETS, Occasion
from kheo.machinery.intake.queries import write_form
from tests import make

HEAD = 3  # the row of the headings in the official form
FIRST = 5  # the first row below the example
ROW = {
    "Loại hình": "Mô hình",
    "Lĩnh vực": "Kinh tế",
    "Chủ thể": "Tập thể",
    "Tình trạng trong năm": "Đăng ký mới",
    "Mục đích": "Giúp dân",
    "Nội dung, cách làm": "Vận động từng nhà",
    "Chỉ tiêu đo được": "20 hộ tham gia",
}
NAME = "Tên mô hình, điển hình"


def sheet():
    """Return the declared list of registrations."""
    return SHEETS["registrations"]


def occasion(by, unit, period="dan-van-kheo-2017", at=make.NOW):
    """Return an occasion on the day of the tests."""
    return Occasion(by, unit, period, at)


def form(folder, said):
    """Return the official form for an occasion, opened."""
    path = folder / "mau.xlsx"
    write_form(path, sheet(), said)
    return openpyxl.load_workbook(path)


def columns(table):
    """Return the number of each heading in a form's table."""
    return {str(cell.value or "").removesuffix(" (*)"): cell.column for cell in table[HEAD]}


def fill(book, *rows, first=FIRST):
    """Write rows (heading to value, on top of `ROW`) below the example, and return the workbook as a file to send."""
    table = book.worksheets[0]
    places = columns(table)
    for number, row in enumerate(rows, start=first):
        for heading, value in ({} if row is None else ROW | row).items():
            table.cell(number, places[heading], value)
    return sent(book)


def sent(book, name="dang-ky.xlsx"):
    """Return a workbook as a file to send."""
    data = io.BytesIO()
    book.save(data)
    return File(io.BytesIO(data.getvalue()), name=name)


def bring(file, said):
    """Send a file, from its beginning."""
    file.seek(0)
    return receive(file, sheet=sheet(), occasion=said)


def verdicts(upload):
    """Return the verdict of each row by its number."""
    return {row.number: row.verdict for row in upload.rows.order_by("pk")}


def reasons(upload):
    """Return what is said of each refused row: its number, the cell and the words."""
    return [(row.number, r["cell"], r["text"]) for row in upload.rows.order_by("pk") for r in row.reasons]


DAY = date(2017, 1, 20)
