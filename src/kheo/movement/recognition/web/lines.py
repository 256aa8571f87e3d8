"""Which recognitions of an earlier decision a draft amends or revokes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.refusals import Refused
from kheo.movement.recognition import actions
from kheo.movement.recognition.models import Recognition
from kheo.movement.recognition.states import STANDING_TONES, Kind, Standing
from kheo.movement.recognition.web import draft_forms as forms
from kheo.movement.recognition.web.drafts import attempt, found
from kheo.organisation.access.kit import OfficerRequest
from kheo.ui.lists import page_of


@login_required
def lines(request: OfficerRequest, pk: int) -> HttpResponse:
    """List the recognitions of the earlier decision, to choose those that change."""
    decision = found(request, pk, "recognition.issue")
    rows = Recognition.objects.filter(decision=decision.concerns_id).select_related("registration__unit")
    page = page_of(rows, request.GET, sorts={"unit": ("registration__unit__sort_key", "pk")})
    touched = set(decision.changes.values_list("recognition", flat=True))
    shown = [(row, STANDING_TONES[Standing(row.standing)], row.pk in touched) for row in page.rows]
    return render(request, "recognition/lines.html", {"decision": decision, "page": page, "lines": shown})


@login_required
def line(request: OfficerRequest, pk: int, recognition: int) -> HttpResponse:
    """Say what changes of one recognition, and why."""
    decision = found(request, pk, "recognition.issue")
    one = get_object_or_404(Recognition, pk=recognition, decision=decision.concerns_id)
    known: dict[str, Any] = {"called": one.called, "level": one.level}
    known |= dict(decision.changes.filter(recognition=one).values("called", "level", "reason").first() or {})
    asked = forms.ChangeForm if decision.kind == Kind.AMEND else forms.ReasonForm
    form = asked(request.POST or None, initial=known)
    said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if attempt(form, lambda: actions.change_recognition(decision, one, **known | form.cleaned_data, **said)):
        messages.success(request, _("It is on the list of the draft."))
        return redirect("recognition:draft", pk)
    page = {"decision": decision, "form": form, "recognition": one, "title": _line_title(decision.kind)}
    page["text"] = _("This only puts it on the list of the draft. It takes effect once the decision is issued.")
    page["button"] = _("Put on the list of the draft")
    return render(request, "recognition/step.html", page, status=422 if form.errors else 200)


def _line_title(kind: str) -> str:
    return _("Amend the recognition") if kind == Kind.AMEND else _("Revoke the recognition of one model")


@require_POST
@login_required
def drop_line(request: OfficerRequest, pk: int, recognition: int) -> HttpResponse:
    """Leave a recognition as it is after all."""
    decision = found(request, pk, "recognition.issue")
    one = get_object_or_404(Recognition, pk=recognition, decision=decision.concerns_id)
    try:
        actions.drop_change(decision, one, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("recognition:draft", pk)
