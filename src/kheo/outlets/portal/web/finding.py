"""The search."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kheo.machinery.search.kit import KINDS
from kheo.machinery.search.queries import find
from kheo.outlets.portal import queries
from kheo.outlets.portal.web.pages import Context, public_page
from kheo.outlets.portal.web.parts import asked

FOUND_HERE = ("article", "model", "directive")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find news, models and documents."""
    about = asked(request, "q", "kind", "page")
    text, kind, number = (about.get(name, "") for name in ("q", "kind", "page"))
    kind = kind if kind in FOUND_HERE else ""

    def build(around: queries.Frame) -> Context:
        found = find(text, user=None, kind=kind, page=int(number[:6]) if number.isdecimal() else 1)
        labels = {name: KINDS[name].label for name in FOUND_HERE}
        return {"text": text.strip(), "kind": kind, "labels": labels, "found": found}

    return public_page(request, "portal/search.html", build, about=about)
