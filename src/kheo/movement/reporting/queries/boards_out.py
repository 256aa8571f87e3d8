"""The board of a period and the sums of a report as workbooks."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.lib.dates import LOCAL, short_date
from kheo.lib.numbers import grouped
from kheo.lib.office.sheets_out import Column, Table, Value, sheet_name, write_tables
from kheo.movement.reporting.models import Period, Report
from kheo.movement.reporting.queries.reports import (
    Board,
    Part,
    Standing,
    accepted_of,
    behind,
    layout_of,
    values_in,
    with_all,
)
from kheo.movement.reporting.rules.findings import Difference, added
from kheo.movement.reporting.rules.texts import Layout, TablePart
from kheo.movement.reporting.states import Differs, ReportState

_NUMBERS = "#,##0.###"


def write_board(path: Path, period: Period, board: Board, at: datetime) -> None:
    """Write who has reported, how late, and what disagrees; behind it the accepted numbers of the units that report to
    the highest body on the board, with their sums."""
    parts = _highest(board)
    write_tables(path, [_standings(period, board, at), *_sums(layout_of(period.form), period, parts)])


def write_sums(path: Path, report: Report) -> None:
    """Write the numbers that the sums of a report are made of, unit by unit."""
    known = behind(with_all(Report.objects.all()).get(pk=report.pk))
    write_tables(path, _sums(known.layout, report.period, known.parts))


def _highest(board: Board) -> list[Part]:
    """Return the reports right below the highest one on a board; all of the highest where they have none above."""
    rows = [row.report for row in board.rows]
    shown = {row.pk for row in rows}
    heads = [row for row in rows if row.above_id not in shown]
    below = [row for row in rows if row.above_id == heads[0].pk] if len(heads) == 1 else []
    chosen = below or heads
    accepted = accepted_of(row.pk for row in chosen)
    return [Part(row, accepted.get(row.pk)) for row in chosen]


def _standings(period: Period, board: Board, at: datetime) -> Table:
    columns = (
        Column(pgettext("table", "No."), 6),
        Column(_("Unit"), 34),
        Column(_("State"), 20),
        Column(pgettext("reporting", "Due by"), 14),
        Column(_("First sent"), 18),
        Column(_("Days late"), 10),
        Column(_("What disagrees"), 70),
    )
    moment = f"{at.astimezone(LOCAL):%H:%M} {short_date(at.astimezone(LOCAL).date())}"
    said = {"sent": board.reported, "all": board.total, "in_time": board.in_time, "moment": moment}
    count = _("%(sent)s of %(all)s units have reported, %(in_time)s in time; as of %(moment)s") % said
    titles = [f"{period.form.name} – {period.name}", count]
    return Table(sheet_name(_("Who has reported")), columns, list(_lines(board.rows)), titles)


def _lines(rows: Sequence[Standing]) -> Iterator[list[Value]]:
    for number, row in enumerate(rows, start=1):
        report = row.report
        state = str(ReportState(report.state).label)
        differs = "\n".join(in_words(row.differs))
        name = f"{report.unit.name} ({row.bearer.name})" if row.bearer else report.unit.name
        yield [number, name, state, report.last_day, report.first_sent_at, row.late or None, differs]


def in_words(differs: Sequence[Difference]) -> list[str]:
    """Return in words what disagrees."""
    return [
        _("%(label)s: %(said)s; %(source)s: %(other)s")
        % {
            "label": each.cell.label,
            "said": grouped(each.said),
            "source": Differs(each.kind).label,
            "other": grouped(each.other),
        }
        for each in differs
    ]


def _sums(layout: Layout, period: Period, parts: Sequence[Part]) -> list[Table]:
    """Return a sheet for each table of a form: a row for each unit, and the sums as the level above takes them."""
    names = [sheet_name(f"{number}. {table.title}") for number, table in enumerate(layout.tables, start=1)]
    return [_sum(table, name, layout, period, parts) for table, name in zip(layout.tables, names, strict=True)]


def _sum(table: TablePart, name: str, layout: Layout, period: Period, parts: Sequence[Part]) -> Table:
    cells = [cell for line in table.lines for cell in line.cells]
    columns = [Column(pgettext("table", "No."), 6), Column(_("Unit"), 34), Column(_("State"), 20)]
    columns += [Column(cell.label, 30 if cell.is_text else 16, pattern=_NUMBERS) for cell in cells]
    said = [values_in(part.edition, layout) if part.edition else {} for part in parts]
    total = added(layout, said)
    rows: list[list[Value]] = [
        [number, part.report.unit.name, _standing(part), *(values.get(cell.name) for cell in cells)]
        for number, (part, values) in enumerate(zip(parts, said, strict=True), start=1)
    ]
    sums = {place: total.get(cell.name, Decimal(0)) for place, cell in enumerate(cells, start=3) if cell.is_additive}
    counted = sum(part.edition is not None for part in parts)
    about = _("Accepted reports only: %(accepted)s of %(all)s") % {"accepted": counted, "all": len(parts)}
    titles = [f"{table.title} – {period.name}", about]
    return Table(name, columns, rows, titles, sums=sums, sums_label=pgettext("table", "Total"))


def _standing(part: Part) -> str:
    return str(ReportState(part.report.state).label)
