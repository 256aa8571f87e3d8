from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import document_date
from kheo.lib.numbers import grouped, in_words, percent
from kheo.lib.office.sheets_out import SumsDiffer, write_tables
from kheo.lib.office.word_out import fill
from kheo.lib.refusals import Refused
from kheo.organisation.access.rules import require
from kheo.outlets.reports.kit import in_sentence, lower_first, official, official_day
from kheo.outlets.reports.queries.annex import annex
from kheo.outlets.reports.queries.staffing import StaffingPaper
from kheo.outlets.reports.queries.year_end import YearEnd
from kheo.outlets.reports.rules import movement_in_words, why_not_write
from kheo.outlets.reports.states import DocumentForm

TEMPLATES = Path(__file__).parent / "templates_docx"


class NotWritten(Refused):
    """The figures do not agree with each other: a document on them would be wrong."""


@transaction.atomic
def write_year_end(
    report: YearEnd, *, form: DocumentForm, out: Path, has_annex: bool, by: User | None, at: datetime
) -> None:
    """Write the year-end report as a Word document.

    :raises NotWritten: with every sum that does not agree.
    """
    _check(report, by)
    figures = report.statistics
    context = {
        "r": report,
        "h": report.letterhead,
        "s": figures,
        "campaign": figures.campaign,
        "year": figures.campaign.year,
        "movement": movement_in_words(figures.campaign.movement.name),
        "party": form == DocumentForm.PARTY,
        "has_annex": has_annex,
        "so": official,
        "nghin": grouped,
        "chu": in_words,
        "tyle": percent,
        "ngay": official_day,
        "ngay_van_ban": document_date,
        "thuong": lower_first,
        "ten": in_sentence,
    }
    fill(TEMPLATES / f"year_end_{form.value}.docx", context, out)
    record("reports.year_end", on=figures.campaign, by=by, at=at, unit=figures.unit.pk, total=figures.total)


@transaction.atomic
def write_annex(report: YearEnd, *, out: Path, by: User | None, at: datetime) -> None:
    """Write the annex of the year-end report as a workbook.

    :raises NotWritten: with every sum that does not agree; then nothing is written.
    """
    _check(report, by)
    figures = report.statistics
    try:
        write_tables(out, annex(report))
    except SumsDiffer as differ:
        raise NotWritten(_("The lines of the annex do not make its totals: %(where)s.") % {"where": differ}) from differ
    record("reports.annex", on=figures.campaign, by=by, at=at, unit=figures.unit.pk, total=figures.total)


@transaction.atomic
def write_staffing(paper: StaffingPaper, *, out: Path, by: User | None, at: datetime) -> None:
    """Write the decision that set up or restaffed a committee as a Word document, with its list as the annex."""
    staffed = paper.staffed
    staffing, committee = staffed.staffing, staffed.staffing.committee
    if by is not None:
        require(by, "reports.staffing", on=committee.unit_id)
    context = {
        "h": paper.letterhead,
        "party": paper.form == DocumentForm.PARTY,
        "bases": paper.bases,
        "decider": paper.decider,
        "name": committee.name,
        "is_first": staffed.follows is None,
        "follows": staffed.follows,
        "members": staffed.members,
        "left": staffed.left,
        "seats": paper.seats,
        "office": committee.standing_office and committee.standing_office.name,
        "term": paper.term,
        "day": staffing.valid_from,
        "so": official,
        "ngay": official_day,
        "ngay_van_ban": document_date,
    }
    fill(TEMPLATES / f"staffing_{paper.form.value}.docx", context, out)
    record("reports.staffing", on=staffing, by=by, at=at, number=staffing.number)


def _check(report: YearEnd, by: User | None) -> None:
    if by is not None:
        require(by, "reports.compose", on=report.statistics.unit)
    if reasons := why_not_write(report.statistics.checks):
        raise NotWritten(*reasons)
