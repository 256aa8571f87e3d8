"""What the reports of a campaign say alike, of a year as of its first half: who writes, by which figures, on which
documents, beside which year before, and what conferences concluded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kheo.lib.dates import short_date
from kheo.machinery.books.kit import CATALOGUE, Scope
from kheo.machinery.books.queries.records import count, records_of, standing_at, units_in
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.closings.queries.kept import in_words, latest
from kheo.movement.closings.states import Period
from kheo.movement.committees.models import Membership
from kheo.movement.conferences.models import Conference
from kheo.movement.conferences.queries import said_at
from kheo.movement.conferences.states import ConferenceKind
from kheo.movement.contributions.queries import sums_in
from kheo.movement.press.queries import by_medium
from kheo.movement.press.states import Medium
from kheo.movement.recognition.models import Decision
from kheo.outlets.reports.kit import Before, Done, Duty, FieldLine, Letterhead, Mobilised, Pressed, Result, Source
from kheo.outlets.reports.kit import Medium as MediumLine
from kheo.outlets.reports.queries.parts import (
    cited,
    committee_at,
    directives_until,
    done_of,
    duty_of,
    letterhead,
    sentence,
)
from kheo.outlets.reports.queries.statistics import Statistics

MOST_RESULTS = 5
COMPARED = ("registered", "recognised")


@dataclass(frozen=True)
class CampaignReport:
    """What every report of a campaign says; `followed` is the conference whose tasks are `done` or not, `conference`
    the one that gave the `duties` ahead."""

    letterhead: Letterhead
    drawn_on: date
    statistics: Statistics
    directives: Sequence[str]
    targets: Sequence[str]
    committee: str
    seats: Mapping[str, Sequence[Membership]]
    before: Before | None
    decisions: Sequence[Decision]
    without_outcome: int
    followed: Conference | None
    done: Sequence[Done]
    conference: Conference | None
    duties: Sequence[Duty]
    mobilised: Mobilised | None
    press: Pressed | None

    @property
    def members(self) -> int:
        return sum(len(seated) for seated in self.seats.values())


@dataclass(frozen=True)
class Held:
    """The conferences that a report speaks of: the one that concluded, and the one before, whose tasks it follows."""

    concluded: Conference | None
    duties: Sequence[Duty]
    followed: Conference | None


def report_of(
    figures: Statistics, held: Held, before: Before | None, *, drawn_on: date, number: str, signed_on: date | None
) -> CampaignReport:
    """Return what every report says of a campaign by its figures."""
    campaign, unit = figures.campaign, figures.unit
    committee, seats = committee_at(campaign, unit, figures.scope.on)
    recognised = records_of("recognised", figures.scope).values("pk")
    decisions = Decision.objects.filter(recognitions__registration__in=recognised)
    return CampaignReport(
        letterhead=letterhead(unit, figures.unit_name, committee, seats, number=number, signed_on=signed_on),
        drawn_on=drawn_on,
        statistics=figures,
        directives=[cited(directive) for directive in directives_until(campaign.ends_on)],
        targets=_targets(campaign),
        committee=committee,
        seats=seats,
        before=before,
        decisions=list(decisions.distinct().order_by("signed_on", "pk")),
        without_outcome=count("without_outcome", figures.scope),
        followed=held.followed,
        done=done_of(held.followed, drawn_on),
        conference=held.concluded,
        duties=held.duties,
        mobilised=_mobilised(figures.scope, drawn_on),
        press=_pressed(figures.scope, drawn_on),
    )


def _mobilised(scope: Scope, drawn_on: date) -> Mobilised | None:
    """Return what was given for models in the year; None if nothing is entered."""
    figure = CATALOGUE["contributions_given"]
    sums = sums_in(records_of(figure.key, scope))
    words = f"Sổ đóng góp, ủng hộ; tính đến hết ngày {short_date(drawn_on)}"
    number = sum(each.number for each in sums)
    source = Source(figure.key, str(figure.label), str(figure.counts), words, number)
    return Mobilised(sums, source) if sums else None


def _pressed(scope: Scope, drawn_on: date) -> Pressed | None:
    """Return what the press wrote for contests in the year; None if no work is entered."""
    works = records_of("press_entries", scope)
    media = by_medium(works)
    if not media:
        return None
    words = f"Sổ tác phẩm dự thi báo chí; tính đến hết ngày {short_date(drawn_on)}"
    prized = count("press_prized", scope)
    numbers = {"press_entries": sum(media.values()), "press_prized": prized}
    figures = [CATALOGUE[key] for key in numbers]
    sources = [Source(each.key, str(each.label), str(each.counts), words, numbers[each.key]) for each in figures]
    told = [MediumLine(str(each.label), media[each]) for each in Medium if each in media]
    return Pressed(told, works.order_by().values("unit").distinct().count(), prized, sources)


def _targets(campaign: Campaign) -> list[str]:
    """Return what the campaign asks of units, in words."""
    said = []
    for target in campaign.targets.select_related("basis").order_by("pk"):
        who = target.get_unit_kind_display() if target.unit_kind else "mỗi đơn vị"
        basis = f" (theo {cited(target.basis)})" if target.basis else ""
        said.append(f"{who} xây dựng ít nhất {target.minimum:02} mô hình, điển hình{basis}")
    return said


def year_before(figures: Statistics) -> Campaign | None:
    """Return the campaign of the year before; None where there is none, or where this report counts by the units of
    another day."""
    campaign = figures.campaign
    same = {"movement": campaign.movement_id, "unit": campaign.unit_id, "year": campaign.year - 1}
    earlier = Campaign.objects.filter(**same).select_related("unit").first()
    return None if figures.scope.is_rebased else earlier


def before_closed(earlier: Campaign, period: Period, figures: Statistics) -> Before | None:
    """Return what was closed of a period of the year before; None where it was not, or where the report is of a part of
    the campaign only."""
    closing = latest(earlier, period) if figures.scope.is_whole else None
    if closing is None:
        return None
    words = in_words(closing)
    kept = {each.key: each for each in closing.figures.filter(key__in=COMPARED).defer("parts")}
    told = [Source(key, kept[key].label, kept[key].counts, words, kept[key].number) for key in COMPARED if key in kept]
    return _before(earlier.year, told)


def before_in_register(earlier: Campaign, figures: Statistics, drawn_on: date) -> Before | None:
    """Return what the register holds of the year before."""
    scope = scope_of(earlier, figures.unit)
    words = f"Sổ đăng ký năm {earlier.year}, tính đến hết ngày {short_date(drawn_on)}"
    known = ((key, CATALOGUE[key]) for key in COMPARED)
    told = [Source(key, str(figure.label), str(figure.counts), words, count(key, scope)) for key, figure in known]
    return _before(earlier.year, told)


def _before(year: int, told: Sequence[Source]) -> Before | None:
    """Return the numbers of a year, each under a key of its own; None where nothing was registered."""
    numbers = {source.key: source.number for source in told}
    if not all(key in numbers for key in COMPARED) or not numbers["registered"]:
        return None
    keyed = [
        Source(f"{each.key}@{year}", f"{each.label}, năm {year}", each.counts, each.snapshot, each.number)
        for each in told
    ]
    return Before(year, numbers["registered"], numbers["recognised"], told[0].snapshot, keyed)


def results_of(
    key: str, scope: Scope, unit_names: Mapping[str, str], line: FieldLine | None = None
) -> Iterator[Result]:
    """Yield what is recorded of a few exemplars that a figure counts (in a field): outcomes first, or else what was
    aimed at."""
    found = records_of(key, scope).filter(**({"field__slug": line.field.key} if line else {}))
    recorded = found.exclude(particulars__targets="", particulars__outcome="")
    unit = standing_at(key, scope)
    rows = recorded.order_by("pk").values_list(
        "exemplar__name", f"{unit}__slug", "particulars__outcome", "particulars__targets"
    )
    outcomes = list(rows.exclude(particulars__outcome="")[:MOST_RESULTS])
    for name, slug, outcome, targets in outcomes or rows[:MOST_RESULTS]:
        yield Result(name, unit_names.get(slug, slug), sentence(outcome or targets), bool(outcome))


def concluded_at(figures: Statistics, kind: ConferenceKind) -> tuple[Conference | None, list[Duty]]:
    """Return the conference of a kind and its conclusions: the unit's own, or the steering unit's that concern it."""
    held = Conference.objects.held().filter(campaign=figures.campaign, kind=kind).order_by("-held_on", "-pk")
    if own := held.filter(unit=figures.unit).first():
        return own, [duty_of(said) for said in said_at(own)]
    above = held.filter(unit=figures.campaign.unit_id).first()
    return above, [duty_of(said) for said in said_at(above, units_in(figures.scope))]
