"""The catalogue of figures, and the way through the year that is made of them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can
from kheo.organisation.units.queries import installation
from kheo.outlets.reports import actions
from kheo.outlets.reports.queries.catalogue import (
    FIGURE,
    Entry,
    bases_of_figure,
    catalogue_table,
    entries,
    funnel_of,
    funnel_table,
    line_name,
    steps_of,
)
from kheo.outlets.reports.queries.through_years import years_of, years_table
from kheo.outlets.reports.web import forms, tables
from kheo.outlets.reports.web.handing_out import as_workbook


@login_required
def figures(request: OfficerRequest) -> HttpResponse:
    """List every figure with what it counts."""
    place = forms.place_of(request.user, request.GET, "registry.view")
    if place is None:
        return render(request, "reports/nothing.html")
    return render(request, "reports/figures.html", {"place": place, "entries": entries()})


@login_required
def figures_workbook(request: OfficerRequest) -> HttpResponseBase:
    """Hand out the catalogue as a workbook, with the number of each figure."""
    place = _place(request)
    titles = [place.campaign.name, place.unit.name, tables.map_in_words(place.scope)]
    table = catalogue_table(place.scope, titles)
    return as_workbook(table, f"danh-muc-so-lieu-{place.campaign.slug}-{place.unit.slug}.xlsx")


@login_required
def figure(request: OfficerRequest, key: str) -> HttpResponse:
    """Say what a figure means, with its number in a campaign and a unit and the way to its records."""
    place = forms.place_of(request.user, request.GET, "registry.view")
    if place is None:
        return render(request, "reports/nothing.html")
    if key not in CATALOGUE:
        raise Http404
    entry, number = Entry(CATALOGUE[key]), count(key, place.scope)
    link = entry.figure.link(place.scope, {}) if number else ""
    page = tables.narrowed_by(forms.PlaceForm(request.GET, place=place))
    context = {"place": place, "page": page, "entry": entry, "number": number, "link": link}
    context |= {"bases": bases_of_figure(key, local_day(timezone.now())), "keeps_bases": _keeps_bases(request)}
    return render(request, "reports/figure.html", context | {"map": tables.map_in_words(place.scope)})


def _keeps_bases(request: OfficerRequest) -> bool:
    here = installation()
    return here is not None and can(request.user, "directives.keep", on=here.unit_id)


@login_required
@require_POST
def name_basis(request: OfficerRequest, key: str) -> HttpResponse:
    """Lead to the page on which documents are named as the basis of a figure."""
    if key not in CATALOGUE or forms.place_of(request.user, request.GET, "registry.view") is None:
        raise Http404
    return redirect("directives:bases", FIGURE, actions.name_figure(key, **who(request)).pk)


@login_required
def funnel(request: OfficerRequest) -> HttpResponse:
    """Show how far the registrations of a campaign came, step by step, by whatever the lines are to be."""
    place = forms.place_of(request.user, request.GET, "registry.view")
    if place is None:
        return render(request, "reports/nothing.html")
    form = forms.FunnelForm(request.GET, place=place)
    told = funnel_of(place.scope, form.chosen_by)
    context = {"place": place, "page": tables.narrowed_by(form), "funnel": told, "by": form.chosen_by}
    context |= {
        "line_name": line_name(form.chosen_by),
        "steps": steps_of(told.total),
        "map": tables.map_in_words(place.scope),
    }
    return render(request, "reports/funnel.html", context)


@login_required
def funnel_workbook(request: OfficerRequest) -> HttpResponseBase:
    """Hand out the way through the year as a workbook."""
    place = _place(request)
    by = forms.FunnelForm(request.GET, place=place).chosen_by
    titles = [place.campaign.name, place.unit.name, tables.map_in_words(place.scope)]
    table = funnel_table(funnel_of(place.scope, by), by, titles)
    return as_workbook(table, f"qua-trinh-{place.campaign.slug}-{place.unit.slug}.xlsx")


@login_required
def years(request: OfficerRequest) -> HttpResponse:
    """Show new, active and cumulative figures of every campaign of a movement, each year beside the year before."""
    place = forms.place_of(request.user, request.GET, "registry.view")
    if place is None:
        return render(request, "reports/nothing.html")
    form = forms.YearsForm(request.GET, place=place)
    told = years_of(place.campaigns, place.campaign, place.unit, form.chosen_field)
    context = {"place": place, "page": tables.narrowed_by(form), "years": told, "field": form.chosen_field}
    return render(request, "reports/years.html", context)


@login_required
def years_workbook(request: OfficerRequest) -> HttpResponseBase:
    """Hand out the figures through the years as a workbook."""
    place = _place(request)
    form = forms.YearsForm(request.GET, place=place)
    titles = [place.campaign.movement.name, place.unit.name, form.in_words]
    table = years_table(years_of(place.campaigns, place.campaign, place.unit, form.chosen_field), titles)
    return as_workbook(table, f"cac-nam-{place.campaign.slug}-{place.unit.slug}.xlsx")


def _place(request: OfficerRequest) -> forms.Place:
    place = forms.place_of(request.user, request.GET, "registry.view")
    if place is None:
        raise Http404
    return place
