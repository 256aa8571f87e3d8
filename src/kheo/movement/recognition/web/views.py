from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.lib.refusals import Refused
from kheo.movement.recognition import actions
from kheo.movement.recognition.kit import DOORS, Door
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.recognition.states import STANDING_TONES, DecisionState, Kind, Standing
from kheo.movement.recognition.web.forms import DecisionForm, DeclineForm, SignedFileForm
from kheo.movement.recognition.web.tables import rest_of
from kheo.movement.registry.models import Registration
from kheo.movement.registry.queries import picks_for
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.queries import units_of_posts
from kheo.organisation.access.rules import can, can_anywhere, reach, require
from kheo.ui.lists import page_of


@login_required
def decisions(request: OfficerRequest) -> HttpResponse:
    """List the decisions that were issued, and how much each names."""
    rows = Decision.objects.visible_to(request.user).select_related("unit")
    rows = rows.annotate(named=Count("recognitions", distinct=True), changed=Count("changes", distinct=True))
    page = page_of(rows, request.GET, sorts={"latest": ("-signed_on", "-pk")})
    ways = {
        "drafts": can_anywhere(request.user, "recognition.read_drafts"),
        "appeals": can_anywhere(request.user, "recognition.read_appeals"),
        "books": can_anywhere(request.user, "numbering.view"),
    }
    return render(request, "recognition/list.html", {"page": page, "ways": ways})


@login_required
def decision(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a decision: those of the user's units that it names, did not recognise or changes, and how they stand."""
    seen = Decision.objects.visible_to(request.user) | Decision.objects.drafts_for(request.user)
    found = get_object_or_404(seen.select_related("unit", "concerns"), pk=pk)
    if found.state == DecisionState.DRAFT:
        return redirect("recognition:draft", pk)
    named = Recognition.objects.filter(decision=found)
    own = named.filter(registration__holder__in=reach(request.user, "registry.view"))
    rows = own.select_related("registration__exemplar", "registration__unit", "registration__field")
    page = page_of(rows, request.GET, sorts={"unit": ("registration__unit__sort_key", "pk")})
    given = {"decision": found, "page": page, "named": named.count(), "rest": rest_of(request, found)}
    given["lines"] = [(row, STANDING_TONES[Standing(row.standing)]) for row in page.rows]
    given["file_form"] = SignedFileForm()
    given["doors"] = _doors(request, found)
    return render(request, "recognition/decision.html", given)


def _doors(request: OfficerRequest, found: Decision) -> list[tuple[Door, str]]:
    """Return the ways to other pages about a decision that are open to the user."""
    recognises = found.kind == Kind.RECOGNISE  # what another changes is found at the one that recognised
    open_ = [door for door in DOORS if recognises and can(request.user, door.act, on=found.unit_id)]
    return [(door, reverse(door.url_name, args=[found.pk])) for door in open_]


@login_required
def recognise(request: OfficerRequest) -> HttpResponse:
    """Recognise registrations by one decision: what was picked is shown first, then all are recognised or none."""
    if not can_anywhere(request.user, "recognition.recognise"):
        raise PermissionDenied("recognition.recognise")
    marks = request.POST.getlist("pick") or request.GET.getlist("pick")
    picks = picks_for("recognition.recognise", marks, request.user)
    fine = [pick.registration for pick in picks if not pick.reasons]
    units = units_of_posts(request.user, "recognition.issue")
    form = DecisionForm(request.POST or None, user=request.user, units=units)
    ready = request.method == "POST" and form.is_valid() and len(fine) == len(marks) > 0
    if ready and (issued := _decided(request, form, fine)):
        return redirect("recognition:decision", issued.pk)
    page = {"picks": picks, "fine": fine, "form": form}
    return render(request, "recognition/recognise.html", page, status=422 if form.errors else 200)


def _decided(request: OfficerRequest, form: DecisionForm, registrations: list[Registration]) -> Decision | None:
    """Recognise and say so, or put the reasons against it into the form."""
    try:
        issued = actions.decide(registrations, decision=form.decision, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return None
    number = len(registrations)
    said = ngettext("%(number)s registration is recognised.", "%(number)s registrations are recognised.", number)
    messages.success(request, said % {"number": number})
    return issued


@login_required
def decline(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say that a registration does not earn the title, and why."""
    found = Registration.objects.visible_to(request.user).select_related("exemplar", "unit", "campaign")
    registration = get_object_or_404(found, pk=pk)
    require(request.user, "recognition.decline", on=registration.holder_id)
    form = DeclineForm(request.POST or None, initial={"version": registration.version})
    if request.method == "POST" and form.is_valid() and _declined(request, form, registration):
        return redirect("registry:detail", pk)
    page = {"registration": registration, "form": form}
    return render(request, "recognition/decline.html", page, status=422 if form.errors else 200)


def _declined(request: OfficerRequest, form: DeclineForm, registration: Registration) -> bool:
    registration.version = form.cleaned_data["version"]
    try:
        actions.decline(registration, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    messages.success(request, _("“%(name)s” is not recognised.") % {"name": registration.exemplar.name})
    return True
