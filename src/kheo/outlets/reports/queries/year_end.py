"""What the year-end report says: figures, names and what was recorded, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.utils.translation import override

from kheo.machinery.books.queries.records import records_of, standing_at
from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.states import Period
from kheo.movement.conferences.states import ConferenceKind
from kheo.organisation.units.models import Unit
from kheo.outlets.reports.kit import Before, FieldLine, FieldSection, Named
from kheo.outlets.reports.queries.campaign_reports import (
    CampaignReport,
    Held,
    before_closed,
    before_in_register,
    concluded_at,
    report_of,
    results_of,
    year_before,
)
from kheo.outlets.reports.queries.statistics import Statistics, statistics

MOST_NAMED = 40


@dataclass(frozen=True)
class YearEnd(CampaignReport):
    """What the year-end report says."""

    sections: Sequence[FieldSection]

    @property
    def has_limits(self) -> bool:
        """Tell whether the records show anything that fell short."""
        single = self.statistics.single
        undone = (single[key] for key in ("not_recognised", "revoked", "not_decided", "waiting", "returned"))
        return bool(self.statistics.shortfall.below or self.without_outcome or any(undone))


@override("vi")
def year_end(
    campaign: Campaign,
    unit: Unit,
    *,
    drawn_on: date,
    number: str = "",
    signed_on: date | None = None,
    on: date | None = None,
) -> YearEnd:
    """Return the year-end report of a campaign in a unit, from what is recorded up to now: as reported, or by the units
    of another day."""
    figures = statistics(campaign, unit, on)
    conference, duties = concluded_at(figures, ConferenceKind.YEAR_END)
    held = Held(conference, duties, conference and conference.previous)
    before = _before(figures, drawn_on)
    told = report_of(figures, held, before, drawn_on=drawn_on, number=number, signed_on=signed_on)
    return YearEnd(**vars(told), sections=[_section(figures, line) for line in figures.fields])


def _before(figures: Statistics, drawn_on: date) -> Before | None:
    """Return what the unit had in the year before: as it was closed, or else as the register holds it."""
    earlier = year_before(figures)
    if earlier is None:
        return None
    return before_closed(earlier, Period.YEAR, figures) or before_in_register(earlier, figures, drawn_on)


def _section(figures: Statistics, line: FieldLine) -> FieldSection:
    """Return what was recognised in one field by name, and what the register says came of some of it."""
    chosen = records_of("recognised", figures.scope).filter(field__slug=line.field.key)
    unit_names = {unit.unit.key: unit.unit.label for unit in figures.units}
    unit = standing_at("recognised", figures.scope)
    named = chosen.order_by(f"{unit}__sort_key", f"{unit}_id", "pk").values_list(f"{unit}__slug", "exemplar__name")
    rows = list(named[:MOST_NAMED])
    return FieldSection(
        line=line,
        named=[
            Named(unit_names.get(slug, slug), [name for _slug, name in group])
            for slug, group in groupby(rows, key=itemgetter(0))
        ],
        unnamed=line.recognised - len(rows),
        results=list(results_of("recognised", figures.scope, unit_names, line)),
    )
