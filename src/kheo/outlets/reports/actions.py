from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.office.sheets_out import SumsDiffer, write_tables
from kheo.lib.refusals import Refused
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.papers.actions import write
from kheo.machinery.papers.kit import DOCUMENTS
from kheo.movement.closings.models import Closing
from kheo.movement.closings.states import Period
from kheo.organisation.access.rules import require
from kheo.organisation.units.queries import installation
from kheo.outlets.reports.models import NamedFigure
from kheo.outlets.reports.queries.campaign_reports import CampaignReport
from kheo.outlets.reports.queries.frozen import (
    annex_closed,
    annex_with_sources,
    facts_closed,
    facts_of,
    paper_closed,
    paper_facts,
)
from kheo.outlets.reports.queries.half_year import HalfYear
from kheo.outlets.reports.queries.redrawn import MADE, figures_kept
from kheo.outlets.reports.queries.staffing import StaffingPaper, facts_of_staffing
from kheo.outlets.reports.queries.term import Term, facts_of_term
from kheo.outlets.reports.queries.year_end import YearEnd
from kheo.outlets.reports.rules import movement_in_words, stretch_in_words, why_not_write, years_in_words
from kheo.outlets.reports.states import DocumentForm

TEMPLATES = Path(__file__).parent / "templates_docx"
YEAR_END, HALF_YEAR, TERM = "bao-cao-tong-ket", "bao-cao-so-ket", "bao-cao-giai-doan"
ANNEX, STAFFING = "phu-luc-so-lieu", "quyet-dinh-ban-chi-dao"
MADE_HALF = "reports.half_year"
# Which document a closing of a period is printed as, and how the record names that.
_PRINTED = {
    Period.YEAR: (YEAR_END, "reports.print_year_end"),
    Period.HALF_YEAR: (HALF_YEAR, "reports.print_half_year"),
}


class NotWritten(Refused):
    """The figures do not agree with each other: a document on them would be wrong."""


@transaction.atomic
def write_year_end(
    report: YearEnd, *, form: DocumentForm, out: Path, has_annex: bool, by: User | None, at: datetime
) -> None:
    """Write the year-end report as a Word document.

    :raises NotWritten: with every sum that does not agree.
    """
    _write(report, YEAR_END, MADE, form=form, out=out, has_annex=has_annex, by=by, at=at)


@transaction.atomic
def write_half_year(
    report: HalfYear, *, form: DocumentForm, out: Path, has_annex: bool, by: User | None, at: datetime
) -> None:
    """Write the half-year report as a Word document.

    :raises NotWritten: with every sum that does not agree.
    """
    _write(report, HALF_YEAR, MADE_HALF, form=form, out=out, has_annex=has_annex, by=by, at=at)


def _write(
    report: CampaignReport,
    key: str,
    act: str,
    *,
    form: DocumentForm,
    out: Path,
    has_annex: bool,
    by: User | None,
    at: datetime,
) -> None:
    """Write a report of a campaign, and keep the figures that it says."""
    _check(report, by)
    told, on = report.statistics, report.statistics.scope.on
    said = facts_of(report) | {"has_annex": has_annex, "party": form == DocumentForm.PARTY}
    write(DOCUMENTS[key], form, said, unit=told.unit, out=out, about=told.campaign.name, by=by, at=at)
    kept = figures_kept(told)
    record(act, on=told.campaign, by=by, at=at, unit=told.unit.pk, total=told.total, map=on, figures=kept)


@transaction.atomic
def write_annex(report: CampaignReport, *, out: Path, by: User | None, at: datetime) -> None:
    """Write the annex of a report as a workbook.

    :raises NotWritten: with every sum that does not agree; then nothing is written.
    """
    _check(report, by)
    figures = report.statistics
    try:
        write_tables(out, annex_with_sources(report))
    except SumsDiffer as differ:
        raise NotWritten(_("The lines of the annex do not make its totals: %(where)s.") % {"where": differ}) from differ
    record("reports.annex", on=figures.campaign, by=by, at=at, unit=figures.unit.pk, total=figures.total)


@transaction.atomic
def write_paper_annex(report: CampaignReport, *, form: DocumentForm, out: Path, by: User | None, at: datetime) -> None:
    """Write the main tables of the annex of a report as a Word document.

    :raises NotWritten: with every sum that does not agree.
    """
    _check(report, by)
    figures = report.statistics
    said = paper_facts(report) | {"party": form == DocumentForm.PARTY, "stretch": _stretch(report)}
    write(DOCUMENTS[ANNEX], form, said, unit=figures.unit, out=out, about=figures.campaign.name, by=by, at=at)
    record("reports.paper_annex", on=figures.campaign, by=by, at=at, unit=figures.unit.pk, total=figures.total)


def _stretch(report: CampaignReport) -> str:
    """Return of which stretch of its year a report is, as documents say it."""
    return stretch_in_words(report.statistics.campaign.year, is_half=isinstance(report, HalfYear))


@transaction.atomic
def print_report(
    closing: Closing,
    *,
    form: DocumentForm,
    number: str = "",
    signed_on: date | None = None,
    has_annex: bool,
    out: Path,
    by: User | None,
    at: datetime,
) -> None:
    """Write the report of a period as a closing kept it, by the template that held then: the same bytes for the same
    number and day, whatever became of the register and of the templates since.

    :raises NotWritten: if the report was not kept with that closing.
    """
    facts, (key, act) = _kept(facts_closed(closing), closing, by), _PRINTED[Period(closing.period)]
    said = facts | {"has_annex": has_annex} | _signed(facts, form, number, signed_on)
    document, then = DOCUMENTS[key], closing.closed_at
    write(document, form, said, unit=closing.unit, out=out, about=str(closing), by=by, at=at, held_at=then)
    record(act, on=closing, by=by, at=at, version=closing.version, hash=closing.hash)


def _signed(facts: Mapping[str, Any], form: DocumentForm, number: str, signed_on: date | None) -> dict[str, Any]:
    """Return what stands around a text that was kept: its number and its day are those of the print."""
    return {"h": facts["h"] | {"number": number, "day": signed_on}, "party": form == DocumentForm.PARTY}


@transaction.atomic
def print_annex(closing: Closing, *, out: Path, by: User | None, at: datetime) -> None:
    """Write the annex as a closing kept it: always the same bytes.

    :raises NotWritten: if the annex was not kept with that closing.
    """
    write_tables(out, _kept(annex_closed(closing), closing, by), made_at=closing.closed_at)
    record("reports.print_annex", on=closing, by=by, at=at, version=closing.version, hash=closing.hash)


@transaction.atomic
def print_paper_annex(
    closing: Closing,
    *,
    form: DocumentForm,
    number: str = "",
    signed_on: date | None = None,
    out: Path,
    by: User | None,
    at: datetime,
) -> None:
    """Write the main tables of the annex as a closing kept them: the same bytes for the same number and day.

    :raises NotWritten: if the annex was not kept with that closing.
    """
    facts, is_half = _kept(paper_closed(closing), closing, by), closing.period == Period.HALF_YEAR
    said = (
        facts | {"stretch": stretch_in_words(facts["year"], is_half=is_half)} | _signed(facts, form, number, signed_on)
    )
    document, then = DOCUMENTS[ANNEX], closing.closed_at
    write(document, form, said, unit=closing.unit, out=out, about=str(closing), by=by, at=at, held_at=then)
    record("reports.print_paper_annex", on=closing, by=by, at=at, version=closing.version, hash=closing.hash)


def _kept(content: Any, closing: Closing, by: User | None) -> Any:  # Any: the content of a document
    """Return what a closing kept, or refuse."""
    if by is not None:
        require(by, "reports.compose", on=closing.unit_id)
        require(by, "closings.view", on=closing.unit_id)
    if content is None:
        raise NotWritten(_("The report was not kept with this closing; choose another one."))
    return content


@transaction.atomic
def write_staffing(paper: StaffingPaper, *, out: Path, by: User | None, at: datetime) -> None:
    """Write the decision that set up or restaffed a committee as a Word document, with its list as the annex."""
    staffing, committee = paper.staffed.staffing, paper.staffed.staffing.committee
    if by is not None:
        require(by, "reports.staffing", on=committee.unit_id)
    document, unit, said = DOCUMENTS[STAFFING], committee.unit, facts_of_staffing(paper)
    write(document, paper.form, said, unit=unit, out=out, about=staffing.number, by=by, at=at)
    record("reports.staffing", on=staffing, by=by, at=at, number=staffing.number)


@transaction.atomic
def write_term(term: Term, *, form: DocumentForm, out: Path, by: User | None, at: datetime) -> None:
    """Write the report of a term as a Word document.

    :raises NotUsable: if the office's own template does not fit what the report says.
    """
    figures = term.figures
    if by is not None:
        require(by, "reports.compose", on=figures.unit)
    context = facts_of_term(term, movement=movement_in_words(term.movement)) | {"party": form == DocumentForm.PARTY}
    years = {"first": figures.first, "last": figures.last}
    about = years_in_words(figures.first, figures.last)
    write(DOCUMENTS[TERM], form, context, unit=figures.unit, out=out, about=about, by=by, at=at)
    record("reports.term", on=figures.unit, by=by, at=at, exemplars=figures.over.exemplars, **years)


def _check(report: CampaignReport, by: User | None) -> None:
    if by is not None:
        require(by, "reports.compose", on=report.statistics.unit)
    if reasons := why_not_write(report.statistics.checks):
        raise NotWritten(*reasons)


@transaction.atomic
def name_figure(key: str, *, by: User, at: datetime) -> NamedFigure:
    """Keep a figure of the catalogue by its name, so that documents can be its basis; one that is kept is returned.

    :raises NotWritten: if the catalogue has no such figure, or no body is set up.
    """
    here = installation()
    if here is None or key not in CATALOGUE:
        raise NotWritten(_("There is no such figure."))
    require(by, "directives.keep", on=here.unit_id)
    named, is_new = NamedFigure.objects.get_or_create(key=key)
    if is_new:
        record("reports.name_figure", on=named, by=by, at=at, key=key)
    return named
