"""The pages of a report as a workbook: taken home, brought back, looked at, taken over; and the board as one."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.lib.vitext import slugify
from kheo.machinery.intake.queries import write_marks
from kheo.movement.reporting import actions
from kheo.movement.reporting.models import Report, Workbook
from kheo.movement.reporting.queries import boards_out, workbooks
from kheo.movement.reporting.queries import reports as queries
from kheo.movement.reporting.states import EDITABLE, Side
from kheo.movement.reporting.web import tables
from kheo.movement.reporting.web.desk import found, period_of, posted, written
from kheo.movement.reporting.web.forms import WorkbookForm
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.ui.acts import fill_in, press

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _sent(write: Callable[[Path], None], name: str) -> HttpResponse:
    """Return a workbook that is written now, to be kept under a name."""
    with TemporaryDirectory() as desk:
        write(path := Path(desk) / "out.xlsx")
        response = HttpResponse(path.read_bytes(), content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.xlsx"'
    return response


def _named(report: Report) -> str:
    return f"bao-cao-{report.unit.slug}-{report.period.ends_on:%Y-%m-%d}"


@login_required
def form(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand out a report as a form to be filled in."""
    report = written(request, pk)
    known = queries.behind(report)
    return _sent(lambda path: workbooks.write_form(path, report, known, timezone.now()), _named(report))


@login_required
def workbook(request: OfficerRequest, pk: int) -> HttpResponse:
    """Offer the form of a report, and take in a filled one."""
    report = written(request, pk)
    if report.state not in EDITABLE:
        messages.info(request, _("This report is sent; take it back or correct it from this page."))
        return redirect("reporting:detail", pk)
    sent, brought = WorkbookForm(*posted(request)), list[Workbook]()
    if fill_in(sent, lambda: brought.append(actions.bring(report, sent.cleaned_data["file"], **who(request)))):
        return redirect("reporting:filled", pk, brought[0].pk)
    page = {"report": report, "form": sent, "earlier": report.workbooks.select_related("file", "by")[:5]}
    return render(request, "reporting/workbook.html", page, status=422 if sent.errors else 200)


def _brought(request: OfficerRequest, pk: int, number: int) -> tuple[Report, Workbook]:
    """Return a report that the user writes, and a workbook that was brought for it."""
    report = written(request, pk)
    return report, get_object_or_404(report.workbooks.select_related("file", "by"), pk=number)


@login_required
def filled(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Show what a workbook would change in a report, what cannot be taken, and what would still be wrong."""
    report, brought = _brought(request, pk, number)
    known = queries.behind(report)
    seen = workbooks.preview(brought, report, known)
    page = {
        "report": report,
        "workbook": brought,
        "seen": seen,
        "rows": tables.change_rows(seen),
        "marks": list(workbooks.marks_of(brought, known, seen)),
        "sides": Side,
        "may_take": report.state in EDITABLE and not brought.taken_at,
    }
    return render(request, "reporting/filled.html", page)


@login_required
def marked(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Hand out a workbook that was brought, its wrong cells coloured and explained."""
    report, brought = _brought(request, pk, number)
    known = queries.behind(report)
    marks = list(workbooks.marks_of(brought, known, workbooks.preview(brought, report, known)))
    name = f"{Path(brought.file.name).stem}-danh-dau"
    try:
        return _sent(lambda path: write_marks(brought.file.original, path, marks), name)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("reporting:filled", pk, number)


@require_POST
@login_required
def take_over(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Write into the report what a workbook says."""
    _report, brought = _brought(request, pk, number)
    sides = {name[5:]: Side(str(side)) for name, side in request.POST.items() if name[:5] == "side-" and side in Side}
    done = _("What the file says stands in the report now. Look at it, then send it.")
    is_done = press(request, lambda: actions.take_over(brought, sides, **who(request)), done)
    return redirect("reporting:edit", pk) if is_done else redirect("reporting:filled", pk, number)


@login_required
def board_out(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand out the board of a period with its sums."""
    period, at = period_of(request, pk), timezone.now()
    board = queries.board_of(period, request.user, local_day(at))
    if not board.rows:
        raise Http404
    return _sent(lambda path: boards_out.write_board(path, period, board, at), f"tong-hop-{period.name}")


@login_required
def sums_out(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand out what the sums of a report are made of."""
    report = found(request, pk)
    if not report.below.exists():
        raise Http404
    return _sent(lambda path: boards_out.write_sums(path, report), f"tong-hop-{_named(report)}")
