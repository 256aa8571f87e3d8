"""The screen of those who look after everybody's background work. The own work has its page in `jobs`."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kheo.faces.workspace.queries import jobs_below
from kheo.foundation.jobs import actions
from kheo.foundation.jobs.queries import queue, standing_of
from kheo.foundation.jobs.states import JobState
from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere
from kheo.ui.lists import Filters, page_of

LATEST_FIRST = {"latest": ["-pk"]}


class JobFilters(Filters):
    """Narrows the list by state."""

    lookups: ClassVar = {"state": "state"}
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *JobState.choices])


def _require(request: OfficerRequest) -> None:
    if not can_anywhere(request.user, "workspace.oversee_jobs"):
        raise PermissionDenied("workspace.oversee_jobs")


@login_required
def everybody(request: OfficerRequest) -> HttpResponse:
    """List the background work of everybody below the administrator, and how the queue stands."""
    _require(request)
    now = timezone.now()
    page = page_of(jobs_below(request.user), request.GET, sorts=LATEST_FIRST, filters=JobFilters(request.GET))
    context = {"page": page, "standings": [standing_of(job, now) for job in page.rows], "queue": queue(now)}
    return render(request, "workspace/jobs.html", context)


@require_POST
@login_required
def retry(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put work that was set aside in the queue again."""
    return _act(request, pk, actions.retry, _("The work is in the queue again."))


@require_POST
@login_required
def stop(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask that somebody's work be given up."""
    return _act(request, pk, actions.cancel, _("The work is being cancelled."))


def _act(request: OfficerRequest, pk: int, act: Callable[..., Any], said: str | Promise) -> HttpResponse:
    _require(request)
    job = get_object_or_404(jobs_below(request.user), pk=pk)
    try:
        act(job, by=request.user, at=timezone.now())
        messages.success(request, str(said))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workspace:jobs")
