"""Reading the table of a workbook: which cells are its headings, which rows it has, what each cell says. Nothing here
knows what a list means, and nothing is left out without being told."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.foundation.files.rules import words_for
from kheo.lib.dates import NotADay, parse_day, short_date
from kheo.lib.encodings import detect, repair
from kheo.lib.office.sheets_in import Row, Sheet, Value, cell_name
from kheo.lib.refusals import Refused
from kheo.lib.unsafe import Problem, Unsafe
from kheo.lib.vitext import normalise
from kheo.machinery.intake.kit import Column, Reason, official, plain
from kheo.ui.forms import NOT_A_DAY

ORDINAL = gettext_lazy("No.")
EXAMPLE = gettext_lazy("Example")
NOTES_TAB = gettext_lazy("Guide")
LISTS_TAB = gettext_lazy("Lists")
NEEDED_MARK = " (*)"
KINDS = frozenset({"xlsx", "xls", "ods"})

_HEADINGS_WITHIN = 40  # rows from the top
_FEWEST_HEADINGS = 2
_MOST_REASONS = 20
_REPAIRED_LENGTH = 120


@dataclass(frozen=True)
class Line:
    """One row of a table: where it stands, what its cells say by the key of their column, and which cannot be read."""

    sheet_name: str
    number: int
    texts: Mapping[str, str]
    places: Mapping[str, int] = field(default_factory=dict)
    wrong: tuple[Reason, ...] = ()

    def cell(self, key: str) -> str:
        """Return the name of a column's cell in this row; nothing for the row as a whole."""
        return cell_name(self.number, self.places[key]) if key in self.places else ""


@dataclass
class Reading:
    """Every row of the tables of a workbook: to be judged, the form's example, or without content."""

    lines: list[Line] = field(default_factory=list)
    examples: list[tuple[str, int]] = field(default_factory=list)
    blanks: list[tuple[str, int]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Head:
    """The heading row of a table: the columns that were found, by key, and what else stands in it."""

    number: int
    places: Mapping[str, int]
    mark: int = 0  # the column of running numbers, where the example is marked
    twice: tuple[tuple[int, int], ...] = ()
    unknown: tuple[tuple[int, str], ...] = ()


def text_of(value: Value) -> str:
    """Return what a cell says, as a reader sees it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return f"{value:%H:%M} {short_date(value)}"
    if isinstance(value, datetime.date):
        return short_date(value)
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return str(value).upper() if isinstance(value, bool) else normalise(str(value))


def read_tables(book: Sequence[Sheet], columns: Sequence[Column], implied: Iterable[str] = ()) -> Reading:
    """Return the rows of every visible sheet that has the form's headings; columns that are `implied` may be missing.

    :raises Refused: with every reason, if the headings are not those of the form or cells are merged.
    """
    shown = [sheet for sheet in book if not sheet.hidden]
    found = [(sheet, head) for sheet in shown if (head := _head_of(sheet, columns))]
    if not found:
        names = ", ".join(f"“{official(column.heading)}”" for column in columns[:4])
        raise Refused(
            _("No sheet has the headings of the official form (%(names)s…). Download the form and fill that in.")
            % {"names": names}
        )
    needed = [column for column in columns if column.needed and column.key not in implied]
    reasons = [reason for sheet, head in found for reason in _why_not_read(sheet, head, columns, needed)]
    if reasons:
        raise Refused(*reasons[:_MOST_REASONS])
    reading = Reading()
    for sheet, head in found:
        _read_sheet(sheet, head, columns, reading)
        reading.notices += _head_notices(sheet, head, columns)
    reading.notices += _other_sheets(book, {sheet.name for sheet, _head in found})
    reading.notices += _row_notices(reading, several=len(found) > 1)
    return reading


def _head_of(sheet: Sheet, columns: Sequence[Column]) -> Head | None:
    """Return the row with the most of the form's headings, if it has enough of them."""
    known = {plain(official(column.heading)): column.key for column in columns}
    heads = [_as_head(row, known) for row in sheet.rows if row.number <= _HEADINGS_WITHIN]
    best = max(heads, key=lambda head: len(head.places), default=None)
    return best if best and len(best.places) >= _FEWEST_HEADINGS else None


def _as_head(row: Row, known: Mapping[str, str]) -> Head:
    places: dict[str, int] = {}
    twice, unknown, mark = [], [], 0
    for number, value in enumerate(row.cells, start=1):
        text = text_of(value)
        heading = plain(repair(text))
        key = known.get(heading)
        if key in places:
            twice.append((places[key], number))
        elif key:
            places[key] = number
        elif heading == plain(official(ORDINAL)):
            mark = number
        elif text:
            unknown.append((number, text))
    return Head(row.number, places, mark, tuple(twice), tuple(unknown))


def _why_not_read(sheet: Sheet, head: Head, columns: Sequence[Column], needed: Sequence[Column]) -> list[str]:
    """Return every reason against reading a table, by cell."""
    reasons = [
        _("Sheet “%(sheet)s”: the headings of %(first)s and %(second)s are the same. Keep one of the columns.")
        % {"sheet": sheet.name, "first": cell_name(head.number, first), "second": cell_name(head.number, second)}
        for first, second in head.twice
    ]
    missing = [column for column in columns if column.key not in head.places]
    misspelt = dict(_misspelt(head, missing))
    for column in missing:
        if column.key in misspelt:
            number, text = misspelt[column.key]
            reasons.append(
                _("Sheet “%(sheet)s”, cell %(cell)s: the heading “%(text)s” is not known. Did you mean “%(label)s”?")
                % {
                    "sheet": sheet.name,
                    "cell": cell_name(head.number, number),
                    "text": text,
                    "label": official(column.heading),
                }
            )
        elif column in needed:
            reasons.append(
                _("Sheet “%(sheet)s”: the heading “%(label)s” is missing from row %(row)s.")
                % {"sheet": sheet.name, "label": official(column.heading), "row": head.number}
            )
    return reasons + list(_merged_cells(sheet, head))


def _misspelt(head: Head, missing: Sequence[Column]) -> Iterator[tuple[str, tuple[int, str]]]:
    """Yield the missing columns that an unknown heading probably means, with that heading."""
    labels = {plain(official(column.heading)): column.key for column in missing}
    for number, text in head.unknown:
        for near in get_close_matches(plain(repair(text)), labels, n=1, cutoff=0.8):
            yield labels[near], (number, text)


def _merged_cells(sheet: Sheet, head: Head) -> Iterator[str]:
    """Yield a reason for each merged range in or below the headings: what is in it belongs to no one row."""
    for (top, left), (bottom, right) in sheet.merged:
        if bottom >= head.number:
            words = _("Sheet “%(sheet)s”: the cells %(cells)s are merged. Unmerge them and fill in each row.")
            yield words % {"sheet": sheet.name, "cells": f"{cell_name(top, left)}:{cell_name(bottom, right)}"}


def _read_sheet(sheet: Sheet, head: Head, columns: Sequence[Column], reading: Reading) -> None:
    """Sort every row below the headings into the reading."""
    examples = {column.key: normalise(official(column.example)) for column in columns if column.example}
    previous = head.number
    for row in sheet.rows:
        if row.number <= head.number:
            continue
        reading.blanks += [(sheet.name, number) for number in range(previous + 1, row.number)]
        previous = row.number
        texts = {key: text_of(row.at(number)) for key, number in head.places.items()}
        wrong = tuple(_unreadable(sheet, row, head))
        if not wrong and not any(texts.values()):
            reading.blanks.append((sheet.name, row.number))
        elif _is_example(texts, examples):
            reading.examples.append((sheet.name, row.number))
        else:
            reading.lines.append(Line(sheet.name, row.number, texts, head.places, wrong + _marked(row, head)))


def _unreadable(sheet: Sheet, row: Row, head: Head) -> Iterator[Reason]:
    """Yield the cells of a row that hold no plain value."""
    if not sheet.formula_cells and not sheet.error_cells:
        return
    for key, number in head.places.items():
        if (row.number, number) in sheet.formula_cells:
            yield Reason(_("The cell holds a formula. Copy it and paste it as a value."), key)
        elif (row.number, number) in sheet.error_cells:
            yield Reason(_("The cell shows an error of Excel. Type what it should say."), key)


def _is_example(texts: Mapping[str, str], examples: Mapping[str, str]) -> bool:
    """Return whether a row is the example of the form, whatever was done to its mark."""
    return bool(examples) and all(texts.get(key, said) == said for key, said in examples.items())


def _marked(row: Row, head: Head) -> tuple[Reason, ...]:
    """Return a reason against a row that is marked as the example and says something else."""
    if head.mark and plain(text_of(row.at(head.mark))) == plain(official(EXAMPLE)):
        words = _("The row is marked “%(mark)s”. Delete the mark in cell %(cell)s if it is to be entered.")
        return (Reason(words % {"mark": official(EXAMPLE), "cell": cell_name(row.number, head.mark)}),)
    return ()


def _head_notices(sheet: Sheet, head: Head, columns: Sequence[Column]) -> Iterator[str]:
    """Yield what of a table is not read."""
    for number, text in head.unknown:
        yield _("Sheet “%(sheet)s”, cell %(cell)s: the column “%(text)s” is not part of the form and is not read.") % {
            "sheet": sheet.name,
            "cell": cell_name(head.number, number),
            "text": text,
        }
    titled = {head.mark, *head.places.values(), *(number for number, _text in head.unknown)}
    below = (row for row in sheet.rows if row.number > head.number)
    filled = {number for row in below for number, value in enumerate(row.cells, start=1) if value is not None}
    for number in sorted(filled - titled):
        yield _("Sheet “%(sheet)s”, cell %(cell)s: the column has no heading and is not read.") % {
            "sheet": sheet.name,
            "cell": cell_name(head.number, number),
        }
    for column in columns:
        if not column.needed and column.key not in head.places:
            yield _("Sheet “%(sheet)s” has no column “%(label)s”: what the register says there stays as it is.") % {
                "sheet": sheet.name,
                "label": official(column.heading),
            }
    if not sheet.formulas_known:
        yield _("Formulas cannot be told from values in a file of old Excel (.xls). Check the figures with care.")


def _other_sheets(book: Sequence[Sheet], read: set[str]) -> Iterator[str]:
    """Yield the sheets that hold something and are not read; those that the form itself brings are expected."""
    ours = {official(NOTES_TAB), official(LISTS_TAB)}
    for sheet in book:
        if sheet.rows and sheet.name not in read | ours:
            words = (
                _("The sheet “%(sheet)s” is hidden and is not read.")
                if sheet.hidden
                else _("The sheet “%(sheet)s” has no table of the form and is not read.")
            )
            yield words % {"sheet": sheet.name}


def _row_notices(reading: Reading, *, several: bool) -> Iterator[str]:
    """Yield which rows are passed over."""
    for words, rows in (
        (_("Empty rows, passed over: %(rows)s."), reading.blanks),
        (_("The example of the form, never entered: row %(rows)s."), reading.examples),
    ):
        for name in dict.fromkeys(sheet for sheet, _number in rows):
            listed = runs(number for sheet, number in rows if sheet == name)
            yield (f"{name}: " if several else "") + words % {"rows": listed}


def runs(numbers: Iterable[int]) -> str:
    """Return rising numbers with their runs drawn together: "3, 7–12"."""
    rising = list(numbers)
    starts = rising[:1] + [after for before, after in pairwise(rising) if after != before + 1]
    ends = [before for before, after in pairwise(rising) if after != before + 1] + rising[-1:]
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True))


def why_not_text(text: str, column: Column) -> list[str]:
    """Return what is against a text in a column, whatever the list."""
    if detect(text):
        repaired = Truncator(repair(text)).chars(_REPAIRED_LENGTH)
        return [
            _("It is written in an old typeface (TCVN3 or VNI). Did you mean “%(repaired)s”?") % {"repaired": repaired}
        ]
    if column.limit and len(text) > column.limit:
        return [_("It is longer than %(limit)s characters.") % {"limit": column.limit}]
    return []


def why_not_open(unsafe: Unsafe, name: str, most: int) -> str:
    """Return in words why a workbook could not be read, with the sheet and cell where the reader can look."""
    known: dict[str, str] = {
        Problem.EMPTY_ROWS: _(
            "“%(name)s”, sheet “%(sheet)s”, has more than %(limit)s empty rows below its table."
            " Select the rows below the table, delete them, save, and send the file again."
        ),
        Problem.FAR_CELL: _(
            "“%(name)s”, sheet “%(sheet)s”, has something in cell %(cell)s, far from its table."
            " Delete it and send again."
        ),
        Problem.TOO_MANY_ROWS: _(
            "“%(name)s”, sheet “%(sheet)s”, has more than %(limit)s rows. Split it and send the parts."
        ),
        Problem.TOO_MANY_COLUMNS: _(
            "“%(name)s”, sheet “%(sheet)s”, has something in cell %(cell)s, beyond %(limit)s columns."
            " Delete it and send again."
        ),
    }
    code: str = unsafe.code
    if code in known:
        return known[code] % ({"sheet": "", "cell": "", "limit": ""} | unsafe.details | {"name": name})
    return words_for(code, name=name, most=most, kinds=KINDS)


def day_in(text: str) -> datetime.date:
    """Return the day that a cell says; raises Refused with what to write."""
    try:
        return parse_day(text)
    except NotADay as error:
        raise Refused(NOT_A_DAY[error.problem]) from error
