"""The front page: what leads, what is new, and what the movement has come to."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import F, QuerySet

from kheo.machinery.books.queries.breakdowns import breakdown
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.queries import newest_first
from kheo.movement.campaigns.models import Campaign
from kheo.movement.recognition.models import Recognition
from kheo.outlets.newsroom.models import MonthModel, Section
from kheo.outlets.portal.queries.gallery import Line, line_of, recognised
from kheo.outlets.portal.queries.headlines import Frame, Headline
from kheo.outlets.portal.queries.written import asked
from kheo.outlets.sites.queries import Here, campaigns, scope_at

A_SHELF = 4
A_FEW = 5  # models


class Shelf(NamedTuple):
    """A section with its newest articles."""

    section: Section
    headlines: Sequence[Headline]


class YearFigures(NamedTuple):
    """The figures of a finished campaign, from the one catalogue."""

    campaign: Campaign
    registered: int
    by_field: Sequence[tuple[str, int]]
    recognised: int


class Models(NamedTuple):
    """The recognised models on the front page: those that an editor chose for a month (its first day), or the
    newest."""

    month: date | None
    lines: Sequence[Line]


class Front(NamedTuple):
    """The front page: what leads, what is new, and what the movement has come to."""

    lead: Headline | None
    latest: Sequence[Headline]
    shelves: Sequence[Shelf]
    figures: YearFigures | None
    models: "Models"
    directives: Sequence[Directive]
    notices: Sequence[Headline]


def front(around: Frame) -> Front:
    """Return the front page; no article stands on it twice."""
    lead = around.latest[0] if around.latest else None
    latest = around.latest[1:5]
    by_section: dict[int, list[Headline]] = defaultdict(list)
    for headline in around.latest[5:]:
        by_section[headline.section_id].append(headline)
    shelves = [Shelf(each, by_section[each.pk][:A_SHELF]) for each in around.sections if by_section[each.pk]]
    return Front(
        lead=lead,
        latest=latest,
        shelves=shelves,
        figures=year_figures(around.here),
        models=models_of(around.here),
        directives=list(newest_first(Directive.objects.public())[:5]),
        notices=around.notices,
    )


def models_of(here: Here) -> Models:
    """Return the models that were chosen for the month and are still recognised, each in its newest year, or else the
    newest recognised."""
    places: dict[int, int] = dict(asked(_chosen, here))
    if places:
        rows = sorted(recognised(here).filter(registration__exemplar__in=places), key=_year)
        lines = {places[row.registration.exemplar_id]: line_of(row) for row in rows}
        if lines:
            return Models(here.day.replace(day=1), [lines[each] for each in sorted(lines)])
    return Models(None, [line_of(row) for row in recognised(here).order_by("-pk")[:A_FEW]])


def _chosen(here: Here) -> "QuerySet[MonthModel, tuple[int, int]]":
    """Ask which exemplars were chosen for the month, and their places."""
    rows = MonthModel.objects.of(here.site).filter(choice__month=here.day.replace(day=1))
    return rows.order_by().values_list(F("goes_by"), "order")


def _year(row: Recognition) -> tuple[int, int]:
    return row.registration.campaign.year, row.pk


def year_figures(here: Here) -> YearFigures | None:
    """Return the figures of the newest campaign that is finished."""
    campaign = campaigns(here).first()
    if campaign is None:
        return None
    entered = breakdown("entered", scope_at(campaign, here), by=("field", "state"))
    registered, recognised_then = entered.narrowed("registered"), entered.narrowed("recognised")
    by_field = [(heading.label, registered.along()[heading.key]) for heading in registered.headings[0]]
    return YearFigures(campaign, registered.total, by_field, recognised_then.total)
