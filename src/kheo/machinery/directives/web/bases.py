"""Where a document acts, on what a record rests, and the texts that are offered to the register."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.directives import actions
from kheo.machinery.directives.kit import RESTING
from kheo.machinery.directives.models import Citation
from kheo.machinery.directives.queries import citing
from kheo.machinery.directives.web.forms import CiteForm
from kheo.machinery.directives.web.views import attempt, found, may_keep
from kheo.organisation.access.kit import OfficerRequest


@login_required
def resting(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what rests on a document, wherever in the program."""
    directive = found(request, pk)
    given = {"directive": directive, "groups": citing.resting_on(directive, request.user), "most": citing.MOST_LISTED}
    return render(request, "directives/resting.html", given)


@login_required
def bases(request: OfficerRequest, kind: str, record: int) -> HttpResponse:
    """Show on which documents a record rests; who keeps the register may add one."""
    if kind not in RESTING or RESTING[kind].by:
        raise Http404
    row = get_object_or_404(RESTING[kind].rows(request.user), pk=record)
    keeps, at = may_keep(request), timezone.now()
    if request.method == "POST" and not keeps:
        raise PermissionDenied("directives.keep")
    form = CiteForm(request.POST or None)
    told: dict[str, Any] = {"kind": kind, "record_pk": record, "by": request.user, "at": at}
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: actions.cite(**form.cleaned_data, **told))
    ):
        messages.success(request, _("The legal basis is saved."))
        return redirect("directives:bases", kind, record)
    given = {"row": row, "label": RESTING[kind].label, "form": form if keeps else None, "kind": kind}
    given["bases"] = citing.bases_of(kind, [record], local_day(at))[record]
    given["url"] = reverse(RESTING[kind].url_name, args=[row.place])
    return render(request, "directives/bases.html", given, status=422 if form.errors else 200)


@require_POST
@login_required
def uncite(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take back that a record rests on a document."""
    if not may_keep(request):
        raise PermissionDenied("directives.keep")
    citation = get_object_or_404(Citation.objects.select_related("directive"), pk=pk)
    kind, record = citation.kind, citation.record
    actions.uncite(citation, by=request.user, at=timezone.now())
    messages.success(request, _("The legal basis is taken off."))
    return redirect("directives:bases", kind, record)


@login_required
def legal(request: OfficerRequest) -> HttpResponse:
    """Offer the texts on which rules of the program rest, and enter one of them by a click."""
    if not may_keep(request):
        raise PermissionDenied("directives.keep")
    if request.method == "POST":
        try:
            kept = actions.enter_legal(request.POST.get("number", ""), by=request.user, at=timezone.now())
            messages.success(request, _("%(document)s is in the register.") % {"document": kept})
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("directives:legal")
    return render(request, "directives/legal.html", {"lines": citing.legal_offered()})
