"""A report as a workbook: the form that a unit fills in offline, and what one that came back would do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.foundation.files.models import StoredFile
from kheo.lib.dates import short_date
from kheo.lib.numbers import grouped
from kheo.lib.office import sheets_out
from kheo.lib.office.sheets_in import Sheet
from kheo.lib.office.sheets_marked import Mark
from kheo.machinery.intake.kit import official
from kheo.machinery.intake.queries.reading import open_book, without_ours
from kheo.machinery.intake.rules.origins import origin_in, origin_rows
from kheo.machinery.intake.rules.words import NOTES_TAB, ORDINAL, ORIGIN_TAB
from kheo.movement.reporting.models import Report, Workbook
from kheo.movement.reporting.queries.reports import Behind, values_now
from kheo.movement.reporting.rules.checks import names_in, right_side
from kheo.movement.reporting.rules.comparing import Change, changes, print_of, taken_over
from kheo.movement.reporting.rules.filled import At, Filled, read_filled
from kheo.movement.reporting.rules.findings import Finding, Written, findings, values_of
from kheo.movement.reporting.rules.grids import Column, Grid, grids_of, labels_of
from kheo.movement.reporting.rules.texts import Layout
from kheo.movement.reporting.states import Severity

LONGEST_CELL = 32_767
_NUMBERS = "#,##0.###"
_GUIDE_TITLE = gettext_lazy("How to fill in this report")
_GUIDE = (
    gettext_lazy("White cells are yours; grey ones are locked. Numbers on record stand in their cells already."),
    gettext_lazy(
        "Write another number than that on record only if that is wrong, and say why in the column of reasons."
    ),
    gettext_lazy("Type values, not formulas. Write a number alone, without words or units."),
    gettext_lazy(
        "The notes on the cells say what is checked. Where a check asks for it, write the explanation beside it."
    ),
    gettext_lazy("Do not rename the headings and lines; columns may be moved."),
    gettext_lazy("Send the file on the page “Fill in with Excel” of the report: you see first what it would change."),
)


def texts_of(report: Report, known: Behind) -> dict[str, str]:
    """Return what a report says now, by the keys of its workbook."""
    said = values_now(report, known)
    numbers = {f"c-{name}": text_of_value(value) for name, value in said.items()}
    sections = {f"s-{name}": text for name, text in report.sections.items()}
    reasons = {f"r-{name}": text for name, text in report.reasons.items()}
    return numbers | sections | reasons | {f"w-{name}": text for name, text in report.excuses.items()}


def text_of_value(value: Decimal | str | None) -> str:
    """Return a value as it is kept."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value or ""


# The form -------------------------------------------------------------------------------------------------------------


def write_form(path: Path, report: Report, known: Behind, at: datetime) -> None:
    """Write a report as a form to be filled in: what is known stands in it, the checks hang on its cells as notes."""
    texts, grids = texts_of(report, known), grids_of(known.layout)
    names = _names([grid.title for grid in grids])
    about = f"{report.period.name} – {report.unit.name} ({_('due by')} {short_date(report.last_day)})"
    tables = [_table(grid, name, about, texts, known) for grid, name in zip(grids, names, strict=True)]
    made_from = [{"place": key, "text": print_of(texts.get(key, ""))} for key in labels_of(grids)]
    rows = origin_rows(_key(report), at.isoformat(timespec="minutes"), ["place", "text"], made_from)
    notes = sheets_out.Notes(official(NOTES_TAB), [official(line) for line in (_GUIDE_TITLE, *_GUIDE)])
    sheets_out.write_forms(path, tables, notes, sheets_out.Table(official(ORIGIN_TAB), (), list(rows)))


def _key(report: Report) -> str:
    return f"reporting.report:{report.pk}"


def _names(titles: Sequence[str]) -> list[str]:
    """Return a name for each sheet, none twice."""
    names: list[str] = []
    for number, title in enumerate(titles, start=1):
        name = sheets_out.sheet_name(title)
        taken = {each.lower() for each in names}
        names.append(name if name and name.lower() not in taken else sheets_out.sheet_name(f"{number}. {title}"))
    return names


def _table(grid: Grid, name: str, about: str, texts: Mapping[str, str], known: Behind) -> sheets_out.Table:
    remarks = {
        (line + 1, place): text
        for place, column in enumerate(grid.columns, start=2)
        for line, key in enumerate(column.keys)
        if key and (text := _remark(key, known))
    }
    columns = [sheets_out.Column(official(ORDINAL), 6, is_fixed=True), sheets_out.Column(grid.over, 52, is_fixed=True)]
    columns += [_column(column) for column in grid.columns]
    rows = [
        [number, line, *(_value(column, number - 1, texts, known) for column in grid.columns)]
        for number, line in enumerate(grid.lines, start=1)
    ]
    return sheets_out.Table(name, columns, rows, [grid.title, about], remarks=remarks)


def _column(column: Column) -> sheets_out.Column:
    width = 14 if column.is_number else 90 if any(key.startswith("s-") for key in column.keys) else 34
    is_fixed = bool(column.shows or column.texts)
    return sheets_out.Column(column.heading, width, pattern=_NUMBERS if column.is_number else "", is_fixed=is_fixed)


def _value(column: Column, line: int, texts: Mapping[str, str], known: Behind) -> sheets_out.Value:
    """Return what stands in a cell of the form; a text that no cell holds is left out, and thereby left alone."""
    if column.texts:
        return column.texts[line]
    if column.shows:
        return known.sources.get(column.shows[line])
    text = texts.get(column.keys[line], "")
    if column.is_number:
        return Decimal(text) if text else None
    return text if len(text) <= LONGEST_CELL else None


def _remark(key: str, known: Behind) -> str:
    """Return the note of a cell: what is asked for, what is checked, what was said in the last period."""
    kind, name = key[0], key[2:]
    if kind == "s":
        section = next(each for each in known.layout.sections if each.key == name)
        most = _("At most %(words)s words.") % {"words": section.words} if section.words else ""
        return " ".join(filter(None, (section.guidance, most)))
    if kind != "c":
        return ""
    lines = [check.says for check in known.layout.checks if name in names_in(check.tree)]
    before = known.before.get(name)
    if before not in (None, ""):
        said = grouped(before) if isinstance(before, Decimal) else before
        lines.append(_("Last period: %(said)s") % {"said": said})
    return "\n".join(lines)


# What came back -------------------------------------------------------------------------------------------------------


def read_file(file: StoredFile, report: Report, layout: Layout) -> tuple[Filled, dict[str, str] | None]:
    """Return what a kept workbook says of a report, and what it was made from, if it is a form of this report.

    :raises Unsafe: if it is no workbook.
    """
    book = open_book(file)
    filled = read_filled(without_ours(book), grids_of(layout))
    return filled, _base(book, report, filled)


def _base(book: Sequence[Sheet], report: Report, filled: Filled) -> dict[str, str] | None:
    records, is_whole = origin_in(book, _key(report))
    if not is_whole:
        said = _("The file does not say of itself that it was made for this report: whatever is in it counts as new.")
        filled.notices.append(said)
    return {record["place"]: record["text"] for record in records} or None


@dataclass(frozen=True)
class Preview:
    """What a workbook would do to a report as it is now, and what would then still be wrong."""

    changes: Sequence[Change]
    same: int
    labels: Mapping[str, str]
    after: Written
    found: Sequence[Finding]

    @property
    def conflicts(self) -> int:
        return sum(change.verdict == "conflict" for change in self.changes)


def preview(workbook: Workbook, report: Report, known: Behind) -> Preview:
    """Return what a workbook would do now; of a conflict, what the report says stays."""
    now = texts_of(report, known)
    changed = list(changes(now, workbook.said, workbook.base))
    after = taken_over(now, changed, {})
    found = findings(known.layout, after, known.sources, known.before)
    labels = labels_of(grids_of(known.layout))
    return Preview(changed, len(workbook.said) - len(changed), labels, after, found)


def marks_of(workbook: Workbook, known: Behind, seen: Preview) -> Iterator[Mark]:
    """Yield the cells of a workbook to be marked: those that cannot be taken, and those that a check speaks of."""
    places = {key: At(*place) for key, place in workbook.places.items()}
    yield from (Mark(*trouble) for trouble in workbook.troubles)
    told = {(sheet, cell) for sheet, cell, *_more in workbook.troubles}
    places = {key: at for key, at in places.items() if (at.sheet, at.cell) not in told}
    for finding in seen.found:
        if finding.is_excused:
            continue
        suggestion, keys = _meant(finding, known, seen)
        for key in [each for each in keys if each in places]:
            at = places[key]
            yield Mark(at.sheet, at.cell, at.label, finding.text, suggestion.get(key, ""))


def _meant(finding: Finding, known: Behind, seen: Preview) -> tuple[dict[str, str], list[str]]:
    """Return what would be right, by key, and the keys that a finding is about."""
    if not finding.is_check:
        key, source = f"c-{finding.place}", known.sources.get(finding.place)
        return {key: grouped(source)} if source is not None else {}, [key, f"s-{finding.place}"]
    check = known.layout.checks[int(finding.place)]
    values = values_of(known.layout, seen.after.cells, known.sources)
    right = right_side(check.tree, values, known.before)
    suggestion = {f"c-{right[0]}": grouped(right[1])} if right else {}
    keys = [f"c-{name}" for name in sorted(names_in(check.tree))]
    return suggestion, [*keys, f"w-{finding.place}"] if check.severity == Severity.WARNING else keys
