"""Whom the movement has not reached, and who wins year after year.

Units are those that stood on the campaign's last day, each with all below it. A unit that took over others has what
they had: its lineage reaches them, and it holds their models.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast

from kheo.lib.places import is_named_in
from kheo.machinery.books.kit import Scope
from kheo.machinery.books.queries.below import AllBelow, with_all_below
from kheo.machinery.books.queries.breakdowns import Breakdown
from kheo.machinery.books.queries.records import as_one
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import ASKED, Asked, asking, units_asked
from kheo.movement.commendation.models import Commendation
from kheo.movement.commendation.states import Standing
from kheo.movement.registry.models import Custody, Registration
from kheo.movement.registry.states import COUNTED, TITLED
from kheo.organisation.units.models import Lineage, Unit, UnitVersion, held_on
from kheo.organisation.units.states import UnitKind

YEARS_RUNNING = 3


def units_meant(campaign: Campaign, unit: Unit | int) -> list[Asked]:
    """Return the units at and below a unit that are to register, in order: those that a target asks for models; where
    the campaign sets none, those directly below the steering unit."""
    return units_asked(campaign, unit, or_near=True)


def numbers_of(units: Sequence[Asked]) -> list[int]:
    """Return the units by their numbers."""
    return [each.unit_id for each in units]


# Never ------------------------------------------------------------------------------------------------------------


def ever_had_some(campaign: Campaign, unit: str = "pk") -> Q:
    """Return the condition that a unit (by its column), or what it reaches, had a model in the register of any campaign
    up to this one: registered by it, or taken over."""
    counted = {"state__in": sorted(COUNTED), "campaign__year__lte": campaign.year}
    registered = Registration.objects.filter(unit=OuterRef("unit"), **counted)
    said = {f"exemplar__registrations__{name}": value for name, value in counted.items()}
    held = Custody.objects.filter(held_on(campaign.map_day), unit=OuterRef("unit"), **said)
    return Q(_reached(campaign.map_day, Exists(registered), unit)) | Q(_reached(campaign.map_day, Exists(held), unit))


def _reached(day: date, condition: Exists, unit: str) -> Exists:
    """Return the condition that something is true of a unit or of one that it reached on a day."""
    return Exists(Lineage.objects.reaching(day).filter(condition, ancestor=OuterRef(unit)))


def villages(campaign: Campaign, unit: Unit | int) -> QuerySet[UnitVersion]:
    """Return the villages at and below a unit on the campaign's last day."""
    day = campaign.map_day
    below = Lineage.objects.on(day).filter(ancestor=unit).values("unit_id")
    return UnitVersion.objects.on(day).filter(kind=UnitKind.HAMLET, unit__in=below)


def villages_never(campaign: Campaign, unit: Unit | int) -> list[int]:
    """Return the villages at and below a unit that never had a model, by number: neither of their own, nor one of the
    unit above that says in its place that it is there.

    In one question: the villages without a model of their own, and the places of the models that the units above them
    and what these reach ever had.
    """
    every, text = villages(campaign, unit), CharField()
    without = every.filter(~ever_had_some(campaign, "unit")).values_list("unit_id", Cast("name", text), "parent_id")
    line = "unit__lineage__"
    said = {"state__in": sorted(COUNTED), "campaign__year__lte": campaign.year, "exemplar__place__gt": ""}
    above = Registration.objects.filter(
        held_on(campaign.map_day, line), **said, **{f"{line}ancestor__in": every.values("parent_id")}
    )
    told = above.order_by().values_list(
        f"{line}ancestor_id", Cast("exemplar__place", text), Cast(Value(None), BigIntegerField())
    )
    alone: list[tuple[int, str, int]] = []
    places: dict[int, list[str]] = defaultdict(list)
    for one, name, parent in as_one([without.order_by(), told.distinct()]):
        if parent is None:
            places[one].append(name)
        else:
            alone.append((one, name, parent))
    return [pk for pk, name, parent in alone if not any(is_named_in(place, name) for place in places[parent])]


# By field, and how often ------------------------------------------------------------------------------------------


def by_field(campaign: Campaign, scope: Scope, **flags: Q) -> AllBelow:
    """Return the units of a scope that are to register, each with what it and all below it registered by field, and
    what is registered in the whole scope; with conditions about the column "unit", as columns more."""
    units = asking(campaign, scope.unit_id, or_near=True)
    asked = {name: ExpressionWrapper(flag, output_field=BooleanField()) for name, flag in flags.items()}
    return with_all_below("registered", scope, ("field",), units.annotate(**asked), (*ASKED, *flags))


def empty_in(numbers: Breakdown) -> list[str]:
    """Return the names of the fields in which nothing is registered, in order."""
    known = numbers.along()
    return [heading.label for heading in numbers.headings[0] if not known[heading.key]]


def empty_fields(found: AllBelow) -> dict[int, list[str]]:
    """Return the units that have nothing registered in some field of the campaign, with the names of those fields."""
    told = {unit: empty_in(numbers) for (unit, *_about), numbers in found.rows}
    return {unit: empty for unit, empty in told.items() if empty}


# Year after year --------------------------------------------------------------------------------------------------


def won_every_year(campaign: Campaign, won: str, unit: str = "pk") -> Q:
    """Return the condition that a unit (by its column), or what it reaches, had a model recognised (`won` is
    "recognised") or was rewarded ("rewarded") in the campaign and in both years before it, in the same movement."""
    rows = _recognised if won == "recognised" else _rewarded
    condition = Q()
    for year in range(campaign.year, campaign.year - YEARS_RUNNING, -1):
        condition &= Q(_reached(campaign.map_day, Exists(rows(campaign, year)), unit))
    return condition


def _in_year(campaign: Campaign, year: int, way: str = "") -> dict[str, Any]:
    if year == campaign.year:
        return {f"{way}campaign": campaign}
    return {f"{way}campaign__movement": campaign.movement_id, f"{way}campaign__year": year}


def _recognised(campaign: Campaign, year: int) -> QuerySet[Registration]:
    titled = Registration.objects.filter(state__in=sorted(TITLED), unit=OuterRef("unit"))
    return titled.filter(**_in_year(campaign, year))


def _rewarded(campaign: Campaign, year: int) -> QuerySet[Commendation]:
    given = Commendation.objects.filter(standing=Standing.VALID, nominee__unit=OuterRef("unit"))
    return given.filter(**_in_year(campaign, year, "nominee__dossier__"))
