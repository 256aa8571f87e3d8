"""Press contests: the editions whose results were announced, and their prized works."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kheo.outlets.portal.queries import contests as queries
from kheo.outlets.portal.queries.headlines import Frame
from kheo.outlets.portal.web.pages import Context, public_page
from kheo.outlets.portal.web.parts import asked
from kheo.ui.lists import page_of

A_PAGE = 20


@require_safe
def contests(request: HttpRequest) -> HttpResponse:
    """List the editions whose results were announced, the newest first."""
    about = asked(request, "after", "before")

    def build(around: Frame) -> Context:
        sorts = {"newest": ("-decided_on", "-pk")}
        return {"page": page_of(queries.contests(around.here), about, sorts=sorts, size=A_PAGE)}

    return public_page(request, "portal/contests.html", build, about=about)


@require_safe
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an edition with its prized works."""

    def build(around: Frame) -> Context | None:
        shown = queries.contest_page(around.here, pk)
        return {"shown": shown} if shown else None

    return public_page(request, "portal/contest.html", build)
