"""News: the front page, lists of articles, and the article. Nobody is known here: no session is read, and nothing
depends on who asks."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from kheo.outlets.portal.queries import front_page, headlines, stories, tags
from kheo.outlets.portal.web.forms import RemarkForm
from kheo.outlets.portal.web.heard import ANSWERING, begun_form, heard_of_article
from kheo.outlets.portal.web.lists import listed
from kheo.outlets.portal.web.pages import Context, public_page
from kheo.outlets.portal.web.parts import address_of, asked, moved


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the front page; there is none before the body is known whose portal it is."""

    def build(around: headlines.Frame) -> Context | None:
        return {"front": front_page.front(around)} if around.body else None

    return public_page(request, "portal/front.html", build)


@require_safe
def news(request: HttpRequest, slug: str = "") -> HttpResponse:
    """List the news, of all sections or of one."""
    about = asked(request, "after", "before")

    def build(around: headlines.Frame) -> Context | None:
        section = next((each for each in around.sections if each.slug == slug), None)
        if slug and section is None:
            return None
        articles = headlines.headlined(around.here).filter(**({"section": section} if section else {}))
        return {**listed(articles, about), "section": section}

    return public_page(request, "portal/news.html", build, about=about)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """List the news with a tag; a tag of no news has no page."""
    about = asked(request, "after", "before")

    def build(around: headlines.Frame) -> Context | None:
        found = tags.public_tag(around.here, slug)
        return {**listed(tags.tagged(around.here, slug), about), "tag": found} if found else None

    return public_page(request, "portal/news.html", build, about=about)


@require_safe
def article(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show an article, and count that it was read."""
    about = asked(request, "da", ANSWERING)

    def build(around: headlines.Frame) -> Context | None:
        story = stories.story(around.here, pk)
        if story is None or story.slug != slug:
            return None
        return told(story, around, begun_form(about), about)

    try:
        return public_page(request, "portal/article.html", build, about=about, article=pk)
    except Http404:
        return moved(request, address_of(request, pk))


def told(
    story: stories.Story, around: headlines.Frame, form: RemarkForm | None, about: Mapping[str, str]
) -> dict[str, Any]:
    """Return what the page of an article shows besides the number of its views."""
    return {
        "story": story,
        "home": story.home,
        "heard": heard_of_article(story, form, about),
        "related": stories.related(story, around.latest),
        "form": form,
    }


@require_safe
def short(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from an article's number to its page."""
    return redirect(address_of(request, pk), permanent=True)
