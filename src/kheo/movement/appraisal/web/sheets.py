"""The scorer's pages: what waits, one sheet, the grid of many, and what one has to do with."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.movement.appraisal import actions, queries
from kheo.movement.appraisal.actions.opening import SCORED
from kheo.movement.appraisal.models import Conflict, Sheet
from kheo.movement.appraisal.rules import why_barred
from kheo.movement.appraisal.states import SheetState
from kheo.movement.appraisal.web import forms
from kheo.movement.appraisal.web.parts import attempt, tell, units_to_declare
from kheo.movement.campaigns.models import Campaign
from kheo.movement.scoring.queries import fields_of, lines_to_mark
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere
from kheo.ui.files import served
from kheo.ui.points import PointsForm, answered, kept

GRID_ROWS = 20


def found(request: OfficerRequest, pk: int) -> Sheet:
    """Return an own sheet; one of a model that its scorer has come to have to do with is no longer theirs to see."""
    own = get_object_or_404(queries.sheets_of(request.user), pk=pk)
    if barred := why_barred(request.user, own.registration):
        raise PermissionDenied(barred)
    return own


def _scores(request: OfficerRequest) -> None:
    """Let only those in whose post lies scoring."""
    if not can_anywhere(request.user, "appraisal.mark"):
        raise PermissionDenied("appraisal.mark")


@login_required
def mine(request: OfficerRequest) -> HttpResponse:
    """Show what the user is to score, campaign by campaign."""
    _scores(request)
    conflicts = Conflict.objects.filter(user=request.user, ended_at=None).select_related("unit")
    page = {"shares": queries.shares_of(request.user), "conflicts": conflicts}
    return render(request, "appraisal/mine.html", page)


@login_required
def next_(request: OfficerRequest, slug: str) -> HttpResponse:
    """Go to the model that is to be scored next."""
    _scores(request)
    campaign = get_object_or_404(Campaign, slug=slug)
    following = queries.next_sheet(request.user, campaign)
    if following is None:
        messages.success(request, _("You have scored everything that was given to you."))
        return redirect("appraisal:mine")
    return redirect("appraisal:sheet", following.pk)


@login_required
def sheet(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a model with all that is known of it, and the sheet to score it by; once it is in, what others gave."""
    own = found(request, pk)
    lines = queries.lines_of(own)
    form = PointsForm(request.POST or None, sheet=own, lines=lines)
    if request.method == "POST" and form.is_valid() and _kept(request, own, form):
        return redirect(_onward(own, request))
    page = {"sheet": own, "registration": own.registration, "form": form, "is_open": own.state == SheetState.ASSIGNED}
    page |= {"visits": queries.visits_to(own.registration), "measures": own.registration.measures.all()}
    page["papers"] = own.registration.attachments.select_related("file")
    if own.state == SheetState.DONE:
        page["told"] = queries.explained(own.registration)
    return render(request, "appraisal/sheet.html", page, status=422 if form.errors else 200)


def _onward(own: Sheet, request: OfficerRequest) -> str:
    """Return where a sheet that was sent leads: back to the table that it was handed in from, or to the next one."""
    slug, table = own.registration.campaign.slug, request.POST.get("set", "")
    if "hand_in" not in request.POST:
        return reverse("appraisal:sheet", args=[own.pk])
    if table.isdecimal():
        return f"{reverse('appraisal:grid', args=[slug])}?set={table}"
    return reverse("appraisal:next", args=[slug])


def _kept(request: OfficerRequest, own: Sheet, form: PointsForm) -> bool:
    """Keep what was given, and hand it in if asked to."""
    told: dict[str, Any] = {"by": request.user, "at": timezone.now()}  # Any: a person and a moment
    mark, hand_in = partial(actions.mark, **told), partial(actions.hand_in, **told)
    return kept(request, form, mark=mark, hand_in=hand_in, name=own.registration.exemplar.name)


@require_POST
@login_required
def mark(request: OfficerRequest, pk: int) -> JsonResponse:
    """Keep the points typed so far, and answer with the version to go on from and the total."""
    own = get_object_or_404(queries.sheets_of(request.user), pk=pk)
    form = PointsForm(request.POST, sheet=own, lines=lines_to_mark(SCORED, own))
    keep = partial(actions.mark, by=request.user, at=timezone.now())
    return answered(form, mark=keep, fields=fields_of)


@require_POST
@login_required
def reopen(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a sheet back to change it."""
    own, version = found(request, pk), request.POST.get("version", "")
    read = int(version) if version.isdecimal() else 0
    tell(request, attempt(lambda: actions.reopen(own, version=read, by=request.user, at=timezone.now())))
    return redirect("appraisal:sheet", pk)


@login_required
def put_aside(request: OfficerRequest, pk: int) -> HttpResponse:
    """Abstain, or step aside, with the reason."""
    own = found(request, pk)
    form = forms.AsideForm(request.POST or None, initial={"version": own.version, "to": SheetState.RECUSED})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"to": SheetState(form.cleaned_data["to"])}
        reasons = attempt(lambda: actions.put_aside(own, **said, by=request.user, at=timezone.now()))
        if not reasons:
            messages.success(request, _("Noted. The standing office sees the reason."))
            return redirect("appraisal:mine")
        form.add_error(None, reasons)
    page = {"sheet": own, "registration": own.registration, "form": form}
    return render(request, "appraisal/put_aside.html", page, status=422 if form.errors else 200)


@login_required
def paper(request: OfficerRequest, pk: int, number: int) -> FileResponse:
    """Hand out a photo or paper of a model to who scores it."""
    papers = found(request, pk).registration.attachments.select_related("file")
    return served(request, get_object_or_404(papers, pk=number).file)


@login_required
def grid(request: OfficerRequest, slug: str) -> HttpResponse:
    """Show many sheets as one table, to be filled in with the keyboard; unlike sets of criteria are tables apart."""
    _scores(request)
    campaign = get_object_or_404(Campaign, slug=slug)
    tables = queries.grids_of(request.user, campaign)
    chosen = next((each for each in tables if str(each.criteria_set.pk) == request.GET.get("set")), None)
    table = chosen or next(iter(tables), None)
    if table is None:
        messages.success(request, _("You have scored everything that was given to you."))
        return redirect("appraisal:mine")
    pages = Paginator(table.sheets, GRID_ROWS).get_page(request.GET.get("page"))
    rows = [PointsForm(None, sheet=each, lines=table.lines_of(each), is_short=True) for each in pages.object_list]
    page = {"campaign": campaign, "tables": tables, "table": table, "rows": rows, "pages": pages}
    return render(request, "appraisal/grid.html", page)


@login_required
def declare(request: OfficerRequest) -> HttpResponse:
    """Declare a unit that the user has to do with."""
    if not can_anywhere(request.user, "appraisal.declare"):
        raise PermissionDenied("appraisal.declare")
    form = forms.DeclareForm(request.POST or None, units=units_to_declare(request.user))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.declare(said["unit"], reason=said["reason"], by=request.user, at=timezone.now())
        messages.success(request, _("Noted: models of %(unit)s are kept from you.") % {"unit": said["unit"].name})
        return redirect("appraisal:mine" if can_anywhere(request.user, "appraisal.mark") else "campaigns:list")
    return render(request, "appraisal/declare.html", {"form": form}, status=422 if form.errors else 200)
