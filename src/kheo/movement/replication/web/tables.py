"""Copies as the list shows them, and as a workbook."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.lib.office.sheets_out import Column, Table, Value, sheet_name, write_table
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.states import TONES, UNFINISHED, State

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def is_late(adoption: Adoption, today: date) -> bool:
    """Return whether the last day of a copy is over and it is not finished."""
    return adoption.state in UNFINISHED and adoption.due_on is not None and adoption.due_on < today


def lines_of(rows: Iterable[Adoption], today: date) -> list[tuple[Adoption, str, bool]]:
    """Return each copy with its tone, and whether it is late."""
    return [(row, "warn" if is_late(row, today) else TONES[State(row.state)], is_late(row, today)) for row in rows]


def workbook(rows: QuerySet[Adoption], today: date) -> FileResponse:
    """Return copies as a workbook to take along."""
    headings = [
        Column(pgettext("replication", "No."), 6),
        Column(_("Model"), 40),
        Column(_("Unit it comes from"), 26),
        Column(_("Unit that copies it"), 26),
        Column(pgettext("replication", "Asked for by"), 26),
        Column(_("State"), 24),
        Column(pgettext("replication", "Last day"), 14),
        Column(_("Progress in per cent"), 12),
        Column(_("Model of the unit"), 40),
        Column(_("Begun on"), 14),
        Column(_("How the unit adapts it to its own conditions"), 40),
        Column(_("Result reached"), 40),
        Column(_("Ended on"), 14),
        Column(pgettext("replication", "Reason"), 30),
    ]
    titles = [_("Copies of models"), _("Drawn up on %(day)s") % {"day": date_format(today, "d/m/Y")}]
    table = Table(sheet_name(_("Replication")), headings, _rows(rows), titles=titles)
    with TemporaryDirectory() as desk:
        path = Path(desk) / f"nhan-rong-{today:%Y%m%d}.xlsx"
        write_table(path, table)
        return FileResponse(path.open("rb"), as_attachment=True, content_type=WORKBOOK)


def _rows(rows: QuerySet[Adoption]) -> Iterator[list[Value]]:
    ordered = rows.order_by("origin__name_key", "unit__sort_key", "pk")
    for number, row in enumerate(ordered.iterator(chunk_size=1000), start=1):
        yield [
            number,
            row.origin.name,
            row.origin.unit.name,
            row.unit.name,
            row.plan.unit.name if row.plan else pgettext("replication", "The unit itself"),
            row.get_state_display(),
            row.due_on,
            row.progress,
            row.exemplar.name if row.exemplar else "",
            row.begun_on,
            row.adapts,
            row.result,
            row.ended_on,
            row.reason,
        ]
