"""The programme of a year: what the register knows of it already, put in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.queries import newest_first
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import calendar
from kheo.movement.conferences.models import Conference
from kheo.organisation.units.models import Installation, Lineage
from kheo.outlets.portal.queries.documents import plans_of
from kheo.outlets.sites.queries import Here


@dataclass(frozen=True)
class Step:
    """A stretch or a day of the programme, in words."""

    label: str
    starts_on: date
    ends_on: date
    place: str = ""
    is_over: bool = False
    is_now: bool = False


@dataclass(frozen=True)
class Programme:
    """What is to be done in a year: by campaign, with the conferences and the plans."""

    year: int
    campaigns: Sequence[tuple[Campaign, Sequence[Step]]]
    conferences: Sequence[Step]
    plans: Sequence[Directive]
    others: Sequence[int]


def programme(here: Here, year: int) -> Programme | None:
    """Return the programme of a year of the body whose site this is, in its own campaigns and those of bodies above;
    None if nothing is known of that year."""
    today = here.day
    campaigns = _campaigns(here).filter(year=year).select_related("unit").prefetch_related("phases")
    found = [(each, [_step(p.kind.label, p.starts_on, p.ends_on, today) for p in calendar(each)]) for each in campaigns]
    held = Conference.objects.held().filter(unit__in=_body(here), held_on__year=year).order_by("held_on", "pk")
    conferences = [_step(each.title, each.held_on, each.held_on, today, each.place) for each in held]
    plans = list(newest_first(plans_of(year)))
    if not (found or conferences or plans):
        return None
    return Programme(year, found, conferences, plans, years_with_programme(here))


def years_with_programme(here: Here) -> list[int]:
    """Return the years that have a campaign, the newest first."""
    return sorted(set(_campaigns(here).values_list("year", flat=True)), reverse=True)


def _campaigns(here: Here) -> QuerySet[Campaign]:
    body = Q(unit__in=_body(here))
    above = Lineage.objects.reaching(here.day).filter(unit__in=_body(here)).values("ancestor_id")
    return Campaign.objects.filter(body | Q(unit__in=above) if here.site else body).order_by("pk")


def _body(here: Here) -> Sequence[int] | QuerySet[Installation, int]:
    return [here.site.unit_id] if here.site else Installation.objects.values_list("unit", flat=True)[:1]


def _step(label: object, starts_on: date, ends_on: date, today: date, place: str = "") -> Step:
    is_over, is_now = ends_on < today, starts_on <= today <= ends_on
    return Step(str(label), starts_on, ends_on, place, is_over=is_over, is_now=is_now)
