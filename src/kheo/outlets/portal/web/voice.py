"""What readers send: remarks and answers, stars, reports.

No form here has a token (`urls.py` exempts each): pages are kept for all readers, and a reader has no rights that
another site could borrow.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.outlets.portal.queries import gallery, headlines, stories, voices
from kheo.outlets.portal.web.forms import RemarkForm, ReportForm
from kheo.outlets.portal.web.heard import heard_of_model, nothing_heard
from kheo.outlets.portal.web.limits import REMARKS, REMARKS_OF_ALL, REPORTS, VOTES
from kheo.outlets.portal.web.news import told
from kheo.outlets.portal.web.pages import KEY, Context, here_of, own_page
from kheo.outlets.portal.web.parts import place_of, published
from kheo.outlets.voice import actions
from kheo.outlets.voice.models import Comment
from kheo.outlets.voice.rules import sender_of
from kheo.ui.limits import address_of, too_many, too_many_of_all

READER = "kheo_reader"
YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Spot:
    """What readers speak of, where its page stands, and how that page is made with a form that came back."""

    about: voices.Subject
    url: str
    template: str
    build: Callable[[headlines.Frame, RemarkForm], Context | None]
    article: int = 0


def _article(request: HttpRequest, pk: int) -> Spot:
    found = published(here_of(request), pk)

    def build(around: headlines.Frame, form: RemarkForm) -> Context | None:
        story = stories.story(around.here, pk)
        return told(story, around, form, {}) if story else None

    return Spot(found, place_of(found), "portal/article.html", build, article=pk)


def _model(request: HttpRequest, pk: int) -> Spot:
    found = get_object_or_404(gallery.recognised(here_of(request)), registration=pk)

    def build(around: headlines.Frame, form: RemarkForm) -> Context | None:
        model = gallery.model(around.here, pk)
        told = {"model": model, "form": form, "heard": heard_of_model(model, form, {})} if model else None
        return told

    url = reverse("portal:model", args=[pk, gallery.line_of(found).slug])
    return Spot(found.registration.exemplar, url, "portal/model.html", build)


def _sender(request: HttpRequest) -> str:
    return sender_of(address_of(request.META), local_day(timezone.now()))


# Remarks ------------------------------------------------------------------------------------------------------------


@require_POST
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in a reader's remark on an article, or show the form again with what is wrong."""
    return _remark(request, _article(request, pk))


@require_POST
def remark_model(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in a reader's remark on a model, or show the form again with what is wrong."""
    return _remark(request, _model(request, pk))


def _remark(request: HttpRequest, spot: Spot) -> HttpResponse:
    form = RemarkForm(request.POST)
    if too_many(request, REMARKS):
        form.add_error(None, _("Many remarks have come from your network just now. Please try again in ten minutes."))
    elif too_many_of_all(REMARKS_OF_ALL):
        return _busy(request, spot, form)
    if form.is_valid():
        try:
            _keep(request, spot, form)
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            return redirect(f"{spot.url}?da=gui#nhan-xet")
    return _again(request, spot, form)


def _keep(request: HttpRequest, spot: Spot, form: RemarkForm) -> None:
    number = form.cleaned_data["parent"]
    about = {"article": spot.article} if spot.article else {"exemplar": spot.about.pk}
    parent = voices.answerable(number, **about) if number else None
    if number and parent is None:
        raise Refused(_("The remark that you answer is no longer shown."))
    said = {**form.said(), "parent": parent, "sender": _sender(request)}
    actions.add_comment(spot.about, **said, by=None, at=timezone.now())


def _again(request: HttpRequest, spot: Spot, form: RemarkForm) -> HttpResponse:
    """Return the page with the reader's form as it was filled in, its errors and a new key."""
    form.data = {**request.POST.dict(), "key": KEY}

    def build(around: headlines.Frame) -> Context | None:
        return spot.build(around, form)

    return own_page(request, spot.template, build, article=spot.article, status=422)


def _busy(request: HttpRequest, spot: Spot, form: RemarkForm) -> HttpResponse:
    """Return the form alone, as it was filled in: a whole page for each of a flood would be too much."""
    form.data = {**request.POST.dict(), "key": KEY}
    form.add_error(None, _("Please wait a minute and send it once more."))
    context = {"heard": nothing_heard(spot.url, request.path, form)}
    return own_page(request, "portal/busy.html", lambda around: context, status=429)


# Stars --------------------------------------------------------------------------------------------------------------


@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a reader's stars for an article. The reader is known by a random number that comes with the first vote."""
    return _rate(request, _article(request, pk))


@require_POST
def rate_model(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a reader's stars for a model."""
    return _rate(request, _model(request, pk))


def _rate(request: HttpRequest, spot: Spot) -> HttpResponse:
    reader = _reader(request)
    if too_many(request, VOTES):
        return redirect(f"{spot.url}?da=nhieu#danh-gia")
    said = {"reader": reader, "sender": _sender(request), "by": None, "at": timezone.now()}
    try:
        actions.rate(spot.about, stars=int(request.POST.get("stars", "0")), **said)  # type: ignore[arg-type]
    except actions.TooManyVotes:
        return redirect(f"{spot.url}?da=nhieu-hom-nay#danh-gia")
    except (Refused, ValueError) as wrong:
        raise BadRequest from wrong
    return _known(request, redirect(f"{spot.url}?da=danh-gia#danh-gia"), reader)


def _known(request: HttpRequest, response: HttpResponse, reader: uuid.UUID) -> HttpResponse:
    """Return the response with the random number by which this reader is known."""
    response.set_cookie(READER, str(reader), max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def _reader(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.COOKIES.get(READER, ""))
    except ValueError:
        return uuid.uuid4()


# Reports ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what is wrong with a shown remark, and keep what a reader says."""
    found = voices.shown_remark(here_of(request), pk)
    if found is None:
        raise Http404
    form = ReportForm(request.POST or None)
    if request.method == "POST" and too_many(request, REPORTS):
        form.add_error(None, _("Many reports have come from your network just now. Please try again in ten minutes."))
    if form.is_valid():
        return _reported(request, found, form)
    context = {"remark": found, "form": form, "back": _place(request, found)}
    return own_page(request, "portal/report.html", lambda around: context, status=422 if form.errors else 200)


def _reported(request: HttpRequest, comment: Comment, form: ReportForm) -> HttpResponse:
    reader = _reader(request)
    said: dict[str, Any] = {"reason": form.cleaned_data["reason"], "words": form.cleaned_data["words"]}
    actions.report(comment, **said, reader=reader, sender=_sender(request), by=None, at=timezone.now())
    return _known(request, redirect(f"{_place(request, comment)}?da=bao-cao#nhan-xet"), reader)


def _place(request: HttpRequest, comment: Comment) -> str:
    """Return the address of the page on which a remark stands."""
    if comment.article:
        return place_of(comment.article)
    years = gallery.recognised(here_of(request)).filter(registration__exemplar=comment.exemplar)
    newest = years.order_by("-registration__campaign__year", "-pk").first()
    if newest is None:
        raise Http404
    return reverse("portal:model", args=[newest.registration_id, gallery.line_of(newest).slug])
