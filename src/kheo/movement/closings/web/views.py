from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.refusals import Refused
from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings import actions
from kheo.movement.closings.models import ClosedRecord, Closing
from kheo.movement.closings.queries.drawing import drawn
from kheo.movement.closings.queries.kept import snapshot_of, snapshots_of
from kheo.movement.closings.states import Period
from kheo.movement.closings.web import tables
from kheo.movement.closings.web.forms import NoteForm, RecordFilters
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, require
from kheo.ui.lists import page_of

IN_ORDER = {"usual": ("pk",)}


def _campaign(request: OfficerRequest, slug: str, act: str) -> Campaign:
    """Return a campaign that the user may do the act with."""
    seen = Campaign.objects.visible_to(request.user).select_related("unit")
    campaign = get_object_or_404(seen, slug=slug)
    require(request.user, act, on=campaign.unit_id)
    return campaign


def _closing(request: OfficerRequest, pk: int) -> Closing:
    """Return a closing that the user may see."""
    seen = Closing.objects.visible_to(request.user).select_related("campaign__unit", "replaces", "replaced_by")
    return get_object_or_404(seen, pk=pk)


@login_required
def closings(request: OfficerRequest, slug: str) -> HttpResponse:
    """List the closings of a campaign by period, and offer what may be done."""
    return _listed(request, _campaign(request, slug, "closings.view"))


@login_required
@require_POST
def close(request: OfficerRequest, slug: str) -> HttpResponse:
    """Close a period for the first time."""
    campaign = _campaign(request, slug, "closings.close")
    if request.POST.get("period") not in Period.values:
        raise Http404
    try:
        made = actions.close(campaign, period=Period(request.POST["period"]), by=request.user, at=timezone.now())
    except Refused as refusal:
        return _listed(request, campaign, [str(reason) for reason in refusal.reasons])
    messages.success(request, _("The figures are closed; their code is %(code)s.") % {"code": made.code})
    return redirect("closings:version", made.pk)


def _listed(request: OfficerRequest, campaign: Campaign, refused: list[str] | None = None) -> HttpResponse:
    """Show the closings of a campaign, with the reasons against a step that was refused."""
    found = Closing.objects.visible_to(request.user).filter(campaign=campaign).newest_first()
    page = {
        "campaign": campaign,
        "stretches": tables.stretches(campaign, found),
        "may_close": can(request.user, "closings.close", on=campaign.unit_id),
        "refused": refused,
    }
    return render(request, "closings/list.html", page, status=422 if refused else 200)


@login_required
def version(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a closing: its figures, each leading to the records as they were."""
    closing = _closing(request, pk)
    page = {"closing": closing, "figures": closing.figures.defer("parts"), "papers": tables.papers_of(closing)}
    return render(request, "closings/version.html", page)


@login_required
def figure(request: OfficerRequest, pk: int, key: str) -> HttpResponse:
    """List the records that a figure of a closing counted, as they were."""
    closing = _closing(request, pk)
    found = get_object_or_404(closing.figures.all(), key=key)
    rows = ClosedRecord.objects.counted_by(found)
    page = page_of(rows, request.GET, sorts=IN_ORDER, filters=RecordFilters(request.GET, figure=found))
    context = {"closing": closing, "figure": found, "page": page, "lines": tables.lines_of(found, page.rows)}
    return render(request, "closings/figure.html", context)


@login_required
def now(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what has moved since a closing; close anew with a note."""
    closing = _closing(request, pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.close_anew(closing, note=form.cleaned_data["note"], by=request.user, at=timezone.now())
            messages.success(request, _("The figures are closed anew; their code is %(code)s.") % {"code": made.code})
            return redirect("closings:version", made.pk)
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
    then, today = snapshot_of(closing), drawn(closing.campaign, in_parts=False)
    page = {"closing": closing, "moves": tables.moves(then, today, request.GET, closing.closed_at, timezone.now())}
    page |= {"form": form, "may_close": _may_close_anew(request, closing)}
    return render(request, "closings/now.html", page, status=422 if form.errors else 200)


def _may_close_anew(request: OfficerRequest, closing: Closing) -> bool:
    """Tell whether the user may close a period anew: from its last version only."""
    is_last = not hasattr(closing, "replaced_by")
    return is_last and can(request.user, "closings.close", on=closing.unit_id)


@login_required
def compare(request: OfficerRequest, pk: int, other: int) -> HttpResponse:
    """Show what differs between two closings of a period, the earlier first."""
    seen = Closing.objects.visible_to(request.user).filter(pk__in=(pk, other)).select_related("campaign")
    found = list(seen.order_by("version"))
    if len(found) < 2 or found[0].campaign_id != found[1].campaign_id or found[0].period != found[1].period:
        raise Http404
    before, after = found
    one, two = snapshots_of(before, after)
    shown = tables.moves(one, two, request.GET, before.closed_at, after.closed_at)
    return render(request, "closings/compare.html", {"before": before, "after": after, "moves": shown})
