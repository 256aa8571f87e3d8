"""Sorting every row of a table from its top down. Nothing is left out without being told.

The official form is read as it was filled in: only its example, empty rows, sums and titles of parts are no records.
A table of somebody's own may have notes below and texts that go on in the next row, too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from kheo.lib.office.sheets_in import Row, Sheet, cell_name
from kheo.lib.vitext import normalise
from kheo.machinery.intake.kit import Reason, official, plain
from kheo.machinery.intake.rules.cells import text_of
from kheo.machinery.intake.rules.layouts import Layout, Place, Table
from kheo.machinery.intake.rules.lines import Line, Other, Passed
from kheo.machinery.intake.rules.matching import Fields
from kheo.machinery.intake.rules.parts import Parts
from kheo.machinery.intake.rules.words import EXAMPLE, heading_key, is_nothing, is_running, is_same_as_above, is_sum

_SHORT_NUMBER = 3  # digits
_SHORT = 10
_LONG_NUMBER = 8
_IN_TEXT = re.compile(r"\b\d{1,7}\b")


@dataclass(frozen=True)
class Cells:
    """The filled cells of a row by their column, and its running number apart."""

    row: Row
    texts: Mapping[int, str]
    mark: str

    @property
    def first(self) -> str:
        """Return the first text that is there."""
        return self.mark or next(iter(self.texts.values()), "")

    @property
    def said(self) -> str:
        """Return what the row says, on one line."""
        return " ".join(filter(None, (self.mark, *dict.fromkeys(self.texts.values()))))


class Sorter:
    """Sorts the rows of one table."""

    def __init__(self, sheet: Sheet, table: Table, layout: Layout, fields: Fields) -> None:
        """Prepare what is the same for every row."""
        self._sheet, self._table, self._fields = sheet, table, fields
        self._places = table.by_key
        self._key_at = {number: key for key, number in self._places.items()}
        self._marks = [place for place in table.places if place.value]
        self._keys = {place.key for place in table.places}
        self._said = {key: text for key, text in {**layout.common, **table.said}.items() if key not in self._keys}
        self._long = {column.key for column in fields.columns if column.is_long}
        self._examples = {
            column.key: normalise(official(column.example)) for column in fields.columns if column.example
        }
        self._headings = {heading_key(text.rpartition(" – ")[2]) for text in table.headings.values() if text}
        self._parts = Parts(fields, self._keys)
        self._merged = dict(_merged_down(sheet, table))
        self._found: list[Line | Other] = []
        self._last = -1  # where the last record stands in what was found

    def sort(self) -> list[Line | Other]:
        """Return every row of the table below its headings, those without content too."""
        rows = [row for row in self._sheet.rows if row.number > self._table.bottom]
        if self._table.last:
            rows = [row for row in rows if row.number <= self._table.last]
        end = rows[-1].number if self._table.is_official and rows else self._end_of_records(rows)
        expected = self._table.bottom + 1
        for row in rows:
            self._found += [self._other(number, Passed.BLANK) for number in range(expected, row.number)]
            expected = row.number + 1
            self._take(self._cells(row), is_below=row.number > end)
        return self._found

    def _end_of_records(self, rows: Sequence[Row]) -> int:
        """Return the last row that is surely a record: one with a running number, or with most of what is needed."""
        needed = [self._places[key] for key in self._fields.needed if key in self._places]
        mark = self._table.mark
        numbered = [row.number for row in rows if mark and is_running(text_of(row.at(mark)))]
        fewest = max(1, min(2, len(needed))) if not numbered else max(2, len(needed))
        filled = (row.number for row in rows if sum(row.at(place) is not None for place in needed) >= fewest)
        return max([*numbered[-1:], *filled], default=0)

    def _cells(self, row: Row) -> Cells:
        """Return the texts of a row; what is merged over several rows is told in each of them."""
        texts = {number: text for number, value in enumerate(row.cells, start=1) if (text := text_of(value))}
        for number, (_first, text) in self._merged.get(row.number, {}).items():
            texts.setdefault(number, text)
        mark = texts.pop(self._table.mark, "")
        return Cells(row, texts, mark)

    def _take(self, cells: Cells, *, is_below: bool) -> None:
        """Sort one row into what was found."""
        wrong = tuple(self._unreadable(cells.row))
        other = self._no_record(cells, is_below=is_below)
        if wrong and other and other.why in (Passed.BLANK, Passed.NOTE):
            other = None
        if other is None and self._goes_on(cells):
            self._found[self._last] = self._joined(cells)
            other = self._other(cells.row.number, Passed.CONTINUED, cells.said)
        sorted_row = other or self._line(cells, wrong)
        if other is None:
            self._last = len(self._found)
        self._found.append(sorted_row)

    def _other(self, number: int, why: Passed, text: str = "") -> Other:
        return Other(self._sheet.name, number, why, text)

    def _no_record(self, cells: Cells, *, is_below: bool) -> Other | None:
        """Return what a row is if it is no record."""
        number, has_content = cells.row.number, self._has_content(cells)
        if not cells.texts and (not cells.mark or is_running(cells.mark)):
            return self._other(number, Passed.BLANK)
        if self._is_headings(cells):
            return self._other(number, Passed.HEADINGS)
        if has_content and self._is_example(cells):
            return self._other(number, Passed.EXAMPLE)
        if is_sum(cells.first) and not self._is_chosen(cells):
            return replace(self._other(number, Passed.SUM, cells.said), counts=self._numbers(cells))
        if part := self._parts.read(cells.mark, cells.texts, is_official=self._table.is_official):
            counts = {0: part.count} if part.count is not None else self._numbers(replace(cells, mark=""))
            return replace(self._other(number, Passed.PART, cells.said), says=part.says, counts=counts)
        if is_below or not has_content:
            why = Passed.BLANK if self._table.is_official else Passed.NOTE
            return self._other(number, why, cells.said)
        return None

    def _has_content(self, cells: Cells) -> bool:
        return any(place.number in cells.texts for place in self._table.places)

    def _is_chosen(self, cells: Cells) -> bool:
        """Return whether a choice that the list knows stands in a column where it belongs."""
        told = ((key, cells.texts.get(self._places.get(key, 0), "")) for key in self._fields.choices)
        return any(text and self._fields.choices[key].fits(text) for key, text in told)

    def _is_headings(self, cells: Cells) -> bool:
        """Return whether a row repeats the headings, or numbers the columns: (1) (2) (3)."""
        first = cells.first
        is_numbering = self._last < 0 and len(first) < _SHORT_NUMBER + 2
        if len(cells.texts) < 2 or not (is_numbering or heading_key(first) in self._headings):
            return False
        keys = [plain(text) for text in (cells.mark, *cells.texts.values()) if text]
        if set(keys) <= self._headings:
            return True
        if not is_numbering or keys[0] not in ("1", "a", "i"):
            return False
        numbers = [int(key) for key in keys if key.isdigit() and len(key) < _SHORT_NUMBER]
        letters = [key for key in keys if len(key) == 1 and key.isalpha()]
        is_rising = bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        return is_rising and len(keys) >= _SHORT_NUMBER and len(numbers) + len(letters) == len(keys)

    def _is_example(self, cells: Cells) -> bool:
        """Return whether a row is the example of the form, whatever was done to its mark."""
        told = [key for key in self._examples if key in self._places]
        return bool(told) and all(cells.texts.get(self._places[key], "") == self._examples[key] for key in told)

    def _numbers(self, cells: Cells) -> dict[int, int]:
        """Return the whole numbers of a row by their column; where it has none, the one in its text."""
        numbers = {n: int(text) for n, text in cells.texts.items() if text.isdigit() and len(text) < _LONG_NUMBER}
        if not numbers and (found := _IN_TEXT.search(cells.said)):
            return {0: int(found[0])}
        return numbers

    def _goes_on(self, cells: Cells) -> bool:
        """Return whether a row only goes on with the long texts of the record above, or shares its name with it."""
        since = self._found[self._last + 1 :]
        if self._last < 0 or self._table.is_official or any(row.why is not Passed.CONTINUED for row in since):  # type: ignore[union-attr]  # no record since the last
            return False
        name = self._merged.get(cells.row.number, {}).get(self._places.get(self._fields.name, 0))
        if name:
            return True
        return bool(self._table.mark) and not cells.mark and {self._key_at.get(n) for n in cells.texts} <= self._long

    def _joined(self, cells: Cells) -> Line:
        """Return the last record with the texts of a row that goes on with it."""
        line = self._found[self._last]
        assert isinstance(line, Line)  # noqa: S101 -- it is where the last record stands
        texts = dict(line.texts)
        for key, number in self._places.items():
            more = cells.texts.get(number, "")
            if more and more not in texts[key]:
                texts[key] = "\n".join(filter(None, (texts[key], more))) if key in self._long else texts[key] or more
        return replace(line, texts=texts)

    def _line(self, cells: Cells, wrong: tuple[Reason, ...]) -> Line:
        """Return a record with what is said of it above the table, over its part and in its own cells."""
        texts = {**self._said, **self._parts.said}
        for key, number in self._places.items():
            text = cells.texts.get(number, "")
            texts[key] = self._above(key) if len(text) < _SHORT and is_same_as_above(text) else text
        marked = [place for place in self._marks if not is_nothing(cells.texts.get(place.number, ""))]
        texts |= dict.fromkeys((place.key for place in self._marks), "")
        texts |= {place.key: place.value for place in marked}
        places = {place.key: place.number for place in (*self._marks, *marked)} | self._places
        wrong = (*wrong, *_marked_twice(marked), *self._said_to_be_example(cells))
        return Line(self._sheet.name, cells.row.number, texts, places, wrong)

    def _above(self, key: str) -> str:
        """Return what the last record says in a column."""
        line = self._found[self._last] if self._last >= 0 else None
        return line.texts.get(key, "") if isinstance(line, Line) else ""

    def _unreadable(self, row: Row) -> Iterator[Reason]:
        """Yield the cells of a row that hold no plain value."""
        if not self._sheet.formula_cells and not self._sheet.error_cells:
            return
        for key, number in self._places.items():
            if (row.number, number) in self._sheet.formula_cells:
                words = _("The cell holds a formula. Copy it and paste it as a value.")
                yield Reason(words, key, text_of(row.at(number)))
            elif (row.number, number) in self._sheet.error_cells:
                yield Reason(_("The cell shows an error of Excel. Type what it should say."), key)

    def _said_to_be_example(self, cells: Cells) -> Iterator[Reason]:
        """Yield a reason against a row that is marked as the example and says something else."""
        if cells.mark and plain(cells.mark) == plain(official(EXAMPLE)):
            words = _("The row is marked “%(mark)s”. Delete the mark in cell %(cell)s if it is to be entered.")
            cell = cell_name(cells.row.number, self._table.mark)
            yield Reason(words % {"mark": official(EXAMPLE), "cell": cell})


def _marked_twice(marked: Sequence[Place]) -> Iterator[Reason]:
    """Yield a reason for each field of which several values are marked."""
    keys = [place.key for place in marked]
    for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
        values = ", ".join(f"“{place.value}”" for place in marked if place.key == key)
        yield Reason(_("Several are marked: %(values)s. Mark one only.") % {"values": values}, key)


def _merged_down(sheet: Sheet, table: Table) -> Iterator[tuple[int, dict[int, tuple[int, str]]]]:
    """Yield the rows into which a cell above is merged: by column, where it begins and what it says."""
    rows = {row.number: row for row in sheet.rows} if sheet.merged else {}
    found: dict[int, dict[int, tuple[int, str]]] = {}
    for (top, left), (bottom, _right) in sheet.merged:
        if top > table.bottom and bottom > top and top in rows:
            text = text_of(rows[top].at(left))
            for number in range(top + 1, bottom + 1):
                found.setdefault(number, {})[left] = (top, text)
    yield from found.items()
