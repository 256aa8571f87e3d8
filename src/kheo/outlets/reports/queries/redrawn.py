"""What became of the figures since a report was last made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.books.kit import CATALOGUE, Figure, Scope
from kheo.machinery.books.queries.breakdowns import count_parts
from kheo.machinery.books.queries.records import placed
from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.queries.moving import Why, deeds_on, touched
from kheo.movement.registry.models import Registration
from kheo.movement.registry.queries import units_below_quota
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
    """A registration to which something was done since, and what."""

    registration: Registration
    deeds: Sequence[Why]


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


def since_last(campaign: Campaign, unit: Unit, scope: Scope, now: datetime, act: str = MADE) -> Redrawn | None:
    """Return what became of the figures since the report of a unit was last made on the same map of units; None if it
    was never made."""
    made = AuditEvent.objects.filter(object_type=Campaign._meta.label_lower, object_id=str(campaign.pk), act=act)
    asked = {"data__unit": unit.pk, "data__map": scope.on.isoformat(), "data__has_key": "figures"}
    last = made.filter(**asked).order_by("-at", "-pk").first()
    if last is None:
        return None
    now_counted = {**count_parts("entered", KEPT, scope), "units_below_quota": len(units_below_quota(campaign, unit))}
    shifted = _shifted(last.data["figures"], now_counted, scope)
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
    """Return the registrations of the scope to which something was done, the first of them with what it was."""
    numbers = touched(since, until)
    here = set(placed(CATALOGUE["entered"], scope).filter(pk__in=numbers).values_list("pk", flat=True))
    here |= set(placed(CATALOGUE["cancelled"], scope).filter(pk__in=numbers).values_list("pk", flat=True))
    named = sorted(here)[:MOST_NAMED]
    rows = Registration.objects.filter(pk__in=named).select_related("exemplar", "unit").order_by("pk")
    deeds = deeds_on(named, since, until)
    return [Touched(row, deeds[row.pk]) for row in rows], len(here)
