"""What the pages of a report show: the boxes of its tables, its numbers, what disagrees."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.lib.numbers import grouped
from kheo.movement.reporting.models import Report
from kheo.movement.reporting.queries.boards_out import in_words
from kheo.movement.reporting.queries.register import link_to
from kheo.movement.reporting.queries.reports import Behind, Standing
from kheo.movement.reporting.queries.workbooks import Preview
from kheo.movement.reporting.rules.checks import Value
from kheo.movement.reporting.rules.findings import Finding, as_number
from kheo.movement.reporting.rules.texts import Cell
from kheo.movement.reporting.states import EDITABLE, TONES, VERDICT_TONES, ReportState, Verdict
from kheo.movement.reporting.web.forms import WritingForm


@dataclass(frozen=True)
class SourceNote:
    """From where a number comes, in words, and the page of what is behind it."""

    text: str
    url: str


@dataclass(frozen=True)
class Box:
    """A cell on the page: its column, its field and that of its reason, where its number comes from, what it was in the
    last period, what was sent back about it, what it says where it is only read."""

    column: str
    field: BoundField | None
    reason: BoundField | None
    source: SourceNote | None
    before: str
    remark: str
    said: str
    why: str


@dataclass(frozen=True)
class Grid:
    """A table on the page."""

    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Box]]]


def written(value: Value | Decimal) -> str:
    """Return a number or a text as a reader sees it."""
    return grouped(value) if isinstance(value, Decimal) else value or ""


def grids(
    report: Report,
    known: Behind,
    said: Mapping[str, Value],
    reasons: Mapping[str, str],
    form: WritingForm | None = None,
) -> list[Grid]:
    """Return the tables of a report, to be read or (with a form) written."""

    def box(cell: Cell, column: str) -> Box:
        reason = f"r-{cell.name}"
        return Box(
            column=column,
            field=form[f"c-{cell.name}"] if form else None,
            reason=form[reason] if form and reason in form.fields else None,
            source=source_of(report, known, cell),
            before=written(known.before.get(cell.name)),
            remark=report.remarks.get(cell.name, ""),
            said=written(said.get(cell.name)),
            why=reasons.get(cell.name, ""),
        )

    return [
        Grid(
            table.title,
            table.columns,
            [
                (line.label, [box(cell, column) for cell, column in zip(line.cells, table.columns, strict=True)])
                for line in table.lines
            ],
        )
        for table in known.layout.tables
    ]


def source_of(report: Report, known: Behind, cell: Cell) -> SourceNote | None:
    """Return where the number of a cell comes from by itself."""
    if cell.name in known.sums:
        accepted = sum(part.edition is not None for part in known.parts)
        about = {"number": grouped(known.sums[cell.name]), "accepted": accepted, "all": len(known.parts)}
        text = _("sum of %(accepted)s of %(all)s reports below: %(number)s") % about
        if cell.name in known.register and known.register[cell.name] != known.sums[cell.name]:
            text += "; " + _("the register: %(number)s") % {"number": grouped(known.register[cell.name])}
        return SourceNote(text, reverse("reporting:parts", args=[report.pk, cell.name]))
    if cell.name in known.register:
        text = _("from the register: %(number)s") % {"number": grouped(known.register[cell.name])}
        return SourceNote(text, link_to(report.period, cell, report.unit))
    return None


@dataclass(frozen=True)
class Words:
    """A section on the page."""

    heading: str
    text: str
    remark: str
    field: BoundField | None = None


def words_of(
    report: Report, known: Behind, sections: Mapping[str, str], form: WritingForm | None = None
) -> list[Words]:
    """Return the sections of a report, to be read or (with a form) written."""
    return [
        Words(
            each.heading,
            sections.get(each.key, ""),
            report.remarks.get(each.key, ""),
            form[f"s-{each.key}"] if form else None,
        )
        for each in known.layout.sections
    ]


@dataclass(frozen=True)
class Point:
    """A finding on the page, with the box that it leads to."""

    finding: Finding
    anchor: str


def points_of(found: Sequence[Finding], form: WritingForm) -> Iterator[Point]:
    """Yield what is wrong, each with the way to where it is put right."""
    for each in found:
        names = [f"w-{each.place}"] if each.is_check else [f"s-{each.place}", f"c-{each.place}", f"r-{each.place}"]
        field = next((form[name] for name in names if name in form.fields), None)
        yield Point(each, field.auto_id if field else "")


@dataclass(frozen=True)
class BoardRow:
    """A line of the board in words."""

    standing: Standing
    state: str
    tone: str
    differs: Sequence[str]


def board_rows(standings: Sequence[Standing]) -> list[BoardRow]:
    """Return the lines of the board."""
    return [BoardRow(each, *state_of(each.report), in_words(each.differs)) for each in standings]


def state_of(report: Report) -> tuple[str, str]:
    """Return the state of a report in words and its tone."""
    state = ReportState(report.state)
    if state == ReportState.ACCEPTED and report.taken_into_id:
        return _("Accepted, added one level up"), TONES[state]
    return str(state.label), TONES[state]


@dataclass(frozen=True)
class ChangeRow:
    """A line of what a workbook would change, in words."""

    key: str
    label: str
    now: str
    said: str
    verdict: str
    tone: str
    is_open: bool


def change_rows(seen: Preview) -> list[ChangeRow]:
    """Return what a workbook would change, as a reader sees it."""
    return [
        ChangeRow(
            each.key,
            seen.labels[each.key],
            _shown(each.key, each.now),
            _shown(each.key, each.said),
            str(each.verdict.label),
            VERDICT_TONES[each.verdict],
            each.verdict == Verdict.CONFLICT,
        )
        for each in seen.changes
    ]


def _shown(key: str, text: str) -> str:
    number = as_number(text) if key.startswith("c-") else None
    return text if number is None else grouped(number)


def steps_for(report: Any) -> dict[str, Any]:  # Any: a report that says what its reader may do
    """Return which buttons a report offers."""
    state, may_write, may_decide = ReportState(report.state), report.may_write, report.may_decide
    return {
        "may_edit": may_write and state in EDITABLE,
        "may_take_back": may_write and state == ReportState.SENT,
        "may_amend": may_write and state == ReportState.ACCEPTED,
        "may_decide": may_decide and state == ReportState.SENT,
        "may_extend": may_decide and state in EDITABLE and bool(report.receiver_id),
    }
