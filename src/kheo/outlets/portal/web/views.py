"""The public pages. Nobody is known here: no session is read, and nothing depends on who asks."""

import uuid
from typing import Any

from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.defaults import page_not_found

from kheo.foundation.files.models import StoredFile
from kheo.lib.refusals import Refused
from kheo.machinery.search.kit import KINDS
from kheo.machinery.search.queries import find
from kheo.outlets.newsroom.models import Article
from kheo.outlets.portal import queries
from kheo.outlets.portal.web.forms import ModelFilters, RemarkForm
from kheo.outlets.portal.web.limits import REMARKS, VOTES
from kheo.outlets.portal.web.pages import KEY, Context, own_page, public_page
from kheo.outlets.voice.actions import add_comment
from kheo.outlets.voice.actions import rate as keep_vote
from kheo.ui.limits import too_many
from kheo.ui.lists import page_of

READER = "kheo_reader"
YEAR = 365 * 24 * 60 * 60
WEEK = 7 * 24 * 60 * 60
FOUND_HERE = ("article", "model", "directive")


def _about(request: HttpRequest, *names: str) -> dict[str, str]:
    """Return the named parameters of the address that are given, in one order."""
    return {name: request.GET[name][:200] for name in names if request.GET.get(name)}


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the front page; there is none before the body is known whose portal it is."""

    def build(around: queries.Frame) -> Context | None:
        return {"front": queries.front(around)} if around.body else None

    return public_page(request, "portal/front.html", build)


@require_safe
def news(request: HttpRequest, slug: str = "") -> HttpResponse:
    """List the news, of all sections or of one."""
    about = _about(request, "after", "before")

    def build(around: queries.Frame) -> Context | None:
        section = next((each for each in around.sections if each.slug == slug), None)
        if slug and section is None:
            return None
        articles = queries.headlined().filter(**({"section": section} if section else {}))
        page = page_of(articles, about, sorts={"newest": ("-published_at",)}, size=20)
        headlines = queries.with_pictures([queries.headline_of(each) for each in page.rows])
        return {"section": section, "page": page, "headlines": headlines}

    return public_page(request, "portal/news.html", build, about=about)


@require_safe
def article(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show an article, and count that it was read."""
    about = _about(request, "da")

    def build(around: queries.Frame) -> Context | None:
        story = queries.story(pk)
        if story is None or story.slug != slug:
            return None
        return _told(story, around, RemarkForm(initial={"key": KEY})) | {"done": about.get("da")}

    try:
        return public_page(request, "portal/article.html", build, about=about, article=pk)
    except Http404:
        return _moved(request, _place(_published(pk)))


def _moved(request: HttpRequest, place: str) -> HttpResponse:
    """Lead to the right address of a page that has changed its title."""
    if place == request.path:
        raise Http404
    return redirect(place, permanent=True)


def _told(story: queries.Story, around: queries.Frame, form: RemarkForm) -> dict[str, Any]:
    return {
        "story": story,
        "remarks": queries.remarks(story.pk),
        "models": queries.named_in(story.pk),
        "related": queries.related(story, around.latest),
        "form": form,
    }


@require_safe
def short(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from an article's number to its page."""
    return redirect(_place(_published(pk)), permanent=True)


def _published(pk: int) -> Article:
    return get_object_or_404(Article.objects.published().only("pk", "slug", "state"), pk=pk)


def _place(article: Article) -> str:
    return reverse("portal:article", args=[article.pk, article.slug])


# No token: pages are kept for all readers, and a reader has no rights here that another site could borrow.
@csrf_exempt
@require_POST
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in a reader's remark, or show the form again with what is wrong."""
    article, form = _published(pk), RemarkForm(request.POST)
    if too_many(request, REMARKS):
        form.add_error(None, _("Many remarks have come from your network just now. Please try again in ten minutes."))
    if form.is_valid():
        try:
            add_comment(article, **form.said(), by=None, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            return redirect(f"{_place(article)}?da=gui#nhan-xet")
    return _again(request, pk, form)


def _again(request: HttpRequest, pk: int, form: RemarkForm) -> HttpResponse:
    """Return the article with the reader's form as it was filled in, its errors and a new key."""
    form.data = {**request.POST.dict(), "key": KEY}

    def build(around: queries.Frame) -> Context | None:
        story = queries.story(pk)
        return _told(story, around, form) if story else None

    return own_page(request, "portal/article.html", build, article=pk, status=422)


@csrf_exempt  # as above; the worst that another site can do is to send its visitor's one vote
@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a reader's stars. The reader is known by a random number that is set with the first vote."""
    article, reader = _published(pk), _reader(request)
    if too_many(request, VOTES):
        return redirect(f"{_place(article)}?da=nhieu#danh-gia")
    try:
        keep_vote(article, reader=reader, stars=int(request.POST.get("stars", "0")), by=None, at=timezone.now())
    except (Refused, ValueError) as wrong:
        raise BadRequest from wrong
    response = redirect(f"{_place(article)}?da=danh-gia#danh-gia")
    response.set_cookie(READER, str(reader), max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def _reader(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.COOKIES.get(READER, ""))
    except ValueError:
        return uuid.uuid4()


@require_safe
def models(request: HttpRequest) -> HttpResponse:
    """List the recognised models by field, unit and year."""
    about = _about(request, "field", "unit", "year", "after", "before")

    def build(around: queries.Frame) -> Context:
        page = page_of(queries.recognised(), about, sorts={"newest": ("-pk",)}, filters=ModelFilters(about), size=30)
        return {"page": page, "lines": [queries.line_of(each) for each in page.rows]}

    return public_page(request, "portal/models.html", build, about=about)


@require_safe
def model(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show a recognised model in one year."""

    def build(around: queries.Frame) -> Context | None:
        found = queries.model(pk)
        return {"model": found} if found and found.line.slug == slug else None

    try:
        return public_page(request, "portal/model.html", build)
    except Http404:
        found = get_object_or_404(queries.recognised(), registration=pk)
        return _moved(request, reverse("portal:model", args=[pk, queries.line_of(found).slug]))


@require_safe
def directives(request: HttpRequest) -> HttpResponse:
    """List the documents that the movement rests on."""
    return public_page(request, "portal/directives.html", lambda around: {"directives": queries.directives()})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find news, models and documents."""
    about = _about(request, "q", "kind", "page")
    text, kind, number = (about.get(name, "") for name in ("q", "kind", "page"))
    kind = kind if kind in FOUND_HERE else ""

    def build(around: queries.Frame) -> Context:
        found = find(text, user=None, kind=kind, page=int(number[:6]) if number.isdecimal() else 1)
        labels = {name: KINDS[name].label for name in FOUND_HERE}
        return {"text": text.strip(), "kind": kind, "labels": labels, "found": found}

    return public_page(request, "portal/search.html", build, about=about)


@require_safe
def picture(request: HttpRequest, pk: uuid.UUID, width: int) -> FileResponse:
    """Send a picture of a published article or a recognised model."""
    file = get_object_or_404(StoredFile, pk=pk)
    if width not in file.widths or not queries.is_public(file):
        raise Http404
    response = FileResponse(file.variant(width).open("rb"), content_type="image/webp")
    response.headers["Cache-Control"] = f"public, max-age={WEEK}"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, and offer the search."""
    if request.path.startswith("/lam-viec/"):
        return page_not_found(request, exception)
    return own_page(request, "portal/not_found.html", lambda around: {}, status=404)
