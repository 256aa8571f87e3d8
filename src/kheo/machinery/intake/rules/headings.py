"""Finding the tables of a sheet: which rows are headings, however many lines they take and whichever cells of theirs
are merged, and what stands over each column."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kheo.lib.office.sheets_in import Row, Sheet, Value
from kheo.machinery.intake.kit import Column, official, plain
from kheo.machinery.intake.rules.cells import text_of
from kheo.machinery.intake.rules.words import ORDINALS, heading_key, is_ordinal, is_running

_HEADINGS_WITHIN = 60  # rows from the top
_FEWEST = 2
_FEWEST_AGAIN = 3
_FEWEST_TEXTS = 3
_MOST_LINES = 4
_LONGEST_HEADING = 80


@dataclass(frozen=True)
class Head:
    """The heading rows of a table, and what stands over each column, the upper line first."""

    top: int
    bottom: int
    lines: Mapping[int, tuple[str, ...]]

    @property
    def mark(self) -> int:
        """Return the column of running numbers; 0 if there is none."""
        return next((number for number, lines in self.lines.items() if is_ordinal(heading_key(lines[-1]))), 0)


def known_headings(columns: Sequence[Column]) -> dict[str, str]:
    """Return the key of the field by each way in which its heading is written."""
    known = {plain(way): column.key for column in reversed(columns) for way in column.also}
    return known | {plain(official(column.heading)): column.key for column in columns}


def rows_between(sheet: Sheet, first: int, last: int) -> Sequence[Row]:
    """Return the rows of a sheet from one number to another."""
    start = bisect_left(sheet.rows, first, key=_number)
    return sheet.rows[start : bisect_right(sheet.rows, last, lo=start, key=_number)]


def _number(row: Row) -> int:
    return row.number


def heads_of(sheet: Sheet, columns: Sequence[Column]) -> list[Head]:
    """Return the headings of the tables of a sheet from its top down; none where nothing looks like one."""
    known = known_headings(columns)
    early = [row for row in sheet.rows[: _HEADINGS_WITHIN * 2] if row.number <= _HEADINGS_WITHIN]
    best = max(early, key=lambda row: _known_in(row, known), default=None)
    if best is None or _known_in(best, known) < _FEWEST:
        best = _likely(early)
    if best is None:
        return []
    first = _head_at(sheet, best, known)
    return [first, *_further(sheet, first, known)]


def _known_in(row: Row, known: Mapping[str, str]) -> int:
    """Return how many different headings a row has, running numbers among them."""
    keys = {heading_key(text_of(value)) for value in row.cells if isinstance(value, str)}
    return len({known[key] for key in keys if key in known}) + any(map(is_ordinal, keys))


def _likely(rows: Sequence[Row]) -> Row | None:
    """Return the first row that might be headings in other words: several different short texts with rows beneath."""
    for row in rows[:-1]:
        texts = [text_of(value) for value in row.cells if value is not None]
        short = {text for text in texts if len(text) <= _LONGEST_HEADING and not any(map(str.isdigit, text))}
        if len(short) == len(texts) >= _FEWEST_TEXTS:
            return row
    return None


def _further(sheet: Sheet, first: Head, known: Mapping[str, str]) -> Iterator[Head]:
    """Yield the headings of further tables below the first, and those of the same table repeated on its next page."""
    same = {heading_key(lines[-1]) for lines in first.lines.values()}
    begins = same | known.keys() | ORDINALS
    after = first.bottom
    for row in sheet.rows:
        leading = next(_filled(row), None)
        if row.number <= after or not isinstance(leading, str) or len(leading) > _LONGEST_HEADING:
            continue
        if heading_key(leading) not in begins:
            continue
        keys = [heading_key(text_of(value)) for value in _filled(row) if isinstance(value, str)]
        enough = len({known[key] for key in keys if key in known}) >= _FEWEST_AGAIN
        if len(keys) > 1 and (enough and any(map(is_ordinal, keys)) or len(keys) > _FEWEST and set(keys) <= same):
            head = _head_at(sheet, row, known, after=after)
            after = head.bottom
            yield head


def _filled(row: Row) -> Iterator[Value]:
    return (value for value in row.cells if value is not None)


def _head_at(sheet: Sheet, row: Row, known: Mapping[str, str], after: int = 0) -> Head:
    """Return the headings around their best known row: the lines above and below that belong to it."""
    rows = {line.number: line for line in _around(sheet, row)}
    top = bottom = row.number
    for (first, left), (last, right) in sheet.merged:
        if left == right and first <= row.number <= last and last - first < _MOST_LINES:
            top, bottom = min(top, max(first, after + 1)), max(bottom, last)
    if top == row.number and _is_upper(rows.get(top - 1), row) and top - 1 > after:
        top -= 1
    if bottom == row.number and _is_lower(rows.get(bottom + 1), row, known):
        bottom += 1
    lines = [rows[number] for number in range(top, bottom + 1) if number in rows]
    return Head(top, bottom, _lines_over(sheet, lines))


def _around(sheet: Sheet, row: Row) -> list[Row]:
    """Return the rows near one."""
    return list(rows_between(sheet, row.number - _MOST_LINES + 1, row.number + _MOST_LINES - 1))


def _is_upper(above: Row | None, row: Row) -> bool:
    """Return whether the row above spans the columns of this one: it numbers them, or leaves out what this one has."""
    if above is None:
        return False
    keys = [heading_key(text_of(value)) for value in _filled(above)]
    return len(keys) >= _FEWEST and any(map(is_ordinal, keys)) and not any(text.isdigit() for text in keys)


def _is_lower(below: Row | None, row: Row, known: Mapping[str, str]) -> bool:
    """Return whether the row below divides the columns of this one: it has short texts only, and only where this one
    spans or says nothing."""
    if below is None:
        return False
    filled = {number: text_of(value) for number, value in enumerate(below.cells, start=1) if value is not None}
    if len(filled) < _FEWEST or any(is_running(text) or len(text) > _LONGEST_HEADING for text in filled.values()):
        return False
    alone = [number for number in filled if row.at(number) is None]
    starts = [number for number in filled if row.at(number) is not None and row.at(number + 1) is None]
    return bool(alone) and len(alone) + len(starts) == len(filled)


def _lines_over(sheet: Sheet, rows: Sequence[Row]) -> dict[int, tuple[str, ...]]:
    """Return what stands over each column in each line; an upper text holds for all columns that it spans."""
    width = max(len(row.cells) for row in rows)
    over: dict[int, list[str]] = {number: [] for number in range(1, width + 1)}
    lowest = rows[-1].number
    for row in rows:
        held = ""
        for number in range(1, width + 1):
            text = text_of(row.at(number))
            spanned = row.number < lowest and text_of(rows[-1].at(number)) and not over[number]
            held = text or (held if spanned else "")
            if held and held not in over[number]:
                over[number].append(held)
    return {number: tuple(lines) for number, lines in over.items() if lines}
