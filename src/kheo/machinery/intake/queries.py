"""What a workbook would do, and the form that an office fills in. Nothing is written here but the form's own file."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.lib.dates import local_day, start_of_day
from kheo.lib.office import sheets_out
from kheo.lib.office.sheets_in import Sheet as Grid
from kheo.lib.office.sheets_in import read_workbook
from kheo.lib.refusals import Refused
from kheo.machinery.intake.kit import SHEETS, Choices, Clerk, Column, Finding, Occasion, Reason, Sheet, official
from kheo.machinery.intake.models import DraftRow, Matching, Upload
from kheo.machinery.intake.rules import (
    EXAMPLE,
    LISTS_TAB,
    NEEDED_MARK,
    NOTES_TAB,
    ORDINAL,
    Fields,
    Layout,
    Line,
    Place,
    Reading,
    Remembered,
    Table,
    read_tables,
    understand,
    why_not_text,
)
from kheo.machinery.intake.states import OPEN, Verdict
from kheo.organisation.access.rules import can_anywhere, held_by
from kheo.organisation.units.models import Unit

_CHOOSE = gettext_lazy("Choose from the list in the cell.")
_NEEDED = gettext_lazy("required")
_OPTIONAL = gettext_lazy("optional")
_GUIDE_TITLE = gettext_lazy("How to fill in this form")
_GUIDE = (
    gettext_lazy("Fill in one row for each record, from the row below the headings on. Do not merge cells."),
    gettext_lazy("Columns marked (*) must be filled in. Where a cell offers a list, choose from it."),
    gettext_lazy("Do not rename the headings. Columns may be moved; columns of your own are not read."),
    gettext_lazy("Type values, not formulas. When you copy from another file, paste values only."),
    gettext_lazy("The row marked as the example is never entered; you may delete it."),
    gettext_lazy("Send the file on the page “Excel in”: every row is checked, nothing is entered until you agree."),
)

FORM_ROWS = 2_000  # rows below the headings that offer choices
_AT_A_TIME = 5_000  # rows
Row = TypeVar("Row")
Tell = Callable[[int, int], None]
"""Hears how many rows of how many are done."""


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Judged:
    """A row with what it would do: its texts as they would be kept, and the values that they mean."""

    line: Line
    texts: Mapping[str, str]
    values: Mapping[str, Any]  # Any: what each column's own `parse` gives
    finding: Finding


def roots_of(user: User, sheet: Sheet) -> list[Unit]:
    """Return the units for which the user may bring a list, each with all below it."""
    numbers = {post.unit_id for post in held_by(user, sheet.act)}
    return list(Unit.objects.filter(pk__in=numbers).in_order())


def sent_by(occasion: Occasion) -> dict[str, int]:
    """Return how many files of the person are open, and how many were sent for the unit on the day."""
    uploads, day = Upload.objects.all(), local_day(occasion.at)
    return {
        "open_of_person": uploads.filter(by=occasion.by, state__in=OPEN).count(),
        "today_of_unit": uploads.filter(unit=occasion.unit, at__gte=start_of_day(day)).count(),
    }


def open_book(file: StoredFile) -> Sequence[Grid]:
    """Return the sheets of a kept workbook; raises Unsafe if it is none."""
    return read_workbook(file.original)


def layout_of(book: Sequence[Grid], sheet: Sheet, clerk: Clerk, unit: Unit) -> Layout:
    """Return what the tables of a workbook are taken for: as somebody of the unit said before, else as is proposed.
    Without tables where nothing in it looks like one."""

    def remembered(table: Table) -> Remembered | None:
        kept = Matching.objects.filter(unit=unit, sheet=sheet.key, signature=table.signature).first()
        return Remembered(tuple(Place(**place) for place in kept.places), kept.common) if kept else None

    return understand(book, fields_of(sheet, clerk), remembered)


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


def read(book: Sequence[Grid], layout: Layout, sheet: Sheet, clerk: Clerk) -> Reading:
    """Return the rows of a workbook by what its tables are taken for."""
    reading = read_tables(book, layout, fields_of(sheet, clerk))
    if any(grid.has_macros for grid in book):
        reading.notices.insert(0, _("The file holds macros. They were neither run nor kept in what is entered."))
    return reading


def judge(lines: Sequence[Line], sheet: Sheet, clerk: Clerk) -> list[Judged]:
    """Return what each row of a whole list would do."""
    return Judge(sheet, clerk).rows(lines)


class Judge:
    """Judges the rows of one list; where each is an act of its own, some at a time, so that no list is too long."""

    def __init__(self, sheet: Sheet, clerk: Clerk) -> None:
        """Begin with the first row."""
        self._sheet, self._clerk = sheet, clerk
        self._first: dict[Hashable, tuple[str, int]] = {}

    def rows(self, lines: Sequence[Line]) -> list[Judged]:
        """Return what each of the next rows would do; a row that repeats another of the file is refused with the place
        of the first."""
        clerk = self._clerk
        understood = [(line, *_understand(line, self._sheet.columns, clerk)) for line in lines]
        clerk.pass_over([values for _line, _texts, values, reasons in understood if reasons])
        clerk.look_up([values for _line, _texts, values, reasons in understood if not reasons])
        return [
            Judged(line, texts, values, self._finding(line, values, reasons))
            for line, texts, values, reasons in understood
        ]

    def _finding(self, line: Line, values: Mapping[str, Any], reasons: tuple[Reason, ...]) -> Finding:
        if reasons:
            return Finding(Verdict.REFUSED, reasons)
        place = (line.sheet_name, line.number)
        if (twin := self._first.setdefault(self._clerk.key_of(values), place)) != place:
            return Finding(Verdict.REFUSED, (_repeats(twin, line),))
        return self._clerk.check(values)


def some_at_a_time(rows: Iterable[Row], clerk: Clerk) -> Iterator[list[Row]]:
    """Yield rows in lists that a clerk can take, each an act of its own or all of them together."""
    going = iter(rows)
    if not clerk.is_by_row:
        yield list(going)
        return
    while some := list(islice(going, _AT_A_TIME)):
        yield some


def _understand(
    line: Line, columns: Sequence[Column], clerk: Clerk
) -> tuple[dict[str, str], dict[str, Any], tuple[Reason, ...]]:
    """Return the texts of a row as they would be kept, what they mean, and what is wrong with them."""
    texts = {key: clerk.choices[key].label(value) for key, value in clerk.implied.items()}
    values, reasons = dict(clerk.implied), list(line.wrong)
    unreadable = {reason.column for reason in line.wrong}
    said = line.texts
    for column in columns:
        key = column.key
        text = said.get(key)
        if text is None or key in unreadable or (not text and key in clerk.implied):
            continue
        if "\n" in text and not column.is_long:
            text = " ".join(text.split())
        texts[key] = text
        try:
            values[key], texts[key] = _meaning(text, column, clerk.choices.get(key))
        except Refused as refusal:
            reasons += [Reason(str(reason), key) for reason in refusal.reasons]
    untold = (c for c in columns if c.needed and c.key not in values and c.key not in said)
    reasons += [Reason(_("The file does not say “%(label)s”.") % {"label": official(c.heading)}) for c in untold]
    return texts, values, tuple(reasons)


def _meaning(text: str, column: Column, choices: Choices | None) -> tuple[Any, str]:
    """Return what a cell means and how it would be kept; raises Refused."""
    if not text:
        if column.needed:
            raise Refused(_("Fill in this cell."))
        return column.empty, ""
    if choices and (value := choices.known(text)) is not None:
        return value, choices.label(value)
    if reasons := why_not_text(text, column):
        raise Refused(*reasons)
    if choices:
        value = choices.find(text)
        return value, choices.label(value)
    if column.parse is str and column.write is str:
        return text, text
    value = column.parse(text)
    return value, column.write(value)


def _repeats(first: tuple[str, int], line: Line) -> Reason:
    sheet_name, number = first
    if sheet_name == line.sheet_name:
        return Reason(_("It repeats row %(row)s. Keep one of the two.") % {"row": number})
    return Reason(
        _("It repeats row %(row)s of the sheet “%(sheet)s”. Keep one of the two.")
        % {"row": number, "sheet": sheet_name}
    )


def draft_rows(judged: Sequence[Judged], sheet: Sheet) -> list[DraftRow]:
    """Return judged rows as they are kept, not yet saved."""
    headings = {column.key: official(column.heading) for column in sheet.columns}

    def placed(line: Line, reasons: Sequence[Reason]) -> list[dict[str, str]]:
        ordered = sorted(reasons, key=lambda reason: line.places.get(reason.column, 0))
        return [{"cell": line.cell(r.column), "column": headings.get(r.column, ""), "text": r.text} for r in ordered]

    return [
        DraftRow(
            sheet_name=row.line.sheet_name,
            number=row.line.number,
            verdict=row.finding.verdict,
            values=dict(row.texts),
            before=dict(row.finding.before),
            reasons=placed(row.line, row.finding.reasons),
            lacks=placed(row.line, row.finding.lacks),
        )
        for row in judged
    ]


def kept_line(row: DraftRow) -> Line:
    """Return a kept row to be judged again."""
    return Line(row.sheet_name, row.number, row.values)


def counts_of(rows: Iterable[DraftRow]) -> dict[str, int]:
    """Return how many rows got each verdict, those that got none too."""
    counted = Counter(str(row.verdict) for row in rows)
    return {verdict.value: counted[verdict.value] for verdict in Verdict}


def sheets_for(user: User) -> list[Sheet]:
    """Return the lists that a user may bring."""
    return [sheet for sheet in SHEETS.values() if can_anywhere(user, sheet.act)]


def write_form(path: Path, sheet: Sheet, occasion: Occasion, *, is_filled: bool = False) -> None:
    """Write the official form of a list for a unit and period: headings, choices, a guide, and an example or, if it is
    to be filled, what the register holds."""
    clerk = sheet.clerk(occasion)
    columns = [column for column in sheet.columns if column.key not in clerk.implied]
    period = next((p.label for p in sheet.periods(occasion.by) if p.key == occasion.period), occasion.period)
    choices = {key: known.labels for key, known in clerk.choices.items()}
    example = [official(EXAMPLE), *(_example(column, choices) for column in columns)]
    table = sheets_out.Table(
        name=sheets_out.sheet_name(official(sheet.tab)),
        columns=[sheets_out.Column(official(ORDINAL), 8), *(_form_column(column, choices) for column in columns)],
        example=() if is_filled else example,
        rows=_present(clerk, columns) if is_filled else (),
        titles=[official(sheet.title).upper(), f"{period} – {occasion.unit.name}"],
    )
    notes = sheets_out.Notes(official(NOTES_TAB), _guide(sheet, columns))
    sheets_out.write_form(path, table, notes, official(LISTS_TAB), spare_rows=FORM_ROWS)


def _present(clerk: Clerk, columns: Sequence[Column]) -> Iterator[list[str | int]]:
    for number, texts in enumerate(clerk.present(), start=1):
        yield [number, *(texts.get(column.key, "") for column in columns)]


def _form_column(column: Column, choices: Mapping[str, Sequence[str]]) -> sheets_out.Column:
    heading = official(column.heading) + (NEEDED_MARK if column.needed else "")
    return sheets_out.Column(
        heading=heading,
        width=column.width,
        choices=tuple(choices.get(column.key, ())),
        hint=official(column.hint),
        refusal=official(_CHOOSE) if column.key in choices else "",
        is_fixed=column.is_fixed,
    )


def _example(column: Column, choices: Mapping[str, Sequence[str]]) -> str:
    return choices[column.key][0] if column.key in choices else official(column.example)


def _guide(sheet: Sheet, columns: Sequence[Column]) -> list[str]:
    """Return the lines of the guide: what to do, then what each column is for."""
    lines = [official(_GUIDE_TITLE), *(official(line) for line in (*_GUIDE, *sheet.guide)), ""]
    for column in columns:
        needed = official(_NEEDED) if column.needed else official(_OPTIONAL)
        lines.append(f"{official(column.heading)} ({needed}). {official(column.hint)}".strip())
    return lines
