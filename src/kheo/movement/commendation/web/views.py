from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.movement.campaigns.models import Campaign
from kheo.movement.commendation import actions
from kheo.movement.commendation.models import Dossier
from kheo.movement.commendation.queries import dossiers as queries
from kheo.movement.commendation.states import EDITABLE, State
from kheo.movement.commendation.web import forms, tables
from kheo.movement.commendation.web.desk import as_read, attempt, found, tell
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, can_anywhere, require
from kheo.ui.lists import page_of


@login_required
def dossiers(request: OfficerRequest) -> HttpResponse:
    """List the dossiers that the user may see."""
    campaigns = list(Campaign.objects.visible_to(request.user).newest_first())
    filters = forms.DossierFilters(request.GET, campaigns=campaigns)
    page = page_of(queries.dossiers_for(request.user), request.GET, sorts=tables.SORTS, filters=filters)
    lines = [(dossier, tables.TONES[State(dossier.state)]) for dossier in page.rows]
    may_write = can_anywhere(request.user, "commendation.write") and bool(campaigns)
    context = {"page": page, "lines": lines, "may_write": may_write, "asked": request.GET.get("campaign", "")}
    return render(request, "commendation/list.html", context)


@login_required
def of_campaign(request: OfficerRequest, slug: str) -> HttpResponse:
    """Lead from a campaign to its dossiers."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), slug=slug)
    require(request.user, "commendation.view", on=campaign.unit_id)
    return redirect(f"{reverse('commendation:list')}?campaign={campaign.slug}")


@login_required
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a dossier: its rows with all that is against them, its files, its history, the steps open to the user."""
    dossier, today = found(request, pk), local_day(timezone.now())
    may_write = can(request.user, "commendation.write", on=dossier.unit_id)
    desk = tables.desk_of(dossier, queries.moves_open_to(request.user, dossier), may_write=may_write)
    against = queries.why_not_in_time(dossier, today) if dossier.state in EDITABLE else []
    context = {
        **{"dossier": dossier, "desk": desk, "against": against, "may_write": may_write},
        "rows": queries.rows_of(dossier, today),
        "papers": dossier.papers.select_related("file"),
        "adding": forms.FilesForm() if desk.may_edit else None,
        "grant": getattr(dossier, "grant", None),
        "may_revoke": can(request.user, "commendation.revoke", on=dossier.campaign.unit_id),
    }
    return render(request, "commendation/detail.html", context)


@login_required
def new(request: OfficerRequest) -> HttpResponse:
    """Begin a dossier; the same form sent again goes on with what it began."""
    if not can_anywhere(request.user, "commendation.write"):
        raise PermissionDenied("commendation.write")
    asked = request.GET.get("campaign")
    form = forms.DossierForm(request.POST or None, user=request.user, dossier=None, campaign=asked)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {name: form.cleaned_data[name] for name in ("unit", "campaign", "form_key")}
        try:
            made = actions.open_dossier(form.facts, **said, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
        else:
            return _kept(request, made)
    return render(request, "commendation/write.html", {"form": form}, status=422 if form.errors else 200)


def _kept(request: OfficerRequest, dossier: Dossier) -> HttpResponse:
    messages.success(request, _("The dossier is saved, but not submitted."))
    return redirect("commendation:detail", dossier.pk)


@login_required
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change what a dossier says of itself."""
    dossier = found(request, pk, "commendation.write")
    form = forms.DossierForm(request.POST or None, user=request.user, dossier=dossier)
    if request.method == "POST" and form.is_valid():
        read, facts = as_read(request, dossier), form.facts
        reasons = attempt(lambda: actions.amend(read, facts, by=request.user, at=timezone.now()))
        if not reasons:
            return _kept(request, dossier)
        form.add_error(None, reasons)
    page = {"form": form, "dossier": dossier}
    return render(request, "commendation/write.html", page, status=422 if form.errors else 200)


@login_required
def delete_draft(request: OfficerRequest, pk: int) -> HttpResponse:
    """Delete a draft, once that was confirmed."""
    dossier = found(request, pk, "commendation.write")
    if request.method != "POST":
        return render(request, "commendation/delete_draft.html", {"dossier": dossier})
    reasons = attempt(lambda: actions.delete_draft(as_read(request, dossier), by=request.user, at=timezone.now()))
    tell(request, reasons)
    if reasons:
        return redirect("commendation:detail", pk)
    messages.success(request, _("The draft is deleted."))
    return redirect("commendation:list")
