"""The unit scores its own model."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.refusals import Refused
from kheo.movement.appraisal import actions, queries
from kheo.movement.appraisal.models import Sheet
from kheo.movement.appraisal.rules import why_not_self_score
from kheo.movement.appraisal.web import forms
from kheo.movement.appraisal.web.cases import found
from kheo.movement.appraisal.web.parts import attempt, tell
from kheo.movement.scoring.queries import fields_of
from kheo.organisation.access.kit import OfficerRequest


@login_required
def self_score(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the unit's own sheet; keep it, and hand it in if asked to."""
    registration = found(request, pk, "appraisal.self_score")
    if reasons := why_not_self_score(registration, queries.round_of(registration.campaign_id)):
        tell(request, reasons)
        return redirect("registry:detail", pk)
    by, at = request.user, timezone.now()
    is_sent = request.method == "POST"
    sheet = actions.begin_own(registration, by=by, at=at) if is_sent else queries.own_sheet(registration)
    form = _form(request, sheet)
    if request.method == "POST" and form.is_valid():
        reasons = _kept(request, sheet, form)
        if not reasons:
            return redirect("registry:detail", pk)
        form.add_error(None, reasons)
    page = {"registration": registration, "sheet": sheet, "form": form}
    return render(request, "appraisal/self_score.html", page, status=422 if form.errors else 200)


def _form(request: OfficerRequest, sheet: Sheet) -> forms.OwnForm:
    papers = list(sheet.registration.attachments.select_related("file"))
    return forms.OwnForm(request.POST or None, sheet=sheet, lines=queries.lines_of(sheet), papers=papers)


def _kept(request: OfficerRequest, sheet: Sheet, form: forms.OwnForm) -> list[str]:
    """Keep what was given, hand it in if asked to, and say so."""
    by, at, said = request.user, timezone.now(), form.cleaned_data
    given = {"comments": form.comments, "version": said["version"], "by": by, "at": at}
    reasons = attempt(lambda: actions.mark(sheet, form.points, **given))
    reasons = reasons or attempt(lambda: actions.point_to(sheet, form.papers, by=by, at=at))
    if reasons or "hand_in" not in request.POST:
        messages.success(request, _("The points are saved.")) if not reasons else None
        return reasons
    reasons = attempt(lambda: actions.self_score(sheet, comment=said["comment"], version=sheet.version, by=by, at=at))
    if not reasons:
        name = {"name": sheet.registration.exemplar.name}
        messages.success(request, _("The self-scoring of “%(name)s” is in.") % name)
    return reasons


@require_POST
@login_required
def autosave(request: OfficerRequest, pk: int) -> JsonResponse:
    """Keep what the unit typed so far."""
    registration = found(request, pk, "appraisal.self_score")
    try:
        sheet = actions.begin_own(registration, by=request.user, at=timezone.now())
        form = _form(request, sheet)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=422)
        given = {"comments": form.comments, "version": form.cleaned_data["version"]}
        kept = actions.mark(sheet, form.points, **given, by=request.user, at=timezone.now())
    except Refused as refusal:
        return JsonResponse({"errors": [str(reason) for reason in refusal.reasons]}, status=409)
    return JsonResponse({"fields": fields_of(kept)})
