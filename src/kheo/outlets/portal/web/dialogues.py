"""Dialogues with the people: what was asked there, what was answered, and how it is settled."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kheo.outlets.portal.queries import dialogues as queries
from kheo.outlets.portal.queries.headlines import Frame
from kheo.outlets.portal.web.pages import Context, public_page
from kheo.outlets.portal.web.parts import asked
from kheo.ui.lists import page_of

A_PAGE = 20


@require_safe
def dialogues(request: HttpRequest) -> HttpResponse:
    """List the dialogues that offices show to readers, the newest first."""
    about = asked(request, "after", "before")

    def build(around: Frame) -> Context:
        rows, sorts = queries.dialogues(around.here), {"newest": ("-held_on", "-pk")}
        page = page_of(rows, about, sorts=sorts, size=A_PAGE)
        return {"page": page, "lines": queries.tallies(page.rows)}

    return public_page(request, "portal/dialogues.html", build, about=about)


@require_safe
def dialogue(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a dialogue with the questions that its office passed."""

    def build(around: Frame) -> Context | None:
        shown = queries.dialogue_page(around.here, pk)
        return {"shown": shown} if shown else None

    return public_page(request, "portal/dialogue.html", build)
