"""The page of the report of a term."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from kheo.lib.conversion.convert import can_convert
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.papers.actions import as_pdf
from kheo.machinery.papers.kit import expect_pdf
from kheo.movement.campaigns.models import Campaign
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.outlets.reports import actions
from kheo.outlets.reports.queries.term import (
    OF_THE_YEAR,
    SINCE_THE_FIRST,
    TermFigures,
    campaigns_alike,
    figures_of_term,
    term_of,
)
from kheo.outlets.reports.states import DocumentForm
from kheo.outlets.reports.web import forms, tables
from kheo.ui.files import handed_out


@login_required
def term(request: OfficerRequest) -> HttpResponseBase:
    """Show the figures of each year of a term and those over the years, and hand out the report."""
    asked = request.POST or request.GET
    place = forms.place_of(request.user, asked, "reports.compose")
    alike = campaigns_alike(place.campaigns, place.campaign) if place else []
    if place is None or not alike:
        return render(request, "reports/nothing.html")
    years = forms.SpanForm(asked, place=place, known=[campaign.year for campaign in alike])
    form, span = forms.LetterForm(request.POST or None, initial={"form": forms.usual_form()}), years.span
    if span and form.is_valid() and (made := _written(request, alike, place, span, form)):
        return made
    expect_pdf()
    context = {"place": place, "page": tables.narrowed_by(years), "form": form, "has_pdf": can_convert()}
    if span:
        context |= _told(figures_of_term(alike, place.unit, *span))
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/term.html", context, status=status)


def _told(term: TermFigures) -> dict[str, object]:
    """Return what the page shows of a term: two tables of years, each of its own figures."""
    return {
        "term": term,
        "of_the_year": _table(term, OF_THE_YEAR),
        "since_the_first": _table(term, SINCE_THE_FIRST),
    }


def _table(term: TermFigures, keys: Sequence[str]) -> dict[str, object]:
    """Return the figures over the columns, and a line a year of numbers with the pages of their records."""
    lines = [(year, [(year.figures[key], year.link_to(key)) for key in keys]) for year in term.told]
    return {"figures": [CATALOGUE[key] for key in keys], "lines": lines}


def _written(
    request: OfficerRequest,
    alike: Sequence[Campaign],
    place: forms.Place,
    span: tuple[int, int],
    form: forms.LetterForm,
) -> HttpResponseBase | None:
    """Return the report as a file, in Word or as PDF; what is against it is put into the form."""
    at, said = timezone.now(), form.cleaned_data
    letter = {name: said[name] for name in ("number", "signed_on")}
    report = term_of(alike, place.unit, *span, drawn_on=local_day(at), **letter)
    kind = DocumentForm(said["form"])
    with TemporaryDirectory() as desk:
        path = Path(desk) / f"bao-cao-giai-doan-{span[0]}-{span[1]}-{place.unit.slug}.docx"
        try:
            actions.write_term(report, form=kind, out=path, by=request.user, at=at)
            return handed_out(as_pdf(path, **who(request)) if "pdf" in request.POST else path)
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
    return None
