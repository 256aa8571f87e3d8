"""Writes the rows of a sheet straight into the workbook that XlsxWriter makes: a long list in a third of its time.

XlsxWriter looks at every cell anew, which takes most of the time of a long list. Here the look of a column is found
once, and a row is one piece of text. Everything else of the workbook stays XlsxWriter's own; a test holds what is read
back from both against each other (docs/benchmarks.md).
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import count
from math import isfinite
from typing import TYPE_CHECKING

from kheo.lib.xml_parts import cell_name

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT = 32_767  # characters in a cell
_FIRST_DAY = datetime.date(1899, 12, 30)
_SURE_FROM = datetime.date(1900, 3, 1)  # Excel counts a 29/02/1900 that never was
# What cannot stand in XML as it is, or what Excel would read otherwise.
_ODD = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\\s|\\s$")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ESCAPED = re.compile("_(x[0-9A-Fa-f]{4}_)")


class Rows:
    """The rows of one sheet; they must come in order, and nothing else may write cells of the sheet between them."""

    def __init__(self, sheet: "Worksheet") -> None:
        self._sheet = sheet
        self._letters: list[str] = []
        self._more = _letters()

    def write(self, row: int, cells: Sequence[str], height: float | None = None) -> bool:
        """Write a row (from 0) of cells, each without its place; returns whether it is on the sheet. A height in points
        is kept, else the program finds one."""
        sheet, number = self._sheet, row + 1
        if not cells:
            return True
        if sheet._check_dimensions(row, len(cells) - 1) or (not self._letters and sheet._check_dimensions(row, 0)):
            return False
        while len(self._letters) < len(cells):
            self._letters.append(next(self._more))
        made = "".join([f'<c r="{letters}{number}"{cell}' for letters, cell in zip(self._letters, cells, strict=False)])
        tall = f' ht="{height:.16g}" customHeight="1"' if height else ""
        sheet.fh.write(f'<row r="{number}"{tall}>{made}</row>')
        sheet.previous_row = row
        return True


def text_cell(text: str, look: int) -> str:
    """Return a cell of text in a look (its number in the workbook)."""
    keep = ""
    if _ODD.search(text):
        keep = ' xml:space="preserve"' if text != text.strip() else ""
        text = _CONTROL.sub(_coded, _ESCAPED.sub(r"_x005F_\1", text))
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f' s="{look}" t="inlineStr"><is><t{keep}>{text}</t></is></c>'


def blank_cell(look: int) -> str:
    """Return an empty cell in a look."""
    return f' s="{look}"/>'


def truth_cell(value: bool, look: int) -> str:
    """Return a cell of true or false."""
    return f' s="{look}" t="b"><v>{int(value)}</v></c>'


def number_cell(value: float | Decimal, look: int) -> str:
    """Return a cell of a number; raises ValueError for what is none."""
    if isinstance(value, int):
        return f' s="{look}"><v>{value}</v></c>'
    if not isfinite(value):
        raise ValueError(value)
    return f' s="{look}"><v>{float(value):.16G}</v></c>'


def day_cell(value: datetime.date, look: int) -> str:
    """Return a cell of a day, or of a moment without its zone, as Excel counts them: in days."""
    day = value.date() if isinstance(value, datetime.datetime) else value
    days: float = (day - _FIRST_DAY).days - (day < _SURE_FROM)
    if isinstance(value, datetime.datetime):
        days += (value - datetime.datetime.combine(day, datetime.time())) / datetime.timedelta(days=1)
    return f' s="{look}"><v>{days:.16G}</v></c>'


def _letters() -> Iterator[str]:
    """Yield the names of the columns: A, B, … Z, AA, …"""
    for column in count(1):
        yield cell_name(1, column)[:-1]


def _coded(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"
