"""The annex of a report on paper: its main tables, short enough to be printed; the workbook has all."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import override

from kheo.machinery.books.kit import Heading
from kheo.machinery.books.queries.groupings import KINDS
from kheo.machinery.books.queries.tables import cross_table
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind
from kheo.outlets.reports.kit import FieldLine, UnitLine
from kheo.outlets.reports.queries.annex import titles_given
from kheo.outlets.reports.queries.campaign_reports import CampaignReport
from kheo.outlets.reports.queries.statistics import Statistics

MOST_LINES = 100

Lines = list[dict[str, Any]]  # Any: a line of a table, as its template reads it


@override("vi")
def paper_of(report: CampaignReport) -> dict[str, Any]:
    """Return what the template of the annex reads beside its head, as plain content."""
    figures = report.statistics
    short = figures.shortfall
    return {
        "drawn_on": report.drawn_on,
        "units_on": figures.scope.on,
        "total": figures.total,
        "owner_names": [heading.label for heading in figures.owner_kinds],
        "status_names": [heading.label for heading in figures.year_statuses],
        "owners": _in_order(figures.owner_kinds, figures.by_owner_kind),
        "statuses": _in_order(figures.year_statuses, figures.by_year_status),
        "fields": [_line(line.field.label, line, figures) for line in figures.fields],
        "kinds": _kinds(figures),
        "units": [_line(line.unit.label, line, figures) for line in figures.units[:MOST_LINES]],
        "units_total": len(figures.units),
        "asked": short.asked,
        "below": list(_below(figures)),
        "below_total": len(short.below),
        "missing_total": short.missing,
        "recognised": _recognised(figures),
        "recognised_total": figures.single["recognised"],
    }


def _in_order(headings: Sequence[Heading], numbers: Mapping[str, int]) -> list[int]:
    return [numbers[heading.key] for heading in headings]


def _line(name: str, line: FieldLine | UnitLine, figures: Statistics) -> dict[str, Any]:
    owners = _in_order(figures.owner_kinds, line.by_owner_kind)
    statuses = _in_order(figures.year_statuses, line.by_year_status)
    return {"name": name, "total": line.total, "owners": owners, "statuses": statuses, "recognised": line.recognised}


def _kinds(figures: Statistics) -> Lines:
    """Return what the units of each kind registered, and how many units of it did."""
    told = {key: _by_kind(key, figures) for key in ("registered", "recognised")}
    kinds = Unit.objects.filter(slug__in=[line.unit.key for line in figures.units]).values_list("kind", flat=True)
    units = Counter(str(UnitKind(kind).label) for kind in kinds)
    return [
        {"name": name, "units": units[name], "total": number, "recognised": told["recognised"].get(name, 0)}
        for name, number in told["registered"].items()
    ]


def _by_kind(key: str, figures: Statistics) -> Mapping[str, int]:
    return {line.unit.label: line.count for line in cross_table(key, figures.scope, [], rows=KINDS).lines if line.unit}


def _below(figures: Statistics) -> Iterator[dict[str, Any]]:
    for quota in figures.shortfall.below[:MOST_LINES]:
        asked = {"name": quota.unit.name, "minimum": quota.unit.minimum}
        yield asked | {"registered": quota.registered, "missing": quota.missing}


def _recognised(figures: Statistics) -> Lines:
    names = {line.unit.key: line.unit.label for line in figures.units}
    columns = ("registration__exemplar__name", "slug", "registration__field__name", "decision__number")
    return [
        {"name": name, "unit": names.get(slug, slug), "field": field, "decision": number}
        for name, slug, field, number in titles_given(figures.scope).values_list(*columns)[:MOST_LINES]
    ]
