from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet

from kheo.foundation.accounts.models import User
from kheo.machinery.correspondence.models import Deadline, Entry, Given
from kheo.machinery.correspondence.rules import due_day, moved_to
from kheo.machinery.correspondence.states import Direction
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.states import RelationKind
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.organisation.units.models import Unit, UnitQuerySet
from kheo.organisation.units.states import UnitKind


def entries_for(user: User) -> QuerySet[Entry]:
    """Return the lines of the books that somebody may see, with their documents."""
    return Entry.objects.visible_to(user).select_related("directive", "handled_by")


def next_arrival(unit: Unit | int, year: int) -> int:
    """Return the next number of arrival of a year: one more than the greatest."""
    arrived = Entry.objects.filter(unit=unit, direction=Direction.IN, year=year)
    return (arrived.aggregate(last=Max("number"))["last"] or 0) + 1


def deadlines_of(directive: Directive) -> list[Deadline]:
    """Return the deadlines that a document sets, dropped ones left out, with the units that are named."""
    rows = Deadline.objects.filter(directive=directive, dropped_at__isnull=True)
    return list(rows.prefetch_related("units").order_by("pk"))


def deadlines_to_rest_on(year: int, chosen: Collection[int] = ()) -> list[Deadline]:
    """Return the deadlines of standing documents that a plan of a year may rest on: yearly ones, those of a day not far
    from the year, and those that are chosen already."""
    near = Q(due_on__isnull=True) | Q(due_on__year__range=(year - 1, year + 1))
    standing = Q(dropped_at__isnull=True, directive__withdrawn_at__isnull=True)
    rows = Deadline.objects.filter(standing & near | Q(pk__in=chosen)).select_related("directive")
    return list(rows.order_by("-directive__signed_on", "directive_id", "pk"))


def units_asked(deadline: Deadline, here: Unit, day: date) -> list[Unit]:
    """Return the units at and below a body of which a deadline asks something, as they stand on a day."""
    asked = Q(kind__in=deadline.unit_kinds) | Q(pk__in=deadline.units.values("pk"))
    return list(below_on(here, day).filter(asked).in_order())


def below_on(here: Unit, day: date) -> UnitQuerySet:
    """Return the units at and below a body that stand on a day; of a body that is closed, those of its last day."""
    if here.closed_on and here.closed_on <= day:
        day = here.closed_on - timedelta(days=1)
    return Unit.objects.under(here, day).standing(day)


def whom_in_words(deadline: Deadline) -> str:
    """Return of whom a deadline asks something: kinds of unit, then units by name (loaded before)."""
    kinds = [str(UnitKind(kind).label) for kind in deadline.unit_kinds]
    return ", ".join([*kinds, *(unit.name for unit in deadline.units.all())])


@dataclass(frozen=True)
class Round:
    """The tasks that were given for a deadline and one day of it: how many, done, and late."""

    due_on: date
    given: list[Given]
    done: int
    late: int


def rounds_of(deadlines: Sequence[Deadline], day: date) -> dict[int, list[Round]]:
    """Return the rounds of tasks of deadlines, by the number of the deadline, the latest first, in one query."""
    rows = Given.objects.filter(deadline__in=deadlines).select_related("task", "unit")
    found: dict[int, dict[date, list[Given]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.order_by("-due_on", "unit__sort_key", "pk"):
        found[row.deadline_id][row.due_on].append(row)
    return {
        number: [Round(due_on, given, _in(given, TaskState.DONE), _late(given, day)) for due_on, given in days.items()]
        for number, days in found.items()
    }


def _in(given: Iterable[Given], state: TaskState) -> int:
    return sum(each.task.state == state for each in given)


def _late(given: Iterable[Given], day: date) -> int:
    tasks = [each.task for each in given if each.task.state == TaskState.OPEN]
    return sum(task.due_on is not None and task.due_on < day for task in tasks)


@dataclass(frozen=True)
class Shift:
    """That an open task would move from one last day to another."""

    task: Task
    unit: Unit
    before: date
    after: date


def shifts_of(deadline: Deadline) -> list[Shift]:
    """Return the open tasks whose last day is not the one of the rule of a deadline as it stands in memory."""
    rows = Given.objects.filter(deadline=deadline, task__state=TaskState.OPEN).select_related("task", "unit")
    found = []
    for row in rows.order_by("due_on", "unit__sort_key", "pk"):
        after = moved_to(deadline, row.due_on)
        if row.task.due_on and row.task.due_on != after:
            found.append(Shift(row.task, row.unit, row.task.due_on, after))
    return found


def amended_by(directive: Directive) -> list[Directive]:
    """Return the documents that amend or replace another: its deadlines are to be looked at by them."""
    acts = directive.acted_on_by.filter(
        kind__in=[RelationKind.AMEND, RelationKind.REPLACE], later__withdrawn_at__isnull=True
    )
    return [relation.later for relation in acts.select_related("later").order_by("from_day")]


def to_hand_out(day: date, ahead: timedelta) -> list[tuple[Deadline, date]]:
    """Return the deadlines that fall within a time from a day and of which no task was given yet, each with its day."""
    standing = Deadline.objects.filter(dropped_at__isnull=True, directive__withdrawn_at__isnull=True)
    near = [(each, due_day(each, day)) for each in standing.select_related("directive").order_by("pk")]
    near = [(each, due) for each, due in near if day <= due <= day + ahead]
    known = set(Given.objects.filter(deadline__in=[each for each, _due in near]).values_list("deadline_id", "due_on"))
    return [(each, due) for each, due in near if (each.pk, due) not in known]
