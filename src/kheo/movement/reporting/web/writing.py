"""The pages of a unit that writes its report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.refusals import Refused
from kheo.movement.reporting import actions
from kheo.movement.reporting.models import Report
from kheo.movement.reporting.queries import reports as queries
from kheo.movement.reporting.rules.findings import Finding, findings
from kheo.movement.reporting.states import EDITABLE
from kheo.movement.reporting.web import tables
from kheo.movement.reporting.web.desk import version_of, written
from kheo.movement.reporting.web.forms import ReasonForm, WritingForm
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.ui.acts import attempt, press


@login_required
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write a report: what is right is kept at once, and what is still wrong is told beside it."""
    report = written(request, pk)
    if report.state not in EDITABLE:
        messages.info(request, _("This report is sent; take it back or correct it from this page."))
        return redirect("reporting:detail", pk)
    form = WritingForm(request.POST or None, report=report, known=queries.behind(report))
    if request.method == "POST" and form.is_valid() and attempt(lambda: _save(request, report, form), form):
        if "send" in request.POST:
            return _send_saved(request, pk)
        messages.success(request, _("The report is saved. What is still to be put right stands at its top."))
        return redirect("reporting:edit", pk)
    return _page(request, report, form)


def _save(request: OfficerRequest, report: Report, form: WritingForm) -> Report:
    return actions.write_report(report, form.written, version=form.cleaned_data["version"], **who(request))


def _page(request: OfficerRequest, report: Report, form: WritingForm) -> HttpResponse:
    """Show the form of a report with what is wrong in it."""
    known = form.known
    context = {
        "report": report,
        "form": form,
        "words": tables.words_of(report, known, report.sections, form),
        "grids": tables.grids(report, known, queries.values_now(report, known), report.reasons, form),
        "excuses": [field for field in form if field.name.startswith("w-")],
        "points": list(tables.points_of(_found(report, form), form)),
        "missing": known.missing,
        "has_parts": bool(known.parts),
        "has_before": bool(known.before),
    }
    return render(request, "reporting/edit.html", context, status=422 if form.errors else 200)


def _found(report: Report, form: WritingForm) -> list[Finding]:
    """Return what is wrong in what was typed, or in what is kept where that cannot be read."""
    known = form.known
    said = form.written if form.is_bound and form.is_valid() else queries.written_in(report)
    return findings(known.layout, said, known.sources, known.before)


@require_POST
@login_required
def autosave(request: OfficerRequest, pk: int) -> JsonResponse:
    """Keep what is typed so far, and tell what is still wrong."""
    report = written(request, pk)
    form = WritingForm(request.POST, report=report, known=queries.behind(report))
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        kept = _save(request, report, form)
    except Refused as refusal:
        return JsonResponse({"errors": [str(reason) for reason in refusal.reasons]}, status=409)
    points = list(tables.points_of(_found(kept, form), form))
    told = render_to_string("reporting/points.html", {"points": points, "report": kept}, request=request)
    return JsonResponse({"fields": {"version": kept.version}, "parts": {"points": told}})


def _send_saved(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send what was just saved; what is against it stands at the top of the page."""
    report = written(request, pk)
    return _sent(request, report, report.version)


@require_POST
@login_required
def send(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send a report as it is kept."""
    return _sent(request, written(request, pk), version_of(request))


def _sent(request: OfficerRequest, report: Report, version: int) -> HttpResponse:
    done = _("The report is sent.")
    is_sent = press(request, lambda: actions.send(report, version=version, **who(request)), done)
    return redirect("reporting:detail" if is_sent else "reporting:edit", report.pk)


@require_POST
@login_required
def take_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take back a report that nobody has decided on."""
    report = written(request, pk)
    press(request, lambda: actions.take_back(report, **who(request)), _("The report is taken back."))
    return redirect("reporting:detail", pk)


@require_POST
@login_required
def amend(request: OfficerRequest, pk: int) -> HttpResponse:
    """Open an accepted report for a correction."""
    report, form = written(request, pk), ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    done = _("Correct the report now, then send it again. What was accepted counts until then.")
    is_open = press(request, lambda: actions.amend(report, reason=reason, **who(request)), done)
    return redirect("reporting:edit" if is_open else "reporting:detail", pk)


@require_POST
@login_required
def copy_last(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take over the words of the last period where nothing is written yet."""
    report, version = written(request, pk), version_of(request)
    done = _("The words of the last period stand in the empty sections. Bring them up to date.")
    press(request, lambda: actions.copy_last(report, version=version, **who(request)), done)
    return redirect("reporting:edit", pk)


@require_POST
@login_required
def gather(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put the words of the accepted reports below into the empty sections."""
    report, version = written(request, pk), version_of(request)
    done = _("The words of the units below stand in the empty sections, each under the name of its unit.")
    press(request, lambda: actions.gather(report, version=version, **who(request)), done)
    return redirect("reporting:edit", pk)
