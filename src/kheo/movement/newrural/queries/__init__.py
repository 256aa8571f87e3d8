"""How communes stand with the criteria on a day, which classes they have reached and are to reach, and what serves it.

A state is read off the assessments: the last one up to the day, if the commune's territory has not changed since. So a
merger writes nothing here, and undoing it leaves nothing behind."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from kheo.foundation.accounts.models import User
from kheo.movement.newrural.models import Assessment, ClassPlan, RuralCriterion, RuralSet, Service, Showing
from kheo.movement.newrural.states import Verdict
from kheo.movement.registry.models import Exemplar
from kheo.movement.registry.queries.naming import models_held
from kheo.organisation.statuses.kit import NEW_RURAL
from kheo.organisation.statuses.models import Status, StatusKind
from kheo.organisation.units.models import Succession, Unit, UnitVersion
from kheo.organisation.units.states import Level, UnitKind

LAST_QUARTER = 10  # October: from then on the plan of the year is called to mind
Rows = QuerySet[Any]  # rows that bear more than their table, or those of a register


# Sets and what may be chosen -----------------------------------------------------------------------------------------


def set_on(day: date) -> RuralSet | None:
    """Return the set by which communes were assessed on a day: the last one that had begun; None before the first."""
    return RuralSet.objects.filter(valid_from__lte=day).order_by("-valid_from").first()


class SetThen(NamedTuple):
    """The set of a day as parts of a question, which then asks for it itself."""

    pk: Any  # Any: a subquery
    valid_from: Any


def set_then(day: date) -> SetThen:
    """Return the set of a day without asking for it: lists that are counted with many others put no question first."""
    newest = RuralSet.objects.filter(valid_from__lte=day).order_by("-valid_from")
    return SetThen(Subquery(newest.values("pk")[:1]), Subquery(newest.values("valid_from")[:1]))


def all_criteria(_user: User) -> QuerySet[RuralCriterion]:
    """Return the criteria of all sets, those of the newest set first."""
    return RuralCriterion.objects.select_related("of_set").order_by("-of_set__valid_from", "number")


def classes(_user: User) -> QuerySet[StatusKind]:
    """Return the classes of new rural area, the lowest first."""
    return StatusKind.objects.filter(ladder=NEW_RURAL).order_by("rung")


def models_of(user: User) -> QuerySet[Exemplar]:
    """Return the models of the user's units that may serve a criterion, in the order of their names."""
    return models_held(user, "newrural.enter")


def all_assessments() -> QuerySet[Assessment]:
    """Return all that was found, withdrawn lines too."""
    rows: QuerySet[Assessment] = QuerySet(Assessment)
    return rows


def all_plans() -> QuerySet[ClassPlan]:
    """Return all plans, withdrawn ones too."""
    rows: QuerySet[ClassPlan] = QuerySet(ClassPlan)
    return rows


def all_services() -> QuerySet[Service]:
    """Return all models for criteria, withdrawn lines too."""
    rows: QuerySet[Service] = QuerySet(Service)
    return rows


# How communes stand ---------------------------------------------------------------------------------------------------


def communes_on(day: date) -> QuerySet[UnitVersion]:
    """Return the communes of a day, as they were called on it."""
    return UnitVersion.objects.on(day).filter(kind=UnitKind.COMMUNE)


def changes_of(of_set: RuralSet | SetThen, day: date) -> QuerySet[Succession]:
    """Return what communes took over from each other in the time of a set up to a day."""
    level = {"source__level": Level.COMMUNE, "heir__level": Level.COMMUNE}
    return Succession.objects.filter(on_day__gt=of_set.valid_from, on_day__lte=day, **level)


def found_on(day: date, of_set: RuralSet | SetThen | None) -> Q:
    """Return the condition of the assessments that say how communes stand on a day: the last of each criterion, if no
    change of the commune's territory came after it."""
    if of_set is None:
        return Q(pk__in=())
    same = {"unit": OuterRef("unit"), "criterion": OuterRef("criterion"), "withdrawn_at": None}
    later = all_assessments().filter(**same, assessed_on__gt=OuterRef("assessed_on"), assessed_on__lte=day)
    changed = changes_of(of_set, day).filter(on_day__gt=OuterRef("assessed_on"))
    shaken = Exists(changed.filter(heir=OuterRef("unit"))) | Exists(changed.filter(source=OuterRef("unit")))
    in_set = Q(criterion__of_set=of_set.pk, assessed_on__lte=day, withdrawn_at=None)
    return in_set & ~Q(Exists(later)) & ~Q(shaken)


def met_on(day: date) -> Q:
    """Return the condition of the assessments by which a criterion is met on a day."""
    return found_on(day, set_then(day)) & Q(verdict=Verdict.MET)


def with_numbers(communes: Rows, day: date, of_set: RuralSet | SetThen | None) -> Rows:
    """Return communes of a day with the number of criteria that they meet (`met`) and that are found at all."""
    rows = all_assessments().filter(found_on(day, of_set), unit=OuterRef("unit")).order_by().values("unit")

    def number(which: Q) -> Coalesce:
        counted = rows.filter(which).annotate(number=Count("pk")).values("number")
        return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))

    numbered: Rows = communes.annotate(met=number(Q(verdict=Verdict.MET)), found=number(Q()))
    return numbered


def to_reassess(day: date) -> Rows:
    """Return the communes whose territory changed in the time of the set, and of which a criterion has not been found
    anew since."""
    of_set = set_then(day)
    changes = changes_of(of_set, day)
    changed = Exists(changes.filter(heir=OuterRef("unit"))) | Exists(changes.filter(source=OuterRef("unit")))
    criteria = RuralCriterion.objects.filter(of_set=of_set.pk).order_by().values("of_set")
    number = Subquery(criteria.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    return with_numbers(communes_on(day).filter(changed), day, of_set).filter(found__lt=number)


def reached_on(day: date) -> Q:
    """Return the condition of plans whose class, or a higher one, the commune has on a day."""
    held = Status.objects.on(day).filter(unit=OuterRef("unit"), kind__ladder=OuterRef("kind__ladder"))
    return Q(Exists(held.filter(kind__rung__gte=OuterRef("kind__rung"))))


def planned_in(day: date) -> Q:
    """Return the condition of the plans of the year of a day."""
    return Q(year=day.year)


# The plan of a year, and readers --------------------------------------------------------------------------------------


def plans_of(year: int, day: date, user: User) -> Rows:
    """Return the plans of a year that a user may see, each with the `status` by which it is reached on a day."""
    seen: Any = ClassPlan._default_manager.get_queryset()
    rows = seen.visible_to(user).filter(year=year, withdrawn_at=None).select_related("unit", "kind")
    held = Status.objects.on(day).filter(unit=OuterRef("unit"), kind__ladder=OuterRef("kind__ladder"))
    best = held.filter(kind__rung__gte=OuterRef("kind__rung")).order_by("-kind__rung").values("pk")[:1]
    found: Rows = rows.annotate(status=Subquery(best)).order_by("unit__sort_key", "pk")
    return found


def plans_unreached(day: date) -> Rows:
    """Return the plans whose class is not reached on a day: of its year once the last quarter has begun, and of the
    year before."""
    years = [day.year - 1, *([day.year] if day.month >= LAST_QUARTER else [])]
    rows = all_plans().filter(~reached_on(day), year__in=years, withdrawn_at=None)
    return rows.select_related("unit", "kind").order_by("pk")


def is_shown(unit: Unit) -> bool:
    """Tell whether readers are shown the board of a body's communes."""
    return Showing.objects.filter(unit=unit).exists()


def is_shown_anywhere() -> bool:
    """Tell whether readers are shown any board."""
    return Showing.objects.exists()
