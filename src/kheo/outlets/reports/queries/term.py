"""What the report of a term says: each year by itself, and what stands over the years, each exemplar once.

The two are never added up or mixed: a model that was registered in three years is three registrations and one model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet
from django.utils.translation import override

from kheo.lib.office.word_words import official
from kheo.machinery.books.kit import CATALOGUE, Scope
from kheo.machinery.books.queries.records import placed, records_of
from kheo.machinery.books.queries.years import by_campaign, spanning
from kheo.movement.campaigns.models import Campaign, Field
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.committees.models import Membership
from kheo.movement.conferences.models import Conference
from kheo.movement.conferences.queries import said_at
from kheo.movement.conferences.states import ConferenceKind
from kheo.movement.recognition.models import Decision
from kheo.movement.registry.models import Registration
from kheo.movement.registry.queries import quotas
from kheo.organisation.units.models import Unit
from kheo.outlets.reports.kit import Duty, Letterhead
from kheo.outlets.reports.queries.parts import cited, committee_at, directives_until, duty_of, letterhead
from kheo.outlets.reports.queries.through_years import goes_on
from kheo.outlets.reports.rules import term_in_words

# What each year says by itself, and what stands at its end, each exemplar once.
OF_THE_YEAR = ("registered", "registered_new", "registered_maintained", "registered_replicated", "recognised")
SINCE_THE_FIRST = ("ever_registered", "ever_recognised")
USUAL_YEARS = 5
"""How many years a term usually has."""


@dataclass(frozen=True)
class TermYear:
    """A year of the term by its own figures and by those that stand at its end; `campaign` is None where the register
    has none."""

    year: int
    campaign: Campaign | None
    figures: Mapping[str, int]
    links: Mapping[str, str] = field(default_factory=dict)

    def link_to(self, key: str) -> str:
        """Return the page of the records that a figure of it counts; empty where it counts none."""
        return self.links.get(key, "")


@dataclass(frozen=True)
class TermField:
    """A field: how many registrations each year had, and how many different exemplars there were in the term, each
    where its last registration of the term stands."""

    name: str
    by_year: Sequence[int | None]
    exemplars: int


@dataclass(frozen=True)
class Over:
    """What there was in the whole term: registrations (one exemplar may have several), and different exemplars."""

    turns: int
    recognitions: int
    exemplars: int
    recognised: int
    kept: int

    @property
    def gone(self) -> int:
        """How many exemplars of the term are not in the register of its last year."""
        return self.exemplars - self.kept


@dataclass(frozen=True)
class TermFigures:
    """The figures of a term in a unit. `register_since` is the first year of the register of this movement."""

    unit: Unit
    first: int
    last: int
    years: Sequence[TermYear]
    over: Over
    register_since: int

    @property
    def told(self) -> list[TermYear]:
        """The years that the register knows."""
        return [year for year in self.years if year.campaign]

    @property
    def missing(self) -> list[int]:
        """The years of which the register knows nothing."""
        return [year.year for year in self.years if not year.campaign]


@dataclass(frozen=True)
class Term:
    """What the report of a term says; `below` is by year how many units had a quota, and how many did not reach it."""

    movement: str
    figures: TermFigures
    drawn_on: date
    letterhead: Letterhead
    directives: Sequence[str]
    committee: str
    seats: Mapping[str, Sequence[Membership]]
    fields: Sequence[TermField]
    below: Mapping[int, tuple[int, int]]
    decisions: Mapping[int, Sequence[Decision]]
    conference: Conference | None
    duties: Sequence[Duty]


def campaigns_alike(campaigns: Sequence[Campaign], campaign: Campaign) -> list[Campaign]:
    """Return those campaigns that are years of the same movement of the same body as one and have begun, the earliest
    first; one a year, the last opened."""
    found = {each.year: each for each in sorted(campaigns, key=lambda each: each.pk) if goes_on(each, campaign)}
    return [found[year] for year in sorted(found)]


def figures_of_term(alike: Sequence[Campaign], unit: Unit, first: int, last: int) -> TermFigures:
    """Return the figures of the years from the first to the last in a unit.

    :param alike: the campaigns of one movement of one body (`campaigns_alike`), at least one of them of these years.
    """
    scopes = _scopes(alike, unit, first, last)
    own, ever = by_campaign("entered", OF_THE_YEAR, scopes), spanning(SINCE_THE_FIRST, scopes)
    told = {}
    for campaign, scope, one, other in zip(_chosen(alike, first, last), scopes, own, ever, strict=True):
        figures = one | other
        links = {key: CATALOGUE[key].link(scope, {}) for key, number in figures.items() if number}
        told[campaign.year] = TermYear(campaign.year, campaign, figures, links)
    years = [told.get(year) or TermYear(year, None, {}) for year in range(first, last + 1)]
    return TermFigures(unit, first, last, years, _over(scopes, years), alike[0].year)


def _chosen(alike: Sequence[Campaign], first: int, last: int) -> list[Campaign]:
    return [campaign for campaign in alike if first <= campaign.year <= last]


def _scopes(alike: Sequence[Campaign], unit: Unit, first: int, last: int) -> list[Scope]:
    return [scope_of(campaign, unit) for campaign in _chosen(alike, first, last)]


@override("vi")
def term_of(
    alike: Sequence[Campaign],
    unit: Unit,
    first: int,
    last: int,
    *,
    drawn_on: date,
    number: str = "",
    signed_on: date | None = None,
) -> Term:
    """Return the report of the years from the first to the last in a unit (see `figures_of_term`), from what is
    recorded up to now."""
    chosen, scopes = _chosen(alike, first, last), _scopes(alike, unit, first, last)
    committee, seats = committee_at(chosen[-1], unit, scopes[-1].on)
    conference, duties = _conference(chosen[-1], unit, last)
    return Term(
        movement=chosen[-1].movement.name,
        figures=figures_of_term(alike, unit, first, last),
        drawn_on=drawn_on,
        letterhead=letterhead(unit, unit.name, committee, seats, number=number, signed_on=signed_on),
        directives=[cited(directive) for directive in directives_until(chosen[-1].ends_on)],
        committee=committee,
        seats=seats,
        fields=_fields(chosen, scopes, range(first, last + 1)),
        below={campaign.year: _below(campaign, unit) for campaign in chosen},
        decisions=_decisions(scopes),
        conference=conference,
        duties=duties,
    )


def _below(campaign: Campaign, unit: Unit) -> tuple[int, int]:
    asked = quotas(campaign, unit)
    return len(asked), sum(1 for quota in asked if quota.missing)


def _of_term(key: str, scopes: Sequence[Scope]) -> QuerySet[Registration]:
    """Return the records that a figure counts in any of the scopes."""
    return reduce(or_, (placed(CATALOGUE[key], scope) for scope in scopes))


def _fields(campaigns: Sequence[Campaign], scopes: Sequence[Scope], years: range) -> list[TermField]:
    """Return the fields of all campaigns by their short address, in the order of the last campaign that has them."""
    names = dict(
        Field.objects.filter(campaign__in=campaigns).order_by("campaign__year", "pk").values_list("slug", "name")
    )
    groups = _of_term("registered", scopes).order_by().values_list("field__slug", "campaign__year")
    numbers = {(slug, year): number for slug, year, number in groups.annotate(number=Count("pk"))}
    last = records_of("ever_registered", scopes[-1]).filter(campaign__year__gte=years.start)
    once = dict(last.order_by().values_list("field__slug").annotate(number=Count("pk")))
    known = {campaign.year for campaign in campaigns}
    return [
        TermField(name, [numbers.get((slug, year), 0) if year in known else None for year in years], once.get(slug, 0))
        for slug, name in names.items()
    ]


def _over(scopes: Sequence[Scope], years: Sequence[TermYear]) -> Over:
    """Return what there was in the whole term, each exemplar once where exemplars are meant."""
    since, last = scopes[0].year, scopes[-1]
    ever = {key: records_of(key, last).filter(campaign__year__gte=since).values("pk") for key in SINCE_THE_FIRST}
    once = {key: Count("pk", filter=Q(pk__in=found)) for key, found in ever.items()}
    kept = Q(pk__in=records_of("registered", last).values("pk"))
    numbers = Registration.objects.aggregate(kept=Count("exemplar", distinct=True, filter=kept), **once)
    turns = {key: sum(year.figures.get(key, 0) for year in years) for key in ("registered", "recognised")}
    return Over(
        turns=turns["registered"],
        recognitions=turns["recognised"],
        exemplars=numbers["ever_registered"],
        recognised=numbers["ever_recognised"],
        kept=numbers["kept"],
    )


def _decisions(scopes: Sequence[Scope]) -> dict[int, list[Decision]]:
    """Return the decisions that recognised something of the term, by the year of the campaign."""
    found: dict[int, list[Decision]] = {}
    for scope in scopes:
        recognised = records_of("recognised", scope).values("pk")
        made = Decision.objects.filter(recognitions__registration__in=recognised).distinct().order_by("signed_on", "pk")
        if rows := list(made):
            found[scope.year] = rows
    return found


def _conference(campaign: Campaign, unit: Unit, last: int) -> tuple[Conference | None, list[Duty]]:
    """Return the conference that reviewed the term in the unit, or else the year-end one of its last year."""
    held = Conference.objects.held().filter(campaign__movement=campaign.movement_id, campaign__year=last, unit=unit)
    kinds = (ConferenceKind.TERM, ConferenceKind.YEAR_END)
    found = next(filter(None, (held.filter(kind=kind).order_by("-held_on", "-pk").first() for kind in kinds)), None)
    if found is None:
        return None, []
    return found, [duty_of(said) for said in said_at(found)]


@override("vi")
def facts_of_term(term: Term, *, movement: str) -> dict[str, object]:
    """Return what the template of the report reads, as plain content."""
    figures, conference = term.figures, term.conference
    return {
        "h": vars(term.letterhead),
        "movement": movement,
        "unit": figures.unit.name,
        "first": figures.first,
        "last": figures.last,
        "term": term_in_words(figures.first, figures.last),
        "drawn_on": term.drawn_on,
        "register_since": figures.register_since,
        "missing": list(map(str, figures.missing)),
        "directives": list(term.directives),
        "committee": term.committee,
        "members": sum(map(len, term.seats.values())),
        "years": [_year_told(year, *term.below[year.year]) for year in figures.told],
        "fields": [vars(each) | {"by_year": list(map(_or_dash, each.by_year))} for each in term.fields],
        "all_years": [str(year.year) for year in figures.years],
        "over": {**vars(figures.over), "gone": figures.over.gone},
        "decisions": [
            {"year": year, "number": each.number, "signed_on": each.signed_on}
            for year, rows in sorted(term.decisions.items())
            for each in rows
        ],
        "conference": conference and {"title": conference.title, "held_on": conference.held_on},
        "duties": [vars(duty) for duty in term.duties],
    }


def _year_told(year: TermYear, asked: int, below: int) -> dict[str, object]:
    return {"year": year.year, "asked": asked, "below": below, **year.figures}


def _or_dash(number: int | None) -> str:
    return "–" if number is None else official(number)
