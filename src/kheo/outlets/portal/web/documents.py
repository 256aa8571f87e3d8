"""The documents that the movement rests on, its decisions, and who steers it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kheo.machinery.directives.queries import standings
from kheo.outlets.portal.queries import documents, headlines
from kheo.outlets.portal.queries.organisation import steering
from kheo.outlets.portal.queries.programme import programme as programme_of
from kheo.outlets.portal.web.filters import DecisionFilters, DirectiveFilters
from kheo.outlets.portal.web.pages import Context, public_page
from kheo.outlets.portal.web.parts import asked
from kheo.ui.lists import page_of


@require_safe
def directives(request: HttpRequest) -> HttpResponse:
    """List the documents that the movement rests on, by kind, issuer, year and words."""
    about = asked(request, "words", "kind", "issuer", "year", "validity", "after", "before")

    def build(around: headlines.Frame) -> Context:
        day, sorts = around.here.day, {"newest": ("-dated", "-pk")}
        page = page_of(documents.directives(), about, sorts=sorts, filters=DirectiveFilters(about, day=day), size=30)
        return {"page": page, "lines": standings(page.rows, day)}

    return public_page(request, "portal/directives.html", build, about=about)


@require_safe
def directive(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a document: what it is, whether it holds, what others do to it, its files and what they say."""

    def build(around: headlines.Frame) -> Context | None:
        shown = documents.directive_page(slug, around.here.day)
        return {"shown": shown} if shown else None

    return public_page(request, "portal/directive.html", build)


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a decision: what it is, which models it recognised, its files and what they say."""

    def build(around: headlines.Frame) -> Context | None:
        shown = documents.decision_page(around.here, pk)
        return {"shown": shown} if shown else None

    return public_page(request, "portal/decision.html", build)


@require_safe
def programme(request: HttpRequest, year: int = 0) -> HttpResponse:
    """Show what is to be done in a year: its phases, its conferences, its plans."""

    def build(around: headlines.Frame) -> Context | None:
        shown = programme_of(around.here, year or around.here.day.year)
        return {"shown": shown} if shown or not year else None

    return public_page(request, "portal/programme.html", build)


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """List the decisions that give, amend and revoke the title."""
    about = asked(request, "words", "kind", "year", "after", "before")

    def build(around: headlines.Frame) -> Context:
        rows, sorts = documents.decisions(around.here), {"newest": ("-signed_on",)}
        return {"page": page_of(rows, about, sorts=sorts, filters=DecisionFilters(about, here=around.here), size=30)}

    return public_page(request, "portal/decisions.html", build, about=about)


@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """Show the committee that steers, and its offices."""

    def build(around: headlines.Frame) -> Context:
        return {"committees": steering(around.here)}

    return public_page(request, "portal/organisation.html", build)
