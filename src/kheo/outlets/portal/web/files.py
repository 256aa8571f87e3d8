"""Pictures, files of documents, and the page that is not there."""

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from kheo.foundation.files.models import StoredFile
from kheo.lib.file_kinds import Kind
from kheo.outlets.portal.queries import addresses, documents, files
from kheo.outlets.portal.web.pages import here_of, own_page
from kheo.outlets.portal.web.parts import place_in_full
from kheo.ui.files import MIME, played

# Of a file that somebody sent: whatever it holds runs nothing, reaches nothing and is taken for nothing else.
KEPT_APART = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
WEEK = 7 * 24 * 60 * 60


@require_safe
def picture(request: HttpRequest, pk: uuid.UUID, width: int) -> FileResponse:
    """Send a picture of a published article or a recognised model."""
    file = get_object_or_404(StoredFile, pk=pk)
    if width not in file.widths or not files.is_public(file, here_of(request)):
        raise Http404
    response = FileResponse(file.variant(width).open("rb"), content_type="image/webp")
    response.headers["Cache-Control"] = f"public, max-age={WEEK}"
    return response


@require_safe
def document(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Send a file of a document or decision: a PDF to look at in the browser where that is asked for (`xem`), else to
    keep."""
    file = documents.document_file(here_of(request), pk)
    if file is None:
        raise Http404
    etag = f'"{file.sha256[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    is_shown = "xem" in request.GET and file.kind == Kind.PDF
    said = {"headers": KEPT_APART | {"ETag": etag}, "content_type": MIME[file.kind]}
    return FileResponse(file.original.open("rb"), as_attachment=not is_shown, filename=file.name, **said)


@require_safe
def medium(request: HttpRequest, pk: uuid.UUID, name: str, kind: str) -> HttpResponseBase:
    """Send a video, a sound, a document or captions of a published article, or the part that is asked for."""
    file = get_object_or_404(StoredFile, pk=pk, kind=kind)
    if not files.is_public_medium(file, here_of(request)):
        raise Http404
    response = played(request, file, file.sha256[:32])
    response.headers["Cache-Control"] = f"public, max-age={WEEK}"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Lead on from where an older portal had an article; else say that there is no such page, and offer the search."""
    if request.path.startswith("/lam-viec/"):
        return page_not_found(request, exception)
    if request.method in {"GET", "HEAD"} and (article := addresses.article_once_at(request.get_full_path())):
        return redirect(place_in_full(request, article), permanent=True)
    return own_page(request, "portal/not_found.html", lambda around: {}, status=404)
