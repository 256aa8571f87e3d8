"""The board of communes and criteria on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from kheo.movement.newrural.models import RuralCriterion, RuralSet
from kheo.movement.newrural.queries import Rows, all_assessments, all_plans, changes_of, found_on, planned_in
from kheo.movement.newrural.states import Standing
from kheo.organisation.statuses.kit import NEW_RURAL
from kheo.organisation.statuses.models import Status
from kheo.organisation.statuses.queries import statuses_on
from kheo.organisation.units.models import Unit


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
    return made_of(day, criteria, list(dressed(communes, day, of_set)), rows, units)


def dressed(communes: Rows, day: date, of_set: RuralSet) -> Rows:
    """Return communes with whether their territory `changed` in the time of the set, and the plan of the year."""
    changes = changes_of(of_set, day)
    changed = Exists(changes.filter(heir=OuterRef("unit"))) | Exists(changes.filter(source=OuterRef("unit")))
    plan = all_plans().filter(planned_in(day), unit=OuterRef("unit"), withdrawn_at=None)
    bearing: Rows = communes.select_related("unit").annotate(
        changed=changed,
        plan_name=Subquery(plan.values("kind__name")[:1]),
        plan_rung=Subquery(plan.values("kind__rung")[:1]),
    )
    return bearing.order_by("unit__sort_key", "unit_id")


def made_of(
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
