"""How communes stand with the criteria on a day, which classes they have reached and are to reach, and what serves it.

A state is read off the assessments: the last one up to the day, if the commune's territory has not changed since. So a
merger writes nothing here, and undoing it leaves nothing behind."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from kheo.foundation.accounts.models import User
from kheo.movement.newrural.models import Assessment, ClassPlan, RuralCriterion, RuralSet, Service, Showing
from kheo.movement.newrural.rules import taken_over
from kheo.movement.newrural.states import Standing, Verdict
from kheo.movement.registry.models import Exemplar
from kheo.movement.registry.queries.naming import models_held
from kheo.organisation.statuses.kit import NEW_RURAL
from kheo.organisation.statuses.models import Status, StatusKind
from kheo.organisation.statuses.queries import statuses_on
from kheo.organisation.units.models import Succession, Unit, UnitVersion
from kheo.organisation.units.states import Level, UnitKind

LAST_QUARTER = 10  # October: from then on the plan of the year is called to mind
Rows = QuerySet[Any]  # rows that bear more than their table, or those of a register

# Sets and what may be chosen -----------------------------------------------------------------------------------------


def set_on(day: date) -> RuralSet | None:
    """Return the set by which communes were assessed on a day: the last one that had begun; None before the first."""
    return RuralSet.objects.filter(valid_from__lte=day).order_by("-valid_from").first()


def all_criteria(_user: User) -> QuerySet[RuralCriterion]:
    """Return the criteria of all sets, those of the newest set first."""
    return RuralCriterion.objects.select_related("of_set").order_by("-of_set__valid_from", "number")


def classes(_user: User) -> QuerySet[StatusKind]:
    """Return the classes of new rural area, the lowest first."""
    return StatusKind.objects.filter(ladder=NEW_RURAL).order_by("rung")


def models_of(user: User) -> QuerySet[Exemplar]:
    """Return the models of the user's units that may serve a criterion, in the order of their names."""
    return models_held(user, "newrural.enter")


# How communes stand ---------------------------------------------------------------------------------------------------


def communes_on(day: date) -> QuerySet[UnitVersion]:
    """Return the communes of a day, as they were called on it."""
    return UnitVersion.objects.on(day).filter(kind=UnitKind.COMMUNE)


def _changes(of_set: RuralSet, day: date) -> QuerySet[Succession]:
    """Return what communes took over from each other in the time of a set up to a day."""
    level = {"source__level": Level.COMMUNE, "heir__level": Level.COMMUNE}
    return Succession.objects.filter(on_day__gt=of_set.valid_from, on_day__lte=day, **level)


def found_on(day: date, of_set: RuralSet | None) -> Q:
    """Return the condition of the assessments that say how communes stand on a day: the last of each criterion, if no
    change of the commune's territory came after it."""
    if of_set is None:
        return Q(pk__in=())
    same = {"unit": OuterRef("unit"), "criterion": OuterRef("criterion"), "withdrawn_at": None}
    later = Assessment._default_manager.filter(**same, assessed_on__gt=OuterRef("assessed_on"), assessed_on__lte=day)
    changed = _changes(of_set, day).filter(on_day__gt=OuterRef("assessed_on"))
    shaken = Exists(changed.filter(heir=OuterRef("unit"))) | Exists(changed.filter(source=OuterRef("unit")))
    in_set = Q(criterion__of_set=of_set, assessed_on__lte=day, withdrawn_at=None)
    return in_set & ~Q(Exists(later)) & ~Q(shaken)


def met_on(day: date) -> Q:
    """Return the condition of the assessments by which a criterion is met on a day."""
    return found_on(day, set_on(day)) & Q(verdict=Verdict.MET)


def with_numbers(communes: Rows, day: date, of_set: RuralSet | None) -> Rows:
    """Return communes of a day with the number of criteria that they meet (`met`) and that are found at all."""
    rows = Assessment._default_manager.filter(found_on(day, of_set), unit=OuterRef("unit")).order_by().values("unit")

    def number(which: Q) -> Coalesce:
        counted = rows.filter(which).annotate(number=Count("pk")).values("number")
        return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))

    return communes.annotate(met=number(Q(verdict=Verdict.MET)), found=number(Q()))


def to_reassess(day: date) -> Rows:
    """Return the communes whose territory changed in the time of the set, and of which a criterion has not been found
    anew since."""
    of_set = set_on(day)
    if of_set is None:
        return communes_on(day).none()
    changes = _changes(of_set, day)
    changed = Exists(changes.filter(heir=OuterRef("unit"))) | Exists(changes.filter(source=OuterRef("unit")))
    number = of_set.criteria.count()
    return with_numbers(communes_on(day).filter(changed), day, of_set).filter(found__lt=number)


def reached_on(day: date) -> Q:
    """Return the condition of plans whose class, or a higher one, the commune has on a day."""
    held = Status.objects.on(day).filter(unit=OuterRef("unit"), kind__ladder=OuterRef("kind__ladder"))
    return Q(Exists(held.filter(kind__rung__gte=OuterRef("kind__rung"))))


def planned_in(day: date) -> Q:
    """Return the condition of the plans of the year of a day."""
    return Q(year=day.year)


# The board ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """How a commune stands with a criterion, and since which assessment."""

    criterion: RuralCriterion
    standing: Standing
    row: Assessment | None = None


@dataclass(frozen=True)
class Line:
    """A commune on the board: its name on the day, how it stands with each criterion, the class that it has (perhaps in
    doubt), and what is planned for the year."""

    unit_id: int
    slug: str
    name: str
    marks: Sequence[Mark]
    status: Any = None  # Any: a status that bears whether it is in doubt
    plan: ClassPlan | None = None
    is_reached: bool = False

    @property
    def met(self) -> int:
        """The number of criteria that it meets."""
        return sum(mark.standing == Standing.MET for mark in self.marks)

    @property
    def asked(self) -> int:
        """The number of criteria that are to be re-assessed."""
        return sum(mark.standing == Standing.ASKED for mark in self.marks)


@dataclass(frozen=True)
class Board:
    """The communes of a day with the criteria of its set; for each criterion how many communes meet it."""

    day: date
    of_set: RuralSet
    criteria: Sequence[RuralCriterion]
    lines: Sequence[Line]

    @property
    def totals(self) -> list[tuple[RuralCriterion, int]]:
        """How many communes meet each criterion."""
        met = [[mark.standing == Standing.MET for mark in line.marks] for line in self.lines]
        return [(each, sum(row[place] for row in met)) for place, each in enumerate(self.criteria)]

    @property
    def met(self) -> int:
        """How many criteria are met by all communes together."""
        return sum(line.met for line in self.lines)

    @property
    def asked(self) -> int:
        """How many communes are to be re-assessed."""
        return sum(line.asked > 0 for line in self.lines)


def board_on(day: date, communes: Rows) -> Board | None:
    """Return the board of some communes (of `communes_on` that day), in six questions whatever their number; None where
    no set had begun."""
    of_set = set_on(day)
    if of_set is None:
        return None
    criteria = list(of_set.criteria.order_by("number"))
    for each in criteria:
        each.of_set = of_set
    rows = list(communes.select_related("unit").order_by("unit__sort_key", "unit_id"))
    units = communes.order_by().values("unit_id")
    found = {(row.unit_id, row.criterion_id): row for row in _found(day, of_set, units)}
    changed = _changed(of_set, day, units)
    held = {row.unit_id: row for row in _statuses(day, units)}
    plans = {row.unit_id: row for row in _plans(day, units)}

    def line(row: UnitVersion) -> Line:
        marks = [_mark(each, found.get((row.unit_id, each.pk)), row.unit_id in changed) for each in criteria]
        status, plan = held.get(row.unit_id), plans.get(row.unit_id)
        is_reached = bool(plan and status and status.kind.rung >= plan.kind.rung)
        return Line(row.unit_id, row.unit.slug, row.name, marks, status, plan, is_reached)

    return Board(day, of_set, criteria, [line(row) for row in rows])


def _mark(criterion: RuralCriterion, row: Assessment | None, is_changed: bool) -> Mark:
    if row is not None:
        return Mark(criterion, Standing(row.verdict), row)
    return Mark(criterion, Standing.ASKED if is_changed else Standing.UNKNOWN)


def _found(day: date, of_set: RuralSet, units: Any) -> Rows:
    rows = Assessment._default_manager.filter(found_on(day, of_set), unit__in=units)
    return rows.only("unit_id", "criterion_id", "verdict", "assessed_on")


def _changed(of_set: RuralSet, day: date, units: Any) -> set[int]:
    """Return the communes whose territory changed in the time of the set."""
    rows = _changes(of_set, day).filter(Q(heir__in=units) | Q(source__in=units))
    return {number for pair in rows.values_list("heir_id", "source_id") for number in pair}


def _statuses(day: date, units: Any) -> Rows:
    rows: Rows = statuses_on(day, Status.objects.filter(kind__ladder=NEW_RURAL, unit__in=units))
    return rows


def _plans(day: date, units: Any) -> Rows:
    rows = ClassPlan._default_manager.filter(planned_in(day), unit__in=units, withdrawn_at=None)
    return rows.select_related("kind")


# A commune ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Former:
    """What was last found of a criterion before the commune's territory changed: at which commune."""

    name: str
    row: Assessment


@dataclass(frozen=True)
class Detail:
    """A criterion on the page of a commune: how it stands, what was found before a change of units and what that says
    together, and the models that serve it."""

    mark: Mark
    former: Sequence[Former]
    proposal: Verdict | None
    models: Sequence[Service]


def details_of(line: Line, of_set: RuralSet, day: date) -> list[Detail]:
    """Return the criteria of a commune with what stands beside them."""
    last_change, sources = _sources(line.unit_id, of_set, day)
    former = _former(sources, last_change, of_set) if last_change else {}
    served = Service._default_manager.filter(unit=line.unit_id, withdrawn_at=None, criterion__of_set=of_set)
    serving = defaultdict(list)
    for each in served.select_related("exemplar").order_by("exemplar__name_key", "pk"):
        serving[each.criterion_id].append(each)
    return [_detail(mark, sources, former, serving[mark.criterion.pk]) for mark in line.marks]


def _detail(
    mark: Mark, sources: Mapping[int, str], former: Mapping[tuple[int, int], Assessment], models: Sequence[Service]
) -> Detail:
    if mark.standing != Standing.ASKED:
        return Detail(mark, (), None, models)
    rows = [(name, former.get((unit, mark.criterion.pk))) for unit, name in sources.items()]
    proposal = taken_over([Verdict(row.verdict) if row else None for _name, row in rows])
    return Detail(mark, [Former(name, row) for name, row in rows if row], proposal, models)


def _sources(unit: int, of_set: RuralSet, day: date) -> tuple[date | None, dict[int, str]]:
    """Return when a commune's territory last changed, and of which communes it was made then: itself, if it stood
    before, and those from which it took over."""
    rows = list(_changes(of_set, day).filter(Q(heir=unit) | Q(source=unit)).select_related("source"))
    last = max((row.on_day for row in rows), default=None)
    if last is None:
        return None, {}
    own = UnitVersion.objects.filter(unit=unit, valid_from__lt=last).order_by("-valid_from").first()
    sources = {unit: own.name} if own else {}
    return last, sources | {row.source_id: row.source.name for row in rows if row.heir_id == unit and row.on_day == last}


def _former(units: Collection[int], before: date, of_set: RuralSet) -> dict[tuple[int, int], Assessment]:
    """Return what was last found at some units before a day, by unit and criterion."""
    rows = Assessment._default_manager.filter(
        unit__in=list(units), criterion__of_set=of_set, assessed_on__lt=before, withdrawn_at=None
    )
    found: Any = rows.order_by("assessed_on", "pk")
    return {(row.unit_id, row.criterion_id): row for row in found}


def kept_findings(pairs: Collection[tuple[int, int, date]]) -> dict[tuple[int, int, date], Assessment]:
    """Return the assessments of some units (by number), criteria and days, by these."""
    rows: Any = Assessment._default_manager.filter(
        unit__in={pair[0] for pair in pairs}, criterion__in={pair[1] for pair in pairs}, withdrawn_at=None
    )
    found = {(row.unit_id, row.criterion_id, row.assessed_on): row for row in rows.select_related("unit", "criterion__of_set")}
    return {pair: found[pair] for pair in pairs if pair in found}


def served_by(exemplar: int) -> Rows:
    """Return the criteria that a model serves."""
    rows = Service._default_manager.filter(exemplar=exemplar, withdrawn_at=None).select_related("criterion__of_set", "unit")
    return rows.order_by("-criterion__of_set__valid_from", "criterion__number")


def criteria_left(day: date, served: Collection[Service]) -> QuerySet[RuralCriterion]:
    """Return the criteria of a day's set but those that are served already."""
    rows = RuralCriterion.objects.filter(of_set=set_on(day)).exclude(pk__in=[each.criterion_id for each in served])
    return rows.select_related("of_set").order_by("number")


def sets_with_criteria() -> QuerySet[RuralSet]:
    """Return all sets with their criteria, the newest first."""
    in_order = Prefetch("criteria", RuralCriterion.objects.order_by("number"))
    return RuralSet.objects.order_by("-valid_from").prefetch_related(in_order)


# The plan of a year, and readers --------------------------------------------------------------------------------------


def plans_of(year: int, day: date, user: User) -> Rows:
    """Return the plans of a year that a user may see, each with whether it `is_reached` on a day, and by which status."""
    seen: Any = ClassPlan._default_manager.get_queryset()
    rows = seen.visible_to(user).filter(year=year, withdrawn_at=None).select_related("unit", "kind")
    held = Status.objects.on(day).filter(unit=OuterRef("unit"), kind__ladder=OuterRef("kind__ladder"))
    best = held.filter(kind__rung__gte=OuterRef("kind__rung")).order_by("-kind__rung").values("pk")[:1]
    return rows.annotate(status=Subquery(best)).order_by("unit__sort_key", "pk")


def plans_unreached(day: date) -> Rows:
    """Return the plans whose class is not reached on a day: of its year once the last quarter has begun, and of the
    year before."""
    years = [day.year - 1, *([day.year] if day.month >= LAST_QUARTER else [])]
    rows = ClassPlan._default_manager.filter(~reached_on(day), year__in=years, withdrawn_at=None)
    return rows.select_related("unit", "kind").order_by("pk")


def is_shown(unit: Unit) -> bool:
    """Tell whether readers are shown the board of a body's communes."""
    return Showing.objects.filter(unit=unit).exists()


def is_shown_anywhere() -> bool:
    """Tell whether readers are shown any board."""
    return Showing.objects.exists()
