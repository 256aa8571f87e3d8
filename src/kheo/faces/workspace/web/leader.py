"""The page of those who lead: the year on one sheet."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kheo.faces.workspace.queries import leader as queries
from kheo.lib.dates import local_day
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere


@login_required
def glance(request: OfficerRequest) -> HttpResponse:
    """Show a year of a unit and all below it at a glance."""
    if not can_anywhere(request.user, queries.ACT):
        raise PermissionDenied(queries.ACT)
    return page_of_leader(request)


def page_of_leader(request: OfficerRequest) -> HttpResponse:
    """Return the page, of what the address asks for."""
    place = queries.place_of(request.user, request.GET.dict())
    if place is None:
        return render(request, "workspace/no_campaign.html", {"home": None})
    told = queries.leading(place, request.user, local_day(timezone.now()))
    return render(request, "workspace/leader.html", {"told": told, "place": place})
