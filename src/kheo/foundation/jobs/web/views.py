from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kheo.foundation.accounts.models import User
from kheo.foundation.jobs import actions
from kheo.foundation.jobs.models import Job
from kheo.foundation.jobs.queries import standing_of
from kheo.lib.refusals import Refused
from kheo.ui.lists import page_of

LATEST_FIRST = {"latest": ["-pk"]}


def _own(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(cast(User, request.user)), pk=pk)


@login_required
def own(request: HttpRequest) -> HttpResponse:
    """List the background work that the user asked for."""
    now = timezone.now()
    page = page_of(Job.objects.visible_to(cast(User, request.user)), request.GET, sorts=LATEST_FIRST)
    context = {"page": page, "standings": [standing_of(job, now) for job in page.rows]}
    return render(request, "jobs/list.html", context)


@never_cache
@login_required
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a piece of work stands: a whole page, or the part of it that moves."""
    context = {"standing": standing_of(_own(request, pk), timezone.now())}
    template = "jobs/standing.html" if request.headers.get("HX-Request") else "jobs/job.html"
    return render(request, template, context)


@require_POST
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that work be given up."""
    try:
        actions.cancel(_own(request, pk), by=cast(User, request.user), at=timezone.now())
        messages.success(request, _("The work is being cancelled."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("jobs:job", pk)
