"""One commune with each criterion, what its predecessors had, and what serves a criterion."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When

from kheo.foundation.accounts.models import User
from kheo.movement.newrural.models import Assessment, RuralCriterion, RuralSet, Service
from kheo.movement.newrural.queries import (
    Rows,
    all_assessments,
    all_services,
    changes_of,
    communes_on,
    found_on,
    set_on,
)
from kheo.movement.newrural.queries.board import Board, Line, Mark, criteria_on, dressed, made_of
from kheo.movement.newrural.rules import taken_over
from kheo.movement.newrural.states import Standing, Verdict
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import UnitVersion


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
    row = dressed(communes, day, of_set).annotate(allowed=allowed, first=Subquery(first)).first() if of_set else None
    if of_set is None or row is None:
        return None
    last, sources = _sources(row, of_set, day)
    found = list(_findings(day, of_set, {row.unit_id, *sources}))
    now = [each for each in found if each.holds and each.unit_id == row.unit_id]
    board = made_of(day, criteria, [row], now, [row.unit_id])
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
    """Return when the territory of a commune (of `dressed`, with its first day) last changed, and of which communes it
    was made then: itself, if it stood before, and those from which it took over."""
    if not row.changed:
        return None, {}
    concerned = Q(heir=row.unit_id) | Q(source=row.unit_id)
    rows = list(changes_of(of_set, day).filter(concerned).select_related("source").order_by("source__sort_key", "pk"))
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
