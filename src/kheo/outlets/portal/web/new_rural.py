"""The board of new rural area, where its office shows it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kheo.outlets.portal.queries.headlines import Frame
from kheo.outlets.portal.queries.new_rural import new_rural_board
from kheo.outlets.portal.web.pages import Context, public_page


@require_safe
def new_rural(request: HttpRequest) -> HttpResponse:
    """Show how many criteria of new rural area each commune meets, and which class it has."""

    def build(around: Frame) -> Context:
        return {"board": new_rural_board(around.here), "day": around.here.day}

    return public_page(request, "portal/new_rural.html", build)
