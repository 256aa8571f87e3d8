"""What the year-end report says: figures, names and what was recorded, nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.utils.translation import override

from kheo.machinery.books.kit import Scope
from kheo.machinery.books.queries.records import count, records_of, standing_at, units_in
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.committees.models import Membership
from kheo.movement.conferences.models import Conference
from kheo.movement.conferences.queries import said_at
from kheo.movement.conferences.states import ConferenceKind
from kheo.movement.recognition.models import Decision
from kheo.organisation.units.models import Unit
from kheo.outlets.reports.kit import Before, Done, Duty, FieldLine, FieldSection, Letterhead, Named, Result
from kheo.outlets.reports.queries.parts import (
    cited,
    committee_at,
    directives_until,
    done_of,
    duty_of,
    letterhead,
    sentence,
)
from kheo.outlets.reports.queries.statistics import Statistics, statistics

MOST_NAMED, MOST_RESULTS = 40, 5


@dataclass(frozen=True)
class YearEnd:
    """What the year-end report says."""

    letterhead: Letterhead
    drawn_on: date
    statistics: Statistics
    directives: Sequence[str]
    targets: Sequence[str]
    committee: str
    seats: Mapping[str, Sequence[Membership]]
    sections: Sequence[FieldSection]
    decisions: Sequence[Decision]
    without_outcome: int
    before: Before | None
    followed: Conference | None
    done: Sequence[Done]
    conference: Conference | None
    duties: Sequence[Duty]

    @property
    def has_limits(self) -> bool:
        """Tell whether the records show anything that fell short."""
        single = self.statistics.single
        undone = (single[key] for key in ("not_recognised", "revoked", "not_decided", "waiting", "returned"))
        return bool(self.statistics.shortfall.below or self.without_outcome or any(undone))

    @property
    def members(self) -> int:
        return sum(len(seated) for seated in self.seats.values())


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
    committee, seats = committee_at(campaign, unit, figures.scope.on)
    conference, duties = _conference(figures)
    decisions = Decision.objects.filter(
        recognitions__registration__in=records_of("recognised", figures.scope).values("pk")
    )
    return YearEnd(
        letterhead=letterhead(figures.unit, figures.unit_name, committee, seats, number=number, signed_on=signed_on),
        drawn_on=drawn_on,
        statistics=figures,
        directives=[cited(directive) for directive in directives_until(campaign.ends_on)],
        targets=_targets(campaign),
        committee=committee,
        seats=seats,
        sections=[_section(figures, line) for line in figures.fields],
        decisions=list(decisions.distinct().order_by("signed_on", "pk")),
        without_outcome=count("without_outcome", figures.scope),
        before=_before(figures),
        followed=conference and conference.previous,
        done=done_of(conference and conference.previous, drawn_on),
        conference=conference,
        duties=duties,
    )


def _before(figures: Statistics) -> Before | None:
    """Return what the unit had in the campaign of the year before; None where the register does not tell, or where
    this report counts by the units of another day."""
    campaign = figures.campaign
    same = {"movement": campaign.movement_id, "unit": campaign.unit_id, "year": campaign.year - 1}
    earlier = Campaign.objects.filter(**same).select_related("unit").first()
    if earlier is None or figures.scope.is_rebased:
        return None
    scope = scope_of(earlier, figures.unit)
    registered = count("registered", scope)
    return Before(earlier.year, registered, count("recognised", scope)) if registered else None


def _targets(campaign: Campaign) -> list[str]:
    """Return what the campaign asks of units, in words."""
    said = []
    for target in campaign.targets.select_related("basis").order_by("pk"):
        who = target.get_unit_kind_display() if target.unit_kind else "mỗi đơn vị"
        basis = f" (theo {cited(target.basis)})" if target.basis else ""
        said.append(f"{who} xây dựng ít nhất {target.minimum:02} mô hình, điển hình{basis}")
    return said


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
        results=list(_results(figures.scope, line, unit_names)),
    )


def _results(scope: Scope, line: FieldLine, unit_names: Mapping[str, str]) -> Iterator[Result]:
    """Yield what is recorded of a few recognised exemplars: outcomes first, or else what was aimed at."""
    recorded = (
        records_of("recognised", scope)
        .filter(field__slug=line.field.key)
        .exclude(particulars__targets="", particulars__outcome="")
    )
    unit = standing_at("recognised", scope)
    rows = recorded.order_by("pk").values_list(
        "exemplar__name", f"{unit}__slug", "particulars__outcome", "particulars__targets"
    )
    outcomes = list(rows.exclude(particulars__outcome="")[:MOST_RESULTS])
    for name, slug, outcome, targets in outcomes or rows[:MOST_RESULTS]:
        yield Result(name, unit_names.get(slug, slug), sentence(outcome or targets), bool(outcome))


def _conference(figures: Statistics) -> tuple[Conference | None, list[Duty]]:
    """Return the year-end conference and its conclusions: the unit's own, or the steering unit's that concern it."""
    held = (
        Conference.objects.held()
        .filter(campaign=figures.campaign, kind=ConferenceKind.YEAR_END)
        .order_by("-held_on", "-pk")
    )
    if own := held.filter(unit=figures.unit).first():
        return own, [duty_of(said) for said in said_at(own)]
    above = held.filter(unit=figures.campaign.unit_id).first()
    return above, [duty_of(said) for said in said_at(above, units_in(figures.scope))]
