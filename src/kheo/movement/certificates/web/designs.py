"""How a unit's certificates look: set up in a form, measured on paper, looked at before anything is printed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.lib.vitext import slugify
from kheo.movement.certificates import actions, queries
from kheo.movement.certificates.models import Design
from kheo.movement.certificates.web.design_forms import DesignSheet
from kheo.movement.certificates.web.public import base_of
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.queries import units_of_posts
from kheo.organisation.access.rules import can_anywhere
from kheo.ui.lists import page_of


def _guard(request: OfficerRequest) -> None:
    if not can_anywhere(request.user, "certificates.design"):
        raise PermissionDenied("certificates.design")


def _design(request: OfficerRequest, pk: int) -> Design:
    _guard(request)
    found: Design = get_object_or_404(Design.objects.visible_to(request.user).select_related("unit"), pk=pk)
    return found


@login_required
def designs(request: OfficerRequest) -> HttpResponse:
    """List the designs of the user's units."""
    _guard(request)
    rows = Design.objects.visible_to(request.user).select_related("unit")
    page = page_of(rows, request.GET, sorts={"latest": ("-pk",)})
    return render(request, "certificates/designs.html", {"page": page})


@login_required
def new(request: OfficerRequest) -> HttpResponse:
    """Set up a design."""
    _guard(request)
    sheet = DesignSheet(request.POST or None, units_of_posts(request.user, "certificates.design"))
    if sheet.is_ready():
        unit = sheet.form.cleaned_data["unit"]
        try:
            made = actions.draw(sheet.facts, unit=unit, by=request.user, at=timezone.now())
        except Refused as refusal:
            sheet.form.add_error(None, [str(reason) for reason in refusal.reasons])
        else:
            return _kept(request, made)
    return render(request, "certificates/design.html", {"sheet": sheet}, status=422 if sheet.form.errors else 200)


def _kept(request: OfficerRequest, design: Design) -> HttpResponse:
    messages.success(request, _("The design is kept. Look at it, and print a calibration page for printed forms."))
    return redirect("certificates:edit", design.pk)


@login_required
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change a design; what was printed by it stays as it was."""
    found = _design(request, pk)
    edition = queries.edition_of(found)
    sheet = DesignSheet(request.POST or None, [found.unit], queries.facts_of(edition), found.version)
    if sheet.is_ready():
        version = sheet.form.cleaned_data["version"]
        try:
            actions.redraw(found, sheet.facts, version=version, by=request.user, at=timezone.now())
        except Refused as refusal:
            sheet.form.add_error(None, [str(reason) for reason in refusal.reasons])
        else:
            return _kept(request, found)
    page = {"sheet": sheet, "design": found, "edition": edition, "editions": queries.printed_editions(found)}
    return render(request, "certificates/design.html", page, status=422 if sheet.form.errors else 200)


@login_required
def preview(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a page by a design with the longest names of its unit."""
    found = _design(request, pk)
    today = local_day(timezone.now())
    try:
        pdf = queries.preview(queries.edition_of(found), base=base_of(request), on=today)
    except Refused as refusal:
        page = {"design": found, "reasons": refusal.reasons}
        return render(request, "certificates/not_previewed.html", page, status=422)
    return _pdf(pdf, f"xem-thu-{slugify(found.name)}")


@login_required
def calibration(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand out the page by which a printer is measured."""
    found = _design(request, pk)
    pdf = queries.calibration(queries.edition_of(found), on=local_day(timezone.now()))
    return _pdf(pdf, f"can-chinh-{slugify(found.name)}")


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
