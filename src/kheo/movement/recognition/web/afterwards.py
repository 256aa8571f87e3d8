"""What becomes of a recognised model after its year."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.movement.recognition import actions
from kheo.movement.recognition.web.drafts import attempt
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import TEXT_LIMIT
from kheo.movement.registry.states import MOVES
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require


class AfterForm(forms.Form):
    """By what it is known; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Note"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 4}), required=False
    )


class EndForm(AfterForm):
    """Why a model is no longer kept up."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 4})
    )


def _step(request: OfficerRequest, pk: int, act: str, verb: Callable[..., None], text: str) -> HttpResponse:
    """Ask for a word on a step, and take it."""
    found = Registration.objects.visible_to(request.user).select_related("exemplar", "unit", "campaign", "holder")
    registration, asked = get_object_or_404(found, pk=pk), EndForm if MOVES[act].needs_reason else AfterForm
    require(request.user, act, on=registration.holder_id)
    form = asked(request.POST or None, initial={"version": registration.version})
    if attempt(form, lambda: _taken(request, registration, form, verb)):
        said = {"step": MOVES[act].label, "name": registration.exemplar.name}
        messages.success(request, _("%(step)s: “%(name)s”.") % said)
        return redirect("registry:detail", pk)
    page = {"registration": registration, "move": MOVES[act], "form": form, "text": text}
    return render(request, "recognition/after.html", page, status=422 if form.errors else 200)


def _taken(request: OfficerRequest, registration: Registration, form: forms.Form, verb: Callable[..., None]) -> None:
    registration.version = form.cleaned_data["version"]
    verb(registration, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())


@login_required
def keep_up(request: OfficerRequest, pk: int) -> HttpResponse:
    """Confirm that a recognised model is kept up."""
    text = _("Say how this was seen: a visit, a report. The title of its year stands as it is.")
    return _step(request, pk, "recognition.keep_up", actions.keep_up, text)


@login_required
def spread(request: OfficerRequest, pk: int) -> HttpResponse:
    """Confirm that a recognised model is copied elsewhere."""
    text = _("Say where it was copied. The title of its year stands as it is.")
    return _step(request, pk, "recognition.spread", actions.spread, text)


@login_required
def end(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note that a recognised model is no longer kept up."""
    text = _("The title of its year stands; the model is no longer counted on. This cannot be undone.")
    return _step(request, pk, "recognition.end", actions.end, text)
