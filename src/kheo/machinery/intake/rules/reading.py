"""Reading a workbook by what its tables were taken for. Nothing here knows what a list means, and nothing is left out
without being told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kheo.lib.office.sheets_in import Sheet, cell_name
from kheo.lib.refusals import Refused
from kheo.machinery.intake.kit import Column, official
from kheo.machinery.intake.rules.cells import runs
from kheo.machinery.intake.rules.layouts import Layout, Table
from kheo.machinery.intake.rules.lines import Other, Passed, Reading
from kheo.machinery.intake.rules.matching import Fields, Memory, nothing, propose
from kheo.machinery.intake.rules.sorting import Sorter
from kheo.machinery.intake.rules.sums import check_sums
from kheo.machinery.intake.rules.words import LISTS_TAB, NOTES_TAB, ORIGIN_TAB

_MOST_TOLD = 12  # of one kind
_TEXT_LENGTH = 60


def understand(book: Sequence[Sheet], fields: Fields, memory: Memory = nothing) -> Layout:
    """Return what the tables of a workbook are taken for, and which needed fields nothing in it says: no column, no
    line above the table, no title of a part."""
    layout = propose(book, fields, memory)
    if layout.tables and (missing := set(_without_column(layout, fields))):
        said = [set(line.texts) for line in read_tables(book, layout, fields).lines]
        missing = {key for key in missing if not any(key in keys for keys in said)}
        return replace(layout, doubts=tuple(key for key in fields.needed if key in missing))
    return layout


def _without_column(layout: Layout, fields: Fields) -> Iterator[str]:
    for key in fields.needed:
        told = ({place.key for place in table.places} | set(table.said) | set(layout.common) for table in layout.tables)
        if not all(key in keys for keys in told):
            yield key


def read_tables(book: Sequence[Sheet], layout: Layout, fields: Fields) -> Reading:
    """Return every row of the tables of a workbook, with what the reader must know of the file.

    :raises Refused: if a table's sheet is not there, because the file is another one.
    """
    sheets = {sheet.name: sheet for sheet in book}
    for table in layout.tables:
        if table.sheet not in sheets:
            raise Refused(_("The file has no sheet “%(sheet)s” any more. Send it again.") % {"sheet": table.sheet})
    reading = Reading()
    for table in layout.tables:
        rows = Sorter(sheets[table.sheet], table, layout, fields).sort()
        reading.rows += rows
        reading.checks += check_sums(rows, table)
        reading.notices += _head_notices(sheets[table.sheet], table, fields.columns)
    read = {table.sheet for table in layout.tables}
    reading.notices += _other_sheets(book, read)
    reading.notices += _row_notices(reading, several=len(read) > 1)
    reading.notices += _part_notices(reading, fields.columns)
    return reading


def _head_notices(sheet: Sheet, table: Table, columns: Sequence[Column]) -> Iterator[str]:
    """Yield what of a table is not read, and what its title says of all rows."""
    taken = {table.mark, *(place.number for place in table.places)}
    for number, text in table.headings.items():
        place = {"sheet": sheet.name, "cell": cell_name(table.bottom, number), "text": text}
        if number not in taken and text:
            yield (
                _("Sheet “%(sheet)s”, cell %(cell)s: the column “%(text)s” is not part of the form and is not read.")
                % place
            )
    titled = {number for number, text in table.headings.items() if text} | taken
    for number in sorted(_filled_below(sheet, table) - titled):
        yield _("Sheet “%(sheet)s”, cell %(cell)s: the column has no heading and is not read.") % {
            "sheet": sheet.name,
            "cell": cell_name(table.bottom, number),
        }
    told = {place.key for place in table.places} | set(table.said)
    missing = [official(column.heading) for column in columns if not column.needed and column.key not in told]
    if missing:
        yield _("Sheet “%(sheet)s” has no column for: %(labels)s. What the register says there stays as it is.") % {
            "sheet": sheet.name,
            "labels": ", ".join(missing),
        }
    for column in columns:
        if column.key in table.said:
            yield _("Sheet “%(sheet)s”: “%(label)s” is “%(value)s” for all rows, as is written above the table.") % {
                "sheet": sheet.name,
                "label": official(column.heading),
                "value": table.said[column.key],
            }
    if not sheet.formulas_known:
        yield _("Formulas cannot be told from values in a file of old Excel (.xls). Check the figures with care.")


def _filled_below(sheet: Sheet, table: Table) -> set[int]:
    """Return the columns that hold anything below the headings."""
    rows = (row for row in sheet.rows if row.number > table.bottom and (not table.last or row.number <= table.last))
    filled: set[int] = set()
    for row in rows:
        if len(row.cells) > len(filled):
            filled |= {number for number, value in enumerate(row.cells, start=1) if value is not None}
    return filled


def _other_sheets(book: Sequence[Sheet], read: set[str]) -> Iterator[str]:
    """Yield the sheets that hold something and are not read; those that the form itself brings are expected."""
    ours = {official(NOTES_TAB), official(LISTS_TAB), official(ORIGIN_TAB)}
    for sheet in book:
        if sheet.rows and sheet.name not in read | ours:
            words = (
                _("The sheet “%(sheet)s” is hidden and is not read.")
                if sheet.hidden
                else _("The sheet “%(sheet)s” has no table of the form and is not read.")
            )
            yield words % {"sheet": sheet.name}


def _row_notices(reading: Reading, *, several: bool) -> Iterator[str]:
    """Yield which rows are passed over, and why."""
    for words, why in (
        (_("Empty rows, passed over: %(rows)s."), Passed.BLANK),
        (_("The example of the form, never entered: row %(rows)s."), Passed.EXAMPLE),
        (_("Headings that are repeated or numbered, passed over: row %(rows)s."), Passed.HEADINGS),
        (_("Rows that go on with the record above and were joined to it: %(rows)s."), Passed.CONTINUED),
    ):
        others = reading.others(why)
        for name in dict.fromkeys(other.sheet_name for other in others):
            listed = runs(other.number for other in others if other.sheet_name == name)
            yield (f"{name}: " if several else "") + words % {"rows": listed}
    yield from _listed(
        _("Row %(row)s is a note or a signature and is not entered: “%(text)s”."), reading.others(Passed.NOTE)
    )


def _part_notices(reading: Reading, columns: Iterable[Column]) -> Iterator[str]:
    """Yield what the titles of parts say, and those that say nothing that is known."""
    labels = {column.key: official(column.heading) for column in columns}
    parts = reading.others(Passed.PART)
    for other in parts[:_MOST_TOLD]:
        if other.says[0]:
            yield _("Row %(row)s (“%(text)s”): “%(label)s” is “%(value)s” for the rows beneath.") % {
                "row": other.number,
                "text": _short(other.text),
                "label": labels[other.says[0]],
                "value": other.says[1],
            }
    if len(parts) > _MOST_TOLD:
        yield _("%(count)s more titles of parts were read in the same way.") % {"count": len(parts) - _MOST_TOLD}
    silent = [other for other in parts if not other.says[0]]
    yield from _listed(_("Row %(row)s is a title that says nothing of the rows beneath: “%(text)s”."), silent)


def _listed(words: str, others: Sequence[Other]) -> Iterator[str]:
    for other in others[:_MOST_TOLD]:
        yield words % {"row": other.number, "text": _short(other.text)}
    if len(others) > _MOST_TOLD:
        rows = runs(other.number for other in others[_MOST_TOLD:])
        yield _("The same holds for the rows %(rows)s.") % {"rows": rows}


def _short(text: str) -> str:
    return Truncator(text).chars(_TEXT_LENGTH)
