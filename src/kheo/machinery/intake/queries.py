"""What a workbook would do, and the form that an office fills in. Nothing is written here but the form's own file."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.lib.dates import local_day, probable_day, short_date, start_of_day
from kheo.lib.encodings import detect, repair
from kheo.lib.office import sheets_out
from kheo.lib.office.sheets_in import Sheet as Grid
from kheo.lib.office.sheets_in import cell_name, read_workbook
from kheo.lib.office.sheets_marked import Mark, Words, mark
from kheo.lib.refusals import Refused
from kheo.lib.unsafe import Unsafe
from kheo.lib.vitext import normalise
from kheo.machinery.intake.kit import SHEETS, Choices, Clerk, Column, Finding, Occasion, Reason, Sheet, official
from kheo.machinery.intake.models import DraftRow, Matching, Upload
from kheo.machinery.intake.rules import (
    CODE,
    EXAMPLE,
    LISTS_TAB,
    MARKS_TAB,
    NEEDED_MARK,
    NOTES_TAB,
    ORDINAL,
    ORIGIN_TAB,
    Answer,
    Fields,
    Layout,
    Line,
    Merge,
    Place,
    Reading,
    Remembered,
    Table,
    answered,
    day_in,
    merged,
    origin_rows,
    read_tables,
    understand,
    why_not_text,
    with_origin,
)
from kheo.machinery.intake.states import OPEN, WRITTEN, Verdict
from kheo.organisation.access.rules import can_anywhere, held_by
from kheo.organisation.units.models import Unit

_MARKS_TITLE = gettext_lazy("Cells that Khéo refused")
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
    merge: Merge = Merge()


def suggestions_in(upload: Upload) -> int:
    """Return how many refused cells have a suggestion that can be accepted."""
    rows = upload.rows.filter(verdict=Verdict.REFUSED).values_list("reasons", flat=True)
    return sum(1 for reasons in rows for reason in reasons if reason.get("suggestion"))


def write_marked(path: Path, upload: Upload) -> None:
    """Write the file of an upload with its refused cells coloured, explained and listed; raises Refused."""
    marks = tuple(_marks(upload))
    if not marks:
        raise Refused(_("No row of this file is refused, so there is nothing to mark."))
    headings = (_("Sheet"), _("Cell"), _("Column"), _("What is wrong"), _("Suggested correction"))
    words = Words(official(MARKS_TAB), official(_MARKS_TITLE), headings, _("Change to:"))
    try:
        mark(upload.file.original, path, marks, words)
    except Unsafe as unsafe:
        raise Refused(_("The file could not be marked. Correct the cells that the page names.")) from unsafe


def _marks(upload: Upload) -> Iterator[Mark]:
    """Yield what is marked; what concerns a whole row stands at the first column of its table."""
    first = {table["sheet"]: min(place["number"] for place in table["places"]) for table in upload.layout["tables"]}
    for row in upload.rows.filter(verdict=Verdict.REFUSED).order_by("pk"):
        for reason in row.reasons:
            cell = reason["cell"] or cell_name(row.number, first.get(row.sheet_name, 1))
            yield Mark(row.sheet_name, cell, reason["column"], reason["text"], reason.get("suggestion", ""))


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
        understood = [
            (line, texts, clerk.compared(values) if line.base else values, reasons)
            for line, texts, values, reasons in (
                (line, *_understand(line, self._sheet.columns, clerk)) for line in lines
            )
        ]
        clerk.pass_over([values for _line, _texts, values, reasons in understood if reasons])
        clerk.look_up([values for _line, _texts, values, reasons in understood if not reasons])
        judged = [
            Judged(line, texts, values, self._finding(line, values, reasons))
            for line, texts, values, reasons in understood
        ]
        return self._merged(judged, [reasons for *_row, reasons in understood])

    def _merged(self, judged: list[Judged], reasons: Sequence[tuple[Reason, ...]]) -> list[Judged]:
        """Return the rows with what the register changed since they were downloaded; where that must stay, what they
        would do is asked again."""
        rows = [self._with_merge(row) for row in judged]
        if any(row.merge.kept for row in rows):
            self._clerk.look_up([row.values for row, wrong in zip(rows, reasons, strict=True) if not wrong])
            rows = [
                replace(row, finding=self._finding(row.line, row.values, wrong))
                for row, wrong in zip(rows, reasons, strict=True)
            ]
        return [_to_decide(row) if row.merge.open else row for row in rows]

    def _with_merge(self, row: Judged) -> Judged:
        if not row.line.base or not row.finding.before:
            return row
        merge, values = merged(row.line, row.texts, row.finding.before), dict(row.values)
        for column in self._sheet.columns:
            if column.key in merge.kept:
                values.pop(column.key, None)
                values |= _as_registered(column, merge.kept[column.key], self._clerk.choices.get(column.key))
        return replace(row, merge=merge, values=values)

    def _finding(self, line: Line, values: Mapping[str, Any], reasons: tuple[Reason, ...]) -> Finding:
        if reasons:
            return Finding(Verdict.REFUSED, reasons)
        place = (line.sheet_name, line.number)
        if (twin := self._first.setdefault(self._clerk.key_of(values), place)) != place:
            return Finding(Verdict.REFUSED, (_repeats(twin, line),))
        return self._clerk.check(values)


def _as_registered(column: Column, text: str, choices: Choices | None) -> dict[str, Any]:
    """Return the value of a column that the register keeps; nothing, which changes nothing, if a form cannot say it."""
    if text and not choices and column.parse is str:
        return {column.key: text}
    try:
        return {column.key: _meaning(text, column, choices)[0]}
    except Refused:
        return {}


def _to_decide(row: Judged) -> Judged:
    """Return a row that would be entered as one that somebody must decide on first."""
    if row.finding.verdict not in WRITTEN:
        return row
    return replace(row, finding=replace(row.finding, verdict=Verdict.CONFLICT))


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
            right = suggested(text, column, clerk.choices.get(key))
            reasons += [Reason(str(reason), key, right) for reason in refusal.reasons]
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


def suggested(text: str, column: Column, choices: Choices | None) -> str:
    """Return the text that a refused cell should probably have; nothing if that is not known."""
    repaired = normalise(repair(text)) if detect(text) else text
    day = probable_day(repaired) if column.parse is day_in else None
    for right in (choices.nearest(repaired) if choices else "", short_date(day) if day else "", repaired):
        with suppress(Refused):
            if right and right != text:
                return _meaning(right, column, choices)[1]
    return ""


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
        return [
            {"cell": line.cell(r.column), "column": headings.get(r.column, ""), "text": r.text} | _right(line, r)
            for r in ordered
        ]

    return [
        DraftRow(
            sheet_name=row.line.sheet_name,
            number=row.line.number,
            verdict=row.finding.verdict,
            values=dict(row.texts),
            before=dict(row.finding.before),
            reasons=placed(row.line, row.finding.reasons),
            lacks=placed(row.line, row.finding.lacks),
            remarks=placed(row.line, row.finding.remarks),
            base=dict(row.line.base or {}),
            theirs=dict(row.merge.theirs),
            sides={key: list(side) for key, side in row.line.sides.items()},
        )
        for row in judged
    ]


def _right(line: Line, reason: Reason) -> dict[str, str]:
    """Return what is to be known of a cell for its suggestion to be accepted."""
    if not reason.suggestion:
        return {}
    return {"key": reason.column, "was": line.texts.get(reason.column, ""), "suggestion": reason.suggestion}


def kept_line(row: DraftRow) -> Line:
    """Return a kept row to be judged again."""
    sides = {key: (side, was) for key, (side, was) in row.sides.items()}
    return Line(row.sheet_name, row.number, row.values, base=row.base or None, sides=sides)


def answers_of(upload: Upload) -> list[Answer]:
    """Return what somebody said on the screen of the cells of a workbook."""
    return [Answer(**answer) for answer in upload.answers]


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
    present = list(clerk.present()) if is_filled else []
    example = [official(EXAMPLE), *(_example(column, choices) for column in columns)]
    table = sheets_out.Table(
        name=sheets_out.sheet_name(official(sheet.tab)),
        columns=[sheets_out.Column(official(ORDINAL), 8), *(_form_column(column, choices) for column in columns)],
        example=() if is_filled else example,
        rows=_numbered(present, columns),
        titles=[official(sheet.title).upper(), f"{period} – {occasion.unit.name}"],
    )
    notes = sheets_out.Notes(official(NOTES_TAB), _guide(sheet, columns))
    sheets_out.write_form(
        path, table, notes, official(LISTS_TAB), spare_rows=FORM_ROWS, hidden=_origin(present, sheet, occasion)
    )


def _origin(present: Sequence[Mapping[str, str]], sheet: Sheet, occasion: Occasion) -> sheets_out.Table | None:
    """Return the hidden sheet that says what a filled form was made from; None for a list that is not compared."""
    if not sheet.is_merged or not present:
        return None
    keys = [column.key for column in sheet.columns]
    assert CODE in keys  # noqa: S101 -- a list that is merged declares it
    rows = origin_rows(sheet.key, occasion.at.isoformat(timespec="minutes"), keys, present)
    return sheets_out.Table(official(ORIGIN_TAB), (), list(rows))


def _numbered(present: Sequence[Mapping[str, str]], columns: Sequence[Column]) -> Iterator[list[str | int]]:
    for number, texts in enumerate(present, start=1):
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
