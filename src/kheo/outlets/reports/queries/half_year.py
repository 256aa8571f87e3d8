"""What the half-year report says: how far the campaign is by its half, and what is recorded until then, nothing else.

Its figures are those of the moment, or those that were closed at the half-year: nobody can tell later how the register
stood then (`movement/closings`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import override

from kheo.lib.dates import local_day
from kheo.lib.numbers import grouped
from kheo.machinery.books.queries.breakdowns import breakdown
from kheo.machinery.books.queries.records import count, records_of, units_in
from kheo.movement.appraisal.models import Visit
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import calendar
from kheo.movement.campaigns.states import Procedure
from kheo.movement.closings.states import Period
from kheo.movement.conferences.queries import last_before
from kheo.movement.conferences.states import ConferenceKind
from kheo.movement.registry.states import IN_APPRAISAL, State
from kheo.movement.reporting.models import Period as Asking
from kheo.movement.reporting.models import Report
from kheo.movement.reporting.queries.reports import accepted_of, layout_of, values_in
from kheo.movement.reporting.rules.findings import added
from kheo.movement.reporting.states import Span
from kheo.organisation.units.models import Unit
from kheo.outlets.reports.kit import Ahead, Checked, Done, Periodic, Progress, Result, Summed
from kheo.outlets.reports.queries.campaign_reports import (
    CampaignReport,
    Held,
    before_closed,
    concluded_at,
    report_of,
    results_of,
    year_before,
)
from kheo.outlets.reports.queries.parts import sentence
from kheo.outlets.reports.queries.statistics import Statistics, statistics

MOST_SILENT, MOST_CHECKED, MOST_UNITS = 40, 20, 60


@dataclass(frozen=True)
class HalfYear(CampaignReport):
    """What the half-year report says; `progress` is None where the campaign's procedure does not tell it."""

    progress: Progress | None
    periodic: Sequence[Periodic]
    visits: int
    checked: Sequence[Checked]
    with_outcome: int
    results: Sequence[Result]
    ahead: Sequence[Ahead]

    @property
    def open_tasks(self) -> list[Done]:
        """The tasks of the conference before that are still to be done."""
        return [task for task in self.done if task.is_open]

    @property
    def most_units(self) -> int:
        """How many units the table of units has at most."""
        return MOST_UNITS

    @property
    def has_limits(self) -> bool:
        """Tell whether the records show anything that fell short until now."""
        single = self.statistics.single
        undone = (single[key] for key in ("not_recognised", "revoked", "waiting", "returned"))
        silent = any(each.is_over and each.unsent or each.late for each in self.periodic)
        return bool(self.statistics.shortfall.below or silent or any(undone))


@override("vi")
def half_year(
    campaign: Campaign,
    unit: Unit,
    *,
    drawn_on: date,
    number: str = "",
    signed_on: date | None = None,
    on: date | None = None,
) -> HalfYear:
    """Return the report of the first half of a campaign in a unit, from what is recorded up to now: as reported, or by
    the units of another day."""
    figures = statistics(campaign, unit, on)
    scope, names = figures.scope, {line.unit.key: line.unit.label for line in figures.units}
    earlier = year_before(figures)
    before = before_closed(earlier, Period.HALF_YEAR, figures) if earlier else None
    told = report_of(figures, _held(figures, drawn_on), before, drawn_on=drawn_on, number=number, signed_on=signed_on)
    visits = Visit.objects.filter(registration__in=records_of("registered", scope).values("pk"))
    visits = visits.filter(visited_on__lte=drawn_on)
    return HalfYear(
        **vars(told),
        progress=_progress(figures),
        periodic=_periodic(figures, drawn_on),
        visits=visits.count(),
        checked=_checked(list(visits.select_related("registration__exemplar", "registration__unit")[:MOST_CHECKED])),
        with_outcome=count("with_outcome", scope),
        results=[each for each in results_of("with_outcome", scope, names) if each.is_outcome],
        ahead=_ahead(campaign, drawn_on),
    )


def _held(figures: Statistics, drawn_on: date) -> Held:
    """Return the half-year conference, or where none was held the last one before, whose tasks are followed unless it
    is older than a year."""
    conference, duties = concluded_at(figures, ConferenceKind.HALF_YEAR)
    if conference:
        return Held(conference, duties, conference.previous)
    last = last_before(figures.unit, drawn_on)
    return Held(None, [], last if last and last.held_on.year >= figures.campaign.year - 1 else None)


def _progress(figures: Statistics) -> Progress | None:
    """Return how far the registered ones are; a campaign that only records the title does not know."""
    if figures.campaign.procedure != Procedure.FULL:
        return None
    states = breakdown("registered", figures.scope, ["state"]).along(0)
    appraised = sum(states.get(state, 0) for state in IN_APPRAISAL)
    return Progress(states.get(State.IN_PROGRESS, 0), appraised, states.get(State.REGISTERED, 0))


def _periodic(figures: Statistics, drawn_on: date) -> list[Periodic]:
    """Return how the periodic reports of the first half stand that units below send."""
    half = Q(form__span__in=[Span.HALF_YEAR, Span.QUARTER], ends_on__lte=date(figures.campaign.year, 6, 30))
    periods = Asking.objects.filter(half, campaign=figures.campaign).select_related("form").order_by("ends_on", "pk")
    below = Report.objects.filter(period__in=periods, unit__in=units_in(figures.scope)).exclude(unit=figures.unit)
    rows: dict[int, list[Report]] = {}
    for row in below.select_related("unit").order_by("unit__sort_key", "pk"):
        rows.setdefault(row.period_id, []).append(row)
    return [_stands(period, rows[period.pk], figures.unit, drawn_on) for period in periods if period.pk in rows]


def _stands(period: Asking, rows: Sequence[Report], unit: Unit, drawn_on: date) -> Periodic:
    sent = [row for row in rows if row.first_sent_at]
    silent = [row.unit.name for row in rows if not row.first_sent_at]
    late = sum(1 for row in rows if row.first_sent_at and local_day(row.first_sent_at) > row.last_day)
    accepted = accepted_of(row.pk for row in rows if row.receiver_id == unit.pk)
    layout = layout_of(period.form)
    sums = added(layout, [values_in(edition, layout) for edition in accepted.values()])
    told = [
        Summed(line.label if len(line.cells) == 1 else cell.label, grouped(sums[cell.name].normalize()))
        for table in layout.tables
        for line in table.lines
        for cell in line.cells
        if cell.source is None and cell.name in sums
    ]
    numbers = {"asked": len(rows), "sent": len(sent), "late": late, "accepted": len(accepted)}
    named, more = silent[:MOST_SILENT], max(0, len(silent) - MOST_SILENT)
    is_over = period.last_day < drawn_on
    return Periodic(period.name, period.last_day, is_over=is_over, **numbers, silent=named, silent_more=more, sums=told)


def _checked(visits: Sequence[Visit]) -> list[Checked]:
    return [
        Checked(
            visit.visited_on,
            visit.registration.exemplar.name,
            visit.registration.unit.name,
            sentence(visit.findings),
        )
        for visit in visits
    ]


def _ahead(campaign: Campaign, day: date) -> list[Ahead]:
    """Return the phases of the campaign that end after a day."""
    rows = [phase for phase in calendar(campaign) if phase.ends_on > day]
    return [Ahead(str(phase.kind.label), phase.starts_on, phase.ends_on) for phase in rows]
