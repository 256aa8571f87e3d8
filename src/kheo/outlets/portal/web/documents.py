"""The documents that the movement rests on."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kheo.outlets.portal import queries
from kheo.outlets.portal.web.pages import public_page


@require_safe
def directives(request: HttpRequest) -> HttpResponse:
    """List the documents that the movement rests on."""
    return public_page(request, "portal/directives.html", lambda around: {"directives": queries.directives()})
