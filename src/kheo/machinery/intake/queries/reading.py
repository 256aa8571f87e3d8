"""What a workbook is read as: its sheets, what their tables are taken for, and the rows."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.lib.office.sheets_in import Sheet as Grid
from kheo.lib.office.sheets_in import read_workbook
from kheo.machinery.intake.kit import SHEETS, Clerk, Occasion, Sheet, official
from kheo.machinery.intake.models import Matching, Upload
from kheo.machinery.intake.rules import (
    MARKS_TAB,
    ORIGIN_TAB,
    Answer,
    Fields,
    Layout,
    Place,
    Reading,
    Remembered,
    Table,
    answered,
    read_tables,
    understand,
    with_origin,
)
from kheo.organisation.units.models import Unit


def open_book(file: StoredFile) -> Sequence[Grid]:
    """Return the sheets of a kept workbook; raises Unsafe if it is none."""
    return read_workbook(file.original)


def without_ours(book: Sequence[Grid]) -> list[Grid]:
    """Return the sheets of a workbook without those in which this room tells something to itself or to the sender."""
    ours = {official(ORIGIN_TAB), official(MARKS_TAB)}
    return [grid for grid in book if grid.name not in ours]


def layout_of(book: Sequence[Grid], sheet: Sheet, clerk: Clerk, unit: Unit) -> Layout:
    """Return what the tables of a workbook are taken for: as somebody of the unit said before, else as is proposed.
    Without tables where nothing in it looks like one."""

    def remembered(table: Table) -> Remembered | None:
        kept = Matching.objects.filter(unit=unit, sheet=sheet.key, signature=table.signature).first()
        return Remembered(tuple(Place(**place) for place in kept.places), kept.common) if kept else None

    return understand(without_ours(book), fields_of(sheet, clerk), remembered)


def layout_to_match(upload: Upload, *, by: User, at: datetime) -> tuple[Layout, Fields]:
    """Return what an upload's tables are taken for so far, and what their columns may be."""
    sheet = SHEETS[upload.sheet]
    clerk = sheet.clerk(Occasion(by, upload.unit, upload.period, at))
    return Layout.from_json(upload.layout), fields_of(sheet, clerk)


def headings_of(sheet: Sheet, keys: Sequence[str]) -> list[str]:
    """Return the official headings of some columns."""
    return [official(column.heading) for column in sheet.columns if column.key in keys]


def fields_of(sheet: Sheet, clerk: Clerk) -> Fields:
    """Return what the columns of a list may be on an occasion."""
    return Fields(sheet.columns, clerk.choices, tuple(clerk.implied), sheet.shown[0])


def read(book: Sequence[Grid], layout: Layout, sheet: Sheet, clerk: Clerk, answers: Sequence[Answer] = ()) -> Reading:
    """Return the rows of a workbook by what its tables are taken for, with what somebody said of their cells."""
    reading = read_tables(without_ours(book), layout, fields_of(sheet, clerk))
    reading.rows = answered(reading.rows, answers)
    if sheet.is_merged:
        with_origin(reading, book, sheet.key, clerk.record_of)
    if any(grid.has_macros for grid in book):
        reading.notices.insert(0, _("The file holds macros. They were neither run nor kept in what is entered."))
    return reading
