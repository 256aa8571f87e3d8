"""The page of those who lead: the year on one sheet."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kheo.faces.workspace.queries import leader as queries
from kheo.faces.workspace.queries.leader_sheet import sheet_of
from kheo.lib.dates import local_day
from kheo.lib.typesetting.panels import sheet_pdf
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere
from kheo.organisation.units.queries import installation


@login_required
def glance(request: OfficerRequest) -> HttpResponse:
    """Show a year of a unit and all below it at a glance."""
    if not can_anywhere(request.user, queries.ACT):
        raise PermissionDenied(queries.ACT)
    return page_of_leader(request)


@login_required
def on_paper(request: OfficerRequest) -> HttpResponse:
    """Hand out the same as a PDF of one sheet."""
    if not can_anywhere(request.user, queries.ACT):
        raise PermissionDenied(queries.ACT)
    place = queries.place_of(request.user, request.GET.dict())
    if place is None:
        raise Http404
    today = local_day(timezone.now())
    sheet = sheet_of(queries.leading(place, request.user, today), installation())
    name = f"toan-canh-{place.campaign.slug}-{place.unit.slug}-{today:%Y-%m-%d}.pdf"
    said = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(sheet_pdf(sheet, on=today), content_type="application/pdf", headers=said)


def page_of_leader(request: OfficerRequest) -> HttpResponse:
    """Return the page, of what the address asks for."""
    place = queries.place_of(request.user, request.GET.dict())
    if place is None:
        return render(request, "workspace/no_campaign.html", {"home": None})
    told = queries.leading(place, request.user, local_day(timezone.now()))
    return render(request, "workspace/leader.html", {"told": told, "place": place})
