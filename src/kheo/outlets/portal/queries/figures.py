"""The figures of a finished campaign as readers see them, and what each of them means.

Every number comes from the one catalogue (books); the room opendata hands out the same numbers in parts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kheo.machinery.books.kit import CATALOGUE, Figure, Scope
from kheo.machinery.books.queries.breakdowns import Breakdown, breakdown
from kheo.machinery.books.queries.years import by_campaign
from kheo.movement.campaigns.models import Campaign
from kheo.outlets.opendata.queries import COLUMNS, COUNTED, PARTED, THROUGH_THE_YEARS
from kheo.outlets.sites.queries import Here, scope_at
from kheo.outlets.sites.queries import campaigns as campaigns_shown
from kheo.ui.charts import percent

MOST_UNITS = 40
HEADED: Mapping[str, Promise] = {
    "field": _("By field"),
    "unit": _("By unit"),
    "year_status": _("New, maintained and replicated"),
    "owner_kind": _("By owner"),
}


@dataclass(frozen=True)
class Bar:
    """A line of a chart: what was registered and, as a part of it, recognised; `most` is the longest of its chart.

    `records` is the query of the gallery that lists the very models recognised, where it can list just these.
    """

    label: str
    registered: int
    recognised: int
    most: int
    records: str = ""
    slug: str = ""

    @property
    def width(self) -> str:
        return percent(self.registered, self.most)

    @property
    def width_recognised(self) -> str:
        return percent(self.recognised, self.most)


@dataclass(frozen=True)
class Chart:
    """The figures of a year by one of its dimensions: every line for the table, the longest for the drawing."""

    key: str
    title: Promise
    heading: Promise
    bars: Sequence[Bar]
    drawn: Sequence[Bar]

    @property
    def sums(self) -> tuple[int, int]:
        return sum(bar.registered for bar in self.bars), sum(bar.recognised for bar in self.bars)


@dataclass(frozen=True)
class FiguresOfYear:
    """The figures of a finished campaign, with those of the years before and after."""

    campaign: Campaign
    campaigns: Sequence[Campaign]
    whole: Bar
    charts: Sequence[Chart]
    years: Sequence[Bar]
    grew: int | None
    sums_agree: bool

    @property
    def shrank(self) -> int:
        return -(self.grew or 0)

    @property
    def by_status(self) -> list[tuple[str, Bar]]:
        """Return the keys of the figures of new, maintained and replicated models, each with its numbers."""
        chart = next(chart for chart in self.charts if chart.key == "year_status")
        return [(f"registered_{bar.slug}", bar) for bar in chart.bars]


@dataclass(frozen=True)
class Definition:
    """What a figure means: the states of the records that it counts, in words, by the dimension that narrows them."""

    figure: Figure
    column: str
    only: Sequence[tuple[Promise, Sequence[str]]]


def figures_of_year(here: Here, slug: str) -> FiguresOfYear | None:
    """Return the figures of a finished campaign, of the newest without a short name; None if there is none."""
    campaigns = list(campaigns_shown(here))
    campaign = next((each for each in campaigns if slug in ("", each.slug)), None)
    if campaign is None:
        return None
    scope = scope_at(campaign, here)
    entered = breakdown("entered", scope, by=(*PARTED, "state"))
    registered, recognised = (entered.narrowed(key) for key in COUNTED)
    charts = [_chart(name, registered, recognised, campaign, scope) for name in HEADED]
    years = _years(here, [each for each in campaigns if _goes_on(each, campaign)])
    whole = next(bar for bar in years if bar.slug == campaign.slug)
    return FiguresOfYear(
        campaign=campaign,
        campaigns=campaigns,
        whole=whole,
        charts=charts,
        years=years,
        grew=next((new.registered - old.registered for old, new in pairwise(years) if new is whole), None),
        sums_agree=all(chart.sums == (whole.registered, whole.recognised) for chart in charts),
    )


def _goes_on(one: Campaign, other: Campaign) -> bool:
    """Return whether two campaigns are years of one movement of one body."""
    return (one.unit_id, one.movement_id) == (other.unit_id, other.movement_id)


def _years(here: Here, campaigns: Sequence[Campaign]) -> list[Bar]:
    """Return the totals of campaigns from the oldest to the newest, counted apart from the parts of each."""
    scopes = [scope_at(campaign, here) for campaign in reversed(campaigns)]
    told = list(zip(reversed(campaigns), by_campaign("entered", THROUGH_THE_YEARS, scopes), strict=True))
    most = max((numbers["registered"] for _campaign, numbers in told), default=0)
    return [
        Bar(str(campaign.year), said["registered"], said["recognised"], most, _query(campaign), campaign.slug)
        for campaign, said in told
    ]


def _chart(name: str, registered: Breakdown, recognised: Breakdown, campaign: Campaign, scope: Scope) -> Chart:
    """Return a chart by one dimension; lines of nothing are left out, except of a field."""
    place = registered.names.index(name)
    counts, titles = registered.along(place), recognised.along(place)
    told = [(heading, counts[heading.key]) for heading in registered.headings[place]]
    most = max(counts.values(), default=0)
    bars = [
        Bar(
            heading.label,
            number,
            titles[heading.key],
            most,
            in_gallery(campaign, scope, name, heading.key),
            heading.key,
        )
        for heading, number in told
        if number or name == "field"
    ]
    longest = sorted(bars, key=lambda bar: -bar.registered)[:MOST_UNITS]
    drawn = [bar for bar in bars if bar in longest] if len(bars) > MOST_UNITS else bars
    return Chart(name, HEADED[name], _heading(name), bars, drawn)


def _heading(name: str) -> Promise:
    dimensions = CATALOGUE["registered"].dimensions
    return dimensions[name].label if name in dimensions else _("Unit")


def in_gallery(campaign: Campaign, scope: Scope, name: str, key: str) -> str:
    """Return the query of the gallery that lists just what is recognised behind a cell; nothing for the units of
    another map, since the gallery names units as they were then."""
    if name == "unit" and scope.is_rebased:
        return ""
    return _query(campaign, **{"theme" if name == "field" else name: key})


def _query(campaign: Campaign, **more: str) -> str:
    return urlencode({"campaign": campaign.slug} | more)


def definitions() -> list[Definition]:
    """Return what each public figure means, in the order of the page."""
    return [_definition(CATALOGUE[key]) for key in THROUGH_THE_YEARS]


def _definition(figure: Figure) -> Definition:
    nowhere = Scope(0, "", 0, "", date.min, date.min)  # the values that narrow a figure are the same everywhere
    only = []
    for name, kept in figure.only.items():
        dimension = figure.dimensions[name]
        words = [each.label for each in dimension.headings(nowhere).values() if each.key in kept]
        only.append((dimension.label, words))
    return Definition(figure, COLUMNS[figure.key], only)
