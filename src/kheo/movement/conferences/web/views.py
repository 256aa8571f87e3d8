"""The pages of conferences as a whole: listed, prepared, shown, taken a step further."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.movement.campaigns.models import Campaign
from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.kit import DOORS
from kheo.movement.conferences.models import Conference
from kheo.movement.conferences.states import AHEAD, HELD_ALREADY, MOVES
from kheo.movement.conferences.web import forms
from kheo.movement.conferences.web.desk import found, today
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can, can_anywhere, held_by
from kheo.organisation.units.models import Unit
from kheo.ui.acts import attempt, press
from kheo.ui.lists import page_of


@login_required
def conferences(request: OfficerRequest) -> HttpResponse:
    """List the conferences, the latest first."""
    rows = Conference.objects.visible_to(request.user).select_related("unit", "campaign")
    page = page_of(rows, request.GET, sorts={"latest": ("-held_on", "-pk")})
    may_prepare = can_anywhere(request.user, "conferences.keep")
    return render(request, "conferences/list.html", {"page": page, "may_prepare": may_prepare})


@login_required
def new(request: OfficerRequest) -> HttpResponse:
    """Begin to prepare a conference."""
    if not can_anywhere(request.user, "conferences.keep"):
        raise PermissionDenied("conferences.keep")
    form = forms.ConferenceForm(request.POST or None, units=_bodies(request), campaigns=_campaigns(request))
    made: list[Conference] = []
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data["unit"]
        if attempt(lambda: made.append(actions.prepare(form.facts, unit=unit, **who(request))), form):
            messages.success(request, _("The conference is being prepared. Now make its programme."))
            return redirect("conferences:detail", made[0].pk)
    return render(request, "conferences/form.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def change(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change what is said of a conference in preparation."""
    conference = found(request, pk, "conferences.keep")
    form = forms.ConferenceForm(
        request.POST or None, units=_bodies(request), campaigns=_campaigns(request), known=conference
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        if attempt(lambda: actions.change(conference, form.facts, version=version, **who(request)), form):
            messages.success(request, _("The conference is changed."))
            return redirect("conferences:detail", pk)
    page = {"conference": conference, "form": form}
    return render(request, "conferences/form.html", page, status=422 if form.errors else 200)


@login_required
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a conference: what is prepared, who comes or came, what was concluded and what became of it."""
    conference = found(request, pk)
    return render(request, "conferences/detail.html", _page_of(request, conference) | _said_in(request, conference))


def _page_of(request: OfficerRequest, conference: Conference) -> dict[str, Any]:
    """Return what the page of a conference lets the user do."""
    may_keep = can(request.user, "conferences.keep", on=conference.unit_id)
    return {
        "conference": conference,
        "may_keep": may_keep,
        "may_door": may_keep or queries.keeps_door(request.user, conference, today()),
        "moves": _moves(conference) if may_keep else [],
        "doors": _doors(request, conference),
        "today": today(),
    }


def _said_in(request: OfficerRequest, conference: Conference) -> dict[str, Any]:
    """Return what the page of a conference tells of it."""
    conclusions = list(queries.followed_up(conference, conference.previous, user=request.user))
    before = [row for row in conclusions if row.conference_id != conference.pk]
    came = list(conference.guests.came()) if conference.state in HELD_ALREADY else []
    return {
        "is_ahead": conference.state in AHEAD,
        "points": queries.points_of(conference),
        "heads": queries.heads_among(came) if conference.state in HELD_ALREADY else queries.heads_of(conference),
        "guests": came,
        "conclusions": [row for row in conclusions if row.conference_id == conference.pk],
        "before": before,
        "tally": queries.tally_of(before, today()),
    }


@require_POST
@login_required
def step(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a conference a step further: invitations sent, held, concluded."""
    conference, act = found(request, pk, "conferences.keep"), request.POST.get("do", "")
    acts = {"invite": actions.invite, "open": actions.open_, "conclude": actions.conclude}
    done = {
        "invite": _("The invitations are sent: the units were told on the site."),
        "open": _("The conference is noted as held. Write its conclusions."),
        "conclude": _("The conclusions are closed and the tasks given."),
    }
    if act not in acts:
        raise PermissionDenied(act)
    press(request, lambda: acts[act](conference, **who(request)), done[act])
    return redirect("conferences:detail", pk)


@login_required
def cancel(request: OfficerRequest, pk: int) -> HttpResponse:
    """Cancel a conference with a reason."""
    conference = found(request, pk, "conferences.keep")
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(lambda: actions.cancel(conference, reason=reason, **who(request)), form):
            messages.success(request, _("The conference is cancelled."))
            return redirect("conferences:detail", pk)
    page = {"conference": conference, "form": form}
    return render(request, "conferences/cancel.html", page, status=422 if form.errors else 200)


def _bodies(request: OfficerRequest) -> QuerySet[Unit]:
    """Return the bodies that the user may prepare a conference of: where the posts stand."""
    posts = held_by(request.user, "conferences.keep")
    return Unit.objects.filter(pk__in={post.unit_id for post in posts}).in_order()


def _campaigns(request: OfficerRequest) -> QuerySet[Campaign]:
    return Campaign.objects.visible_to(request.user).order_by("-year", "pk")


def _moves(conference: Conference) -> list[tuple[str, object]]:
    return [(act, move) for act, move in MOVES.items() if conference.state in move.sources and act != "cancel"]


def _doors(request: OfficerRequest, conference: Conference) -> list[tuple[object, str]]:
    if conference.state not in HELD_ALREADY:
        return []
    may = [door for door in DOORS if can(request.user, door.act, on=conference.unit_id)]
    return [(door, reverse(door.url_name, args=[conference.pk])) for door in may]
