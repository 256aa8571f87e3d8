"""Reads a workbook from a stranger: typed values at their real places, or a reason why not."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from kheo.lib.file_kinds import Kind
from kheo.lib.office.separated_in import read_separated
from kheo.lib.safe_files import Problem, Unsafe, check_archive, kind_of
from kheo.lib.sandbox import ChildFailed, stream
from kheo.lib.xml_parts import MOST_COLUMNS, MOST_ROWS, SheetScan, cell_name

__all__ = ["Percent", "Row", "Sheet", "Value", "cell_name", "read_workbook", "read_workbook_here"]

Value = str | int | float | bool | datetime.date | None
"""What a cell holds; a `datetime` where there is a time of day, text for a time alone."""


class Percent(float):
    """A number that its sheet shows as percent: 0.95 shown as 95%."""

    __slots__ = ()

    @property
    def shown(self) -> Decimal:
        """The number before the percent sign, to four places."""
        return round(Decimal(repr(float(self))) * 100, 4).normalize()


Read = str | int | float | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
Place = tuple[int, tuple[Value, ...]]
_VBA = "_VBA_PROJECT".encode("utf-16-le")
_TEXT_NAME = "CSV"
_AT_A_TIME = 1_000  # rows


@dataclass(frozen=True)
class Row:
    """A row that holds something: its number on the sheet, and its cells from column A on."""

    number: int
    cells: tuple[Value, ...]

    def at(self, column: int) -> Value:
        """Return the value in a column counted from 1; None beyond the last."""
        return self.cells[column - 1] if column <= len(self.cells) else None


@dataclass(frozen=True)
class Sheet:
    """One sheet; rows and columns count from 1. Empty rows are left out, the numbers stay."""

    name: str
    rows: list[Row]
    hidden: bool = False
    formula_cells: frozenset[tuple[int, int]] = frozenset()
    error_cells: frozenset[tuple[int, int]] = frozenset()  # #REF! and the like, whose value reads as None
    formulas_known: bool = True  # False for .xls: its formulas and errors are not seen here
    percents_known: bool = True  # False for .xls: what it shows as percent reads as the number beneath
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    has_macros: bool = False  # the workbook holds a program; nothing runs it


def read_workbook(path: Path) -> list[Sheet]:
    """Return the sheets of an .xlsx, .xlsm, .xls or .ods file, or the one table of a text with separated values.

    A program in the workbook is passed over: it is neither read nor run.

    :raises Unsafe: for whatever else it is, and when no library survives it.
    """
    sheets: list[Sheet] = []
    try:
        for part in stream(_read, path):
            if isinstance(part, Sheet):
                sheets.append(part)
            else:
                sheets[-1].rows.extend(Row(number, cells) for number, cells in part)
    except ChildFailed as failure:
        raise Unsafe(Problem.UNREADABLE, reason=failure.reason, cause=failure.cause) from failure
    return sheets


def read_workbook_here(path: Path) -> list[Sheet]:
    """Do as `read_workbook` in this process, which must be a child with limits already."""
    sheets: list[Sheet] = []
    for part in _read(path):
        if isinstance(part, Sheet):
            sheets.append(part)
        else:
            sheets[-1].rows.extend(Row(number, cells) for number, cells in part)
    return sheets


def _read(path: Path) -> Iterator[Sheet | list[Place]]:
    """Do the reading, in the child: yield each sheet without its rows, then its rows some at a time."""
    kind = kind_of(path)
    if kind is Kind.OLE_ENCRYPTED:
        raise Unsafe(Problem.ENCRYPTED)
    if kind is Kind.TEXT:
        yield Sheet(_TEXT_NAME, [])
        yield from _some_at_a_time(_rows(read_separated(path)))
        return
    if kind not in (Kind.XLSX, Kind.XLSM, Kind.XLS, Kind.ODS):
        raise Unsafe(Problem.NOT_A_WORKBOOK, kind=kind.value)
    has_macros = kind is Kind.XLSM or (kind is Kind.XLS and _VBA in path.read_bytes())
    scans = {scan.name: scan for scan in check_archive(path, pass_macros=True)} if kind is not Kind.XLS else {}
    try:
        with load_workbook(path) as book:
            listed = [entry for entry in book.sheets_metadata if entry.typ == SheetTypeEnum.WorkSheet]
            for entry in listed:
                sheet, scan = book.get_sheet_by_name(entry.name), scans.get(entry.name)
                yield _sheet(sheet, entry, scan, has_macros=has_macros)
                yield from _some_at_a_time(_as_shown(_rows(_cells(sheet)), scan))
    except PasswordError as error:
        raise Unsafe(Problem.ENCRYPTED) from error
    except CalamineError as error:
        raise Unsafe(Problem.DAMAGED) from error


def _cells(sheet: CalamineSheet) -> Iterator[list[Read]]:
    """Yield the rows of a sheet from its first on, each from its first column on."""
    left: list[Read] = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield [*left, *row] if left and row else row


def _some_at_a_time(rows: Iterator[Place]) -> Iterator[list[Place]]:
    while some := list(islice(rows, _AT_A_TIME)):
        yield some


def _sheet(sheet: CalamineSheet, entry: SheetMetadata, scan: SheetScan | None, *, has_macros: bool) -> Sheet:
    if sheet.end and (sheet.end[0] >= MOST_ROWS or sheet.end[1] >= MOST_COLUMNS):
        raise Unsafe(Problem.FAR_CELL, sheet=entry.name, cell=cell_name(sheet.end[0] + 1, sheet.end[1] + 1))
    ranges = sheet.merged_cell_ranges or []
    return Sheet(
        name=entry.name,
        rows=[],
        hidden=entry.visible != SheetVisibleEnum.Visible,
        formula_cells=frozenset(scan.formula_cells) if scan else frozenset(),
        error_cells=frozenset(scan.error_cells) if scan else frozenset(),
        formulas_known=scan is not None,
        percents_known=scan is not None,
        merged=tuple(((top + 1, left + 1), (bottom + 1, right + 1)) for (top, left), (bottom, right) in ranges),
        has_macros=has_macros,
    )


def _rows(table: Iterable[Sequence[Read]]) -> Iterator[Place]:
    """Yield the rows that hold something: their number, and their cells without the empty ones at the end."""
    for number, cells in enumerate(table, start=1):
        # Most cells are text that says something: they need no second look.
        values = [cell if type(cell) is str and cell and not cell.isspace() else _value(cell) for cell in cells]
        while values and values[-1] is None:
            values.pop()
        if values:
            yield number, tuple(values)


def _as_shown(rows: Iterator[Place], scan: SheetScan | None) -> Iterator[Place]:
    """Yield the rows with the numbers that the sheet shows as percent marked as such."""
    if scan is None or not scan.percent_cells:
        yield from rows
        return
    shown = scan.percent_cells
    for number, cells in rows:
        yield (
            number,
            tuple(
                Percent(cell) if isinstance(cell, int | float) and (number, column) in shown else cell
                for column, cell in enumerate(cells, start=1)
            ),
        )


def _value(read: Read) -> Value:
    """Return a cell as the house types it: no empty text, whole numbers whole, a midnight as its day."""
    if isinstance(read, str):
        return read if read.strip() else None
    if isinstance(read, float):
        return int(read) if read.is_integer() and abs(read) < 2**53 else read
    if isinstance(read, datetime.datetime):
        return read if read.time() != datetime.time() else read.date()
    if isinstance(read, datetime.timedelta):
        minutes, seconds = divmod(round(read.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return read.isoformat() if isinstance(read, datetime.time) else read
