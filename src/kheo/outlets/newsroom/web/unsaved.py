"""What is typed and not saved: kept while it is typed, offered when the form is opened again."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.organisation.access.kit import OfficerRequest
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.models import Article, Unsaved
from kheo.outlets.newsroom.queries import unsaved_of
from kheo.outlets.newsroom.web.forms import TypedForm, typed_in
from kheo.outlets.newsroom.web.loading import article_of

GO_ON = "tiep"  # asked for to go on with what was not saved


class Offer(NamedTuple):
    """When and over which version something was typed that was not saved; of a new article, in which form."""

    at: datetime
    version: int
    form_key: UUID | None = None


def offered(request: OfficerRequest, article: Article | None = None) -> Offer | None:
    """Return what the user typed and did not save, to be offered when the form is opened; of an article it is known
    from where that was found."""
    if request.method != "GET" or _goes_on(request):
        return None
    if article:
        at, version = article.typed_at, article.typed_version  # type: ignore[attr-defined]  # annotated in `article_of`
        return Offer(at, version) if at else None
    found = unsaved_of(request.user, None)
    return Offer(found.at, found.version, found.form_key) if found else None


def taken(request: OfficerRequest, article: Article | None = None) -> Unsaved | None:
    """Return what the user typed and did not save, where they asked to go on with it."""
    return unsaved_of(request.user, article) if request.method == "GET" and _goes_on(request) else None


def _goes_on(request: OfficerRequest) -> bool:
    return request.GET.get("viet") == GO_ON


def settle(request: OfficerRequest, article: Article | None) -> None:
    """Forget what was kept while the form was open that is now saved; what was offered in it and not taken stays."""
    if request.POST.get("kept"):
        form = TypedForm(request.POST)
        key = form.cleaned_data["form_key"] if form.is_valid() else None
        actions.drop_unsaved(article, form_key=key, by=request.user, at=timezone.now())


@login_required
@require_POST
def keep(request: OfficerRequest, pk: int | None = None) -> HttpResponse:
    """Keep what is typed so far; tell if somebody else saved the article meanwhile."""
    article, form = article_of(request, pk) if pk else None, TypedForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    actions.keep_unsaved(article, typed_in(request.POST), **form.cleaned_data, by=request.user, at=timezone.now())
    if article and article.version != form.cleaned_data["version"]:
        said = _(
            "Somebody changed this article meanwhile. What you typed is kept; both texts are compared when you save."
        )
        return JsonResponse({"errors": [said]}, status=409)
    return HttpResponse(status=204)


@login_required
@require_POST
def drop(request: OfficerRequest, pk: int | None = None) -> HttpResponse:
    """Forget what was typed and not saved."""
    article = article_of(request, pk) if pk else None
    form = TypedForm({"version": 0, "form_key": request.POST.get("form_key")})
    if not article and not form.is_valid():
        raise Http404
    key = form.cleaned_data["form_key"] if form.is_valid() else None
    actions.drop_unsaved(article, form_key=key, by=request.user, at=timezone.now())
    messages.success(request, _("What was not saved is dropped."))
    return redirect("newsroom:edit", pk) if pk else redirect("newsroom:new")
