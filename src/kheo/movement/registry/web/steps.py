"""The steps of a registration, and what the pages of one registration share."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kheo.lib.refusals import Refused
from kheo.movement.registry import actions, queries
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import require_step
from kheo.movement.registry.states import MOVES, State
from kheo.movement.registry.web import forms
from kheo.organisation.access.kit import OfficerRequest


def found(
    request: OfficerRequest, pk: int, act: str = "", *, columns: Mapping[str, Exists] | None = None
) -> Registration:
    """Return a registration that the user may see, with some columns more; with `act`, one at whose unit the user may
    do it."""
    found = Registration.objects.visible_to(request.user).annotate(**columns or {})
    related = ("exemplar", "unit", "field", "campaign", "particulars")
    registration = get_object_or_404(found.select_related(*related), pk=pk)
    if act:
        require_step(request.user, act, registration)
    return registration


def attempt(act: Callable[[], object]) -> list[str]:
    """Do an act and return what was against it, if anything."""
    try:
        act()
    except Refused as refusal:
        return [str(reason) for reason in refusal.reasons]
    return []


def tell(request: OfficerRequest, reasons: list[str]) -> None:
    for reason in reasons:
        messages.error(request, reason)


def as_read(request: OfficerRequest, registration: Registration) -> Registration:
    """Return the registration in the version that the page had shown, so that a later change is noticed."""
    version = request.POST.get("version", "")
    registration.version = int(version) if version.isdecimal() else 0
    return registration


def with_reason(request: OfficerRequest, pk: int, act: str, verb: Callable[..., None], hint: str) -> HttpResponse:
    """Ask for the reason of a step, and take it."""
    registration, move = found(request, pk, act), MOVES[act]
    form = forms.StepForm(request.POST or None, initial={"version": registration.version}, hint=hint)
    if request.method == "POST" and form.is_valid():
        read = as_read(request, registration)
        reasons = attempt(lambda: verb(read, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()))
        if not reasons:
            said = {"step": move.label, "name": registration.exemplar.name}
            messages.success(request, _("%(step)s: “%(name)s”.") % said)
            return redirect("registry:detail", pk)
        form.add_error(None, reasons)
    page = {"registration": registration, "move": move, "form": form}
    return render(request, "registry/step.html", page, status=422 if form.errors else 200)


@require_POST
@login_required
def submit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand a draft or completed registration to the standing office."""
    registration = as_read(request, found(request, pk, "registry.submit"))
    reasons = attempt(lambda: actions.submit(registration, by=request.user, at=timezone.now()))
    tell(request, reasons)
    if not reasons:
        name = {"name": registration.exemplar.name}
        messages.success(request, _("“%(name)s” is submitted to the standing office.") % name)
    return redirect("registry:detail", pk)


@login_required
def delete_draft(request: OfficerRequest, pk: int) -> HttpResponse:
    """Delete a draft, once that was confirmed."""
    registration = found(request, pk, "registry.delete_draft")
    if request.method != "POST":
        return render(request, "registry/delete_draft.html", {"registration": registration})
    name, draft = registration.exemplar.name, as_read(request, registration)
    reasons = attempt(lambda: actions.delete_draft(draft, by=request.user, at=timezone.now()))
    tell(request, reasons)
    if reasons:
        return redirect("registry:detail", pk)
    messages.success(request, _("The draft “%(name)s” is deleted.") % {"name": name})
    return redirect("registry:list")


@login_required
def return_(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give a registration back to its unit, with the reason and what is to be said of single fields."""
    registration, move = found(request, pk, "registry.return_"), MOVES["registry.return_"]
    form = forms.ReturnForm(request.POST or None, initial={"version": registration.version})
    if request.method == "POST" and form.is_valid():
        read, said = as_read(request, registration), form.said
        reasons = attempt(lambda: actions.return_(read, **said, by=request.user, at=timezone.now()))
        if not reasons:
            told = {"step": move.label, "name": registration.exemplar.name}
            messages.success(request, _("%(step)s: “%(name)s”.") % told)
            return redirect("registry:detail", pk)
        form.add_error(None, reasons)
    page = {"registration": registration, "move": move, "form": form}
    return render(request, "registry/step.html", page, status=422 if form.errors else 200)


@login_required
def cancel(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a wrong entry back, with the reason."""
    hint = _("It stays readable with this reason and is counted nowhere. This cannot be undone.")
    return with_reason(request, pk, "registry.cancel", actions.cancel, hint)


@login_required
def accept(request: OfficerRequest) -> HttpResponse:
    """Take submitted registrations into the register: what was picked is shown first, then all are taken or none."""
    marks = request.POST.getlist("pick") or request.GET.getlist("pick")
    picks = queries.picks_for("registry.accept", marks, request.user)
    fine = [pick.registration for pick in picks if not pick.reasons]
    if request.method == "POST" and fine and len(fine) == len(marks):
        reasons = attempt(lambda: actions.accept_all(fine, by=request.user, at=timezone.now()))
        tell(request, reasons)
        if not reasons:
            return _accepted(request, fine)
    return render(request, "registry/accept.html", {"picks": picks, "fine": fine})


def _accepted(request: OfficerRequest, registrations: list[Registration]) -> HttpResponse:
    """Say so, and go on: to the one that was accepted, or to the list of the rest."""
    number, first = len(registrations), registrations[0]
    said = ngettext("%(number)s registration is accepted.", "%(number)s registrations are accepted.", number)
    messages.success(request, said % {"number": number})
    if number == 1:
        return redirect("registry:detail", first.pk)
    return redirect(f"{reverse('registry:list')}?campaign={first.campaign.slug}&state={State.SUBMITTED}")
