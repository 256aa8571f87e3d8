"""The pages of the reports of a campaign, of its year and of its first half: figures, and documents made of them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from kheo.lib.conversion.convert import can_convert
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.papers.actions import as_pdf
from kheo.machinery.papers.kit import expect_pdf
from kheo.movement.closings.models import Closing
from kheo.movement.closings.states import Period
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.outlets.reports import actions
from kheo.outlets.reports.queries.half_year import half_year as half_year_of
from kheo.outlets.reports.queries.redrawn import MADE, counted_now, since_last
from kheo.outlets.reports.queries.year_end import year_end as year_end_of
from kheo.outlets.reports.states import DocumentForm
from kheo.outlets.reports.web import forms, tables
from kheo.ui.files import handed_out


@dataclass(frozen=True)
class Kind:
    """A report of a campaign: the name of its page, the period whose closings it is printed from, how its file is
    called, how its making is recorded, and what draws and writes it."""

    page: str
    period: Period
    file: str
    act: str
    draw: Callable[..., Any]
    write: Callable[..., None]


YEAR = Kind("year_end", Period.YEAR, "bao-cao-tong-ket", MADE, year_end_of, actions.write_year_end)
HALF = Kind(
    "half_year", Period.HALF_YEAR, "bao-cao-so-ket-6-thang", actions.MADE_HALF, half_year_of, actions.write_half_year
)


@login_required
def year_end(request: OfficerRequest) -> HttpResponseBase:
    """Show the figures of the year-end report, and hand out the report or its annex."""
    return _page(request, YEAR)


@login_required
def half_year(request: OfficerRequest) -> HttpResponseBase:
    """Show the figures of the half-year report, and hand out the report or its annex."""
    return _page(request, HALF)


def _page(request: OfficerRequest, kind: Kind) -> HttpResponseBase:
    place = forms.place_of(request.user, request.POST or request.GET, "reports.compose")
    if place is None:
        return render(request, "reports/nothing.html")
    usual = {"form": forms.usual_form(), "has_annex": True, "closing": request.GET.get("closing")}
    closings = forms.closings_for(request.user, place, kind.period)
    form = forms.ReportForm(request.POST or None, initial=usual, closings=closings)
    if request.method == "POST" and form.is_valid() and (made := _made(request, kind, place, form)):
        return made
    expect_pdf()
    status = 422 if form.errors else 200
    return render(request, f"reports/{kind.page}.html", _about(request, kind, place, form), status=status)


def _about(request: OfficerRequest, kind: Kind, place: forms.Place, form: forms.ReportForm) -> dict[str, object]:
    """Return what stands around the form of the report: the figures that it stands at."""
    narrowed = forms.MapForm(request.POST or request.GET, place=place)
    scope = place.scope_on(narrowed.day)
    context = {"place": place, "page": tables.narrowed_by(narrowed), "form": form, "scope": scope}
    context |= {"may_close": forms.may_see_closings(request.user, place), "has_pdf": can_convert()}
    counted = {} if form.chosen else counted_now(place.campaign, place.unit, scope)
    if counted:
        context["redrawn"] = since_last(place.campaign, place.unit, scope, timezone.now(), counted, kind.act)
    return context | tables.told_of(scope, form.chosen, counted)


def _made(request: OfficerRequest, kind: Kind, place: forms.Place, form: forms.ReportForm) -> HttpResponseBase | None:
    """Return the document that was asked for, of the figures that were chosen; what is against it is put into the
    form."""
    with TemporaryDirectory() as desk:
        try:
            path = _put(request, kind, place, form, Path(desk))
            return handed_out(as_pdf(path, **who(request)) if _asks(request, "pdf", "annex_pdf") else path)
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
    return None


def _asks(request: OfficerRequest, *buttons: str) -> bool:
    return any(button in request.POST for button in buttons)


def _put(request: OfficerRequest, kind: Kind, place: forms.Place, form: forms.ReportForm, desk: Path) -> Path:
    """Write what was asked for into a folder, and return it."""
    if closing := form.chosen:
        return _printed(request, kind, closing, form.cleaned_data, desk)
    return _written(request, kind, place, form.cleaned_data, desk)


def _printed(request: OfficerRequest, kind: Kind, closing: Closing, said: dict[str, Any], desk: Path) -> Path:
    """Print the report or the annex as a closing kept it."""
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    letter = {"form": DocumentForm(said["form"]), "number": said["number"], "signed_on": said["signed_on"]}
    out = desk / _file_name(request, kind, f"{closing.campaign.slug}-chot-lan-{closing.version}-{closing.code}")
    if _asks(request, "annex"):
        actions.print_annex(closing, out=out, **who)
    elif _asks(request, "annex_word", "annex_pdf"):
        actions.print_paper_annex(closing, **letter, out=out, **who)
    else:
        actions.print_report(closing, **letter, has_annex=said["has_annex"], out=out, **who)
    return out


def _written(request: OfficerRequest, kind: Kind, place: forms.Place, said: dict[str, Any], desk: Path) -> Path:
    """Write the report, or the annex if that was asked for."""
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    letter = {"number": said["number"], "signed_on": said["signed_on"]}
    day, form = forms.MapForm(request.POST, place=place).day, DocumentForm(said["form"])
    report = kind.draw(place.campaign, place.unit, drawn_on=local_day(who["at"]), on=day, **letter)
    about = f"{place.campaign.slug}-{place.unit.slug}{f'-don-vi-{day}' if day else ''}"
    out = desk / _file_name(request, kind, about)
    if _asks(request, "annex"):
        actions.write_annex(report, out=out, **who)
    elif _asks(request, "annex_word", "annex_pdf"):
        actions.write_paper_annex(report, form=form, out=out, **who)
    else:
        kind.write(report, form=form, out=out, has_annex=said["has_annex"], **who)
    return out


def _file_name(request: OfficerRequest, kind: Kind, about: str) -> str:
    """Return the name of what was asked for; the annex of a year is called as it always was."""
    if not _asks(request, "annex", "annex_word", "annex_pdf"):
        return f"{kind.file}-{about}.docx"
    half = "6-thang-" if kind is HALF else ""
    return f"phu-luc-{half}{about}.{'xlsx' if _asks(request, 'annex') else 'docx'}"
