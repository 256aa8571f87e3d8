"""The form that an office fills in, empty or with what is registered."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext_lazy

from kheo.lib.office import sheets_out
from kheo.machinery.intake.kit import Column, Occasion, Sheet, official
from kheo.machinery.intake.rules import (
    CODE,
    EXAMPLE,
    LISTS_TAB,
    NEEDED_MARK,
    NOTES_TAB,
    ORDINAL,
    ORIGIN_TAB,
    origin_rows,
)

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
    return next(iter(choices[column.key]), "") if column.key in choices else official(column.example)


def _guide(sheet: Sheet, columns: Sequence[Column]) -> list[str]:
    """Return the lines of the guide: what to do, then what each column is for."""
    lines = [official(_GUIDE_TITLE), *(official(line) for line in (*_GUIDE, *sheet.guide)), ""]
    for column in columns:
        needed = official(_NEEDED) if column.needed else official(_OPTIONAL)
        lines.append(f"{official(column.heading)} ({needed}). {official(column.hint)}".strip())
    return lines
