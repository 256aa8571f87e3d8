"""The front page: what leads, what is new, and what the movement has come to."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from kheo.machinery.books.queries.breakdowns import breakdown
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.queries import newest_first
from kheo.movement.campaigns.models import Campaign
from kheo.outlets.newsroom.models import Section
from kheo.outlets.portal.queries.gallery import Line, line_of, recognised
from kheo.outlets.portal.queries.headlines import Frame, Headline
from kheo.outlets.sites.queries import Here, campaigns, scope_at

A_SHELF = 4


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


class Front(NamedTuple):
    """The front page: what leads, what is new, and what the movement has come to."""

    lead: Headline | None
    latest: Sequence[Headline]
    shelves: Sequence[Shelf]
    figures: YearFigures | None
    models: Sequence["Line"]
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
        models=[line_of(recognition) for recognition in recognised(around.here).order_by("-pk")[:5]],
        directives=list(newest_first(Directive.objects.public())[:5]),
        notices=around.notices,
    )


def year_figures(here: Here) -> YearFigures | None:
    """Return the figures of the newest campaign that is finished."""
    campaign = campaigns(here).first()
    if campaign is None:
        return None
    entered = breakdown("entered", scope_at(campaign, here), by=("field", "state"))
    registered, recognised_then = entered.narrowed("registered"), entered.narrowed("recognised")
    by_field = [(heading.label, registered.along()[heading.key]) for heading in registered.headings[0]]
    return YearFigures(campaign, registered.total, by_field, recognised_then.total)
