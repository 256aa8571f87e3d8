"""The pages of a registration within its year: what is promised, carried out, reached, and proposed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.movement.registry import actions
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import MeasureFacts
from kheo.movement.registry.states import EDITABLE, State
from kheo.movement.registry.web import forms
from kheo.movement.registry.web.steps import as_read, attempt, found, tell, with_reason
from kheo.organisation.access.kit import OfficerRequest
from kheo.ui.rows import Rows


@login_required
def promise(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write what a draft promises to reach, by indicators."""
    registration = found(request, pk, "registry.amend")
    if request.method != "POST" and registration.state not in EDITABLE:
        messages.info(request, _("What has been submitted can only be changed after it is returned."))
        return redirect("registry:detail", pk)
    known = list(registration.measures.values("name", "counted_in", "baseline", "promised"))
    table = Rows(forms.MeasureRow, request.POST or None, prefix="measures", known=known, blank=({}, {}))
    reasons = _promised(request, registration, table) if table.rows.is_bound else []
    if table.rows.is_bound and not reasons:
        return redirect("registry:edit", pk)
    page = {"registration": registration, "table": table, "reasons": reasons}
    return render(request, "registry/promise.html", page, status=422 if reasons else 200)


def _promised(request: OfficerRequest, registration: Registration, table: Rows) -> list[str]:
    """Keep the indicators and say so; return what was against them."""
    if not table.is_valid():
        return [*table.wrong()]
    measures = [MeasureFacts(**row) for row in table.said]
    version = as_read(request, registration).version
    reasons = attempt(
        lambda: actions.promise(registration, measures, version=version, by=request.user, at=timezone.now())
    )
    if not reasons:
        messages.success(request, _("The indicators are saved."))
    return reasons


@require_POST
@login_required
def start(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say that an accepted model is being carried out."""
    registration = as_read(request, found(request, pk, "registry.start"))
    reasons = attempt(lambda: actions.start(registration, by=request.user, at=timezone.now()))
    tell(request, reasons)
    if not reasons:
        messages.success(request, _("“%(name)s” is being carried out.") % {"name": registration.exemplar.name})
    return redirect("registry:detail", pk)


@login_required
def propose(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write what was reached, and propose the model for the title once all of it is there."""
    registration = found(request, pk, "registry.propose")
    if request.method != "POST" and registration.state != State.IN_PROGRESS:
        messages.info(request, _("Results are written while the model is carried out, and before it is proposed."))
        return redirect("registry:detail", pk)
    form = forms.ResultForm(request.POST or None, registration=registration)
    if request.method == "POST" and form.is_valid():
        reasons = _reported(request, registration, form)
        if not reasons:
            return redirect("registry:detail", pk)
        form.add_error(None, reasons)
    page = {"registration": registration, "form": form}
    return render(request, "registry/results.html", page, status=422 if form.errors else 200)


def _reported(request: OfficerRequest, registration: Registration, form: forms.ResultForm) -> list[str]:
    """Keep the results, propose if asked to, and say so; what was written stays kept whatever is refused."""
    by, at = request.user, timezone.now()
    reasons = attempt(lambda: actions.report(registration, **form.said, by=by, at=at))
    if reasons or "propose" not in request.POST:
        messages.success(request, _("The results are saved.")) if not reasons else None
        return reasons
    reasons = attempt(lambda: actions.propose(registration, by=by, at=at))
    form.stand_on(registration.version)
    if not reasons:
        messages.success(request, _("“%(name)s” is proposed for the title.") % {"name": registration.exemplar.name})
    return reasons


@login_required
def send_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give a proposed model back to its unit, with the reason."""
    hint = _("Say what the unit has to complete; it reads these words.")
    return with_reason(request, pk, "registry.send_back", actions.send_back, hint)
