from dataclasses import fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day, short_date
from kheo.lib.refusals import Refused, Stale
from kheo.machinery.correspondence.models import Deadline, Entry, Given
from kheo.machinery.correspondence.queries import next_arrival, shifts_of, units_asked
from kheo.machinery.correspondence.rules import (
    ArrivalFacts,
    DeadlineFacts,
    SendingFacts,
    why_not_ask,
    why_not_receive,
    why_not_send,
    why_not_settle,
)
from kheo.machinery.correspondence.states import Direction
from kheo.machinery.directives.actions import amend
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.rules import DirectiveFacts
from kheo.machinery.directives.states import DirectiveKind
from kheo.machinery.duties.actions import assign
from kheo.machinery.duties.actions import move as move_task
from kheo.machinery.duties.models import Task
from kheo.machinery.numbering.actions import issue, reserve
from kheo.machinery.numbering.models import Book, Number
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Installation, Unit


class NotEntered(Refused):
    """The document cannot stand in the book so."""


class NotAsked(Refused):
    """The deadline cannot be so."""


@transaction.atomic
def receive(directive: Directive, facts: ArrivalFacts, *, by: User, at: datetime) -> Entry:
    """Enter a document of the register into the book of what came in; one that is there already is returned.

    :raises NotEntered: with every reason.
    """
    here = _book_held(by)
    if kept := _kept(here, directive, Direction.IN):
        return kept
    number = facts.number or next_arrival(here, facts.day.year)
    _check_arrival(facts, directive, Entry(unit=here, number=number), local_day(at))
    entry = Entry(unit=here, directive=directive, direction=Direction.IN, number=number, year=facts.day.year)
    if not facts.columns["sender"]:
        entry.sender = directive.issuer
    for name, value in facts.columns.items():
        if value:
            setattr(entry, name, value)
    entry.save()
    record("correspondence.receive", on=entry, by=by, at=at, number=number, document=str(directive))
    return entry


@transaction.atomic
def send_out(
    directive: Directive,
    facts: SendingFacts,
    *,
    book: Book | None = None,
    by: User,
    at: datetime,
) -> Entry:
    """Enter a document of the register into the book of what went out; one that is there already is returned.

    With a `book` it takes its number there, and bears it from then on.

    :raises NotEntered: with every reason.
    """
    here = _book_held(by)
    if kept := _kept(here, directive, Direction.OUT):
        return kept
    reasons = why_not_send(facts, directive.signed_on)
    if book and directive.number:
        reasons.append(
            _("The document bears number %(number)s already: choose no book.") % {"number": directive.number}
        )
    if reasons:
        raise NotEntered(*reasons)
    entry = Entry(unit=here, directive=directive, direction=Direction.OUT, year=facts.day.year, **facts.columns)
    if book and directive.signed_on:
        entry.taken = _number(book, directive, directive.signed_on, by, at)
        entry.number = entry.taken.number
        _bear(directive, entry.taken.text, by, at)
    entry.save()
    record("correspondence.send_out", on=entry, by=by, at=at, document=str(directive), recipients=entry.recipients)
    return entry


@transaction.atomic
def put_right(entry: Entry, facts: ArrivalFacts | SendingFacts, *, version: int, by: User, at: datetime) -> None:
    """Say otherwise what was noted of a document in the book. What is said already changes nothing.

    :raises NotEntered: with every reason.
    :raises Stale: if somebody else changed it since that version.
    """
    require(by, "correspondence.keep", on=entry.unit_id)
    said = dict(facts.columns)
    if isinstance(facts, ArrivalFacts):
        said |= {"number": facts.number or entry.number, "year": facts.day.year}
        _check_arrival(facts, entry.directive, entry, local_day(at))
    elif reasons := why_not_send(facts, entry.directive.signed_on):
        raise NotEntered(*reasons)
    changed = {name: value for name, value in said.items() if getattr(entry, name) != value}
    if not changed:
        return
    told = {name: [str(getattr(entry, name)), str(value)] for name, value in changed.items()}
    _save(entry, version, **changed)
    record("correspondence.put_right", on=entry, by=by, at=at, changed=told)


@transaction.atomic
def settle(entry: Entry, *, note: str, day: date, version: int, by: User, at: datetime) -> None:
    """Note that an incoming document is settled, how and on which day.

    :raises NotEntered: with every reason.
    :raises Stale: if somebody else changed it since that version.
    """
    require(by, "correspondence.keep", on=entry.unit_id)
    note = note.strip()
    if entry.settled_on == day and entry.settled_note == note:
        return
    if reasons := why_not_settle(entry, note, day):
        raise NotEntered(*reasons)
    _save(entry, version, settled_on=day, settled_note=note)
    record("correspondence.settle", on=entry, by=by, at=at, day=str(day), note=note)


@transaction.atomic
def ask(directive: Directive, facts: DeadlineFacts, *, by: User, at: datetime) -> Deadline:
    """Note a deadline that a document sets; the same form sent twice makes one.

    :raises NotAsked: with every reason.
    """
    _book_held(by)
    if facts.form_key and (kept := Deadline.objects.filter(form_key=facts.form_key).first()):
        return kept
    if reasons := why_not_ask(facts):
        raise NotAsked(*reasons)
    deadline = Deadline.objects.create(directive=directive, form_key=facts.form_key, **facts.columns)
    deadline.units.set(facts.units)
    record("correspondence.ask", on=deadline, by=by, at=at, document=str(directive), asked=deadline.asked)
    return deadline


@transaction.atomic
def ask_otherwise(
    deadline: Deadline, facts: DeadlineFacts, *, confirmed: bool, version: int, by: User, at: datetime
) -> None:
    """Say otherwise what a deadline is. Open tasks move to its new day only when that is confirmed.

    :raises NotAsked: with every reason, or if tasks would move and nobody confirmed it.
    :raises Stale: if somebody else changed it since that version.
    """
    here = _book_held(by)
    if reasons := why_not_ask(facts):
        raise NotAsked(*reasons)
    if not Deadline.objects.filter(pk=deadline.pk, version=version).update(version=F("version") + 1, **facts.columns):
        raise Stale(_("Somebody else has changed this deadline meanwhile. Look at it again."))
    deadline.refresh_from_db()
    deadline.units.set(facts.units)
    shifts = shifts_of(deadline)
    if shifts and not confirmed:
        raise NotAsked(_("Tasks that were given already would get another last day: look at the list and confirm."))
    because = f"{deadline.directive}, {deadline.clause}".strip(", ")
    for shift in shifts:
        move_task(shift.task, shift.after, because=because, by=by, at=at)
    _follow(deadline, [shift.task for shift in shifts])
    record("correspondence.ask_otherwise", on=deadline, by=by, at=at, moved=len(shifts), unit=here.pk)


@transaction.atomic
def drop(deadline: Deadline, *, by: User, at: datetime) -> None:
    """Take a deadline off a document; tasks that were given stay with their units."""
    _book_held(by)
    if Deadline.objects.filter(pk=deadline.pk, dropped_at__isnull=True).update(dropped_at=at):
        record("correspondence.drop", on=deadline, by=by, at=at, asked=deadline.asked)


@transaction.atomic
def hand_out(deadline: Deadline, due_on: date, *, by: User, at: datetime) -> list[Task]:
    """Give each unit of which a deadline asks something its task for a day; who has it already gets none again.

    :raises NotAsked: if no unit is meant, or the day is past.
    """
    here = _book_held(by)
    today = local_day(at)
    if due_on < today:
        raise NotAsked(_("The last day (%(day)s) is past: no task is given for it.") % {"day": short_date(due_on)})
    units = units_asked(deadline, here, today)
    if not units:
        raise NotAsked(_("No unit that stands today is meant by this deadline: change of whom it is asked."))
    have = set(Given.objects.filter(deadline=deadline, due_on=due_on).values_list("unit", flat=True))
    told: dict[str, Any] = {"title": deadline.asked, "source": _source(deadline), "due_on": due_on, "by": by, "at": at}
    tasks = []
    for unit in units:
        if unit.pk not in have:
            tasks.append(assign(unit=unit, **told))
            Given.objects.create(deadline=deadline, unit=unit, due_on=due_on, task=tasks[-1])
    if tasks:
        record("correspondence.hand_out", on=deadline, by=by, at=at, due_on=str(due_on), units=len(tasks))
    return tasks


def _book_held(by: User) -> Unit:
    """Return the body whose books are kept here, if somebody may keep them; until the end nobody else enters."""
    here = Installation.objects.select_for_update().select_related("unit").first()
    if here is None:
        raise NotEntered(_("Khéo is not set up yet."))
    require(by, "correspondence.keep", on=here.unit_id)
    return here.unit


def _kept(unit: Unit, directive: Directive, direction: Direction) -> Entry | None:
    return Entry.objects.filter(unit=unit, directive=directive, direction=direction).first()


def _check_arrival(facts: ArrivalFacts, directive: Directive, entry: Entry, today: date) -> None:
    others = Entry.objects.filter(unit=entry.unit_id, direction=Direction.IN, year=facts.day.year).exclude(pk=entry.pk)
    is_taken = others.filter(number=facts.number or entry.number).exists()
    if reasons := why_not_receive(facts, directive.signed_on, today, is_taken=is_taken):
        raise NotEntered(*reasons)


def _number(book: Book, directive: Directive, day: date, by: User, at: datetime) -> Number:
    """Take the next number of a book for a document that is signed, and let it stand on that."""
    url = reverse("directives:detail", args=[directive.pk])
    number = reserve(book, on=day, about=directive.title, url=url, by=by, at=at)
    issue(number, on=day, by=by, at=at, inside=True)
    return number


def _bear(directive: Directive, number: str, by: User, at: datetime) -> None:
    """Write the number on the document in the register."""
    names = [each.name for each in fields(DirectiveFacts) if each.name not in ("number", "form_key")]
    said = {name: getattr(directive, name) for name in names} | {"kind": DirectiveKind(directive.kind)}
    amend(directive, DirectiveFacts(number=number, **said), version=directive.version, by=by, at=at)


def _source(deadline: Deadline) -> str:
    """Return where a task was said: the document and its clause."""
    named = f"{deadline.directive} ({deadline.directive.issuer})"
    return (f"{deadline.clause} – {named}" if deadline.clause else named)[:300]


def _follow(deadline: Deadline, tasks: list[Task]) -> None:
    """Let what is noted of tasks follow them to their new day, so that they are not given again."""
    for task in tasks:
        Given.objects.filter(deadline=deadline, task=task).update(due_on=task.due_on)


def _save(entry: Entry, version: int, **columns: object) -> None:
    """Change an entry if it still is of that version."""
    if not Entry.objects.filter(pk=entry.pk, version=version).update(version=F("version") + 1, **columns):
        raise Stale(_("Somebody else has changed this entry meanwhile. Look at it again."))
    entry.refresh_from_db()
