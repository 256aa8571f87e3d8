"""Whom the movement has not reached, and who wins year after year.

Units are those that stood on the campaign's last day, each with all below it. A unit that took over others has what
they had: its lineage reaches them, and it holds their models.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kheo.lib.places import is_named_in
from kheo.machinery.books.queries.breakdowns import with_all_below
from kheo.movement.campaigns.models import Campaign, Field
from kheo.movement.campaigns.queries import Asked, scope_of, units_asked
from kheo.movement.commendation.models import Commendation
from kheo.movement.commendation.states import Standing
from kheo.movement.registry.models import Custody, Registration
from kheo.movement.registry.states import COUNTED, TITLED
from kheo.organisation.units.models import Lineage, Unit, UnitVersion, held_on
from kheo.organisation.units.states import UnitKind

YEARS_RUNNING = 3


def units_meant(campaign: Campaign, unit: Unit) -> list[Asked]:
    """Return the units at and below a unit that are to register, in order: those that a target asks for models; where
    the campaign sets none, those directly below the steering unit."""
    if asked := units_asked(campaign, unit):
        return asked
    if campaign.targets.exists():
        return []
    day = campaign.map_day
    near = Lineage.objects.on(day).filter(ancestor=campaign.unit_id, depth=1)
    within = Lineage.objects.on(day).filter(ancestor=unit)
    named = UnitVersion.objects.on(day).filter(
        unit__in=within.filter(unit__in=near.values("unit_id")).values("unit_id")
    )
    rows = named.order_by("unit__sort_key", "unit_id").values_list("unit_id", "unit__slug", "name")
    return [Asked(pk, slug, name, 0) for pk, slug, name in rows]


def numbers_of(units: Sequence[Asked]) -> list[int]:
    """Return the units by their numbers."""
    return [each.unit_id for each in units]


# Never ------------------------------------------------------------------------------------------------------------


def ever_had_some(campaign: Campaign) -> Q:
    """Return the condition that a unit, or what it reaches, had a model in the register of any campaign up to this one:
    registered by it, or taken over."""
    counted = {"state__in": sorted(COUNTED), "campaign__year__lte": campaign.year}
    registered = Registration.objects.filter(unit=OuterRef("unit"), **counted)
    said = {f"exemplar__registrations__{name}": value for name, value in counted.items()}
    held = Custody.objects.filter(held_on(campaign.map_day), unit=OuterRef("unit"), **said)
    return Q(_reached(campaign.map_day, Exists(registered))) | Q(_reached(campaign.map_day, Exists(held)))


def _reached(day: date, condition: Exists) -> Exists:
    """Return the condition that something is true of a unit or of one that it reached on a day."""
    return Exists(Lineage.objects.reaching(day).filter(condition, ancestor=OuterRef("pk")))


def villages_never(campaign: Campaign, unit: Unit) -> list[int]:
    """Return the villages at and below a unit that never had a model, by number: neither of their own, nor one of the
    unit above that says in its place that it is there."""
    day = campaign.map_day
    below = Lineage.objects.on(day).filter(ancestor=unit).values("unit_id")
    villages = UnitVersion.objects.on(day).filter(kind=UnitKind.HAMLET, unit__in=below)
    found = villages.filter(unit__in=Unit.objects.filter(~ever_had_some(campaign)).values("pk"))
    without = list(found.order_by("unit__sort_key", "unit_id").values_list("unit_id", "name", "parent_id"))
    places = _places_above(campaign, {parent for _pk, _name, parent in without})
    return [pk for pk, name, parent in without if not any(is_named_in(place, name) for place in places[parent])]


def _places_above(campaign: Campaign, units: Collection[int]) -> dict[int, list[str]]:
    """Return for some units the places of the models that they and what they reach ever had."""
    above = Lineage.objects.reaching(campaign.map_day).filter(ancestor__in=units)
    places: dict[int, list[str]] = {unit: [] for unit in units}
    said = {"state__in": sorted(COUNTED), "campaign__year__lte": campaign.year, "exemplar__place__gt": ""}
    rows = Registration.objects.filter(**said, unit__in=above.values("unit_id")).order_by()
    written: dict[int, list[str]] = {}
    for unit, place in rows.values_list("unit_id", "exemplar__place").distinct() if units else ():
        written.setdefault(unit, []).append(place)
    for unit, ancestor in above.values_list("unit_id", "ancestor_id") if written else ():
        places[ancestor] += written.get(unit, [])
    return places


# Empty fields -----------------------------------------------------------------------------------------------------


def empty_fields(campaign: Campaign, units: Sequence[Asked], unit: Unit) -> dict[int, list[Field]]:
    """Return the units that have nothing registered in some field of the campaign, with those fields, in order."""
    numbers = with_all_below("registered", scope_of(campaign, unit), by="field")
    fields = list(campaign.fields.all())
    found = {
        each.unit_id: [field for field in fields if not numbers.get(each.unit_id, {}).get(field.pk)] for each in units
    }
    return {pk: empty for pk, empty in found.items() if empty}


# Year after year --------------------------------------------------------------------------------------------------


def won_every_year(campaign: Campaign, won: str) -> Q:
    """Return the condition that a unit, or what it reaches, had a model recognised (`won` is "recognised") or was
    rewarded ("rewarded") in the campaign and in both years before it, in the same movement."""
    rows = _recognised if won == "recognised" else _rewarded
    condition = Q()
    for year in range(campaign.year, campaign.year - YEARS_RUNNING, -1):
        condition &= Q(_reached(campaign.map_day, Exists(rows(campaign, year))))
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
