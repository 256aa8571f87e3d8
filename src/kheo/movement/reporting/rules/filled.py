"""A report that comes back as a workbook, the house's own or the officer's: each cell is found by the heading over it
and the words of its line, wherever they stand; what cannot be read is said with its place and, if possible, what was
perhaps meant."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches

from django.utils.translation import gettext as _

from kheo.lib.encodings import detect, repair
from kheo.lib.numbers import NotANumber, grouped, parse_number
from kheo.lib.office.sheets_in import Row, Sheet, Value, cell_name
from kheo.lib.vitext import normalise
from kheo.machinery.intake.rules.cells import text_of
from kheo.machinery.intake.rules.words import heading_key
from kheo.movement.reporting.rules.grids import Column, Grid
from kheo.movement.reporting.rules.percents import number_shown

LARGEST = Decimal(10) ** 12
# Characters that a text may have, by the kind of its place.
LONGEST = {"s": 40_000, "c": 300, "r": 300, "w": 500}
_BULLET = re.compile(r"\s*(?:[-–+•*]+|\d{1,3}(?:\.\d{1,3})*[.)]|[a-zđ][.)]|[IVXLC]{1,6}[.)/])\s+")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*\d|[-+]?\d")


@dataclass(frozen=True)
class At:
    """Where a place stands in the workbook, and what it is called."""

    sheet: str
    cell: str
    label: str


@dataclass(frozen=True)
class Trouble:
    """A cell that cannot be taken: where, why, and what was perhaps meant."""

    sheet: str
    cell: str
    label: str
    text: str
    suggestion: str = ""


@dataclass
class Filled:
    """What a workbook says of a report: texts by key, where each stands, what cannot be taken, what was not found."""

    said: dict[str, str] = field(default_factory=dict)
    places: dict[str, At] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Block:
    """The rows below a row of headings, up to the next one."""

    sheet: Sheet
    headings: Mapping[str, int]
    rows: Sequence[Row]
    top: int


def read_filled(book: Sequence[Sheet], grids: Sequence[Grid]) -> Filled:
    """Return what the sheets of a workbook say of a report with such tables."""
    filled, blocks = Filled(), list(_blocks(book, grids))
    known = {_line_key(line) for grid in grids for line in grid.lines}
    used = dict[int, tuple[_Block, list[Grid]]]()
    for grid in grids:
        fitting = [block for block in blocks if _needed(grid) <= block.headings.keys()]
        found = {id(block): _lines_in(block, grid) for block in fitting}
        fitting = [block for block in fitting if found[id(block)]]
        if not fitting:
            filled.notices.append(_not_found(grid))
            continue
        best = max(fitting, key=lambda block: len(found[id(block)]))
        if twin := _twin(best, fitting, found):
            filled.notices.append(_twice(grid, best, twin))
            continue
        used.setdefault(id(best), (best, []))[1].append(grid)
        _take(filled, grid, best, found[id(best)])
    for block, read in used.values():
        _tell_unknown(filled, block, read, known)
    return filled


def _blocks(book: Sequence[Sheet], grids: Sequence[Grid]) -> Iterator[_Block]:
    needed = [_needed(grid) for grid in grids]
    for sheet in book:
        heads = []
        for place, row in enumerate(sheet.rows):
            headings = _headings(row)
            if any(each <= headings.keys() for each in needed):
                heads.append((place, headings))
        for number, (place, headings) in enumerate(heads):
            end = heads[number + 1][0] if number + 1 < len(heads) else len(sheet.rows)
            yield _Block(sheet, headings, sheet.rows[place + 1 : end], sheet.rows[place].number)


def _headings(row: Row) -> dict[str, int]:
    """Return the columns of a row by their headings; the first of two alike."""
    found: dict[str, int] = {}
    for column, value in enumerate(row.cells, start=1):
        if isinstance(value, str):
            found.setdefault(heading_key(value), column)
    return found


def _needed(grid: Grid) -> set[str]:
    return {heading_key(column.heading) for column in grid.columns if column.is_needed}


def _line_key(text: str) -> str:
    return heading_key(_BULLET.sub("", text, count=1))


def _lines_in(block: _Block, grid: Grid) -> dict[int, Row]:
    """Return the rows of a block by the lines of a table: of lines alike, each the next row that says so."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(grid.lines):
        waiting[_line_key(line)].append(number)
    valued = _columns(block, grid)
    found: dict[int, Row] = {}
    for row in block.rows:
        key = next((each for each in _labels(row, valued) if waiting.get(each)), None)
        if key is not None:
            found[waiting[key].pop(0)] = row
    return found


def _columns(block: _Block, grid: Grid) -> set[int]:
    found = (block.headings.get(heading_key(column.heading)) for column in grid.columns)
    return {column for column in found if column}


def _labels(row: Row, valued: set[int]) -> Iterator[str]:
    """Yield what the words of a row may be known by, those beside the columns that are read."""
    for column, value in enumerate(row.cells, start=1):
        if isinstance(value, str) and column not in valued:
            yield _line_key(value)


def _twin(best: _Block, fitting: Sequence[_Block], found: Mapping[int, dict[int, Row]]) -> _Block | None:
    """Return another block that holds just as many lines of a table."""
    most = len(found[id(best)])
    return next((block for block in fitting if block is not best and len(found[id(block)]) == most), None)


def _not_found(grid: Grid) -> str:
    about = {"title": grid.title, "headings": ", ".join(f"“{c.heading}”" for c in grid.columns if c.is_needed)}
    return _("The table “%(title)s” is not in the file: it is known by the headings %(headings)s.") % about


def _twice(grid: Grid, one: _Block, other: _Block) -> str:
    about = {"title": grid.title, "one": f"{one.sheet.name}, {one.top}", "other": f"{other.sheet.name}, {other.top}"}
    return _("The table “%(title)s” is in the file twice (%(one)s and %(other)s). Delete one and send again.") % about


def _take(filled: Filled, grid: Grid, block: _Block, found: Mapping[int, Row]) -> None:
    """Read the places of a table."""
    for column in grid.columns:
        number = block.headings.get(heading_key(column.heading))
        for line, key in enumerate(column.keys):
            if number and key and line in found:
                label = f"{grid.lines[line]} – {column.heading}"
                at = At(block.sheet.name, cell_name(found[line].number, number), label)
                filled.places[key] = at
                _read(filled, key, column, at, _Cell(block.sheet, found[line], number))
    missing = [line for number, line in enumerate(grid.lines) if number not in found]
    if missing:
        about = {"title": grid.title, "lines": "; ".join(missing)}
        filled.notices.append(_("Not in the file, so left as they are: %(title)s – %(lines)s.") % about)


@dataclass(frozen=True)
class _Cell:
    sheet: Sheet
    row: Row
    column: int

    @property
    def value(self) -> Value:
        return self.row.at(self.column)

    @property
    def place(self) -> tuple[int, int]:
        return self.row.number, self.column


def _read(filled: Filled, key: str, column: Column, at: At, cell: _Cell) -> None:
    """Read one cell, or say what is against it."""
    text, reason, suggestion = "", _broken(cell), ""
    if not reason and column.is_number:
        known = cell.sheet.percents_known
        value, reason, suggestion = number_shown(cell.value, in_percent=key in column.percents, is_known=known)
        if not reason:
            text, reason, suggestion = _number_in(value)
    elif not reason:
        text, reason, suggestion = _text_in(cell.value, key)
    if reason:
        filled.troubles.append(Trouble(at.sheet, at.cell, at.label, reason, suggestion))
    else:
        filled.said[key] = text


def _broken(cell: _Cell) -> str:
    """Return what is wrong with the formula of a cell."""
    if cell.place in cell.sheet.error_cells:
        return _("The formula of the cell gives an error. Type the value itself.")
    if cell.value is None and cell.place in cell.sheet.formula_cells:
        return _("The cell holds a formula without its result. Open the file in Excel and save it, or type the value.")
    return ""


def _number_in(value: Value) -> tuple[str, str, str]:
    """Return the number of a cell as it is kept, what is against it, and what was perhaps meant."""
    shown = text_of(value)
    if not shown.strip():
        return "", "", ""
    try:
        number = Decimal(parse_number(value))
    except NotANumber:
        found = _NUMBER.findall(shown)
        meant = _perhaps(found[0]) if len(found) == 1 else ""
        return (
            "",
            _("“%(said)s” is not a number. Write the number alone, without words or units.") % {"said": shown[:60]},
            meant,
        )
    if number < 0:
        return "", _("A number here is never less than 0."), grouped(-number)
    if number > LARGEST:
        return "", _("The number is too large."), ""
    return f"{number.normalize():f}", "", ""


def _perhaps(digits: str) -> str:
    """Return a number that stands among words, as it would be written alone."""
    try:
        return grouped(Decimal(parse_number(digits)))
    except NotANumber:
        return ""


def _text_in(value: Value, key: str) -> tuple[str, str, str]:
    """Return the text of a cell, what is against it, and what was perhaps meant."""
    raw = value if isinstance(value, str) else text_of(value)
    text = "\n".join(normalise(line) for line in raw.splitlines()).strip()
    most = LONGEST[key[0]]
    if detect(text):
        return "", _("It is written in an old typeface (TCVN3 or VNI)."), repair(text)[:most]
    if len(text) > most:
        return "", _("It is longer than %(limit)s characters.") % {"limit": grouped(most)}, ""
    return text, "", ""


def _tell_unknown(filled: Filled, block: _Block, grids: Sequence[Grid], known: set[str]) -> None:
    """Say which rows with a value the form does not ask for, and which line was perhaps meant."""
    lines = {_line_key(line): line for grid in grids for line in grid.lines}
    valued = {column for grid in grids for column in _columns(block, grid)}
    needed = {block.headings[key] for grid in grids for key in _needed(grid)}
    for row in block.rows:
        texts = [(column, str(row.at(column))) for column in range(1, len(row.cells) + 1) if column not in valued]
        words = [(column, text) for column, text in texts if re.search(r"[^\W\d_]{2}", text) and text != "None"]
        has_value = any(row.at(column) is not None for column in needed)
        if not words or not has_value or any(_line_key(text) in known for _column, text in words):
            continue
        column, text = max(words, key=lambda word: len(word[1]))
        near = get_close_matches(_line_key(text), list(lines), n=1, cutoff=0.5)
        said = _("The form has no line “%(line)s”, so it was not read.") % {"line": text[:100]}
        at = cell_name(row.number, column)
        filled.troubles.append(Trouble(block.sheet.name, at, text[:100], said, lines[near[0]] if near else ""))
