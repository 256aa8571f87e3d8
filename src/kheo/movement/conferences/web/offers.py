"""Papers that units offer: the page of the unit, and that of the office, which takes or declines them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kheo.foundation.files.actions import keep
from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Conference, Speech
from kheo.movement.conferences.states import AHEAD, GOING, UNTAKEN, SpeechState
from kheo.movement.conferences.web.desk import found
from kheo.movement.conferences.web.speech_forms import DeclineForm, OfferForm, TakeForm
from kheo.movement.conferences.web.speeches import PAPERS
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.ui.acts import fill_in, press


@login_required
def offer(request: OfficerRequest, pk: int) -> HttpResponse:
    """Offer a paper of an own unit."""
    conference = found(request, pk)
    units = queries.may_offer(request.user, conference)
    if not units.exists():
        raise PermissionDenied("conferences.answer")
    form = OfferForm(request.POST or None, request.FILES or None, units=units, speech=None)
    if fill_in(form, lambda: _kept(request, conference, form, None)):
        return _told(request, pk)
    page = {"conference": conference, "form": form, "is_open": conference.state in AHEAD}
    return render(request, "conferences/offer.html", page, status=422 if form.errors else 200)


@login_required
def offered(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Show a paper that an own unit offers, to be changed or withdrawn; one that was declined is offered anew."""
    conference = found(request, pk)
    rows = queries.speeches_for(request.user, conference).select_related("conference__unit")
    row = get_object_or_404(rows, pk=number)
    if row.state not in UNTAKEN:
        return redirect("conferences:send_speech", pk, number)
    if request.POST.get("do") == "withdraw":
        press(request, lambda: actions.withdraw_offer(row, **who(request)), _("The offer is withdrawn."))
        return redirect("conferences:own", pk)
    units = queries.may_offer(request.user, conference)
    form = OfferForm(request.POST or None, request.FILES or None, units=units, speech=row)
    if fill_in(form, lambda: _kept(request, conference, form, row)):
        return _told(request, pk)
    page = {"conference": conference, "speech": row, "form": form, "is_open": conference.state in AHEAD}
    return render(request, "conferences/offer.html", page, status=422 if form.errors else 200)


@transaction.atomic
def _kept(request: OfficerRequest, conference: Conference, form: OfferForm, row: Speech | None) -> None:
    said = form.cleaned_data
    file = keep(said["file"], kinds=PAPERS, **who(request)) if said["file"] else None
    outline = said["outline"]
    if row:
        actions.change_offer(row, form.facts, outline=outline, file=file, **who(request))
    else:
        actions.offer_speech(conference, form.body, form.facts, outline=outline, file=file, **who(request))


def _told(request: OfficerRequest, pk: int) -> HttpResponse:
    messages.success(request, _("The paper is offered. The standing office decides, and you are told."))
    return redirect("conferences:own", pk)


@login_required
def answer_offer(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Show the office what a unit offers, to be taken or declined."""
    conference = found(request, pk, "conferences.keep")
    row = get_object_or_404(queries.speeches_of(conference).select_related("conference__unit"), pk=number)
    if row.state != SpeechState.OFFERED:
        return redirect("conferences:speech", pk, number)
    act = request.POST.get("do", "")
    take = TakeForm(request.POST if act == "take" else None)
    decline = DeclineForm(request.POST if act == "decline" else None)
    if _answered(request, row, take, decline):
        return redirect("conferences:speeches", pk)
    page = {"conference": conference, "speech": row, "take": take, "decline": decline}
    page["is_going"] = conference.state in GOING
    return render(request, "conferences/answer_offer.html", page, status=422 if take.errors or decline.errors else 200)


def _answered(request: OfficerRequest, row: Speech, take: TakeForm, decline: DeclineForm) -> bool:
    """Do what was pressed, say so, and return whether it was done."""
    told, unit = who(request), {"unit": row.unit.name}
    if fill_in(take, lambda: actions.take_offer(row, due_on=take.cleaned_data["due_on"], **told)):
        messages.success(request, _("The paper of %(unit)s is taken; the unit is told.") % unit)
    elif fill_in(decline, lambda: actions.decline_offer(row, reason=decline.cleaned_data["reason"], **told)):
        messages.success(request, _("The paper of %(unit)s is declined; the unit is told.") % unit)
    else:
        return False
    return True
