"""The page on which a unit tells how its model is taken over, and an office releases it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.movement.registry import actions
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import may_take
from kheo.movement.registry.states import TITLED
from kheo.movement.registry.web import forms
from kheo.movement.registry.web.steps import attempt, found, tell
from kheo.organisation.access.kit import OfficerRequest


@login_required
def how_to(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write how a model is taken over, so that others may copy it."""
    registration = found(request, pk, "registry.amend")
    form = forms.HowToForm(request.POST or None, registration=registration)
    if request.method == "POST" and form.is_valid():
        reasons = attempt(lambda: actions.tell_how_to(registration, **form.said, by=request.user, at=timezone.now()))
        if not reasons:
            messages.success(request, _("“How to copy it” is saved."))
            return redirect("registry:how_to", pk)
        form.add_error(None, reasons)
    page = {
        "registration": registration,
        "form": form,
        "told": form.told,
        "is_recognised": registration.state in TITLED,
    }
    page["may_release"] = may_take(request.user, "registry.release_how_to", registration)
    return render(request, "registry/how_to.html", page, status=422 if form.errors else 200)


@require_POST
@login_required
def release_how_to(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the public how a model is taken over, or no longer."""
    registration = found(request, pk, "registry.release_how_to")
    reasons = attempt(lambda: _release(request, registration))
    tell(request, reasons)
    if not reasons and "take_back" in request.POST:
        messages.success(request, _("“How to copy it” is no longer shown on the portal."))
    elif not reasons:
        messages.success(request, _("“How to copy it” is shown on the portal."))
    return redirect("registry:how_to", pk)


def _release(request: OfficerRequest, registration: Registration) -> None:
    by, at, version = request.user, timezone.now(), request.POST.get("version", "")
    if "take_back" in request.POST:
        actions.take_back_how_to(registration, by=by, at=at)
    else:
        actions.release_how_to(registration, version=int(version) if version.isdecimal() else 0, by=by, at=at)
