"""Where units lie: said on the page of one, or for many in the workbook of units."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kheo.lib.geo import Point, read_point
from kheo.lib.office.sheets_in import read_workbook
from kheo.lib.unsafe import Unsafe
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere, reach, require
from kheo.organisation.changes import actions, queries, rules
from kheo.organisation.units.models import Unit

LARGEST = 8 * 2**20  # bytes of a workbook


def _point(text: str) -> Point | None:
    """Return the place that a text names, nothing for an empty one."""
    point = read_point(text)
    if text.strip() and point is None:
        raise forms.ValidationError(_("This names no place in Viet Nam. Write latitude first: 20.0856, 106.0123."))
    return point


class PlaceForm(forms.Form):
    """Where a unit lies."""

    place = forms.CharField(
        label=gettext_lazy("Coordinates"),
        max_length=80,
        required=False,
        help_text=gettext_lazy(
            "Latitude and longitude of its seat in degrees, as a map on the web shows them: 20.0856, 106.0123."
            " Empty: not known."
        ),
    )

    def clean_place(self) -> Point | None:
        """Return the place."""
        return _point(self.cleaned_data["place"])


class WorkbookForm(forms.Form):
    """The workbook of units, filled in."""

    file = forms.FileField(
        label=gettext_lazy("Workbook of units (.xlsx)"),
        help_text=gettext_lazy("Take it from the list of units, fill in the column “Coordinates”, and send it back."),
    )


@login_required
def locate(request: OfficerRequest, slug: str) -> HttpResponse:
    """Say where a unit lies."""
    unit = get_object_or_404(queries.units_reached(request.user), slug=slug)
    require(request.user, "changes.locate", on=unit)
    form = PlaceForm(request.POST or None, initial={"place": str(unit.point or "")})
    if request.method == "POST" and form.is_valid():
        actions.locate({unit: form.cleaned_data["place"]}, by=request.user, at=timezone.now())
        messages.success(request, _("The coordinates are saved."))
        return redirect("changes:unit", slug)
    return render(request, "changes/place.html", {"unit": unit, "form": form}, status=422 if form.errors else 200)


@login_required
def locate_many(request: OfficerRequest) -> HttpResponse:
    """Say where many units lie, by the workbook of units: all of it or nothing."""
    if not can_anywhere(request.user, "changes.locate"):
        raise PermissionDenied("changes.locate")
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    if request.method == "POST" and form.is_valid():
        places, reasons = _read(request, form.cleaned_data["file"])
        if not reasons:
            number = actions.locate(places, by=request.user, at=timezone.now())
            said = ngettext("Coordinates changed: %(number)s unit.", "Coordinates changed: %(number)s units.", number)
            messages.success(request, said % {"number": number})
            return redirect("changes:units")
        form.add_error("file", reasons)
    return render(request, "changes/places.html", {"form": form}, status=422 if form.errors else 200)


def _read(request: OfficerRequest, file: "File[bytes]") -> tuple[dict[Unit, Point | None], list[str]]:
    """Return where a workbook says that units lie, and every reason against it."""
    if (file.size or 0) > LARGEST:
        return {}, [_("The file is larger than %(limit)s MB.") % {"limit": LARGEST // 2**20}]
    with TemporaryDirectory() as desk:
        path = Path(desk) / "units"
        path.write_bytes(file.read())
        try:
            sheets = read_workbook(path)
        except Unsafe:
            return {}, [_("This file cannot be read as a workbook. Save it as .xlsx and send it again.")]
    mine = Unit.objects.filter(pk__in=reach(request.user, "changes.locate"))
    return rules.places_in(sheets, mine)
