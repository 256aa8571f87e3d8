from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.models import StoredFile
from kheo.lib.dates import local_day, short_date
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.machinery.duties.models import Proof, Task
from kheo.machinery.duties.rules import why_not_finish
from kheo.machinery.duties.states import TaskState
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.machinery.notices.queries import people_at
from kheo.organisation.access.rules import require
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Unit


class NotMet(Refused):
    """The rules are against this step of a task."""


@transaction.atomic
def assign(
    *,
    unit: Unit,
    title: str,
    source: str,
    due_on: date | None,
    proofs: Sequence[str] = (),
    said_at: tuple[str, int] | None = None,
    giver: Unit | None = None,
    by: User | None,
    at: datetime,
) -> Task:
    """Give a unit a task, with where it was said, its last day and what is to show it (`ProofKind`). `said_at` is a
    kind of `kit.SOURCES` and a number; `giver` is whose standing office judges the result, of its own unit
    otherwise."""
    if by is not None:
        require(by, "duties.assign", on=unit)
    kind, number = said_at or ("", None)
    known = {"source": source, "source_kind": kind, "source_id": number, "giver": giver, "proof_kinds": list(proofs)}
    task = Task.objects.create(unit=unit, title=title, due_on=due_on, **known)
    record("duties.assign", on=task, by=by, at=at, unit=unit.pk, due_on=due_on)
    return task


@transaction.atomic
def finish(task: Task, *, note: str, files: Sequence[StoredFile] = (), by: User, at: datetime) -> None:
    """Report a task as done, with its result and what shows it; what was shown before counts too.

    :raises NotMet: with everything that was asked for and is missing.
    :raises Stale: if it is no longer open.
    """
    require(by, "duties.finish", on=task.unit_id)
    shown = [file.kind for file in files] + list(task.proofs.values_list("file__kind", flat=True))
    if reasons := why_not_finish(task.proof_kinds, note, shown):
        raise NotMet(*reasons)
    open_now = Task.objects.filter(pk=task.pk, state=TaskState.OPEN)
    if not open_now.update(state=TaskState.DONE, done_at=at, done_note=note, because=""):
        raise Stale(_("This task is no longer open."))
    task.refresh_from_db()
    Proof.objects.bulk_create(Proof(task=task, file=file) for file in files)
    record("duties.finish", on=task, by=by, at=at, note=note, files=[str(file.pk) for file in files])


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


@transaction.atomic
def accept(task: Task, *, by: User, at: datetime) -> None:
    """Accept the result of a task.

    :raises Stale: if it is not done, or was accepted before.
    """
    require(by, "duties.judge", on=task.judge_id)
    _judge(task, {"accepted_at": at})
    record("duties.accept", on=task, by=by, at=at)


@transaction.atomic
def send_back(task: Task, *, reason: str, by: User, at: datetime) -> None:
    """Send the result of a task back with a reason: it is to do again, and its unit is told. What it had shown stays.

    :raises NotMet: without a reason.
    :raises Stale: if it is not done, or was accepted.
    """
    require(by, "duties.judge", on=task.judge_id)
    because = _reason(reason, _("Say what is missing, so that the unit can complete it."))
    _judge(task, {"state": TaskState.OPEN, "done_at": None, "because": because})
    title = _("Sent back: %(title)s") % {"title": task.title}
    _tell(task, f"back:{at:%Y%m%d%H%M%S}", title, because, by, at)
    record("duties.send_back", on=task, by=by, at=at, reason=because)


@transaction.atomic
def call_off(task: Task, *, reason: str, by: User, at: datetime) -> None:
    """Call a task off with a reason, which its unit is told.

    :raises NotMet: without a reason.
    :raises Stale: if it is no longer open.
    """
    require(by, "duties.judge", on=task.judge_id)
    because = _reason(reason, _("Say why the task is called off."))
    open_now = Task.objects.filter(pk=task.pk, state=TaskState.OPEN)
    if not open_now.update(state=TaskState.CANCELLED, because=because):
        raise Stale(_("This task is no longer open."))
    task.refresh_from_db()
    _tell(task, "off", _("Called off: %(title)s") % {"title": task.title}, because, by, at)
    record("duties.call_off", on=task, by=by, at=at, reason=because)


@transaction.atomic
def press_for(task: Task, *, by: User, at: datetime) -> int:
    """Remind a unit of an open task, once a day; return how many people were told.

    :raises Stale: if it is no longer open.
    """
    require(by, "duties.judge", on=task.judge_id)
    if not Task.objects.filter(pk=task.pk, state=TaskState.OPEN).exists():
        raise Stale(_("This task is no longer open."))
    text = _("Due: until the end of %(day)s") % {"day": short_date(task.due_on)} if task.due_on else ""
    title = _("Reminder: %(title)s") % {"title": task.title}
    told = _tell(task, f"press:{local_day(at)}", title, text, by, at)
    record("duties.press_for", on=task, by=by, at=at, told=told)
    return told


def _judge(task: Task, columns: dict[str, object]) -> None:
    done_now = Task.objects.filter(pk=task.pk, state=TaskState.DONE, accepted_at=None)
    if not done_now.update(**columns):
        raise Stale(_("This result has been judged already. Reload the page."))
    task.refresh_from_db()


def _reason(reason: str, otherwise: str) -> str:
    if not normalise(reason):
        raise NotMet(otherwise)
    return normalise(reason)


def _tell(task: Task, what: str, title: str, text: str, by: User, at: datetime) -> int:
    people = people_at(task.unit, {Role.OFFICER, Role.STANDING_OFFICE}, local_day(at))
    address = reverse("duties:detail", args=[task.pk])
    message = Message("duties", f"duties.{what}:{task.pk}", title, text, address, task.unit_id)
    return len(tell(people, message, by=by, at=at))
