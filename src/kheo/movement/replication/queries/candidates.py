"""Which recognised models are worth copying, with the reasons: for an office, and for one unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Least, Round

from kheo.foundation.accounts.models import User
from kheo.lib.geo import kilometres
from kheo.movement.appraisal.models import Appraisal
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.registry.models import HowTo, Measure, Registration
from kheo.movement.registry.states import TITLED, State
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.rules import (
    A_YEAR,
    INDICATORS,
    KIT,
    MOST_YEARS,
    POINTS,
    Conditions,
    Merits,
    likeness_of,
    reasons_of,
)
from kheo.movement.replication.states import OPEN
from kheo.organisation.access.rules import in_reach
from kheo.organisation.statuses.models import Status
from kheo.organisation.units.models import Unit

# Among how many of the best candidates a unit's suggestions are looked for, and how many are shown.
MOST_COMPARED, MOST_SUGGESTED = 300, 20
_WHOLE = IntegerField()
Ranked = QuerySet[Any]  # Any: registrations that bear their merits


def standing() -> QuerySet[Registration]:
    """Return the newest year with the title of each model that is kept up: what may be a candidate."""
    later = Registration.objects.filter(
        Q(campaign__year__gt=OuterRef("campaign__year"))
        | Q(campaign__year=OuterRef("campaign__year"), pk__gt=OuterRef("pk")),
        exemplar=OuterRef("exemplar"),
        state__in=TITLED,
    )
    rows = Registration.objects.filter(~Exists(later), state__in=TITLED, exemplar__merged_into=None)
    return rows.exclude(state=State.ENDED).select_related("exemplar", "holder", "field", "campaign")


def with_merits(rows: QuerySet[Registration]) -> Ranked:
    """Return models with what is known of their results, and `merit`, by which they are ranked. Readers' stars and
    views are no result: they count nothing."""
    reached = Q(baseline__gt=F("promised"), achieved__lte=F("promised"))  # less is better: fewer poor households
    reached |= Q(achieved__gte=F("promised")) & ~Q(baseline__gt=F("promised"))
    measures = Measure.objects.filter(registration=OuterRef("pk"))
    years = Registration.objects.filter(exemplar=OuterRef("exemplar"), state__in=TITLED)
    kept = Adoption.objects.filter(origin=OuterRef("exemplar"), exemplar__isnull=False, ended_on=None)
    kit = HowTo.objects.filter(registration__exemplar=OuterRef("exemplar"), steps__gt="")
    found = rows.annotate(
        points=Subquery(
            Appraisal.objects.filter(registration=OuterRef("pk"), most__gt=0)
            .annotate(share=_share())
            .values("share")[:1]
        ),
        measured=_number_of(measures, "registration"),
        reached=_number_of(measures.filter(reached), "registration"),
        years=_number_of(years, "exemplar"),
        copies=_number_of(kept, "origin"),
        has_kit=Exists(kit),
    )
    indicators = Case(When(measured__gt=0, then=F("reached") * INDICATORS / F("measured")), default=Value(0))
    told = Case(When(has_kit=True, then=Value(KIT)), default=Value(0))
    lasting = Least(F("years"), Value(MOST_YEARS)) * A_YEAR
    whole = Coalesce(F("points"), Value(0)) + Cast(indicators, _WHOLE) + lasting + told + F("copies")
    return found.annotate(merit=Cast(whole, _WHOLE))


def _share() -> Cast:
    return Cast(Round(F("final") * POINTS / F("most")), _WHOLE)


def _number_of(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=_WHOLE), Value(0))


def candidates(user: User) -> Ranked:
    """Return the models of the units that an office covers, with their merits."""
    return with_merits(standing().filter(in_reach(user, "replication.view", unit="holder")))


def merits_of(row: Any) -> Merits:  # Any: annotated in `with_merits`
    """Return what is known of the results of a candidate."""
    return Merits(row.points, row.measured, row.reached, row.years, row.has_kit, row.copies)


class Candidate(NamedTuple):
    """A model with what speaks for it, and what in the conditions of its unit is like the own."""

    registration: Registration
    reasons: Sequence[str]
    likeness: Sequence[str] = ()


def told(rows: Iterable[Registration]) -> list[Candidate]:
    """Return candidates with what speaks for them."""
    return [Candidate(row, reasons_of(merits_of(row))) for row in rows]


# For one unit -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """What is known of units by number, and of the own unit: its conditions, and in which fields it has few models."""

    own: Conditions
    statuses: Mapping[int, Sequence[str]]
    lacking: frozenset[str]


def suggestions(unit: Unit, day: date) -> list[Candidate]:
    """Return models proven elsewhere that fit a unit, the likest conditions first and the better model before the
    other, each with the reasons; none that it copies already."""
    busy = Adoption.objects.filter(unit=unit, origin=OuterRef("exemplar"), state__in=OPEN)
    rows = with_merits(standing().exclude(holder=unit).filter(~Exists(busy)))
    best = list(rows.order_by("-merit", "-pk")[:MOST_COMPARED])
    known = _known(unit, {unit.pk, *(row.holder_id for row in best)}, day)
    found = [Candidate(row, reasons_of(merits_of(row)), _likeness(row, unit, known)) for row in best]
    alike = [each for each in found if each.likeness]
    alike.sort(key=lambda each: -len(each.likeness))  # in the order of merit where equal
    return alike[:MOST_SUGGESTED]


def _known(unit: Unit, units: set[int], day: date) -> Known:
    statuses: dict[int, list[str]] = {}
    held = Status.objects.on(day).filter(unit__in=units).values_list("unit_id", "kind__name")
    for number, name in held:
        statuses.setdefault(number, []).append(name)
    return Known(_conditions(unit, statuses), statuses, _lacking(unit))


def _conditions(unit: Unit, statuses: Mapping[int, Sequence[str]]) -> Conditions:
    return Conditions(unit.kind, unit.parent_id, statuses.get(unit.pk, ()))


def _lacking(unit: Unit) -> frozenset[str]:
    """Return the fields of campaigns that run in which a unit has fewer models than in the field with the most."""
    rows = Registration.objects.filter(unit=unit, campaign__state=CampaignState.OPEN).exclude(state=State.CANCELLED)
    numbers = dict(rows.order_by().values_list("field__slug").annotate(Count("pk")))
    most = max(numbers.values(), default=0)
    return frozenset(slug for slug in _fields_of(unit) if numbers.get(slug, 0) * 2 <= most)


def _fields_of(unit: Unit) -> set[str]:
    """Return the fields that models with a title stand in."""
    rows = standing().exclude(holder=unit).order_by().values_list("field__slug", flat=True)
    return set(rows.distinct())


def _likeness(row: Registration, unit: Unit, known: Known) -> list[str]:
    other = row.holder
    both = unit.point and other.point
    away = round(kilometres(unit.point, other.point)) if both else None  # type: ignore[arg-type]
    lacking = row.field.name if row.field.slug in known.lacking else ""
    return likeness_of(known.own, _conditions(other, known.statuses), away, is_lacking=lacking)
