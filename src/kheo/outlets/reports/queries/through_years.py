"""The campaigns of one movement side by side: new, active and cumulative figures, each under its own name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import pgettext

from kheo.lib.numbers import grouped, percent
from kheo.lib.office.sheets_out import Column, Table, Value
from kheo.machinery.books.kit import CATALOGUE, Figure, Scope
from kheo.machinery.books.queries.years import by_campaign, spanning
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.campaigns.states import CampaignState
from kheo.organisation.units.models import Unit
from kheo.outlets.reports.kit import COUNT
from kheo.outlets.reports.queries.catalogue import SPANNING, YEARLY


@dataclass(frozen=True)
class Cell:
    """A figure of a campaign, the page of its records, and how it compares with the year before: the difference, and
    the same in percent of the year before; None and "" where that year is missing or had nothing."""

    number: int
    link: str
    difference: int | None
    share: str

    @property
    def signed(self) -> str:
        """Return the difference with its sign."""
        change = self.difference or 0
        return f"{'+' if change > 0 else '−' if change < 0 else ''}{grouped(abs(change))}"


@dataclass(frozen=True)
class YearLine:
    """A campaign with its figures."""

    campaign: Campaign
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Years:
    """Campaigns from the newest to the oldest, by the figures of the columns."""

    figures: Sequence[Figure]
    lines: Sequence[YearLine]


def years_of(campaigns: Sequence[Campaign], campaign: Campaign, unit: Unit, field: str = "") -> Years:
    """Return the figures of those campaigns that are years of the same movement of the same body as one, in a unit, as
    reported; of one field if its short address is given."""
    alike = [each for each in campaigns if goes_on(each, campaign)]
    alike.sort(key=lambda each: (each.year, each.pk))
    scopes = [scope_of(each, unit) for each in alike]
    narrowed = Q(field__slug=field) if field else None
    yearly, ever = by_campaign("entered", YEARLY, scopes, narrowed), spanning(SPANNING, scopes, narrowed)
    told = [one | other for one, other in zip(yearly, ever, strict=True)]
    rows = list(zip(alike, scopes, told, strict=True))
    before = [None, *rows]  # of each row, the one before it
    lines = [_line(*row, _year_before(row[0], last)) for row, last in zip(rows, before, strict=False)]
    return Years([CATALOGUE[key] for key in (*YEARLY, *SPANNING)], lines[::-1])


def goes_on(one: Campaign, other: Campaign) -> bool:
    """Return whether one campaign has begun and is a year of the same movement of the same body as another."""
    same = (one.unit_id, one.movement_id) == (other.unit_id, other.movement_id)
    return same and one.state != CampaignState.PLANNED


_Row = tuple[Campaign, Scope, Mapping[str, int]]


def _year_before(campaign: Campaign, before: _Row | None) -> Mapping[str, int] | None:
    """Return the figures of the year before, None if the campaign before is of another year."""
    return before[2] if before and before[0].year == campaign.year - 1 else None


def _line(campaign: Campaign, scope: Scope, told: Mapping[str, int], before: Mapping[str, int] | None) -> YearLine:
    cells = []
    for key, number in told.items():
        link = CATALOGUE[key].link(scope, {}) if number else ""
        change = None if before is None else number - before[key]
        share = percent(abs(change), before[key]) if before and change is not None and before[key] else ""
        cells.append(Cell(number, link, change, share))
    return YearLine(campaign, cells)


def years_table(years: Years, titles: Sequence[str]) -> Table:
    """Return the figures through the years as a sheet, without sums: years are not added up."""
    heads = [Column(str(figure.label), 16, pattern=COUNT) for figure in years.figures]
    columns = [Column(pgettext("table", "Year"), 8), Column(pgettext("table", "Campaign"), 34), *heads]

    def rows() -> Iterator[list[Value]]:
        for line in years.lines:
            yield [line.campaign.year, line.campaign.name, *(cell.number for cell in line.cells)]

    return Table(pgettext("sheet", "Through the years"), columns, rows(), titles)
