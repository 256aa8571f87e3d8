"""Gives a stranger's workbook back with its wrong cells coloured and commented, and a sheet that lists them.

All of it happens in a child with limits: the library that edits workbooks was not made for hostile ones. Formulas stay
as they are and are not evaluated, a program is left out, and what an earlier round marked is unmarked first.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kheo.lib.file_kinds import Kind
from kheo.lib.office.sheets_in import Sheet, Value, read_workbook_here
from kheo.lib.safe_files import check_archive, kind_of
from kheo.lib.sandbox import ChildFailed, Limits, run_within
from kheo.lib.unsafe import Problem, Unsafe

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_AUTHOR = "Khéo"
_COLOUR = "FFFFD75E"  # of a marked cell: apart from headings, and from what people use
_LIMITS = Limits(cpu_seconds=120, wall_seconds=150)
_COMMENT = 2_000  # characters
_OTHERS = "\n———\n"  # between our words and a comment that was there before
_SIZE = (320, 140)  # of a comment, in pixels
_WIDTHS = (24, 9, 28, 70, 40)


@dataclass(frozen=True)
class Mark:
    """What is wrong in one cell, in the reader's words, and the text that would be right; `column` is its heading."""

    sheet: str
    cell: str
    column: str
    text: str
    suggestion: str = ""


@dataclass(frozen=True)
class Words:
    """The words of the sheet that lists the marks: its tab, its title, its headings, and the lead to a suggestion."""

    tab: str
    title: str
    headings: tuple[str, str, str, str, str]
    suggestion: str


def mark(source: Path, target: Path, marks: Sequence[Mark], words: Words) -> None:
    """Write a copy of a workbook with its marks, as .xlsx whatever it was.

    :raises Unsafe: if it is no workbook, or no library survives it.
    """
    try:
        run_within(_LIMITS, _mark, source, target, tuple(marks), words)
    except ChildFailed as failure:
        raise Unsafe(Problem.UNREADABLE, reason=failure.reason, cause=failure.cause) from failure


def _mark(source: Path, target: Path, marks: Sequence[Mark], words: Words) -> None:
    """Do the marking, in the child."""
    book = _opened(source)
    _unmark(book, words)
    before = [_mark_cell(book[one.sheet][one.cell], one, words) for one in _by_cell(marks) if one.sheet in book]
    _write_list(book, marks, dict(before), words)
    book.save(target)


def _opened(source: Path) -> "Workbook":
    """Return a workbook to edit; where only its values can be had, they stand at the same places."""
    from openpyxl import load_workbook  # noqa: PLC0415 -- slow import

    if kind_of(source) in (Kind.XLSX, Kind.XLSM):
        check_archive(source, pass_macros=True)
        with suppress(Exception), source.open("rb") as file:  # whatever it stumbles over, the values can be read
            book: Workbook = load_workbook(file, keep_vba=False)
            return book
    return _of_values(read_workbook_here(source))


def _of_values(sheets: Sequence[Sheet]) -> "Workbook":
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        table = book.create_sheet(sheet.name)
        table.sheet_state = "hidden" if sheet.hidden else "visible"
        for row in sheet.rows:
            for number, value in enumerate(row.cells, start=1):
                _write(table.cell(row.number, number), value)
    return book


def _write(cell: "Cell", value: Value) -> None:
    """Write a value; text stays text, whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415 -- slow import

    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"  # else a sign of equality makes a formula of it
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    else:
        cell.value = value


def _by_cell(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Yield one mark for each cell, with all that is said of it."""
    cells: dict[tuple[str, str], list[Mark]] = {}
    for one in marks:
        cells.setdefault((one.sheet, one.cell), []).append(one)
    for (sheet, cell), several in cells.items():
        suggestion = next((one.suggestion for one in several if one.suggestion), "")
        yield Mark(sheet, cell, several[0].column, "\n".join(one.text for one in several), suggestion)


def _mark_cell(cell: Any, one: Mark, words: Words) -> tuple[tuple[str, str], str]:  # Any: merged cells are a kind apart
    """Colour a cell and comment on it; return where it stands and the colour that it had."""
    from openpyxl.comments import Comment  # noqa: PLC0415 -- slow import
    from openpyxl.styles import PatternFill  # noqa: PLC0415 -- slow import

    before = _colour_of(cell)
    cell.fill = PatternFill("solid", start_color=_COLOUR, end_color=_COLOUR)
    text = "\n".join(filter(None, (one.text, one.suggestion and f"{words.suggestion} {one.suggestion}")))[:_COMMENT]
    there = cell.comment
    cell.comment = Comment(text + (_OTHERS + there.text if there else ""), _AUTHOR, _SIZE[1], _SIZE[0])
    return (one.sheet, one.cell), before


def _colour_of(cell: "Cell | MergedCell") -> str:
    """Return the plain colour of a cell; nothing if it has none, or one by the theme that has no number."""
    fill = cell.fill
    colour = fill.start_color.rgb if fill.fill_type == "solid" else ""
    return colour if isinstance(colour, str) else ""


def _unmark(book: "Workbook", words: Words) -> None:
    """Take away what an earlier round marked: our colour, our comments, our sheet."""
    before: dict[tuple[Any, Any], Any] = {}
    if words.tab in book and book[words.tab]["A1"].value == words.title:
        rows = book[words.tab].iter_rows(min_row=4, max_col=6, values_only=True)
        before = {(row[0], row[1]): row[5] for row in rows}
        book.remove(book[words.tab])
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.has_style and _colour_of(cell) == _COLOUR:
                _uncolour(cell, before.get((sheet.title, cell.coordinate)) or "")
            if cell.comment and cell.comment.author == _AUTHOR:
                _uncomment(cell)


def _uncolour(cell: Any, colour: str) -> None:
    from openpyxl.styles import PatternFill  # noqa: PLC0415 -- slow import

    is_colour = len(colour) == 8 and all(letter in "0123456789ABCDEFabcdef" for letter in colour)
    cell.fill = PatternFill("solid", start_color=colour, end_color=colour) if is_colour else PatternFill()


def _uncomment(cell: Any) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415 -- slow import

    _ours, _line, others = cell.comment.text.partition(_OTHERS)
    cell.comment = Comment(others, "", _SIZE[1], _SIZE[0]) if others else None


def _write_list(book: "Workbook", marks: Sequence[Mark], before: dict[tuple[str, str], str], words: Words) -> None:
    """Write the sheet that lists the marks, each with a link to its cell; its last column remembers colours."""
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 -- slow import
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415 -- slow import

    sheet = book.create_sheet(words.tab)
    _write(sheet["A1"], words.title)
    sheet["A1"].font = Font(bold=True, size=14)
    for number, heading in enumerate(words.headings, start=1):
        _write(sheet.cell(3, number), heading)
        sheet.cell(3, number).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(3, number).column_letter].width = _WIDTHS[number - 1]
    for row, one in enumerate(marks, start=4):
        told = (one.sheet, one.cell, one.column, one.text, one.suggestion, before.get((one.sheet, one.cell), ""))
        for number, text in enumerate(told, start=1):
            _write(sheet.cell(row, number), text)
            sheet.cell(row, number).alignment = Alignment(wrap_text=True, vertical="top")
        _link(sheet, sheet.cell(row, 2), one)
    sheet.column_dimensions["F"].hidden = True
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _link(sheet: "Worksheet", cell: Any, one: Mark) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415 -- slow import

    quoted = one.sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{one.cell}")
    font = copy(cell.font)
    font.underline, font.color = "single", "FF0563C1"
    cell.font = font
