"""What became of the figures since a report was last made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import BigIntegerField, CharField, Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.books.kit import CATALOGUE, Figure, Scope
from kheo.machinery.books.queries.breakdowns import breakdown
from kheo.machinery.books.queries.records import placed
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.closings.queries.moving import Why, deeds_on, touched, why_of
from kheo.movement.registry.models import Registration
from kheo.movement.registry.queries import entered_in
from kheo.organisation.units.models import Unit
from kheo.outlets.reports.queries.statistics import PARTS, Statistics

MADE = "reports.year_end"  # how the record names the making of a report
KEPT = ("registered", "registered_new", "registered_maintained", "registered_replicated", *PARTS)
MOST_NAMED = 30


@dataclass(frozen=True)
class Shifted:
    """A figure that is another number than when the report was last made, with the page of its records now."""

    figure: Figure
    before: int
    after: int
    link: str


@dataclass(frozen=True)
class Touched:
    """A registration to which something was done since, by number, name and unit, and what."""

    pk: int
    name: str
    unit: str
    deeds: list[Why]


@dataclass(frozen=True)
class Redrawn:
    """The last making of a report: when, by whom, which figures are others now, and what was done since to the
    registrations that they count: the first of them by name, and how many there are."""

    at: datetime
    by: str
    shifted: Sequence[Shifted]
    touched: Sequence[Touched]
    many: int

    @property
    def unnamed(self) -> int:
        return self.many - len(self.touched)


def figures_kept(figures: Statistics) -> dict[str, int]:
    """Return the figures that are kept when a report is made."""
    by_status = {f"registered_{key}": number for key, number in figures.by_year_status.items()}
    told = {"registered": figures.total, **by_status, **figures.single}
    return {key: told[key] for key in KEPT} | {"units_below_quota": len(figures.shortfall.below)}


def counted_now(campaign: Campaign, unit: Unit, scope: Scope) -> dict[str, int]:
    """Return the figures that are kept when a report is made, as they stand now: in one question, of a unit on the map
    of another day in two. The total of a whole campaign is the same on every map (see `Scope`)."""
    by = ("state", "year_status")
    asked = entered_in(campaign, scope_of(campaign, unit), *by[1:])
    told = breakdown("entered", scope, by) if scope.is_rebased and not scope.is_whole else asked.whole
    return {key: told.narrowed(key).total for key in KEPT} | {"units_below_quota": len(asked.below)}


def since_last(
    campaign: Campaign, unit: Unit, scope: Scope, now: datetime, counted: Mapping[str, int], act: str = MADE
) -> Redrawn | None:
    """Return what became of the figures, as they are counted now, since the report of a unit was last made on the same
    map of units; None if it was never made."""
    made = AuditEvent.objects.filter(object_type=Campaign._meta.label_lower, object_id=str(campaign.pk), act=act)
    asked = {"data__unit": unit.pk, "data__map": scope.on.isoformat(), "data__has_key": "figures"}
    last = made.filter(**asked).order_by("-at", "-pk").first()
    if last is None:
        return None
    shifted = _shifted(last.data["figures"], counted, scope)
    rows, many = _touched(scope, last.at, now) if shifted else ([], 0)
    return Redrawn(last.at, last.actor_name, shifted, rows, many)


def _shifted(before: Mapping[str, int], after: Mapping[str, int], scope: Scope) -> list[Shifted]:
    found = []
    for key, number in after.items():
        if before.get(key, number) != number:
            link = CATALOGUE[key].link(scope, {}) if number else ""
            found.append(Shifted(CATALOGUE[key], before[key], number, link))
    return found


def _touched(scope: Scope, since: datetime, until: datetime) -> tuple[list[Touched], int]:
    """Return the registrations of the scope to which something was done, the first of them with what it was, and how
    many they are, in one question."""
    numbers = touched(since, until)
    every = (placed(CATALOGUE[key], scope).filter(pk__in=numbers).values("pk") for key in ("entered", "cancelled"))
    here = Registration.objects.filter(reduce(or_, (Q(pk__in=part) for part in every))).order_by()
    first = here.order_by("pk").annotate(said=Cast("pk", CharField())).values("said")[:MOST_NAMED]
    this = Registration.objects.filter(pk=OuterRef("number"))
    deeds = deeds_on(first, since, until).annotate(number=Cast("object_id", BigIntegerField()))
    told = deeds.annotate(
        name=Subquery(this.values("exemplar__name")),
        unit=Subquery(this.values("unit__name")),
        many=Subquery(here.values(all=Value(1)).annotate(many=Count("*")).values("many")),
    )
    rows: dict[int, Touched] = {}
    many = 0
    for event in told.order_by("number", "at", "pk"):
        many = event.many
        row = rows.setdefault(event.number, Touched(event.number, event.name, event.unit, []))
        row.deeds.append(why_of(event))
    return list(rows.values()), many
