"""Certificates are chosen, printed and handed out as one PDF; the log says who did, and why again."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kheo.foundation.jobs import actions as jobs
from kheo.foundation.jobs.models import Job
from kheo.foundation.jobs.states import JobState
from kheo.lib.refusals import Refused
from kheo.movement.certificates import queries
from kheo.movement.certificates.jobs import print_few, print_many
from kheo.movement.certificates.models import Certificate, Run
from kheo.movement.certificates.rules import MANY, why_not_print
from kheo.movement.certificates.web.forms import PrintForm
from kheo.movement.certificates.web.public import base_of
from kheo.movement.certificates.web.views import decision_for
from kheo.movement.recognition.models import Decision
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require

PDF = "application/pdf"


@login_required
def print_out(request: OfficerRequest, pk: int) -> HttpResponse:
    """Print the certificates of a decision that are picked, or all that can be printed."""
    found = decision_for(request, pk, "certificates.print")
    rows = _chosen(request, found)
    printed = queries.printed_of(rows)
    designs = queries.designs_for(request.user, found)
    form = PrintForm(request.POST or None, designs=designs, is_again=bool(printed))
    if request.method == "POST" and form.is_valid():
        job = _started(request, form, found, rows, printed)
        if job is not None:
            return redirect(job)
    page = {"decision": found, "rows": rows, "again": len(printed), "form": form, "has_design": designs.exists()}
    return render(request, "certificates/print.html", page, status=422 if form.errors else 200)


def _chosen(request: OfficerRequest, found: Decision) -> list[Certificate]:
    """Return the certificates that are picked, or where none is all that can be printed and were not yet."""
    marks = request.POST.getlist("pick") or request.GET.getlist("pick")
    named = [each for each in queries.named_in(found) if each.certificate]
    if marks:
        return [each.certificate for each in named if each.certificate and str(each.certificate.pk) in marks]
    wanted = [each for each in named if each.may_be_printed and not each.printed]
    return [each.certificate for each in wanted if each.certificate]


def _started(
    request: OfficerRequest, form: PrintForm, found: Decision, rows: list[Certificate], printed: set[int]
) -> Job | None:
    """Print, at once or in the background, and return the work; or say in the form why not."""
    said: dict[str, Any] = form.cleaned_data  # Any: what was typed
    key, is_done = said["form_key"], Run.objects.filter(form_key=said["form_key"]).exists()
    reasons = [] if is_done else why_not_print(rows, printed, said["reason"])
    if not reasons:
        kind = print_many if len(rows) > MANY else print_few
        told = {"certificates": [each.pk for each in rows], "reason": said["reason"], "form_key": str(key)}
        told |= {"edition": queries.edition_of(said["design"]).pk, "base": base_of(request)}
        try:
            job = jobs.start(kind, by=request.user, at=timezone.now(), on=found, dedupe=str(key), **told)
        except Refused as refusal:
            reasons = [str(reason) for reason in refusal.reasons]
        else:
            if job.state != JobState.FAILED:
                return job
            reasons = job.error.splitlines()
    form.add_error(None, reasons)
    return None


def _run(request: OfficerRequest, pk: int) -> Run:
    found = get_object_or_404(Run.objects.select_related("decision__unit", "edition__design", "by", "file"), pk=pk)
    get_object_or_404(Decision.objects.visible_to(request.user), pk=found.decision_id)
    require(request.user, "certificates.print", on=found.decision.unit_id)
    return found


@login_required
def run(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one time that certificates were printed, with its file."""
    found = _run(request, pk)
    pages = found.printings.select_related("certificate")
    return render(request, "certificates/run.html", {"run": found, "pages": pages})


@login_required
def file(request: OfficerRequest, pk: int) -> FileResponse:
    """Hand out the very file that was printed."""
    stored = _run(request, pk).file
    return FileResponse(stored.original.open("rb"), filename=stored.name, content_type=PDF)
