"""The documents that the movement rests on, its decisions, and who steers it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kheo.outlets.portal import queries
from kheo.outlets.portal.web.filters import DecisionFilters, DirectiveFilters
from kheo.outlets.portal.web.pages import Context, public_page
from kheo.outlets.portal.web.parts import asked
from kheo.ui.lists import page_of


@require_safe
def directives(request: HttpRequest) -> HttpResponse:
    """List the documents that the movement rests on, by kind, issuer, year and words."""
    about = asked(request, "words", "kind", "issuer", "year", "after", "before")

    def build(around: queries.Frame) -> Context:
        rows = queries.directives()
        return {"page": page_of(rows, about, sorts={"newest": ("-dated",)}, filters=DirectiveFilters(about), size=30)}

    return public_page(request, "portal/directives.html", build, about=about)


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """List the decisions that give, amend and revoke the title."""
    about = asked(request, "words", "kind", "year", "after", "before")

    def build(around: queries.Frame) -> Context:
        rows, sorts = queries.decisions(around.here), {"newest": ("-signed_on",)}
        return {"page": page_of(rows, about, sorts=sorts, filters=DecisionFilters(about, here=around.here), size=30)}

    return public_page(request, "portal/decisions.html", build, about=about)


@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """Show the committee that steers, and its offices."""

    def build(around: queries.Frame) -> Context:
        return {"committees": queries.steering(around.here)}

    return public_page(request, "portal/organisation.html", build)
