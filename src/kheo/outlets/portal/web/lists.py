"""Lists of news: by day, by author, and what is read most."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kheo.outlets.newsroom.models import ArticleQuerySet
from kheo.outlets.portal.queries import lists
from kheo.outlets.portal.queries.headlines import Frame, headline_of, headlined, with_pictures
from kheo.outlets.portal.queries.headlines import most_read as articles_most_read
from kheo.outlets.portal.queries.notices import current_notices, earlier_notices
from kheo.outlets.portal.web.pages import Context, public_page
from kheo.outlets.portal.web.parts import asked
from kheo.ui.lists import page_of

A_PAGE = 20
# How many days back each list of what is read most looks, by its short address.
SPANS: dict[str, tuple[int, Promise]] = {
    "ngay": (1, pgettext_lazy("most read", "Today")),
    "tuan": (7, pgettext_lazy("most read", "7 days")),
    "thang": (30, pgettext_lazy("most read", "30 days")),
}


def listed(articles: ArticleQuerySet, about: dict[str, str]) -> Context:
    """Return a page of articles, the newest first, each with its picture."""
    page = page_of(articles, about, sorts={"newest": ("-published_at",)}, size=A_PAGE)
    return {"page": page, "headlines": with_pictures([headline_of(each) for each in page.rows])}


@require_safe
def most_read(request: HttpRequest, span: str = "tuan") -> HttpResponse:
    """List what was read most today, in a week, in a month."""
    if span not in SPANS:
        raise Http404
    days, _label = SPANS[span]

    def build(around: Frame) -> Context:
        headlines = articles_most_read(around.here, days, A_PAGE)
        return {"headlines": with_pictures(headlines), "span": span, "spans": SPANS}

    return public_page(request, "portal/most_read.html", build)


@require_safe
def author(request: HttpRequest) -> HttpResponse:
    """List what an author wrote, named as under the articles."""
    about = asked(request, "ten", "after", "before")
    name = about.get("ten", "")

    def build(around: Frame) -> Context | None:
        told = listed(headlined(around.here).filter(byline=name), about) if name else {}
        return {**told, "author": name} if told and told["headlines"] else None

    return public_page(request, "portal/author.html", build, about=about)


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """List the months in which something was published."""
    return public_page(request, "portal/archive.html", lambda around: {"months": lists.months(around.here)})


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices that last today, and the earlier ones."""
    about = asked(request, "after", "before")

    def build(around: Frame) -> Context:
        now = [] if about else [headline_of(article) for article in current_notices(around.here)]
        return {**listed(earlier_notices(around.here), about), "now": now}

    return public_page(request, "portal/notices.html", build, about=about)


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """List the news of a month, with its days."""
    start = _day(year, month)
    end = (start + timedelta(days=32)).replace(day=1)
    about = asked(request, "after", "before")

    def build(around: Frame) -> Context:
        told = listed(lists.published_between(around.here, start, end), about)
        return {**told, "month": start, "days": lists.days_between(around.here, start, end)}

    return public_page(request, "portal/month.html", build, about=about)


@require_safe
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """List the news of a day."""
    start = _day(year, month, day)
    about = asked(request, "after", "before")

    def build(around: Frame) -> Context:
        told = listed(lists.published_between(around.here, start, start + timedelta(days=1)), about)
        return {**told, "month": start.replace(day=1), "day": start}

    return public_page(request, "portal/month.html", build, about=about)


def _day(year: int, month: int, day: int = 1) -> date:
    """Return a day of the archive; there is no page of what is no day."""
    try:
        return date(year, month, day)
    except ValueError as wrong:
        raise Http404 from wrong
