"""Mutual scoring: the head opens and closes it, each unit gives the others their points."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.movement.pledges import actions
from kheo.movement.pledges.models import Sheet
from kheo.movement.pledges.queries import scoring as queries
from kheo.movement.pledges.queries.clusters import InYear
from kheo.movement.pledges.web.clusters import found
from kheo.movement.pledges.web.forms import CloseForm, OpenForm
from kheo.movement.scoring.queries import fields_of, lines_to_mark
from kheo.movement.scoring.states import SheetState
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can_anywhere
from kheo.ui.acts import fill_in, press
from kheo.ui.addresses import address
from kheo.ui.points import PointsForm, answered, kept


def _led(request: OfficerRequest, pk: int, year: int) -> InYear:
    """Return a cluster in a year, for somebody who leads it."""
    held = found(request, pk, year)
    if not held.may_lead:
        raise PermissionDenied("pledges.lead")
    return held


@login_required
def open_(request: OfficerRequest, pk: int, year: int) -> HttpResponse:
    """Open the mutual scoring of a cluster for a year."""
    held = _led(request, pk, year)
    form = OpenForm(request.POST or None, user=request.user)
    if fill_in(form, lambda: actions.open_scoring(held.cluster, year, **form.cleaned_data, **who(request))):
        messages.success(request, _("The scoring is open; the units of the cluster hear of it."))
        return redirect("pledges:cluster", pk, year)
    page = {"cluster": held.cluster, "year": year, "form": form}
    return render(request, "pledges/open.html", page, status=422 if form.errors else 200)


@login_required
def close(request: OfficerRequest, pk: int, year: int) -> HttpResponse:
    """Close it with the ranking."""
    held = _led(request, pk, year)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if fill_in(form, lambda: actions.close_scoring(held.cluster, year, **form.cleaned_data, **who(request))):
        messages.success(request, _("The scoring is closed; the ranking stands."))
        return redirect("pledges:cluster", pk, year)
    page = {"cluster": held.cluster, "year": year, "form": form, "standing": queries.standing_of(held.cluster, year)}
    return render(request, "pledges/close.html", page, status=422 if form.errors else 200)


@login_required
def mine(request: OfficerRequest) -> HttpResponse:
    """Show which units the user's unit is to give points."""
    if not can_anywhere(request.user, "pledges.mark"):
        raise PermissionDenied("pledges.mark")
    return render(request, "pledges/mine.html", {"sheets": list(queries.to_give(request.user))})


@login_required
def sheet(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the sheet of the user's unit about another one, and keep what is given on it."""
    own = get_object_or_404(queries.sheets_of(request.user), pk=pk)
    form = PointsForm(request.POST or None, sheet=own, lines=lines_to_mark(actions.MUTUAL, own))
    if fill_in(form, lambda: None) and _kept(request, own, form):
        return redirect(_onward(request, own))
    page = {"sheet": own, "form": form, "is_open": own.state == SheetState.ASSIGNED}
    return render(request, "pledges/sheet.html", page, status=422 if form.errors else 200)


def _kept(request: OfficerRequest, own: Sheet, form: PointsForm) -> bool:
    """Keep what was given, and hand it in if asked to."""
    told = who(request)
    mark, hand_in = partial(actions.mark, **told), partial(actions.hand_in, **told)
    return kept(request, form, mark=mark, hand_in=hand_in, name=own.place.member.name)


def _onward(request: OfficerRequest, own: Sheet) -> str:
    """Return the page of the next unit once a sheet is in."""
    if "hand_in" not in request.POST:
        return address("pledges:sheet", own.pk)
    following = queries.waiting_for(request.user).first()
    return address("pledges:sheet", following.pk) if following else address("pledges:mine")


@require_POST
@login_required
def mark(request: OfficerRequest, pk: int) -> JsonResponse:
    """Keep the points typed so far, and answer with the version to go on from and the total."""
    own = get_object_or_404(queries.sheets_of(request.user), pk=pk)
    form = PointsForm(request.POST, sheet=own, lines=lines_to_mark(actions.MUTUAL, own))
    return answered(form, mark=partial(actions.mark, **who(request)), fields=fields_of)


@require_POST
@login_required
def reopen(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a sheet back to change it."""
    own, version = get_object_or_404(queries.sheets_of(request.user), pk=pk), request.POST.get("version", "")
    read = int(version) if version.isdecimal() else 0
    press(request, lambda: actions.reopen(own, version=read, **who(request)))
    return redirect("pledges:sheet", pk)
