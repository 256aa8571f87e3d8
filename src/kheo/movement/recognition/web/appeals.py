"""Appeals: the unit asks, the office answers."""

from typing import ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.lib.dates import local_day
from kheo.movement.recognition import actions, queries
from kheo.movement.recognition.models import Appeal, Refusal
from kheo.movement.recognition.rules import why_not_appeal
from kheo.movement.recognition.states import APPEAL_TONES, AppealState
from kheo.movement.recognition.web.drafts import attempt
from kheo.movement.registry.rules import TEXT_LIMIT, may_steer
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere, reach, require
from kheo.ui.lists import Filters, page_of


class AppealForm(forms.Form):
    """Why a unit thinks that its model earns the title."""

    reasons = forms.CharField(
        label=gettext_lazy("Reasons of the unit"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Say what the meeting should look at again. A decision can be appealed against once."),
    )


class AnswerForm(forms.Form):
    """Whether an appeal is agreed to, and why."""

    to = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=[
            (AppealState.UPHELD, gettext_lazy("Agree: the model comes before another meeting")),
            (AppealState.DISMISSED, gettext_lazy("Do not agree: the decision stands")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The unit reads these words."),
    )


class AppealFilters(Filters):
    """Narrows the list by what became of each."""

    lookups: ClassVar = {"state": "state"}
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All")), *AppealState.choices]
    )


@login_required
def appeals(request: OfficerRequest) -> HttpResponse:
    """List the appeals of the units that the user's posts cover, those that wait first."""
    if not can_anywhere(request.user, "recognition.read_appeals"):
        raise PermissionDenied("recognition.read_appeals")
    rows, filters = queries.appeals_seen_by(request.user), AppealFilters(request.GET)
    page = page_of(rows, request.GET, sorts={"waiting": ("is_old", "-pk")}, filters=filters)
    lines = [(row, APPEAL_TONES[AppealState(row.state)]) for row in page.rows]
    return render(request, "recognition/appeals.html", {"page": page, "lines": lines})


@login_required
def appeal(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask to look again at a model that a decision did not recognise."""
    related = ("decision__unit", "registration__exemplar", "registration__unit")
    own = Refusal.objects.filter(registration__holder__in=reach(request.user, "registry.view"))
    refusal = get_object_or_404(own.select_related(*related), pk=pk)
    require(request.user, "recognition.appeal", on=refusal.registration.holder_id)
    form, made = AppealForm(request.POST or None), list[Appeal]()
    if attempt(form, lambda: made.append(_lodged(request, refusal, form))):
        messages.success(request, _("The appeal is sent to the standing office."))
        return redirect("recognition:answer", made[0].pk)
    against = why_not_appeal(refusal, local_day(timezone.now()))
    page = {"refusal": refusal, "form": form, "against": against}
    return render(request, "recognition/appeal.html", page, status=422 if form.errors else 200)


def _lodged(request: OfficerRequest, refusal: Refusal, form: AppealForm) -> Appeal:
    return actions.appeal(refusal, reasons=form.cleaned_data["reasons"], by=request.user, at=timezone.now())


@login_required
def answer(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show an appeal with its answer; the office answers it here."""
    found = get_object_or_404(queries.appeals_seen_by(request.user), pk=pk)
    may_answer = may_steer(request.user, "recognition.answer", found.refusal.registration)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied("recognition.answer")
    form = AnswerForm(request.POST or None)
    if attempt(form, lambda: _answered(request, found, form)):
        messages.success(request, _("The appeal is answered, and the unit is told."))
        return redirect("recognition:answer", pk)
    page = {"appeal": found, "tone": APPEAL_TONES[AppealState(found.state)], "form": form, "may_answer": may_answer}
    return render(request, "recognition/answer.html", page, status=422 if form.errors else 200)


def _answered(request: OfficerRequest, appeal: Appeal, form: AnswerForm) -> None:
    verb = actions.uphold if form.cleaned_data["to"] == AppealState.UPHELD else actions.dismiss
    verb(appeal, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
