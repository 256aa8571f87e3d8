"""The door on a phone: who comes is found by the code of the invitation or by name, and noted with one button."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kheo.lib import qr
from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Conference, Guest
from kheo.movement.conferences.rules import code_of, secret_in
from kheo.movement.conferences.web import forms
from kheo.movement.conferences.web.desk import found, today
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.ui.acts import attempt, press
from kheo.ui.lists import page_of

SHOWN = 20


@login_required
def door(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show who came, find delegates by name or unit, and note who comes."""
    conference = _kept(request, pk)
    form = forms.WalkInForm(request.POST if request.POST.get("do") == "walk_in" else None)
    if request.method == "POST" and _noted(request, conference, form):
        return redirect("conferences:door", pk)
    asked = request.GET.get("q", "")
    rows = Guest.objects.filter(conference=conference).named(asked) if asked else Guest.objects.none()
    page = {
        "conference": conference,
        "q": asked,
        "found": rows.in_order()[:SHOWN],
        "latest": Guest.objects.filter(conference=conference).came().order_by("-came_at", "-pk")[:5],
        "heads": queries.heads_of(conference),
        "form": form,
    }
    return render(request, "conferences/door.html", page, status=422 if form.errors else 200)


@login_required
def scan(request: OfficerRequest, pk: int, code: str) -> HttpResponse:
    """Show the delegate whose code was scanned, and note with one button that they came."""
    conference = _kept(request, pk)
    secret = secret_in(code, conference.pk)
    if secret is None:
        raise Http404("no code of this conference")
    guest = get_object_or_404(Guest.objects.select_related("conference"), conference=conference, secret=secret)
    if request.method == "POST":
        press(request, lambda: actions.enter(guest, **who(request)))
        return redirect("conferences:scan", pk, code)
    page = {"conference": conference, "guest": guest, "heads": queries.heads_of(conference)}
    return render(request, "conferences/scan.html", page)


@login_required
def cards(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a card with its code for each delegate, to be printed, cut and sent with the invitations."""
    conference = found(request, pk, "conferences.keep")
    rows = Guest.objects.filter(conference=conference, is_walk_in=False).expected()
    page = page_of(rows, request.GET, sorts={"listed": ("group", "pk")})
    made = [(guest, _picture(address_of(request, guest))) for guest in page.rows]
    return render(request, "conferences/cards.html", {"conference": conference, "page": page, "cards": made})


def _kept(request: OfficerRequest, pk: int) -> Conference:
    """Return a conference whose door the user keeps today."""
    conference = found(request, pk)
    if not queries.keeps_door(request.user, conference, today()):
        raise PermissionDenied("conferences.keep")
    return conference


def _noted(request: OfficerRequest, conference: Conference, form: forms.WalkInForm) -> bool:
    """Note what a button of the door says; return whether the page is to be asked for anew."""
    act = request.POST.get("do", "")
    if act == "walk_in":
        done = form.is_valid() and attempt(
            lambda: actions.walk_in(conference, **form.cleaned_data, **who(request)), form
        )
        if done:
            messages.success(request, _("%(name)s is noted as present.") % {"name": form.cleaned_data["name"]})
        return done
    number = request.POST.get("guest", "")
    if not number:  # a button of an older page: it is shown anew
        return False
    rows = Guest.objects.select_related("conference").filter(conference=conference)
    guest = get_object_or_404(rows, pk=number if number.isdecimal() else 0)
    if act == "leave":
        words = _("It is taken back that %(name)s came.")
        press(request, lambda: actions.leave_out(guest, **who(request)), words % {"name": guest})
    else:
        press(
            request, lambda: actions.enter(guest, **who(request)), _("%(name)s is noted as present.") % {"name": guest}
        )
    return True


def address_of(request: OfficerRequest, guest: Guest) -> str:
    """Return the whole address that the code of a delegate opens."""
    start = settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"
    return start.rstrip("/") + reverse("conferences:scan", args=[guest.conference_id, code_of(guest)])


def _picture(address: str) -> SafeString:
    return mark_safe(qr.svg(address, border=2, is_quick=True))  # noqa: S308 -- drawn here, of an address of our own
