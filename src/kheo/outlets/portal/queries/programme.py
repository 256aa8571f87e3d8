"""The programme of a year: what the register knows of it already, put in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.queries import newest_first
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import calendar
from kheo.movement.conferences.models import Conference
from kheo.organisation.units.models import Installation
from kheo.outlets.portal.queries.documents import plans_of


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


def programme(year: int, today: date) -> Programme | None:
    """Return the programme of a year of the body whose portal this is; None if nothing is known of that year."""
    campaigns = _campaigns().filter(year=year).select_related("unit").prefetch_related("phases")
    found = [(each, [_step(p.kind.label, p.starts_on, p.ends_on, today) for p in calendar(each)]) for each in campaigns]
    held = Conference.objects.filter(unit__in=_here(), held_on__year=year).order_by("held_on", "pk")
    conferences = [_step(each.title, each.held_on, each.held_on, today, each.place) for each in held]
    plans = list(newest_first(plans_of(year)))
    if not (found or conferences or plans):
        return None
    return Programme(year, found, conferences, plans, years_with_programme())


def years_with_programme() -> list[int]:
    """Return the years that have a campaign, the newest first."""
    return sorted(set(_campaigns().values_list("year", flat=True)), reverse=True)


def _campaigns() -> QuerySet[Campaign]:
    return Campaign.objects.filter(unit__in=_here()).order_by("pk")


def _here() -> QuerySet[Installation, int]:
    return Installation.objects.values_list("unit", flat=True)[:1]


def _step(label: object, starts_on: date, ends_on: date, today: date, place: str = "") -> Step:
    is_over, is_now = ends_on < today, starts_on <= today <= ends_on
    return Step(str(label), starts_on, ends_on, place, is_over=is_over, is_now=is_now)
