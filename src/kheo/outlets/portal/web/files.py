"""Pictures, and the page that is not there."""

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from kheo.foundation.files.models import StoredFile
from kheo.outlets.portal import queries
from kheo.outlets.portal.web.pages import own_page
from kheo.outlets.portal.web.parts import place_of
from kheo.ui.files import played

WEEK = 7 * 24 * 60 * 60


@require_safe
def picture(request: HttpRequest, pk: uuid.UUID, width: int) -> FileResponse:
    """Send a picture of a published article or a recognised model."""
    file = get_object_or_404(StoredFile, pk=pk)
    if width not in file.widths or not queries.is_public(file):
        raise Http404
    response = FileResponse(file.variant(width).open("rb"), content_type="image/webp")
    response.headers["Cache-Control"] = f"public, max-age={WEEK}"
    return response


@require_safe
def medium(request: HttpRequest, pk: uuid.UUID, name: str, kind: str) -> HttpResponseBase:
    """Send a video, a sound, a document or captions of a published article, or the part that is asked for."""
    file = get_object_or_404(StoredFile, pk=pk, kind=kind)
    if not queries.is_public_medium(file):
        raise Http404
    response = played(request, file, file.sha256[:32])
    response.headers["Cache-Control"] = f"public, max-age={WEEK}"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Lead on from where an older portal had an article; else say that there is no such page, and offer the search."""
    if request.path.startswith("/lam-viec/"):
        return page_not_found(request, exception)
    if request.method in {"GET", "HEAD"} and (article := queries.article_once_at(request.get_full_path())):
        return redirect(place_of(article), permanent=True)
    return own_page(request, "portal/not_found.html", lambda around: {}, status=404)
