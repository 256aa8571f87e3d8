"""Which statuses units have on a day, and what is to be re-assessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.lib.places import split_place
from kheo.organisation.access.rules import can
from kheo.organisation.changes.kit import Effect, Plan, Ref
from kheo.organisation.statuses.models import Reassessment, Status, StatusKind, StatusQuerySet
from kheo.organisation.statuses.rules import Lands, asked_after, exchanged, held_before, land_of, shaken_by
from kheo.organisation.units.models import Unit, UnitVersion

Rows = Any  # a queryset whose rows bear more than their table


def statuses_on(day: date, among: StatusQuerySet) -> Rows:
    """Return the statuses that units had on a day, each with the unit's `name_then` and whether it was `in_doubt`."""
    doubts = Reassessment.objects.on(day).filter(unit=OuterRef("unit"), status=OuterRef("pk"))
    return _named(among.on(day), day).select_related("unit", "kind").annotate(in_doubt=Exists(doubts))


def doubts_on(day: date, among: StatusQuerySet) -> Rows:
    """Return what was to be re-assessed on a day, each with the unit's `name_then` and the `holder`: who had the
    status, as it was last called."""
    own = When(status__unit=F("unit"), then=Value(""))
    holder = Case(own, default=F("status__unit__name"), output_field=CharField())
    return _named(among.on(day), day).select_related("unit", "status__kind", "status__unit").annotate(holder=holder)


def _named(rows: Rows, day: date) -> Rows:
    versions = UnitVersion.objects.on(day).filter(unit=OuterRef("unit")).values("name")[:1]
    return rows.annotate(name_then=Coalesce(Subquery(versions), F("unit__name")))


def called(text: str, day: date) -> Q:
    """Return the condition of rows whose unit had a name on a day, however accented."""
    kinds, name = split_place(text)
    versions = UnitVersion.objects.on(day).filter(name_key__contains=name)
    if kinds:
        versions = versions.filter(kind__in=kinds)
    return Q(unit__in=versions.values("unit_id"))


@dataclass(frozen=True)
class KindCount:
    """How many units had a status of a kind on a day, and how many of a kind were to be re-assessed."""

    kind: StatusKind
    held: int
    asked: int


def counts_on(user: User, day: date) -> list[KindCount]:
    """Return the counts of the kinds that occur among the units that the user sees."""
    held = _by_kind(Status.objects.visible_to(user).on(day), "kind")
    asked = _by_kind(Reassessment.objects.visible_to(user).on(day), "status__kind")
    kinds = StatusKind.objects.order_by("pk")
    counts = [KindCount(kind, held.get(kind.pk, 0), asked.get(kind.pk, 0)) for kind in kinds]
    return [count for count in counts if count.held or count.asked]


def _by_kind(rows: Rows, kind: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(kind).annotate(Count("pk")))


@dataclass(frozen=True)
class Standing:
    """What a unit has, had, and is to be re-assessed for; whether the reader may write it down."""

    asked: Sequence[Reassessment]
    held: Sequence[Status]
    past: Sequence[Status]
    may_record: bool

    @property
    def kinds_held(self) -> set[int]:
        """Return the kinds of which the unit has one: that is confirmed, not recognised anew."""
        return {status.kind_id for status in self.held}


def standing_of(unit: Unit, user: User, today: date) -> Standing | None:
    """Return what the page of a unit shows of its statuses; None to who may not see them."""
    if not can(user, "statuses.view", on=unit):
        return None
    rows = list(Status.objects.filter(unit=unit).select_related("kind").order_by("-valid_from", "pk"))
    doubts = Reassessment.objects.filter(unit=unit).open_on(today).select_related("status__kind", "status__unit")
    past = [status for status in rows if status.valid_to and status.valid_to <= today]
    return Standing(
        asked=list(doubts.order_by("valid_from", "pk")),
        held=[status for status in rows if status not in past],
        past=past,
        may_record=can(user, "statuses.record", on=unit),
    )


# What a change of units would do ------------------------------------------------------------------------------------


def to_reassess(plan: Plan) -> list[Effect]:
    """Return how many statuses each unit, or its heir, would have to be re-assessed for."""
    lands: dict[Ref, Any] = dict(lands_of(_refs(plan)))
    lands |= {opening.key: land_of(opening.kind) for opening in plan.openings}
    takings, fresh = exchanged(plan.takings, lands), {opening.key for opening in plan.openings}
    heirs, shaken = asked_after(takings, plan.closings, fresh), shaken_by(takings, plan.closings, fresh)
    before = held_before(plan.on_day)
    rows = Status.objects.filter(before, unit__in={*heirs, *shaken}).order_by("unit").values_list("unit")
    label = _("Statuses to be re-assessed")
    return [
        Effect(label, number, unit, heir)
        for unit, number in rows.annotate(Count("pk"))
        for heir in [*([unit] if unit in shaken else []), *heirs.get(unit, [])]
    ]


def _refs(plan: Plan) -> set[int]:
    refs = {ref for taking in plan.takings for ref in (taking.source, taking.heir)}
    return {ref for ref in refs if isinstance(ref, int)}


def lands_of(units: set[int]) -> Lands:
    """Return the level of the territory of each unit."""
    return {pk: land_of(kind) for pk, kind in Unit.objects.filter(pk__in=units).values_list("pk", "kind")}


def why_not_close(plan: Plan) -> list[str]:
    """Return what is against a plan as far as statuses are concerned: none begins when its unit has ended."""
    late = Status.objects.filter(unit__in=plan.closings, valid_from__gte=plan.on_day).select_related("unit", "kind")
    return [
        _("%(unit)s has the status “%(kind)s” from %(day)s, when it would have ended; correct that first.")
        % {"unit": status.unit.name, "kind": status.kind.name, "day": short_date(status.valid_from)}
        for status in late.order_by("pk")
    ]
