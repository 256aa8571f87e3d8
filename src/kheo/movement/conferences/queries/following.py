"""What a conference concluded, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Prefetch, Q, QuerySet, Value, When

from kheo.foundation.accounts.models import User
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.movement.conferences.models import Conclusion, Conference, Duty


def followed_up(*conferences: Conference | None, user: User | None = None) -> QuerySet[Conclusion]:
    """Return the conclusions of conferences in order, each with its duties and their tasks: what became of them. With a
    user each duty says in `is_own` whether the user may open its task."""
    own = Q(task__in=Task.objects.visible_to(user).values("pk")) if user else Q(pk__in=[])
    duties = Duty.objects.select_related("unit", "task__unit").annotate(
        is_own=Case(When(own, then=Value(True)), default=Value(False))
    )
    rows = Conclusion.objects.filter(conference__in=[each for each in conferences if each])
    return rows.prefetch_related(Prefetch("duties", duties.order_by("pk"))).order_by("conference_id", "order", "pk")


@dataclass(frozen=True)
class Tally:
    """What became of the tasks of a conference: how many were given and not called off, done, accepted, late, still
    to do in time."""

    given: int
    done: int
    accepted: int
    late: int
    open: int


def tally_of(conclusions: Iterable[Conclusion], day: date) -> Tally:
    """Return what became of the tasks of conclusions (of `followed_up`) until a day."""
    tasks = [duty.task for row in conclusions for duty in row.duties.all() if duty.task]
    tasks = [task for task in tasks if task.state != TaskState.CANCELLED]
    to_do = [task for task in tasks if task.state == TaskState.OPEN]
    late = sum(1 for task in to_do if task.due_on is not None and task.due_on < day)
    accepted = sum(1 for task in tasks if task.accepted_at is not None)
    return Tally(len(tasks), len(tasks) - len(to_do), accepted, late, len(to_do) - late)


@dataclass(frozen=True)
class Followed:
    """What became of one task of a conclusion: `state` in words, `result` what its unit reported."""

    unit: str
    title: str
    due_on: date | None
    state: TaskState
    is_late: bool
    is_accepted: bool
    result: str


@dataclass(frozen=True)
class Became:
    """A conclusion of the conference before, and what became of each of its tasks."""

    text: str
    tasks: Sequence[Followed]


def became_of(conference: Conference | None, day: date) -> list[Became]:
    """Return what became of the conclusions of a conference until a day, in two queries: the part “Kết luận hội nghị
    trước” of reports rests on it. A task that was called off is not told; a duty whose task is not given yet is to do.
    """
    rows = followed_up(conference) if conference else []
    return [_told(row, [duty for duty in row.duties.all() if _stands(duty)], day) for row in rows]


def _stands(duty: Duty) -> bool:
    return duty.task is None or duty.task.state != TaskState.CANCELLED


def _followed(duty: Duty, day: date) -> Followed:
    task = duty.task
    state = TaskState(task.state) if task else TaskState.OPEN
    unit, due_on = (task.unit, task.due_on) if task else (duty.unit, duty.due_on)
    late = state == TaskState.OPEN and due_on is not None and due_on < day
    return Followed(
        unit.name,
        task.title if task else duty.title,
        due_on,
        state,
        late,
        bool(task and task.accepted_at),
        task.done_note if task else "",
    )


def said_at(conference: Conference | None, units: QuerySet[Any] | None = None) -> list[Became]:
    """Return the conclusions of a conference with their tasks; with `units` (or their numbers), only what gives these
    units something to do."""
    if conference is None:
        return []
    rows = followed_up(conference)
    if units is None:
        return [_told(row, [duty for duty in row.duties.all() if _stands(duty)]) for row in rows]
    theirs = Duty.objects.filter(conclusion__conference=conference, task__unit__in=units)
    wanted = set(theirs.exclude(task__state=TaskState.CANCELLED).values_list("pk", flat=True))
    told = (_told(row, [duty for duty in row.duties.all() if duty.pk in wanted]) for row in rows)
    return [each for each in told if each.tasks]


def _told(row: Conclusion, duties: Iterable[Duty], day: date = date.min) -> Became:
    return Became(row.text, [_followed(duty, day) for duty in duties])
