"""What an article said before: listed, compared, restored."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.queries import belongings_then, differences, facts_now, facts_then, versions_of
from kheo.outlets.newsroom.rules import ArticleFacts
from kheo.outlets.newsroom.web.loading import article_of
from kheo.outlets.newsroom.web.steps import may_amend


@login_required
def versions(request: OfficerRequest, pk: int) -> HttpResponse:
    """List the versions of an article."""
    article = article_of(request, pk)
    return render(request, "newsroom/versions.html", {"article": article, "versions": versions_of(article)})


def _then(article: Article, number: int) -> ArticleFacts:
    facts = facts_then(article, number)
    if facts is None:
        raise Http404
    return facts


@login_required
def compare(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Compare a version with the present one, or with another (`voi`)."""
    article, other = article_of(request, pk), request.GET.get("voi", "")
    then = _then(article, number)
    with_number = int(other) if other.isdecimal() and len(other) < 7 else article.version
    now = facts_now(article) if with_number == article.version else _then(article, with_number)
    hung = [belongings_then(article, each) for each in (number, with_number)]
    context = {
        "article": article,
        "number": number,
        "with_number": with_number,
        "differences": differences(then, now, *hung),
        "versions": versions_of(article),
        "may_restore": number != article.version and may_amend(article, request.user),
    }
    return render(request, "newsroom/compare.html", context)


@login_required
@require_POST
def restore(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Let an article say again what it said in a version."""
    article = article_of(request, pk)
    try:
        actions.restore(article, number, version=article.version, by=request.user, at=timezone.now())
        messages.success(
            request,
            _("Version %(number)s is restored: its words, pictures, files, models and tags.") % {"number": number},
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("newsroom:edit", pk)
