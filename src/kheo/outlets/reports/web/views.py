from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import pgettext

from kheo.lib.vitext import slugify
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.maps import reconciled
from kheo.machinery.books.queries.tables import cross_table
from kheo.movement.committees.models import Committee, Staffing
from kheo.movement.registry.queries import quotas
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require
from kheo.outlets.reports import actions
from kheo.outlets.reports.kit import Shortfall
from kheo.outlets.reports.queries.annex import matrix_table
from kheo.outlets.reports.queries.staffing import staffing_paper, usual_issuing
from kheo.outlets.reports.web import forms, tables
from kheo.outlets.reports.web.handing_out import as_workbook
from kheo.ui.files import handed_out


@login_required
def statistics(request: OfficerRequest) -> HttpResponse:
    """Show a figure as a table of units by dimensions, each cell leading to the records behind it."""
    place = forms.place_of(request.user, request.GET, "registry.view")
    if place is None:
        return render(request, "reports/nothing.html")
    form = forms.TableForm(request.GET, place=place)
    chosen = form.chosen
    part = tables.part_of(chosen.page)
    scope = place.scope_on(chosen.map)
    table = cross_table(chosen.figure, scope, chosen.columns.split(","), rows=chosen.rows, part=part)
    context = {"place": place, "page": tables.narrowed_by(form), "sheet": tables.sheet_of(table, chosen)}
    context["moved"] = reconciled(chosen.figure, scope)
    context["may_close"] = forms.may_see_closings(request.user, place)
    return render(request, "reports/statistics.html", context)


@login_required
def statistics_workbook(request: OfficerRequest) -> HttpResponseBase:
    """Hand out the whole table that the page shows as a workbook."""
    place = forms.place_of(request.user, request.GET, "registry.view")
    if place is None:
        raise Http404
    chosen = forms.TableForm(request.GET, place=place).chosen
    table = cross_table(chosen.figure, place.scope_on(chosen.map), chosen.columns.split(","), rows=chosen.rows)
    titles = [f"{table.figure.label} – {place.campaign.name}", place.unit.name, str(table.figure.counts)]
    titles.append(tables.map_in_words(table.scope))
    words = {"total_name": pgettext("table", "Total"), "unit_name": tables.row_name(table)}
    sheet = matrix_table(table, pgettext("sheet", "Statistics"), titles, **words)
    return as_workbook(sheet, f"so-lieu-{place.campaign.slug}-{place.unit.slug}.xlsx")


@login_required
def below_quota(request: OfficerRequest) -> HttpResponse:
    """List the units that have registered fewer models than they are asked for."""
    place = forms.place_of(request.user, request.GET, "registry.view")
    if place is None:
        return render(request, "reports/nothing.html")
    asked = quotas(place.campaign, place.unit)
    shortfall = Shortfall(len(asked), [quota for quota in asked if quota.missing])
    link = CATALOGUE["registered"].link
    lines = [(quota, link(place.scope, {"unit": quota.unit.slug})) for quota in shortfall.below]
    page = tables.narrowed_by(forms.PlaceForm(request.GET, place=place))
    context = {"place": place, "page": page, "shortfall": shortfall, "lines": lines, "day": place.scope.then}
    context["figure"] = CATALOGUE["units_below_quota"]
    return render(request, "reports/below_quota.html", context)


@login_required
def staffing(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Hand out the decision that set up or restaffed a committee, to be edited and signed."""
    seen = Staffing.objects.filter(committee__in=Committee.objects.visible_to(request.user))
    found = get_object_or_404(seen.select_related("committee__unit", "committee__standing_office"), pk=pk)
    require(request.user, "reports.staffing", on=found.committee.unit_id)
    form = forms.StaffingForm(request.POST or None, initial=usual_issuing(found) | {"form": forms.usual_form()})
    if request.method == "POST" and form.is_valid():
        paper = staffing_paper(found, form.issuing)
        with TemporaryDirectory() as desk:
            path = Path(desk) / f"quyet-dinh-{slugify(found.number)}.docx"
            actions.write_staffing(paper, out=path, by=request.user, at=timezone.now())
            return handed_out(path)
    page = {"staffing": found, "form": form}
    return render(request, "reports/staffing.html", page, status=422 if form.errors else 200)
