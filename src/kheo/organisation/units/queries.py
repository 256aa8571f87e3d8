from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, FilteredRelation, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from kheo.lib.places import split_place
from kheo.organisation.units.models import Installation, Lineage, Succession, Unit, UnitVersion, held_on
from kheo.organisation.units.states import TERRITORIAL, Level

INSTALLATION, SECONDS = "units.installation", 60
MOST_LEVELS = 20


def installation() -> Installation | None:
    """Return the body that this copy serves, with its unit; None before the first run is done.

    Every page names it, so it is remembered for a minute.
    """
    kept: Installation | None = cache.get(INSTALLATION)
    if kept is None and (kept := Installation.objects.select_related("unit").first()):
        cache.set(INSTALLATION, kept, SECONDS)
    return kept


def name_on(unit: Unit, day: date) -> str:
    """Return the unit's name as it was on a day; its latest name where no version covers the day."""
    version = UnitVersion.objects.on(day).filter(unit=unit).first()
    return version.name if version else unit.name


def as_on(day: date, column: str) -> QuerySet[Any]:  # Any: units with a column more
    """Return all units with `then`: their kind or level (a column of theirs) on a day; the latest of those that did not
    stand on it."""
    of_day = FilteredRelation("versions", condition=held_on(day, "versions__"))
    return Unit.objects.alias(of_day=of_day).annotate(then=Coalesce(f"of_day__{column}", column))


def find_units(text: str, *, under: Unit, on: date) -> list[Unit]:
    """Return the units that stood below another on a day under the name of the text, in order, however accented; kinds
    are known by their short forms too ("TT. Yên Thịnh"), and a bare name finds every kind."""
    kinds, name = split_place(text)
    named = UnitVersion.objects.on(on).filter(name_key=name, **({"kind__in": kinds} if kinds else {}))
    return list(Unit.objects.under(under, on).filter(pk__in=named.values("unit_id")).in_order())


def on_map(under: Unit, day: date, *, with_bodies: bool = False) -> list[UnitVersion]:
    """Return the units below another as they were on a day, in order; without `with_bodies` only places."""
    below = Unit.objects.under(under, day).exclude(pk=under.pk)
    named = UnitVersion.objects.on(day).filter(unit__in=below).select_related("unit")
    if not with_bodies:
        named = named.filter(kind__in=TERRITORIAL)
    return list(named.order_by("unit__sort_key", "unit_id"))


@dataclass(frozen=True)
class Heir:
    """A unit that took over another: as it is called on the day of that, how much it took, and whether it is the heir
    of whatever nobody gave to another."""

    slug: str
    code: str
    name: str
    kind: str
    share: str
    is_main: bool


def heirs_of(unit: Unit) -> list[Heir]:
    """Return who took over a unit when it ended, the main heir first; none where nobody is known."""
    if unit.closed_on is None:
        return []
    rows = Succession.objects.filter(source=unit, on_day=unit.closed_on).select_related("heir")
    return [
        Heir(row.heir.slug, row.heir.code, name_on(row.heir, row.on_day), row.heir.kind, row.share, row.is_main)
        for row in rows.order_by("-is_main", "heir__sort_key", "pk")
    ]


# Whether the tree is whole ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """Something that must not be: its kind ("orphan", "overlap", "gap", "cycle", "lineage"), the unit, and
    the day."""

    kind: str
    unit: str
    day: date | None


def faults() -> list[Fault]:
    """Return every fault of the tree of units on whatever day; none means that it is whole. That nobody knows the heir
    of a unit is no fault of the tree (`without_heir`)."""
    versions = list(
        UnitVersion.objects.order_by("unit_id", "valid_from").values_list(
            "unit_id", "parent_id", "valid_from", "valid_to"
        )
    )
    of_unit: dict[int, list[_Period]] = {}
    for unit, parent, start, end in versions:
        of_unit.setdefault(unit, []).append(_Period(parent, start, end or date.max))
    slugs = dict(Unit.objects.values_list("pk", "slug"))
    found = [Fault("gap", slugs[unit], None) for unit in slugs.keys() - of_unit.keys()]
    for unit, periods in of_unit.items():
        found += _broken_series(slugs[unit], periods)
        found += [
            Fault("orphan", slugs[unit], period.start)
            for period in periods
            if period.parent and not _covers(of_unit.get(period.parent, []), period)
        ]
    for day in sorted({period.start for periods in of_unit.values() for period in periods}):
        found += _broken_lineage(day, of_unit, slugs)
    return found


@dataclass(frozen=True)
class _Period:
    parent: int | None
    start: date
    end: date

    def holds(self, day: date) -> bool:
        return self.start <= day < self.end


def _broken_series(slug: str, periods: Sequence[_Period]) -> list[Fault]:
    """Return where versions of one unit overlap or leave a gap."""
    pairs = list(pairwise(periods))
    overlaps = [Fault("overlap", slug, later.start) for earlier, later in pairs if later.start < earlier.end]
    return overlaps + [Fault("gap", slug, later.start) for earlier, later in pairs if later.start > earlier.end]


def _covers(parents: Sequence[_Period], period: _Period) -> bool:
    """Return whether the versions of a parent hold without a break as long as a period."""
    reached = period.start
    for parent in parents:
        if parent.start <= reached < parent.end:
            reached = parent.end
    return reached >= period.end


def _broken_lineage(day: date, of_unit: Mapping[int, Sequence[_Period]], slugs: Mapping[int, str]) -> list[Fault]:
    """Return where the pairs kept for a day differ from what parents say, and where parents run in a circle."""
    above = {unit: period.parent for unit, periods in of_unit.items() for period in periods if period.holds(day)}
    told: set[tuple[int, int, int]] = set()
    found = []
    for unit in above:
        here: int | None = unit
        depth = 0
        while here is not None and depth <= MOST_LEVELS:
            told.add((unit, here, depth))
            here = above.get(here)
            depth += 1
        if depth > MOST_LEVELS:
            found.append(Fault("cycle", slugs[unit], day))
    kept = set(Lineage.objects.on(day).values_list("unit_id", "ancestor_id", "depth"))
    return found + [Fault("lineage", slugs[unit], day) for unit, _ancestor, _depth in sorted(told ^ kept)]


def without_heir() -> list[Unit]:
    """Return the communes that ended and of which nobody knows yet who took them over, in order."""
    heirs = Succession.objects.filter(source=OuterRef("pk"), on_day=OuterRef("closed_on"))
    ended = Unit.objects.filter(level=Level.COMMUNE, kind__in=TERRITORIAL, closed_on__isnull=False)
    return list(ended.exclude(Exists(heirs)).in_order())
