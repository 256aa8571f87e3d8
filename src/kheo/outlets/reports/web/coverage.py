"""Whom the movement has not reached, who wins year after year, and who registered in time."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from kheo.machinery.books.kit import CATALOGUE
from kheo.organisation.access.kit import OfficerRequest
from kheo.outlets.reports.queries import unit_lists
from kheo.outlets.reports.queries.coverage import units_meant
from kheo.outlets.reports.queries.timeliness import Sending, sendings
from kheo.outlets.reports.states import InTime
from kheo.outlets.reports.web import forms, tables
from kheo.outlets.reports.web.handing_out import as_workbook


@login_required
def coverage(request: OfficerRequest) -> HttpResponse:
    """Show how far the movement reaches: units, villages and fields without a model, and who wins year after year."""
    place = forms.place_of(request.user, request.GET, "registry.view")
    if place is None:
        return render(request, "reports/nothing.html")
    page = tables.narrowed_by(forms.PlaceForm(request.GET, place=place))
    told = unit_lists.coverage_of(place.campaign, place.unit)
    context = {"place": place, "page": page, "told": told, "map": tables.map_in_words(place.scope)}
    return render(request, "reports/coverage.html", context)


@login_required
def units(request: OfficerRequest) -> HttpResponse:
    """List the units that a figure counts."""
    place = forms.place_of(request.user, request.GET, "registry.view")
    if place is None:
        return render(request, "reports/nothing.html")
    key, number = _key(request), forms.page_number(request.GET)
    told, listed = unit_lists.units_of(key, place.campaign, place.unit, tables.part_of(number))
    pager = tables.Pager(number, tables.pages_of(listed), listed)
    page = tables.narrowed_by(forms.ListForm(request.GET, place=place))
    context = {"place": place, "page": page, "figure": CATALOGUE[key], "told": told, "pager": pager}
    context |= {"head": unit_lists.words_head(key), "listed": listed, "map": tables.map_in_words(place.scope)}
    return render(request, "reports/units.html", context)


@login_required
def units_workbook(request: OfficerRequest) -> HttpResponseBase:
    """Hand out the units that a figure counts as a workbook."""
    place, key = _place(request), _key(request)
    told, _listed = unit_lists.units_of(key, place.campaign, place.unit, slice(None))
    figure = CATALOGUE[key]
    titles = [f"{figure.label} – {place.campaign.name}", place.unit.name, str(figure.counts)]
    table = unit_lists.list_table(key, told, [*titles, tables.map_in_words(place.scope)])
    return as_workbook(table, f"{key.replace('_', '-')}-{place.campaign.slug}-{place.unit.slug}.xlsx")


@login_required
def timeliness(request: OfficerRequest) -> HttpResponse:
    """Show which units registered in time, late, or not at all."""
    place = forms.place_of(request.user, request.GET, "registry.view")
    if place is None:
        return render(request, "reports/nothing.html")
    form = forms.TimelinessForm(request.GET, place=place)
    every = sendings(place.campaign, units_meant(place.campaign, place.unit))
    told = _narrowed(every, form)
    number = forms.page_number(request.GET)
    pager = tables.Pager(number, tables.pages_of(len(told)), len(told))
    context = {"place": place, "page": tables.narrowed_by(form), "told": told[tables.part_of(number)], "pager": pager}
    context |= {"shares": tables.shares_of(every, place.scope), "listed": len(told), "every": len(every)}
    return render(request, "reports/timeliness.html", context | {"map": tables.map_in_words(place.scope)})


@login_required
def timeliness_workbook(request: OfficerRequest) -> HttpResponseBase:
    """Hand out how units registered as a workbook."""
    place = _place(request)
    every = sendings(place.campaign, units_meant(place.campaign, place.unit))
    told = _narrowed(every, forms.TimelinessForm(request.GET, place=place))
    titles = [place.campaign.name, place.unit.name, tables.map_in_words(place.scope)]
    table = unit_lists.sendings_table(told, titles)
    return as_workbook(table, f"dang-ky-dung-han-{place.campaign.slug}-{place.unit.slug}.xlsx")


def _narrowed(told: list[Sending], form: forms.TimelinessForm) -> list[Sending]:
    state = form.chosen_state
    return [each for each in told if each.state == InTime(state)] if state else told


def _key(request: OfficerRequest) -> str:
    """Return the key of a figure whose list stands here; without one, of the units that never had a model."""
    key = request.GET.get("figure", "units_never")
    if key not in unit_lists.LISTED:
        raise Http404
    return key


def _place(request: OfficerRequest) -> forms.Place:
    place = forms.place_of(request.user, request.GET, "registry.view")
    if place is None:
        raise Http404
    return place
