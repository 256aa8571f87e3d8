"""How communes stand with the criteria on a day, which classes they have reached and are to reach, and what serves it.

A state is read off the assessments: the last one up to the day, if the commune's territory has not changed since. So a
merger writes nothing here, and undoing it leaves nothing behind."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from kheo.foundation.accounts.models import User
from kheo.movement.newrural.models import Assessment, ClassPlan, RuralCriterion, RuralSet, Service, Showing
from kheo.movement.newrural.rules import taken_over
from kheo.movement.newrural.states import Standing, Verdict
from kheo.movement.registry.models import Exemplar
from kheo.movement.registry.queries.naming import models_held
from kheo.organisation.access.rules import reach
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


def _changes(of_set: RuralSet | SetThen, day: date) -> QuerySet[Succession]:
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
    changed = _changes(of_set, day).filter(on_day__gt=OuterRef("assessed_on"))
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
    changes = _changes(of_set, day)
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


# The board ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """How a commune stands with a criterion, and since which assessment."""

    criterion: RuralCriterion
    standing: Standing
    row: Any = None  # Any: an assessment, or the columns of one that the board needs


@dataclass(frozen=True)
class Planned:
    """The class that a commune is to reach in the year."""

    year: int
    name: str
    rung: int


@dataclass(frozen=True)
class Line:
    """A commune on the board: its name on the day, how it stands with each criterion, the class that it has (perhaps in
    doubt), and what is planned for the year."""

    unit: Unit
    name: str
    marks: Sequence[Mark]
    status: Any = None  # Any: a status that bears whether it is in doubt
    plan: Planned | None = None

    @property
    def met(self) -> int:
        """The number of criteria that it meets."""
        return sum(mark.standing == Standing.MET for mark in self.marks)

    @property
    def asked(self) -> int:
        """The number of criteria that are to be re-assessed."""
        return sum(mark.standing == Standing.ASKED for mark in self.marks)

    @property
    def is_reached(self) -> bool:
        """Whether it has the class of the plan, or a higher one."""
        return bool(self.plan and self.status and self.status.kind.rung >= self.plan.rung)


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


def criteria_on(day: date) -> list[RuralCriterion]:
    """Return the criteria by which communes were assessed on a day, with their set; none before the first set."""
    newest = RuralSet.objects.filter(valid_from__lte=day).order_by("-valid_from").values("pk")[:1]
    rows = RuralCriterion.objects.filter(of_set=Subquery(newest)).select_related("of_set")
    return list(rows.order_by("number"))


def board_on(day: date, communes: Rows) -> Board | None:
    """Return the board of some communes (of `communes_on` that day), in four questions whatever their number; None
    where no set had begun."""
    criteria = criteria_on(day)
    if not criteria:
        return None
    of_set = criteria[0].of_set
    units = communes.order_by().values("unit_id")
    found = all_assessments().filter(found_on(day, of_set), unit__in=units)
    rows: Any = found.values_list("unit_id", "criterion_id", "verdict", "assessed_on", named=True)  # thousands, lightly
    return _board(day, criteria, list(_dressed(communes, day, of_set)), rows, units)


def _dressed(communes: Rows, day: date, of_set: RuralSet) -> Rows:
    """Return communes with whether their territory `changed` in the time of the set, and the plan of the year."""
    changes = _changes(of_set, day)
    changed = Exists(changes.filter(heir=OuterRef("unit"))) | Exists(changes.filter(source=OuterRef("unit")))
    plan = all_plans().filter(planned_in(day), unit=OuterRef("unit"), withdrawn_at=None)
    bearing: Rows = communes.select_related("unit").annotate(
        changed=changed,
        plan_name=Subquery(plan.values("kind__name")[:1]),
        plan_rung=Subquery(plan.values("kind__rung")[:1]),
    )
    return bearing.order_by("unit__sort_key", "unit_id")


def _board(
    day: date, criteria: Sequence[RuralCriterion], rows: Sequence[Any], findings: Iterable[Any], units: Any
) -> Board:
    """Return the board of communes, of what was found of them and what they have reached."""
    found = {(row.unit_id, row.criterion_id): row for row in findings}
    statuses = statuses_on(day, Status.objects.filter(kind__ladder=NEW_RURAL, unit__in=units))
    held = {row.unit_id: row for row in statuses}

    def line(row: Any) -> Line:
        marks = [_mark(each, found.get((row.unit_id, each.pk)), row.changed) for each in criteria]
        plan = Planned(day.year, row.plan_name, row.plan_rung) if row.plan_name else None
        return Line(row.unit, row.name, marks, held.get(row.unit_id), plan)

    return Board(day, criteria[0].of_set, criteria, [line(row) for row in rows])


def _mark(criterion: RuralCriterion, row: Any, is_changed: bool) -> Mark:
    if row is not None:
        return Mark(criterion, Standing(row.verdict), row)
    return Mark(criterion, Standing.ASKED if is_changed else Standing.UNKNOWN)


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


@dataclass(frozen=True)
class CommunePage:
    """What the page of a commune shows: its line on the board, each criterion, and whether the reader may enter."""

    board: Board
    line: Line
    details: Sequence[Detail]
    may_enter: bool


def commune_on(day: date, slug: str, user: User) -> CommunePage | None:
    """Return what a user sees of a commune on a day, in six questions; None where there is none to see."""
    criteria = criteria_on(day)
    allowed = Exists(reach(user, "newrural.enter").filter(unit=OuterRef("unit")))
    first = UnitVersion.objects.filter(unit=OuterRef("unit")).order_by("valid_from").values("valid_from")[:1]
    communes = communes_on(day).filter(unit__slug=slug, unit__in=reach(user, "newrural.view"))
    of_set = criteria[0].of_set if criteria else None
    row = _dressed(communes, day, of_set).annotate(allowed=allowed, first=Subquery(first)).first() if of_set else None
    if of_set is None or row is None:
        return None
    last, sources = _sources(row, of_set, day)
    found = list(_findings(day, of_set, {row.unit_id, *sources}))
    now = [each for each in found if each.holds and each.unit_id == row.unit_id]
    board = _board(day, criteria, [row], now, [row.unit_id])
    former = {(each.unit_id, each.criterion_id): each for each in found if last and each.assessed_on < last}
    models = _models_at(row.unit_id, of_set)
    line = board.lines[0]
    details = [_detail(mark, sources, former, models[mark.criterion.pk]) for mark in line.marks]
    return CommunePage(board, line, details, row.allowed)


def _models_at(unit: int, of_set: RuralSet) -> Mapping[int, list[Service]]:
    """Return the models of a unit that serve the criteria of a set, by criterion."""
    rows = all_services().filter(unit=unit, withdrawn_at=None, criterion__of_set=of_set)
    serving: dict[int, list[Service]] = defaultdict(list)
    for each in rows.select_related("exemplar").order_by("exemplar__name_key", "pk"):
        serving[each.criterion_id].append(each)
    return serving


def _findings(day: date, of_set: RuralSet, units: Collection[int]) -> Rows:
    """Return what was found at some units by a set up to a day, the earliest first, each with whether it `holds`."""
    holds = Case(When(found_on(day, of_set), then=Value(True)), default=Value(False))
    rows = all_assessments().filter(unit__in=units, criterion__of_set=of_set, assessed_on__lte=day, withdrawn_at=None)
    return rows.annotate(holds=holds).order_by("assessed_on", "pk")


def _detail(
    mark: Mark, sources: Mapping[int, str], former: Mapping[tuple[int, int], Assessment], models: Sequence[Service]
) -> Detail:
    if mark.standing != Standing.ASKED:
        return Detail(mark, (), None, models)
    rows = [(name, former.get((unit, mark.criterion.pk))) for unit, name in sources.items()]
    proposal = taken_over([Verdict(row.verdict) if row else None for _name, row in rows])
    return Detail(mark, [Former(name, row) for name, row in rows if row], proposal, models)


def _sources(row: Any, of_set: RuralSet, day: date) -> tuple[date | None, dict[int, str]]:
    """Return when the territory of a commune (of `_dressed`, with its first day) last changed, and of which communes it
    was made then: itself, if it stood before, and those from which it took over."""
    if not row.changed:
        return None, {}
    concerned = Q(heir=row.unit_id) | Q(source=row.unit_id)
    rows = list(_changes(of_set, day).filter(concerned).select_related("source").order_by("source__sort_key", "pk"))
    last = max(each.on_day for each in rows)
    own = {row.unit_id: row.name} if row.first < last else {}
    taken = (each.source for each in rows if each.heir_id == row.unit_id and each.on_day == last)
    return last, own | {unit.pk: unit.name for unit in taken}


def kept_findings(pairs: Collection[tuple[int, int, date]]) -> dict[tuple[int, int, date], Assessment]:
    """Return the assessments of some units (by number), criteria and days, by these."""
    rows: Any = all_assessments().filter(
        unit__in={pair[0] for pair in pairs}, criterion__in={pair[1] for pair in pairs}, withdrawn_at=None
    )
    found = {
        (row.unit_id, row.criterion_id, row.assessed_on): row
        for row in rows.select_related("unit", "criterion__of_set")
    }
    return {pair: found[pair] for pair in pairs if pair in found}


def served_by(exemplar: int) -> Rows:
    """Return the criteria that a model serves."""
    rows = all_services().filter(exemplar=exemplar, withdrawn_at=None).select_related("criterion__of_set", "unit")
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
