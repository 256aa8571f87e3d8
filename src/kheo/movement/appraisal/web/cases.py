"""One model in the appraisal: its surveys, the end of its scoring, and how it came to its result."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.actions import keep
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import PAPER_KINDS, PHOTO_KINDS
from kheo.movement.appraisal import actions, queries
from kheo.movement.appraisal.kit import CHAPTERS
from kheo.movement.appraisal.models import Sheet, Visit
from kheo.movement.appraisal.rules import may_read_result, why_not_see_scores
from kheo.movement.appraisal.states import SheetState
from kheo.movement.appraisal.web import forms
from kheo.movement.appraisal.web.parts import attempt
from kheo.movement.registry.models import Registration
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require
from kheo.ui.files import served


def found(request: OfficerRequest, pk: int, act: str = "") -> Registration:
    """Return a registration that the user may see; with `act`, one at whose unit the user may do it."""
    seen = Registration.objects.visible_to(request.user)
    related = ("exemplar", "unit", "field", "campaign__unit", "particulars")
    registration = get_object_or_404(seen.select_related(*related), pk=pk)
    if act:
        require(request.user, act, on=registration.holder_id)
    return registration


# Surveys -----------------------------------------------------------------------------------------------------------


@login_required
def survey(request: OfficerRequest, pk: int) -> HttpResponse:
    """Enter a survey on the spot."""
    registration = found(request, pk, "appraisal.survey")
    form = forms.VisitForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        reasons = attempt(lambda: _surveyed(registration, form, request.user, timezone.now()))
        if not reasons:
            messages.success(request, _("The survey is entered."))
            return redirect("registry:detail", pk)
        form.add_error(None, reasons)
    page = {"registration": registration, "form": form, "visits": queries.visits_to(registration)}
    return render(request, "appraisal/survey.html", page, status=422 if form.errors else 200)


def _surveyed(registration: Registration, form: forms.VisitForm, by: User, at: datetime) -> None:
    said = form.cleaned_data
    minutes = _stored([said["minutes"]] if said["minutes"] else [], PAPER_KINDS | PHOTO_KINDS, by, at)
    photos = [(photo, "") for photo in _stored(said["photos"], PHOTO_KINDS, by, at)]
    actions.survey(registration, form.facts, minutes=next(iter(minutes), None), photos=photos, by=by, at=at)


def _stored(uploads: "Sequence[File[bytes]]", kinds: frozenset[str], by: User, at: datetime) -> list[StoredFile]:
    return [keep(upload, kinds=kinds, by=by, at=at) for upload in uploads]


@login_required
def visit_file(request: OfficerRequest, pk: int, file: UUID) -> FileResponse:
    """Hand out the minutes or a photo of a survey to who may see its model, or scores it."""
    scores = Sheet.objects.given_to(request.user).filter(registration=pk)
    if not scores.exists():
        found(request, pk)
    visits = Visit.objects.filter(registration=pk).filter(Q(minutes=file) | Q(photos__file=file))
    if not visits.exists():
        raise Http404
    return served(request, StoredFile.objects.get(pk=file))


# The end of the scoring --------------------------------------------------------------------------------------------


@login_required
def score(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what the scorers gave, and close the scoring."""
    registration = found(request, pk, "appraisal.score")
    if reason := why_not_see_scores(request.user, registration):
        raise PermissionDenied(reason)
    told = queries.explained(registration)
    form = forms.ClosingForm(request.POST or None, vetoes=queries.vetoes_of(told.criteria_set))
    if request.method == "POST" and form.is_valid():
        reasons = attempt(lambda: actions.close(registration, form.closing, by=request.user, at=timezone.now()))
        if not reasons:
            messages.success(request, _("The scoring of “%(name)s” is closed.") % {"name": registration.exemplar.name})
            return redirect("appraisal:result", pk)
        form.add_error(None, reasons)
    page = {"registration": registration, "told": told, "form": form, "names": True}
    return render(request, "appraisal/score.html", page, status=422 if form.errors else 200)


@login_required
def result(request: OfficerRequest, pk: int) -> HttpResponse:
    """Explain how a model came to its result: to the office by names, to its unit once it is decided, without the
    names of those who scored it."""
    registration = found(request, pk)
    hidden = why_not_see_scores(request.user, registration)
    if hidden and not may_read_result(request.user, registration):
        raise PermissionDenied(hidden)
    chapters = [(each, each.tell(registration, request.user)) for each in CHAPTERS]
    page = {
        "registration": registration,
        "told": queries.explained(registration),
        "names": not hidden,
        "chapters": [(each, told) for each, told in chapters if told is not None],
        "steps": registration.steps.select_related("by"),
        "done": SheetState.DONE,
    }
    return render(request, "appraisal/result.html", page)
