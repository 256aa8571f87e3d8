"""Who gives whom points in a cluster, what waits for somebody, and how the scoring of a year stands."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from kheo.foundation.accounts.models import User
from kheo.movement.criteria.models import Criterion
from kheo.movement.criteria.queries import criteria_of
from kheo.movement.pledges.models import MutualScoring, Place, Sheet
from kheo.movement.scoring.queries import Tally, tally
from kheo.movement.scoring.states import SheetState
from kheo.organisation.access.rules import held_by
from kheo.organisation.clusters.models import Cluster
from kheo.organisation.units.models import Succession, Unit

MOST_MERGERS = 3


def own_units(user: User, column: str) -> Q:
    """Return the condition that a column names a unit for which somebody gives points: one at which they hold such a
    post, not one below it, or one that ended into these. Asked within the question, for the first page asks only one;
    a scoring is open for a year, so three mergers one after the other are more than enough."""
    heirs: Any = {post.unit_id for post in held_by(user, "pledges.mark")}  # Any: numbers, or a question for them
    found = Q(**{f"{column}__in": heirs})
    for _step in range(MOST_MERGERS):
        ended = Succession.objects.filter(heir__in=heirs, is_main=True, source__closed_on=F("on_day"))
        heirs = ended.values("source_id")
        found |= Q(**{f"{column}__in": heirs})
    return found


def givers_of(user: User) -> set[int]:
    """Return the numbers of these units."""
    return set(Unit.objects.filter(own_units(user, "pk")).values_list("pk", flat=True))


def criteria_for(sheet: Sheet) -> list[Criterion]:
    """Return the criteria by which a unit is scored, in order."""
    return criteria_of(sheet.place.scoring.criteria_set_id)


def sheets_of(user: User) -> QuerySet[Sheet]:
    """Return the sheets that somebody fills in for their units; never those about one of these units."""
    rows: QuerySet[Sheet] = QuerySet(Sheet).filter(own_units(user, "giver"), ~own_units(user, "place__member"))
    rows = rows.exclude(state__in=(SheetState.BARRED, SheetState.WITHDRAWN))
    return rows.select_related("place__scoring__cluster", "place__member", "giver")


def to_give(user: User) -> QuerySet[Sheet]:
    """Return what somebody is to score or has scored and may still change, what is due first before."""
    rows = sheets_of(user).filter(place__scoring__closed_at=None)
    return rows.order_by("place__scoring__due_on", "place__scoring", "giver__sort_key", "place__member__sort_key", "pk")


def waiting_for(user: User) -> QuerySet[Sheet]:
    """Return those of them that are not handed in."""
    return to_give(user).filter(state=SheetState.ASSIGNED)


def still_out(day: date) -> QuerySet[Sheet]:
    """Return the sheets of open scorings whose last day is a given one or before, that are not handed in."""
    rows: QuerySet[Sheet] = QuerySet(Sheet).filter(state=SheetState.ASSIGNED, place__scoring__closed_at=None)
    rows = rows.filter(place__scoring__due_on__lte=day).select_related("place__scoring__cluster", "place__member")
    return rows.select_related("place__scoring__cluster", "place__member", "giver").order_by("place__scoring", "pk")


@dataclass(frozen=True)
class Giver:
    """How many of its sheets a unit has handed in."""

    unit: Unit
    given: int
    done: int


@dataclass(frozen=True)
class Standing:
    """How the scoring of a cluster in a year stands: how far each unit is and, once it is closed, what each was given,
    the best first. Until then nobody is shown points of others."""

    scoring: MutualScoring
    givers: Sequence[Giver]
    lines: Sequence[tuple[Place, Tally]]

    @property
    def waiting(self) -> list[Giver]:
        """The units that have sheets still out."""
        return [each for each in self.givers if each.done < each.given]

    @property
    def done(self) -> int:
        return sum(each.done for each in self.givers)

    @property
    def given(self) -> int:
        return sum(each.given for each in self.givers)


def standing_of(cluster: Cluster, year: int) -> Standing | None:
    """Return how the scoring of a cluster in a year stands, in two questions; None if it was not opened."""
    rows = Place.objects.filter(scoring__cluster=cluster, scoring__year=year)
    places = list(rows.select_related("scoring__criteria_set", "member").order_by("rank", "member__sort_key", "pk"))
    if not places:
        return None
    sheets = list(Sheet.objects.filter(place__in=places).select_related("giver").order_by("giver__sort_key", "pk"))
    by_place: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_place[sheet.place_id].append(sheet)
    lines = [(place, tally(by_place[place.pk], by_place[place.pk][0].most)) for place in places]
    return Standing(places[0].scoring, _givers(sheets), lines)


def _givers(sheets: Sequence[Sheet]) -> list[Giver]:
    """Return how far each unit is; sheets that were taken back are none."""
    by_unit: dict[Unit, list[str]] = defaultdict(list)
    for sheet in sheets:
        by_unit[sheet.giver].append(sheet.state)
    counted = {unit: [state for state in states if state != SheetState.WITHDRAWN] for unit, states in by_unit.items()}
    return [Giver(unit, len(states), states.count(SheetState.DONE)) for unit, states in counted.items()]
