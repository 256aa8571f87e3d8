from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Stale
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


@transaction.atomic
def assign(*, unit: Unit, title: str, source: str, due_on: date | None, by: User | None, at: datetime) -> Task:
    """Give a unit a task, with where it was said and its last day."""
    if by is not None:
        require(by, "duties.assign", on=unit)
    task = Task.objects.create(unit=unit, title=title, source=source, due_on=due_on)
    record("duties.assign", on=task, by=by, at=at, unit=unit.pk, due_on=due_on)
    return task


@transaction.atomic
def finish(task: Task, *, note: str, by: User, at: datetime) -> None:
    """Report a task as done, with its result.

    :raises Stale: if it is no longer open.
    """
    require(by, "duties.finish", on=task.unit_id)
    open_now = Task.objects.filter(pk=task.pk, state=TaskState.OPEN)
    if not open_now.update(state=TaskState.DONE, done_at=at, done_note=note):
        raise Stale(_("This task is no longer open."))
    task.refresh_from_db()
    record("duties.finish", on=task, by=by, at=at, note=note)


@transaction.atomic
def move(task: Task, due_on: date, *, because: str, by: User, at: datetime) -> None:
    """Give an open task another last day, because of something; the same day again changes nothing.

    :raises Stale: if it is no longer open.
    """
    require(by, "duties.assign", on=task.unit_id)
    before = task.due_on
    if before == due_on:
        return
    if not Task.objects.filter(pk=task.pk, state=TaskState.OPEN).update(due_on=due_on):
        raise Stale(_("This task is no longer open."))
    task.refresh_from_db()
    record("duties.move", on=task, by=by, at=at, before=before, due_on=due_on, because=because)
