"""The steps of a dossier that need a reason or a word."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.movement.commendation import actions
from kheo.movement.commendation.states import MOVES
from kheo.movement.commendation.web import forms
from kheo.movement.commendation.web.desk import as_read, attempt, found, tell
from kheo.organisation.access.kit import OfficerRequest


@require_POST
@login_required
def submit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand a dossier to the standing office."""
    dossier = as_read(request, found(request, pk, "commendation.submit"))
    reasons = attempt(lambda: actions.submit(dossier, by=request.user, at=timezone.now()))
    tell(request, reasons)
    if not reasons:
        messages.success(request, _("The dossier is submitted to the standing office."))
    return redirect("commendation:detail", pk)


@login_required
def return_(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give a dossier back to its unit, with the reason."""
    hint = _("The unit reads these words.")
    return _step(request, pk, "commendation.return_", forms.ReasonForm, actions.return_, hint)


@login_required
def send(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send a dossier to the council of the body that awards."""
    hint = _("The dossier then waits for the decision; its results are entered here.")
    return _step(request, pk, "commendation.send", forms.CouncilForm, actions.send, hint)


@login_required
def reopen(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take back results that were entered wrongly."""
    hint = _("Only for results that were typed wrongly: they leave the register. A withdrawn reward is revoked.")
    return _step(request, pk, "commendation.reopen", forms.ReasonForm, actions.reopen, hint)


def _step(
    request: OfficerRequest,
    pk: int,
    act: str,
    kind: type[forms.ReasonForm | forms.CouncilForm],
    verb: Callable[..., object],
    hint: str,
) -> HttpResponse:
    """Ask for what a step needs to be told, and take it."""
    dossier, move = found(request, pk, act), MOVES[act]
    form = kind(request.POST or None, initial={"version": dossier.version})
    if request.method == "POST" and form.is_valid():
        read = as_read(request, dossier)
        said = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        reasons = attempt(lambda: verb(read, **said, by=request.user, at=timezone.now()))
        if not reasons:
            messages.success(request, _("%(step)s: done.") % {"step": move.label})
            return redirect("commendation:detail", pk)
        form.add_error(None, reasons)
    page = {"dossier": dossier, "move": move, "form": form, "hint": hint}
    return render(request, "commendation/step.html", page, status=422 if form.errors else 200)
