"""Writes workbooks: forms to fill in and send back, and tables whose sums are proved.

Text stays text, whatever it begins with; nothing here ever writes a formula.
"""

import datetime
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kheo.lib.dates import LOCAL
from kheo.lib.office.rows_out import LONGEST_TEXT, Rows, blank_cell, day_cell, number_cell, text_cell, truth_cell
from kheo.lib.office.settling import settle
from kheo.lib.xml_parts import cell_name

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | Decimal | bool | datetime.date | None
Look = dict[str, Any]  # Any: what the library takes for a format

_LONGEST_NAME = 31
_LONGEST_TITLE = 32
_LINE_HEIGHT = 15  # points
_KNOWN_CELLS = 1_024
_HIGHEST_ROW = 409  # points: no program shows a higher one
_REMARK_SIZE = {"width": 320, "height": 120}  # pixels
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_CELL: Look = {"valign": "top", "text_wrap": True}
_TITLE: Look = {"bold": True, "font_size": 14}
_EXAMPLE: Look = {"italic": True, "font_color": "#595959", "bg_color": "#F2F2F2"}
_HEADING: Look = {
    "bold": True,
    "text_wrap": True,
    "border": 1,
    "bg_color": "#F2DCDB",
    "align": "center",
    "valign": "vcenter",
}


class DoesNotFit(ValueError):
    """A value is more than a cell, a name or a hint of a workbook can hold."""


class _TooLong(ValueError):
    def __init__(self, column: int, text: str) -> None:
        super().__init__(text[:60])
        self.column = column


class SumsDiffer(ValueError):
    """The rows of a table do not add up to the figure that they are meant to make."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in characters, and what may be chosen in it."""

    heading: str
    width: float = 20
    choices: tuple[str, ...] = ()
    hint: str = ""
    refusal: str = ""  # what the program says to a value that is not among the choices
    pattern: str = ""  # a number format such as "#,##0"
    is_fixed: bool = False  # in a form: not to be written on


@dataclass(frozen=True)
class Table:
    """One sheet: title rows, a row of headings, an example in a look of its own, rows. `sums` maps a column (from 0) to
    the figure it must make; `remarks` hang on cells, by row (0: the headings) and column."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]] = ()
    titles: Sequence[str] = ()
    sums: Mapping[int, int | Decimal] = field(default_factory=dict)
    sums_label: str = ""
    example: Sequence[Value] = ()
    remarks: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Notes:
    """A sheet of plain lines, the first of them its title."""

    name: str
    lines: Sequence[str]


def sheet_name(text: str) -> str:
    """Return what a tab may be called: none of []:*?/\\, no quote at an end, at most 31 characters."""
    return re.sub(r"[\[\]:*?/\\\s]+", " ", text).strip(" '")[:_LONGEST_NAME].strip(" '")


def write_table(path: Path, table: Table) -> None:
    """Write one plain table; see `write_tables`."""
    write_tables(path, [table])


def write_tables(path: Path, tables: Sequence[Table], *, made_at: datetime.datetime | None = None) -> None:
    """Write plain tables, each on its sheet, with sums that were added up here. A workbook that says when it was made,
    instead of now, has the same bytes whenever it is written.

    :raises SumsDiffer: if rows do not make the figure of their column; then nothing is written.
    """
    with workbook(path) as book:
        if made_at:
            book.set_properties({"created": made_at.astimezone(datetime.UTC)})
        for table in tables:
            _write_sheet(book, table, _CELL | {"border": 1})
    if made_at:
        settle(path)


def write_form(
    path: Path, table: Table, notes: Notes, lists_name: str, spare_rows: int = 500, hidden: Table | None = None
) -> None:
    """Write a form: headings locked, cells below open, choices from a hidden sheet of lists, notes behind it; at the
    end the bare rows of one more sheet, which no menu shows."""
    with workbook(path) as book:
        sheet, written = _write_sheet(book, table, _CELL | {"locked": False})
        sheet.protect(options={"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True})
        _write_notes(book, notes)
        sources = _write_lists(book, table.columns, lists_name)
        for number, column in enumerate(table.columns):
            rules = _validation(column, sources.get(number))
            place = (len(table.titles) + 1, number, written + spare_rows - 1, number)
            if rules and sheet.data_validation(*place, rules) < 0:
                raise DoesNotFit(f"{column.heading}: {column.hint or column.refusal}")
        if hidden:
            _write_hidden(book, hidden)


def write_forms(path: Path, tables: Sequence[Table], notes: Notes, hidden: Table | None = None) -> None:
    """Write a form of several sheets, each of a fixed number of rows: what is fixed is locked, the other cells are
    open; notes behind them, and at the end one more sheet which no menu shows."""
    with workbook(path) as book:
        for table in tables:
            sheet, _written = _write_sheet(book, table, _CELL | {"locked": False, "border": 1})
            sheet.protect(options={"format_columns": True, "format_rows": True})
        _write_notes(book, notes)
        if hidden:
            _write_hidden(book, hidden)


@contextmanager
def workbook(path: Path, *, in_order: bool = True) -> Iterator["Workbook"]:
    """Give a workbook to write; it stands at its path when all is done, and not at all on failure. One that is written
    `in_order`, row after row, needs little memory however long it is."""
    from xlsxwriter import Workbook  # noqa: PLC0415 -- slow import

    with tempfile.TemporaryDirectory(dir=path.parent) as desk:
        draft = Path(desk) / path.name
        safe = {"constant_memory": in_order, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": desk}
        safe["default_format_properties"] = {"font_name": "Times New Roman", "font_size": 11}
        with Workbook(draft, safe) as book:
            yield book
        os.replace(draft, path)


class _Pen:
    """Writes the rows of a sheet in one look; they must come in order."""

    def __init__(self, book: "Workbook", sheet: "Worksheet", look: Look, columns: Sequence[Column] = ()) -> None:
        self._rows = Rows(sheet)
        self._widths = [column.width for column in columns]

        def number_of(more: Look) -> int:
            return int(book.add_format(look | more)._get_xf_index())

        self._plain = number_of({})
        self._quoted = number_of({"quote_prefix": True})
        self._day = number_of({"num_format": "dd/mm/yyyy", "align": "center"})
        self._moment = number_of({"num_format": "dd/mm/yyyy hh:mm", "align": "center"})
        fixed: Look = {"locked": True, "font_color": "#595959", "bg_color": "#F2F2F2"}
        fixed_text = number_of(fixed)
        self._texts = [fixed_text if column.is_fixed else self._plain for column in columns]
        self._numbers = [
            number_of({"num_format": column.pattern or "General"} | (fixed if column.is_fixed else {}))
            for column in columns
        ]
        # Most cells of a long list say what others of their column say.
        self._known = lru_cache(_KNOWN_CELLS, typed=True)(self._made)

    def write_row(self, row: int, values: Sequence[Value]) -> None:
        """Write one row from column A on, high enough for its longest text; raises DoesNotFit."""
        try:
            made = list(map(self._known, range(len(values)), values))
        except _TooLong as text:
            raise DoesNotFit(f"{cell_name(row + 1, text.column + 1)}: {text}") from None
        tallest = max((lines for _cell, lines in made), default=1)
        height = min(_LINE_HEIGHT * tallest, _HIGHEST_ROW) if tallest > 1 else None
        if not self._rows.write(row, [cell for cell, _lines in made], height):
            raise DoesNotFit(f"{cell_name(row + 1, max(1, len(values)))}: {str(next(iter(values), ''))[:60]}")

    def _made(self, column: int, value: Value) -> tuple[str, int]:
        """Return one cell and how many lines it takes."""
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise _TooLong(column, value)
        return self._cell(column, value), lines_of(value, self._widths[column]) if column < len(self._widths) else 1

    def _cell(self, column: int, value: Value) -> str:
        """Return one cell; text is told by its type, never by what it looks like."""
        if value is None or value == "":
            return blank_cell(self._plain)
        if isinstance(value, str):
            look = self._texts[column] if column < len(self._texts) else self._plain
            return text_cell(value, self._quoted if value.startswith(_FORMULA_SIGNS) and look == self._plain else look)
        if isinstance(value, bool):
            return truth_cell(value, self._plain)
        if isinstance(value, datetime.datetime):
            return day_cell(value.astimezone(LOCAL).replace(tzinfo=None) if value.tzinfo else value, self._moment)
        if isinstance(value, datetime.date):
            return day_cell(value, self._day)
        return number_cell(value, self._numbers[column])


def lines_of(value: Value, width: float) -> int:
    """Return how many lines a text takes in a column: not every program finds the height of a row by itself."""
    if not isinstance(value, str) or (len(value) <= width and "\n" not in value):
        return 1
    return sum(max(1, ceil(len(part) / width)) for part in value.split("\n"))


def _write_sheet(book: "Workbook", table: Table, look: Look) -> tuple["Worksheet", int]:
    """Write one sheet; return it and the number of rows on it."""
    sheet = _add_sheet(book, table.name)
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width, book.add_format(look | {"border": 0}))
    top = len(table.titles)
    title = _Pen(book, sheet, _TITLE)
    for row, text in enumerate(table.titles):
        title.write_row(row, [text] + [None] * (len(table.columns) - 1))
    _Pen(book, sheet, _HEADING, table.columns).write_row(top, [column.heading for column in table.columns])
    _set_page(sheet, top)
    for (row, place), text in table.remarks.items():
        sheet.write_comment(top + row, place, text, _REMARK_SIZE)
    if table.example:
        top += 1
        _Pen(book, sheet, look | _EXAMPLE, table.columns).write_row(top, table.example)
    written = _write_body(
        _Pen(book, sheet, look, table.columns), _Pen(book, sheet, _HEADING, table.columns), table, top + 1
    )
    if table.remarks:
        sheet.previous_row = written  # else the library writes the last row again where a remark hangs on it
    return sheet, written


def _write_body(pen: _Pen, sums_pen: _Pen, table: Table, row: int) -> int:
    """Write the rows from a row on, and their sums; return the row after the last."""
    sums = dict.fromkeys(table.sums, Decimal(0))
    for values in table.rows:
        pen.write_row(row, values)
        row += 1
        for number in sums:
            sums[number] += Decimal(str(values[number] or 0))
    for number, figure in table.sums.items():
        if sums[number] != figure:
            raise SumsDiffer(f"{table.columns[number].heading}: {sums[number]} ≠ {figure}")
    if sums:
        line = [sums.get(number) for number in range(len(table.columns))]
        sums_pen.write_row(row, [table.sums_label, *line[1:]])
        row += 1
    return row


def _set_page(sheet: "Worksheet", top: int) -> None:
    """Keep the headings in sight and on each printed page: A4 across, one page wide."""
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_notes(book: "Workbook", notes: Notes) -> None:
    sheet = _add_sheet(book, notes.name)
    sheet.set_column(0, 0, 100)
    for row, line in enumerate(notes.lines):
        _Pen(book, sheet, _CELL if row else _TITLE).write_row(row, [line])
    sheet.protect()


def _write_lists(book: "Workbook", columns: Sequence[Column], name: str) -> dict[int, str]:
    """Write the choices on a hidden sheet; return where each column's choices stand."""
    chosen = {number: column for number, column in enumerate(columns) if column.choices}
    sheet = _add_sheet(book, name)
    sheet.hide()
    sheet.protect()
    _Pen(book, sheet, _HEADING).write_row(0, [column.heading for column in chosen.values()])
    pen = _Pen(book, sheet, _CELL)
    for row, line in enumerate(zip_longest(*(column.choices for column in chosen.values())), start=1):
        pen.write_row(row, line)
    quoted = name.replace("'", "''")
    letters = [re.sub("[0-9]", "", cell_name(1, place + 1)) for place in range(len(chosen))]
    return {
        number: f"='{quoted}'!${letter}$2:${letter}${len(column.choices) + 1}"
        for letter, (number, column) in zip(letters, chosen.items(), strict=True)
    }


def _write_hidden(book: "Workbook", table: Table) -> None:
    """Write the rows of a table where nobody sees or edits them."""
    sheet = _add_sheet(book, table.name)
    sheet.very_hidden()
    sheet.protect()
    plain = book.add_format({})
    for number, values in enumerate(table.rows):
        for column, value in enumerate(values):
            if value and sheet.write_string(number, column, str(value), plain) < 0:
                raise DoesNotFit(f"{cell_name(number + 1, column + 1)}: {str(value)[:60]}")


def _validation(column: Column, source: str | None) -> Look:
    """Return the rules of a column's cells: a list to choose from, a hint to read, or nothing."""
    rules: Look = {}
    if source:
        rules = {"validate": "list", "source": source, "error_message": column.refusal or None}
    if column.hint:
        rules = {"validate": "any"} | rules | {"input_message": column.hint}
        if len(column.heading) <= _LONGEST_TITLE:
            rules["input_title"] = column.heading
    return rules


def _add_sheet(book: "Workbook", name: str) -> "Worksheet":
    if name != sheet_name(name) or not name:
        raise DoesNotFit(name)
    return book.add_worksheet(name)
