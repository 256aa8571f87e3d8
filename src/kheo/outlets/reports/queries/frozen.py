"""The report of a year or a half-year and its annex as plain content: what templates read now, and what a closing keeps
and prints."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import date
from inspect import getmro
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import override

from kheo.lib.dates import short_date
from kheo.lib.office.sheets_out import Column, Table
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import counts
from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.models import Closing
from kheo.movement.closings.queries.kept import content_of, in_words
from kheo.movement.closings.states import Period
from kheo.movement.committees.models import Membership
from kheo.movement.conferences.models import Conference
from kheo.movement.recognition.models import Decision
from kheo.outlets.reports.kit import COUNT, Source
from kheo.outlets.reports.queries.annex import annex
from kheo.outlets.reports.queries.annex_paper import paper_of
from kheo.outlets.reports.queries.campaign_reports import CampaignReport
from kheo.outlets.reports.rules import movement_in_words

PAPER, HALF = "year_end", "half_year"
# Under which key a closing of a period keeps its report.
_KEYS = {Period.YEAR: PAPER, Period.HALF_YEAR: HALF}
# What a document says of the records that it names; nothing else of them is kept.
_SAID: dict[type[Model], tuple[str, ...]] = {
    Campaign: ("name", "year", "starts_on", "ends_on", "registration_opens_on", "registration_closes_on"),
    Membership: ("name", "title"),
    Decision: ("number", "signed_on"),
    Conference: ("title", "held_on"),
}
_NOT_KEPT = ("checks", "sums_agree")  # a report whose sums do not agree is not written


def plain(value: Any) -> Any:  # Any: whatever a report is made of, as what JSON holds, and days
    """Return a part of a report as plain content: of each kind of thing its fields and what it tells by itself."""
    if value is None or isinstance(value, (str, int, float, date)):
        return value
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if hasattr(value, "_fields"):  # a named tuple is read by its names: a heading by its label
        return {name: plain(getattr(value, name)) for name in (*value._fields, *_told_by(value))}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, Model):
        return {name: plain(getattr(value, name)) for name in _SAID.get(type(value), ())}
    if is_dataclass(value):
        names = [*(each.name for each in fields(value)), *_told_by(value)]
        return {name: plain(getattr(value, name)) for name in names if name not in _NOT_KEPT}
    raise TypeError(f"A report cannot keep {type(value)}.")


def _told_by(value: object) -> list[str]:
    """Return the names of what a thing tells by itself."""
    return [name for kind in getmro(type(value)) for name, each in vars(kind).items() if isinstance(each, property)]


@override("vi")
def facts_of(report: CampaignReport) -> dict[str, Any]:
    """Return what the template of the report reads, as plain content."""
    campaign = report.statistics.campaign
    told = plain(report)
    return {
        "r": told,
        "h": told.pop("letterhead"),
        "s": told.pop("statistics"),
        "campaign": plain(campaign),
        "year": campaign.year,
        "movement": movement_in_words(campaign.movement.name),
        "snapshot": "",
    }


def kept_of(report: CampaignReport) -> dict[str, Any]:
    """Return all that a closing keeps of a report and its annex, as a workbook and on paper."""
    tables = [_table_kept(table) for table in annex(report)]
    return {"report": facts_of(report), "annex": tables, "paper": paper_of(report)}


@override("vi")
def paper_facts(report: CampaignReport) -> dict[str, Any]:
    """Return what the template of the annex on paper reads, as plain content."""
    return _on_paper(facts_of(report), paper_of(report))


def _on_paper(told: Mapping[str, Any], tables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("h", "year", "movement", "snapshot")} | dict(tables)


@override("vi")
def paper_closed(closing: Closing) -> dict[str, Any] | None:
    """Return what the template of the annex on paper read when a period was closed, with the words that name the
    closing; None if it was not kept then."""
    kept = _content_of(closing)
    if not kept or "paper" not in kept:
        return None
    return _on_paper(kept["report"] | {"snapshot": in_words(closing)}, kept["paper"])


def _content_of(closing: Closing) -> Any:  # Any: the content of a document
    return content_of(closing, _KEYS[Period(closing.period)])


def _table_kept(table: Table) -> dict[str, Any]:
    kept = {name: getattr(table, name) for name in ("name", "sums_label")}
    lists = {"titles": list(table.titles), "rows": [list(row) for row in table.rows]}
    columns = [asdict(column) for column in table.columns]
    return kept | lists | {"columns": columns, "sums": {str(place): number for place, number in table.sums.items()}}


def _table_again(kept: Mapping[str, Any]) -> Table:
    columns = [Column(**{**told, "choices": tuple(told["choices"])}) for told in kept["columns"]]
    sums = {int(place): number for place, number in kept["sums"].items()}
    return Table(kept["name"], columns, kept["rows"], kept["titles"], sums, kept["sums_label"])


@override("vi")
def facts_closed(closing: Closing) -> dict[str, Any] | None:
    """Return what the template read when a period was closed, with the words that name the closing; None if the report
    was not kept then."""
    kept = _content_of(closing)
    return kept["report"] | {"snapshot": in_words(closing)} if kept else None


@override("vi")
def annex_closed(closing: Closing) -> list[Table] | None:
    """Return the annex as it was when a period was closed, each sheet with the words that name the closing, and the
    sheet of sources; None if it was not kept then."""
    kept = _content_of(closing)
    if not kept:
        return None
    words = in_words(closing)
    sheets = [_table_again(each) for each in kept["annex"]]
    told = [replace(sheet, titles=[*sheet.titles, words]) for sheet in sheets]
    figures = [Source(each.key, each.label, each.counts, words, each.number) for each in closing.figures.all()]
    before = kept["report"]["r"].get("before") or {}
    figures += [Source(**source) for source in before.get("sources", ())]
    mobilised = kept["report"]["r"].get("mobilised")
    figures += [Source(**mobilised["source"])] if mobilised else []
    figures += [Source(**source) for source in (kept["report"]["r"].get("press") or {}).get("sources", ())]
    return [*told, _sources(figures, [*sheets[0].titles[:-2], "Nguồn số liệu", sheets[0].titles[-1]])]


@override("vi")
def annex_with_sources(report: CampaignReport) -> list[Table]:
    """Return the annex as things stand, with the sheet of sources, which says that nothing is closed."""
    scope = report.statistics.scope
    words = f"Chưa chốt; tính đến hết ngày {short_date(report.drawn_on)}"
    sheets = annex(report)
    kept = [figure for figure in CATALOGUE.values() if figure.is_kept]  # of several years: a report of one tells none
    numbers = counts([each.key for each in kept], scope)
    found = [Source(each.key, str(each.label), str(each.counts), words, numbers[each.key]) for each in kept]
    found += report.before.sources if report.before else []
    found += [report.mobilised.source] if report.mobilised else []
    found += report.press.sources if report.press else []
    return [*sheets, _sources(found, [*sheets[0].titles[:-2], "Nguồn số liệu", sheets[0].titles[-1]])]


def _sources(figures: Sequence[Source], titles: Sequence[str]) -> Table:
    """Return the list of the figures: by which definition each counts, from which closing, and how many records."""
    columns = [
        Column("STT", 6),
        Column("Mã số liệu", 24),
        Column("Tên số liệu", 26),
        Column("Cách tính", 60),
        Column("Nguồn", 40),
        Column("Số bản ghi", 12, pattern=COUNT),
    ]
    rows = ([number, *vars(source).values()] for number, source in enumerate(figures, start=1))
    return Table("Nguồn số liệu", columns, rows, titles)
