"""News from records of the register, and its figures."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere, require
from kheo.outlets.newsroom.models import Article
from kheo.outlets.releases import actions, queries
from kheo.outlets.releases.states import Subject


@login_required
def draft(request: OfficerRequest, subject: Subject, number: int) -> HttpResponse:
    """Show what news of a record would say, and keep it as a draft."""
    release = queries.release_of(subject, number, request.user, local_day(timezone.now()))
    if release is None:
        raise Http404
    require(request.user, "newsroom.publish", on=release.unit)
    if request.method == "POST":
        return _drafted(request, subject, number)
    return render(request, "releases/draft.html", {"release": release, "subject": subject.label})


def _drafted(request: OfficerRequest, subject: Subject, number: int) -> HttpResponse:
    try:
        article = actions.draft(subject, number, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    messages.success(request, _("The draft is kept. Read it through, put in what only people know, then publish."))
    return redirect("newsroom:edit", article.pk)


@login_required
def changed(request: OfficerRequest) -> HttpResponse:
    """List the articles whose figures count otherwise by now."""
    if not can_anywhere(request.user, "newsroom.publish"):
        raise PermissionDenied
    return render(request, "releases/changed.html", {"rows": queries.changed_for(request.user)[:200]})


@login_required
def figures(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the locked figures of an article beside what they come to now; take the new ones."""
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        number = actions.lock_anew(article, by=request.user, at=timezone.now())
        said = ngettext("%(number)s figure is taken anew.", "%(number)s figures are taken anew.", number)
        messages.success(request, said % {"number": number})
        return redirect("releases:figures", pk)
    lines = queries.sheet_of(pk)
    page = {"article": article, "lines": lines, "differ": any(line.has_changed for line in lines)}
    return render(request, "releases/figures.html", page)
