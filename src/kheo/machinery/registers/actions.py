from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record as note
from kheo.foundation.files.models import StoredFile
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.machinery.duties.actions import assign
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import ProofKind
from kheo.machinery.registers.kit import (
    Fault,
    HandedRecord,
    Record,
    Register,
    Said,
    TaskRecord,
    belonging_to,
    register_of,
)
from kheo.machinery.registers.models import Enclosure
from kheo.machinery.registers.queries import files_of, number_of_belongings
from kheo.machinery.registers.rules import (
    UNIT,
    changes_between,
    faults_in,
    folded,
    known_as,
    out_of_reach,
    said_of,
    texts_of,
    tidied,
    why_not_enclose,
    why_not_withdraw,
)
from kheo.machinery.registers.signals import line_changed
from kheo.organisation.access.rules import can, require
from kheo.organisation.units.models import Unit

# The longest title of a task, and what is to show that it is done.
TITLE_LIMIT = 500
PROOFS = (ProofKind.DOCUMENT,)


class NotKept(Refused):
    """The line cannot stand in the register so; `faults` says of each reason which field it is about."""

    def __init__(self, *faults: Fault) -> None:
        """Keep the fields with the reasons."""
        super().__init__(*(fault.text for fault in faults))
        self.faults = faults


class NotEnclosed(Refused):
    """The file cannot go with the line."""


class NotHandedOut(Refused):
    """The lines do not become tasks now."""


class NotWithdrawn(Refused):
    """The line is not taken out of the register."""


@transaction.atomic
def enter(register: Register, said: Said, *, form_key: UUID | None = None, by: User | None, at: datetime) -> Record:
    """Enter a line into a register; the same form sent twice makes one. `by` is nobody for the program itself.

    :raises NotKept: with everything that is wrong, each with its field.
    """
    tidy = tidied(register, said)
    _require(register, "enter", tidy.get(UNIT), by)
    if form_key and (kept := register.model._default_manager.filter(form_key=form_key).first()):
        return kept
    if faults := faults_in(register, tidy):
        raise NotKept(*faults)
    made = register.model(form_key=form_key)
    _write(register, made, tidy, by, at)
    note(register.act("enter"), on=made, by=by, at=at, unit=made.unit_id, name=str(made))
    return made


@transaction.atomic
def correct(record: Record, said: Said, *, version: int, by: User | None, at: datetime) -> None:
    """Say otherwise what a line of a register says; what is said already changes nothing. What belongs to it goes to
    another unit with it.

    :raises NotKept: with everything that is wrong, each with its field.
    :raises Stale: if somebody else changed it since that version.
    """
    register = register_of(record)
    before = said_of(register, record)
    tidy = tidied(register, before | dict(said))
    for unit in (record.unit, tidy.get(UNIT)):
        _require(register, "correct", unit, by)
    if faults := faults_in(register, tidy, record):
        raise NotKept(*faults)
    changes = changes_between(register, texts_of(register, before), texts_of(register, tidy))
    if not changes:
        return
    _claim(record, version)
    _write(register, record, tidy, by, at)
    for each in belonging_to(register):
        each.model._default_manager.filter(Q((each.belongs_to, record.pk))).update(unit=record.unit)
    told = {change.label: [change.before, change.after] for change in changes}
    note(register.act("correct"), on=record, by=by, at=at, unit=record.unit_id, changed=told)


@transaction.atomic
def withdraw(record: Record, *, reason: str, version: int, by: User, at: datetime) -> None:
    """Take a line that should not be there out of its register, with a reason. It is kept, and can still be looked at.

    :raises NotWithdrawn: with every reason.
    :raises Stale: if somebody else changed it since that version.
    """
    register = register_of(record)
    require(by, register.act("withdraw"), on=record.unit_id)
    reason = normalise(reason)
    reasons = why_not_withdraw(reason, number_of_belongings(register, record))
    if reasons := reasons + [fault.text for fault in register.why_not_change(record, None)]:
        raise NotWithdrawn(*reasons)
    _claim(record, version)
    record.withdrawn_at, record.withdrawn_because = at, reason
    _save(record, by, at)
    note(register.act("withdraw"), on=record, by=by, at=at, unit=record.unit_id, reason=reason)


@transaction.atomic
def enclose(record: Record, file: StoredFile, *, by: User, at: datetime) -> Enclosure:
    """Let a file go with a line; the same bytes only once.

    :raises NotEnclosed: if the line was withdrawn, or has as many files as it may have.
    """
    register = register_of(record)
    require(by, register.act("correct"), on=record.unit_id)
    kept = list(files_of(register, record))
    if twin := next((each for each in kept if each.file.sha256 == file.sha256), None):
        return twin
    if reasons := why_not_enclose(record, len(kept)):
        raise NotEnclosed(*reasons)
    made = Enclosure.objects.create(register=register.key, line=record.pk, file=file)
    note("registers.enclose", on=record, by=by, at=at, unit=record.unit_id, file=str(file.pk), name=file.name)
    return made


@transaction.atomic
def leave_out(record: Record, enclosure: Enclosure, *, by: User, at: datetime) -> None:
    """Let a file go with a line no more."""
    require(by, register_of(record).act("correct"), on=record.unit_id)
    told = {"file": str(enclosure.file_id), "name": enclosure.file.name}
    note("registers.leave_out", on=record, by=by, at=at, unit=record.unit_id, **told)
    enclosure.delete()


@transaction.atomic
def hand_out(
    lines: Sequence[HandedRecord], *, source: str, said_at: tuple[str, int], due_by: str, by: User, at: datetime
) -> None:
    """Give each line to the unit that it names as a task, with the last day in its column `due_by`; see `hand_over`.

    :raises NotHandedOut: with the units to which the giver may give none.
    :raises Stale: if somebody else changed one of them since it was read.
    """
    named = [(line, line.doer) for line in lines if line.doer]
    away = {unit.name for _line, unit in named if not can(by, "duties.assign", on=unit)}
    if away:
        raise NotHandedOut(*map(out_of_reach, sorted(away)))
    for line, unit in named:
        due_on = getattr(line, due_by)
        hand_over(line, unit, title=line.duty, source=source, due_on=due_on, said_at=said_at, by=by, at=at)


@transaction.atomic
def hand_over(
    line: TaskRecord,
    unit: Unit,
    *,
    title: str,
    source: str,
    due_on: date,
    said_at: tuple[str, int],
    by: User,
    at: datetime,
) -> Task:
    """Make a line the task of a unit until a day, with a document as proof; the office of the line's unit judges the
    result. `source` says in words where it was said, `said_at` by which its page is found (duties).

    :raises NotHandedOut: if the giver may give that unit none.
    :raises Stale: if somebody else changed the line since it was read.
    """
    if not can(by, "duties.assign", on=unit):
        raise NotHandedOut(out_of_reach(unit.name))
    before, giver, title = line.task_id, line.unit, title[:TITLE_LIMIT]
    told: dict[str, Any] = {"due_on": due_on, "said_at": said_at, "giver": giver}
    task = assign(unit=unit, title=title, source=source, proofs=PROOFS, by=by, at=at, **told)
    rows: QuerySet[Any] = QuerySet(type(line))  # Any: lines of one register
    if not rows.filter(task=before, pk=line.pk, version=line.version, withdrawn_at=None).update(task=task):
        raise Stale(_("Somebody else has changed this line meanwhile. Look at it again, then make your change."))
    line.task = task
    return task


def _require(register: Register, verb: str, unit: Unit | None, by: User | None) -> None:
    if by is not None and unit is not None:
        require(by, register.act(verb), on=unit)


def _claim(record: Record, version: int) -> None:
    """Take the line in the version that was read, or raise `Stale`."""
    as_read = type(record)._default_manager.filter(pk=record.pk, version=version, withdrawn_at=None)
    if not as_read.update(version=F("version") + 1):
        raise Stale(_("Somebody else has changed this line meanwhile. Look at it again, then make your change."))
    record.version = version + 1


def _write(register: Register, record: Record, said: Said, by: User | None, at: datetime) -> None:
    """Write what is said into a line, with what it is known by and found by."""
    for name, value in said.items():
        setattr(record, name, value)
    record.known_as, record.folded = known_as(register, said), folded(register, said)
    _save(record, by, at)


def _save(record: Record, by: User | None, at: datetime) -> None:
    """Write the row, and into its history who did so; tell it to whoever shows it."""
    record.changed_at = at
    record._history_user = by  # type: ignore[attr-defined]  # read by the history library
    record._history_date = at  # type: ignore[attr-defined]  # as above
    record.save()
    line_changed.send(type(record), record=record)
