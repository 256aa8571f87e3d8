"""What readers send: remarks and stars."""

import uuid

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kheo.lib.refusals import Refused
from kheo.outlets.portal import queries
from kheo.outlets.portal.web.forms import RemarkForm
from kheo.outlets.portal.web.limits import REMARKS, VOTES
from kheo.outlets.portal.web.news import told
from kheo.outlets.portal.web.pages import KEY, Context, own_page
from kheo.outlets.portal.web.parts import place_of, published
from kheo.outlets.voice.actions import add_comment
from kheo.outlets.voice.actions import rate as keep_vote
from kheo.ui.limits import too_many

READER = "kheo_reader"
YEAR = 365 * 24 * 60 * 60


# No token: pages are kept for all readers, and a reader has no rights here that another site could borrow.
@csrf_exempt
@require_POST
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in a reader's remark, or show the form again with what is wrong."""
    article, form = published(pk), RemarkForm(request.POST)
    if too_many(request, REMARKS):
        form.add_error(None, _("Many remarks have come from your network just now. Please try again in ten minutes."))
    if form.is_valid():
        try:
            add_comment(article, **form.said(), by=None, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            return redirect(f"{place_of(article)}?da=gui#nhan-xet")
    return _again(request, pk, form)


def _again(request: HttpRequest, pk: int, form: RemarkForm) -> HttpResponse:
    """Return the article with the reader's form as it was filled in, its errors and a new key."""
    form.data = {**request.POST.dict(), "key": KEY}

    def build(around: queries.Frame) -> Context | None:
        story = queries.story(pk)
        return told(story, around, form) if story else None

    return own_page(request, "portal/article.html", build, article=pk, status=422)


@csrf_exempt  # as above; the worst that another site can do is to send its visitor's one vote
@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a reader's stars. The reader is known by a random number that is set with the first vote."""
    article, reader = published(pk), _reader(request)
    if too_many(request, VOTES):
        return redirect(f"{place_of(article)}?da=nhieu#danh-gia")
    try:
        keep_vote(article, reader=reader, stars=int(request.POST.get("stars", "0")), by=None, at=timezone.now())
    except (Refused, ValueError) as wrong:
        raise BadRequest from wrong
    response = redirect(f"{place_of(article)}?da=danh-gia#danh-gia")
    response.set_cookie(READER, str(reader), max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def _reader(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.COOKIES.get(READER, ""))
    except ValueError:
        return uuid.uuid4()
