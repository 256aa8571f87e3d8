"""What the rows of a workbook would do, and how they are kept until somebody agrees."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from kheo.lib.dates import probable_day, short_date
from kheo.lib.encodings import detect, repair
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.machinery.intake.kit import Choices, Clerk, Column, Finding, Reason, Sheet, official
from kheo.machinery.intake.models import DraftRow
from kheo.machinery.intake.rules import (
    Line,
    Merge,
    day_in,
    merged,
    why_not_text,
)
from kheo.machinery.intake.states import WRITTEN, Verdict

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
