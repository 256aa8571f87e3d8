"""Writes official tables: the head of the body, headings of several rows, sums added up here, notes, who signs.

They are short and their headings merge, so they are not written row after row as long lists are (`sheets_out`). Nothing
is ever a formula.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kheo.lib.office.rows_out import LONGEST_TEXT
from kheo.lib.office.settling import settle
from kheo.lib.office.sheets_out import DoesNotFit, Look, SumsDiffer, lines_of, sheet_name, workbook

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_LINE_HEIGHT = 16  # points
_MARGINS = {"left": 0.8, "right": 0.6, "top": 0.8, "bottom": 0.8}  # inches
_CENTRE: Look = {"align": "center", "valign": "vcenter", "text_wrap": True}
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Title:
    """A heading: over how many columns and down how many rows it reaches, from which column (from 0) of its row."""

    text: str
    column: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Row:
    """A row of the table; a text is a text, a number a number."""

    cells: Sequence[str | int | Decimal | None]
    level: int = 0
    is_bold: bool = False


@dataclass(frozen=True)
class OfficialTable:
    """One sheet. `left` and `right` are the head of the paper (a line that begins with * is bold, with _ bold and
    underlined, with / in italics); `names` is the column of names; `summed` are the columns of which the rows in `sums`
    must be the sum of their parts, by their places (from 0)."""

    name: str
    left: Sequence[str]
    right: Sequence[str]
    title: str
    about: Sequence[str]
    measure: str
    widths: Sequence[float]
    titles: Sequence[Sequence[Title]]
    letters: Sequence[str]
    rows: Sequence[Row]
    names: int
    texts: frozenset[int]
    percents: frozenset[int]
    summed: frozenset[int]
    sums: Sequence[tuple[int, Sequence[int]]]
    notes: Sequence[str]
    signs: tuple[Sequence[str], Sequence[str]]


def write_official(path: Path, table: OfficialTable, *, made_at: datetime.datetime) -> None:
    """Write a table as an office sends it: A4 across, headings on each printed page. The same table is the same bytes.

    :raises SumsDiffer: if rows do not make what they should; then nothing is written.
    """
    add_up(table)
    with workbook(path, in_order=False) as book:
        book.set_properties({"created": made_at.astimezone(datetime.UTC), "title": table.title})
        _Sheet(book, table).write()
    settle(path)


def add_up(table: OfficialTable) -> None:
    """Add up every row that others make.

    :raises SumsDiffer: if one is not what they make.
    """
    for at, parts in table.sums:
        for column in table.summed:
            said = table.rows[at].cells[column]
            added = sum((_number(table.rows[part].cells[column]) for part in parts), Decimal(0))
            if _number(said) != added:
                raise SumsDiffer(f"{table.rows[at].cells[table.names]}: {added} ≠ {said}")


def _number(value: object) -> Decimal:
    return Decimal(value) if isinstance(value, (int, Decimal)) else Decimal(0)


class _Sheet:
    """One sheet being written, from the top down."""

    def __init__(self, book: "Workbook", table: OfficialTable) -> None:
        name = sheet_name(table.name)
        if not name:
            raise DoesNotFit(table.name)
        self.book, self.table = book, table
        self.sheet: Worksheet = book.add_worksheet(name)
        self.row, self.last = 0, len(table.widths) - 1
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def write(self) -> None:
        """Write everything."""
        for column, width in enumerate(self.table.widths):
            self.sheet.set_column(column, column, width)
        self._side_by_side(self.table.left, self.table.right)
        self.row += 1
        self._across(self.table.title, {"bold": True, "font_size": 14, **_CENTRE})
        for line in self.table.about:
            self._across(line, {"italic": True, **_CENTRE})
        if self.table.measure:
            self._across(self.table.measure, {"italic": True, "align": "right"})
        self._headings()
        self._body()
        for line in self.table.notes:
            self._across(line, {"italic": True, "font_size": 10, "text_wrap": True, "valign": "top"})
        self.row += 1
        self._side_by_side(*self.table.signs)
        self._page()

    def _look(self, **said: Any) -> Any:  # Any: what the library takes for a format, and its own
        key = tuple(sorted(said.items()))
        if key not in self._looks:
            self._looks[key] = self.book.add_format(said)
        return self._looks[key]

    def _text(self, row: int, column: int, text: str, look: Look) -> None:
        """Write a text; one that a program might take for a formula is marked as a text."""
        if len(text) > LONGEST_TEXT:
            raise DoesNotFit(text[:60])
        quoted: Look = {"quote_prefix": True} if text.startswith(_FORMULA_SIGNS) else {}
        self.sheet.write_string(row, column, text, self._look(**look, **quoted))

    def _merged(self, top: int, left: int, bottom: int, right: int, text: str, look: Look) -> None:
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", self._look(**look))
        self._text(top, left, text, look)

    def _across(self, text: str, look: Look) -> None:
        """Write a line over the whole width, high enough for its text."""
        self._merged(self.row, 0, self.row, self.last, text, look)
        lines = lines_of(text, sum(self.table.widths) * 11 / look.get("font_size", 11))
        self.sheet.set_row(self.row, (_LINE_HEIGHT + (4 if look.get("font_size") == 14 else 0)) * lines)
        self.row += 1

    def _side_by_side(self, left: Sequence[str], right: Sequence[str]) -> None:
        """Write the two sides of the head or the foot."""
        half = self._half()
        sides = ((left, 0, half), (right, half + 1, self.last)) if half < self.last else ((right, 0, self.last),)
        for place in range(max(len(left), len(right))):
            tallest = 1
            for lines, first, last in sides:
                if place < len(lines) and lines[place]:
                    text, look = marked(lines[place])
                    self._merged(self.row, first, self.row, last, text, {**look, **_CENTRE})
                    tallest = max(tallest, lines_of(text, sum(self.table.widths[first : last + 1]) * 0.85))
            self.sheet.set_row(self.row, _LINE_HEIGHT * tallest)
            self.row += 1

    def _half(self) -> int:
        """Return the last column of the left side, so that both sides are about as wide."""
        whole, width = sum(self.table.widths), 0.0
        for column, each in enumerate(self.table.widths):
            width += each
            if width >= whole * 0.42:
                return column
        return self.last

    def _headings(self) -> None:
        first = self.row
        look: Look = {"bold": True, "border": 1, "bg_color": "#F2F2F2", **_CENTRE}
        for level, titles in enumerate(self.table.titles):
            lines = 1
            for each in titles:
                bottom, right = first + level + each.rows - 1, each.column + each.columns - 1
                self._merged(first + level, each.column, bottom, right, each.text, look)
                width = sum(self.table.widths[each.column : right + 1]) * 0.9
                lines = max(lines, -(-lines_of(each.text, width) // each.rows))
            self.sheet.set_row(first + level, _LINE_HEIGHT * lines)
        self.row += len(self.table.titles)
        if self.table.letters:
            for column, letter in enumerate(self.table.letters):
                self._text(self.row, column, letter, {"italic": True, "border": 1, "font_size": 10, **_CENTRE})
            self.row += 1
        self.sheet.repeat_rows(first, self.row - 1)

    def _body(self) -> None:
        for row in self.table.rows:
            lines = 1
            for column, value in enumerate(row.cells):
                self._cell(column, value, row)
                if isinstance(value, str):
                    lines = max(lines, lines_of(value, self.table.widths[column] * 0.95 - row.level))
            self.sheet.set_row(self.row, _LINE_HEIGHT * lines + 2)
            self.row += 1

    def _cell(self, column: int, value: str | int | Decimal | None, row: Row) -> None:
        look: Look = {"border": 1, "valign": "vcenter", "text_wrap": True, "bold": row.is_bold}
        if column == self.table.names:
            look |= {"indent": row.level} if row.level else {}
        elif column in self.table.texts:
            look |= {"align": "center"} if not isinstance(value, str) or len(value) < 12 else {}
        else:
            look |= {"align": "right", "num_format": "#,##0.0" if column in self.table.percents else "#,##0"}
            if isinstance(value, Decimal) and value != value.to_integral_value() and column not in self.table.percents:
                look |= {"num_format": "#,##0.###"}
        if value is None or value == "":
            self.sheet.write_blank(self.row, column, None, self._look(**look))
        elif isinstance(value, str):
            self._text(self.row, column, value, look)
        else:
            self.sheet.write_number(self.row, column, float(value), self._look(**look))

    def _page(self) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(**_MARGINS)
        self.sheet.set_footer("&R&P/&N")
        self.sheet.hide_gridlines(1)
        self.sheet.print_area(0, 0, self.row - 1, self.last)


MARKS: dict[str, Look] = {"*": {"bold": True}, "_": {"bold": True, "underline": 1}, "/": {"italic": True}}


def marked(text: str) -> tuple[str, Look]:
    """Return a line of the head or the foot without its mark, and what the mark means."""
    return (text[1:], MARKS[text[0]]) if text[:1] in MARKS and len(text) > 1 else (text, {})
