"""What the year-end report says: figures, names and what was recorded, nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db.models import Q, QuerySet
from django.utils.translation import override

from kheo.lib.dates import short_date
from kheo.lib.office.word_words import official_day
from kheo.lib.vitext import fold
from kheo.machinery.books.kit import Scope
from kheo.machinery.books.queries.records import count, records_of, standing_at, units_in
from kheo.machinery.directives.models import Directive
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.committees.models import Membership
from kheo.movement.committees.queries import committee_of, who_sat
from kheo.movement.committees.states import Seat
from kheo.movement.conferences.models import Conference
from kheo.movement.conferences.queries import Became, said_at
from kheo.movement.conferences.states import ConferenceKind
from kheo.movement.recognition.models import Decision
from kheo.organisation.units.models import Unit
from kheo.organisation.units.queries import installation
from kheo.outlets.reports.kit import (
    Before,
    Duty,
    FieldLine,
    FieldSection,
    Letterhead,
    Named,
    Result,
    bare_place,
    in_sentence,
)
from kheo.outlets.reports.queries.statistics import Statistics, statistics
from kheo.outlets.reports.rules import signs_for, symbol_of

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
    committee, seats = _committee(campaign, unit, figures.scope.on)
    conference, duties = _conference(figures)
    decisions = Decision.objects.filter(
        recognitions__registration__in=records_of("recognised", figures.scope).values("pk")
    )
    return YearEnd(
        letterhead=_letterhead(figures, committee, seats, number=number, signed_on=signed_on),
        drawn_on=drawn_on,
        statistics=figures,
        directives=[_cited(directive) for directive in _directives_until(campaign.ends_on)],
        targets=_targets(campaign),
        committee=committee,
        seats=seats,
        sections=[_section(figures, line) for line in figures.fields],
        decisions=list(decisions.distinct().order_by("signed_on", "pk")),
        without_outcome=count("without_outcome", figures.scope),
        before=_before(figures),
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


def _committee(campaign: Campaign, unit: Unit, day: date) -> tuple[str, dict[str, list[Membership]]]:
    """Return the name of the unit's steering committee, and who sat on it on a day, by seat."""
    committee = committee_of(unit, campaign.movement)
    seats: dict[str, list[Membership]] = {seat: [] for seat in Seat.values}
    for member in who_sat(committee, day):
        seats[member.seat].append(member)
    return (committee.name if committee else "", seats)


def _letterhead(
    figures: Statistics,
    committee: str,
    seats: Mapping[str, Sequence[Membership]],
    *,
    number: str,
    signed_on: date | None,
) -> Letterhead:
    """Return the head and foot: of the body that this copy serves, or of the unit's own committee."""
    here = installation()
    own = here is not None and here.unit_id == figures.unit.pk
    parent = figures.unit.parent
    issuer = here.issuer_name if here and own else committee or figures.unit_name
    head = next(iter(seats[Seat.HEAD]), None)
    return Letterhead(
        superior=here.superior_name if here and own else parent.name if parent else "",
        issuer=issuer,
        symbol=symbol_of(issuer),
        number=number,
        place=here.place_name if here and own else bare_place(figures.unit_name),
        day=signed_on,
        signs_for=signs_for(issuer),
        signs_as="TRƯỞNG BAN" if head else "",
        signer=head.name if head else "",
    )


def _directives_until(day: date) -> QuerySet[Directive]:
    return Directive.objects.standing().filter(Q(signed_on=None) | Q(signed_on__lte=day)).order_by("pk")


def _cited(directive: Directive) -> str:
    """Return a document as a report names it; what is not known of it is left out."""
    kind, title = str(directive.get_kind_display()), directive.title
    if not directive.number or f"số {directive.number}" in title:
        return title
    day = f" ngày {official_day(directive.signed_on)}" if directive.signed_on else ""
    subject = title[len(kind) :].strip() if fold(title).startswith(fold(kind)) else title
    about = subject if subject.startswith("về ") else f"về {subject}"
    return f"{kind} số {directive.number}{day} của {directive.issuer} {about}"


def _targets(campaign: Campaign) -> list[str]:
    """Return what the campaign asks of units, in words."""
    said = []
    for target in campaign.targets.select_related("basis").order_by("pk"):
        who = target.get_unit_kind_display() if target.unit_kind else "mỗi đơn vị"
        basis = f" (theo {_cited(target.basis)})" if target.basis else ""
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
        yield Result(name, unit_names.get(slug, slug), _sentence(outcome or targets), bool(outcome))


def _sentence(text: str) -> str:
    """Return a text as the end of a sentence: on one line, without its last stop."""
    return " ".join(text.split()).rstrip(" .;")


def _conference(figures: Statistics) -> tuple[Conference | None, list[Duty]]:
    """Return the year-end conference and its conclusions: the unit's own, or the steering unit's that concern it."""
    held = (
        Conference.objects.held()
        .filter(campaign=figures.campaign, kind=ConferenceKind.YEAR_END)
        .order_by("-held_on", "-pk")
    )
    if own := held.filter(unit=figures.unit).first():
        return own, [_duty(said) for said in said_at(own)]
    above = held.filter(unit=figures.campaign.unit_id).first()
    return above, [_duty(said) for said in said_at(above, units_in(figures.scope))]


def _duty(said: Became) -> Duty:
    """Return a conclusion as a report names it; one that tells several units something says so in its own text."""
    text, tasks = _sentence(said.text), said.tasks
    if len(tasks) == 1:
        return Duty(text, _sentence(tasks[0].title), tasks[0].unit, tasks[0].due_on)
    told = "; ".join(f"{in_sentence(task.unit)}: {_sentence(task.title)}{_until(task.due_on)}" for task in tasks)
    return Duty(f"{text}. Giao {told}" if told else text, "", "", None)


def _until(day: date | None) -> str:
    return f" (hoàn thành trước hoặc trong ngày {short_date(day)})" if day else ""
