"""The pages that are only read: what one owes, the board of a period, a report, the parts of a sum."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.movement.reporting.models import Edition, Period, Report
from kheo.movement.reporting.queries import reports as queries
from kheo.movement.reporting.queries.boards_out import in_words
from kheo.movement.reporting.rules.checks import Value
from kheo.movement.reporting.rules.days import days_late
from kheo.movement.reporting.states import EDITABLE
from kheo.movement.reporting.web import tables
from kheo.movement.reporting.web.desk import found, period_of
from kheo.movement.reporting.web.forms import EnclosureForm, ExtendForm, ReasonForm, ReportFilters, ReturnForm
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere
from kheo.ui.lists import page_of


@login_required
def reports(request: OfficerRequest) -> HttpResponse:
    """List the reports that the user sees, the last to be due first, and the periods that were opened."""
    if not can_anywhere(request.user, "reporting.view"):
        raise PermissionDenied("reporting.view")
    rows = Report.objects.visible_to(request.user).select_related("unit", "period")
    seen = list(Period.objects.visible_to(request.user).select_related("unit").order_by("-ends_on", "-pk")[:40])
    today = local_day(timezone.now())
    filters = ReportFilters(request.GET, user=request.user, periods=seen, today=today)
    page = page_of(rows, request.GET, sorts={"latest": ("-last_day", "-pk")}, filters=filters)
    lines = [(row, *tables.state_of(row), days_late(row.last_day, row.first_sent_at, today)) for row in page.rows]
    context = {"page": page, "lines": lines, "periods": seen[:12]}
    context["may_open"] = can_anywhere(request.user, "reporting.open")
    return render(request, "reporting/list.html", context)


@login_required
def period(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show who has reported for a period, who is late, and what disagrees."""
    opened = period_of(request, pk)
    board = queries.board_of(opened, request.user, local_day(timezone.now()))
    page = {
        "period": opened,
        "board": board,
        "rows": tables.board_rows(board.rows),
        "owed": [row for row in board.rows if not row.report.first_sent_at],
        "may_remind": any(row.may_decide and not row.report.first_sent_at for row in board.rows),
        "may_accept": any(row.may_decide and row.report.state == "sent" for row in board.rows),
    }
    return render(request, "reporting/period.html", page)


@login_required
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a report: its state, what it says, what disagrees, and its editions."""
    return shown(request, found(request, pk))


def shown(request: OfficerRequest, report: Report, returning: ReturnForm | None = None) -> HttpResponse:
    """Show a report, with the form of what is to be put right if that was refused."""
    known = queries.behind(report)
    sent = None if report.state in EDITABLE or not known.editions else known.editions[0]
    steps = tables.steps_for(report)
    page = steps | _said_in(report, known, sent) | {"report": report, "editions": known.editions}
    page |= {
        "returning": (returning or ReturnForm(None, known=known)) if steps["may_decide"] else None,
        "correcting": ReasonForm() if steps["may_amend"] else None,
        "enclosing": EnclosureForm() if steps["may_edit"] else None,
        "enclosures": [] if sent else list(report.enclosures.select_related("file")),
        "extending": ExtendForm() if steps["may_extend"] else None,
    }
    return render(request, "reporting/detail.html", page, status=422 if returning else 200)


def _said_in(report: Report, known: queries.Behind, sent: Edition | None) -> dict[str, Any]:
    """Return what a report says, as it was sent or as it is being written, and what disagrees."""
    said = queries.values_in(sent, known.layout) if sent else queries.values_now(report, known)
    content = sent.content if sent else vars(queries.written_in(report))
    return {
        "words": tables.words_of(report, known, content["sections"]),
        "grids": tables.grids(report, known, said, content["reasons"]),
        "differs": in_words(queries.differs_in(report, known, said)) if sent else [],
        "missing": known.missing,
        "has_parts": bool(known.parts),
        "state": tables.state_of(report),
        "late": days_late(report.last_day, report.first_sent_at, local_day(timezone.now())),
    }


@login_required
def parts(request: OfficerRequest, pk: int, cell: str) -> HttpResponse:
    """Show the reports below that a sum was made of, and those that are missing."""
    report = found(request, pk)
    known = queries.behind(report)
    meant = next((each for each in known.layout.cells() if each.name == cell), None)
    if meant is None or not known.parts:
        raise Http404
    rows = [
        (part.report, *tables.state_of(part.report), tables.written(_said(part, known, cell))) for part in known.parts
    ]
    page = {"report": report, "cell": meant, "rows": rows, "sum": tables.written(known.sums.get(cell))}
    return render(request, "reporting/parts.html", page)


def _said(part: queries.Part, known: queries.Behind, cell: str) -> Value:
    """Return what a report below says in a cell."""
    return queries.values_in(part.edition, known.layout).get(cell) if part.edition else None
