"""What a room declares in its `registers.py`: a register, that is a table of records with a list, a form, a workbook, a
history and rights. The table is an ordinary model of the room that builds on `Record`; the declaration says how it is
shown. Everything else is made here, once (docs/registers.md tells how to add one)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Expression, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from kheo.foundation.accounts.models import User
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.organisation.access.rules import in_reach
from kheo.organisation.units.models import Unit
from kheo.ui.declared import Catalogue

# What is said of a record, by the names of its fields and "unit".
Said = Mapping[str, Any]  # Any: what each column holds


@dataclass(frozen=True)
class Fault:
    """Something that is wrong in what is said of a record, in words, and the field that it is about."""

    text: str
    field: str = ""


class RecordQuerySet(models.QuerySet["Record"]):
    """The records of a register."""

    def visible_to(self, user: User) -> Self:
        """Return the records of the units that the user's posts cover today. What a unit that ended has left counts for
        its heir."""
        return self.filter(in_reach(user, f"{self.model._meta.app_label}.view"))

    def standing(self) -> Self:
        """Return the records that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)


class Record(models.Model):
    """A line of a register: of a unit, with a version against two hands at once, and a history. It is never deleted;
    one that should not be there is withdrawn with a reason.

    It stays with the unit that entered it: when units merge, whoever works for the heir reaches it, and figures of
    earlier years stay what they were (docs/decisions/0035).
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    # By what it is known again within its unit, and the words by which it is found: kept by the actions of this room.
    known_as = models.CharField(max_length=400, editable=False)
    folded = models.TextField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_because = models.CharField(max_length=500, blank=True, editable=False)
    # The one-time key of the form it came by: the same form sent twice makes one record.
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    history = HistoricalRecords(inherit=True, excluded_fields=["folded", "form_key"])

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "unit", "known_as", condition=Q(withdrawn_at=None), name="%(app_label)s_%(class)s_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["unit", "known_as"])]


class TaskRecord(Record):
    """A line that may become the task of a unit (`actions.hand_over`)."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    class Meta(Record.Meta):
        abstract = True

    @property
    def has_task(self) -> bool:
        """Whether it is a task that was not called off; `WITHOUT_TASK` says the contrary in SQL."""
        return self.task is not None and self.task.state != TaskState.CANCELLED

    @property
    def is_with_unit(self) -> bool:
        """Whether a unit has its task, and the result is not accepted yet."""
        return bool(self.task and self.has_task and self.task.accepted_at is None)


class HandedRecord(TaskRecord):
    """A line that names the unit which is to do something about it (`actions.hand_out`)."""

    doer = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Record.Meta):
        abstract = True

    @property
    def duty(self) -> str:
        """What the unit is told to do, in the words of the line."""
        raise NotImplementedError


WITHOUT_TASK = Q(task=None) | Q(task__state=TaskState.CANCELLED)


@dataclass(frozen=True)
class Field:
    """A column of the table as people see it: its label, a hint, other headings under which offices send it.

    `in_list` shows it in the list, `narrows` lets the list be narrowed by it (a choice, a number or another record).
    A number that is `plain` has no points between its thousands, as a year has none. A day that `is_today` until
    somebody says otherwise stands so in a new form.
    `ways` are other words under which offices write its choices ("đ" for đồng), each with the choice that it means.
    `words_of(near)` gives the words among which a text is chosen in a form, of the line or the one it will belong to;
    none where it is typed.
    `offered(user)` gives the records that may be chosen in a reference to another table; those that `is_shared` are of
    an office above, and may be chosen for a line of any unit. `page(record, user)` is the address of one
    of them, if the user may see it. Whether it must be filled in,
    how long it may be and what may be chosen is said by the model.
    """

    name: str
    label: Promise
    hint: Promise | str = ""
    also: tuple[str, ...] = ()
    ways: tuple[tuple[str, str], ...] = ()
    in_list: bool = False
    narrows: bool = False
    plain: bool = False
    is_today: bool = False
    width: float = 18
    example: Promise | str = ""
    offered: Callable[[User], models.QuerySet[Any]] | None = None
    is_shared: bool = False
    page: Callable[[Any, User], str] | None = None
    words_of: Callable[[Any], Sequence[str]] | None = None


@dataclass(frozen=True)
class Sum:
    """A number added up over the records of a list: of a column or, where `part_of` names another, its share of that in
    per cent. `made_of` is an expression that is added up in the place of a column of that name."""

    label: Promise
    column: str
    part_of: str = ""
    made_of: Expression | None = None


@dataclass(frozen=True)
class Door:
    """A button on the page of a line that leads to a page of the room's own: `url(line)` is its address, nothing where
    the line has none; `act` the right that is asked for at its unit. One beside the list is given the register, and
    asks for the right at any unit."""

    label: Promise
    icon: str
    act: str
    url: Callable[[Any], str]  # Any: a record of the register, or the register itself


def _nothing(_said: Said) -> list[Fault]:
    return []


def _nothing_more(_said: Said) -> dict[str, Any]:
    return {}


def _no_others(_said: Said, _record: Record | None) -> list[Fault]:
    return []


def _free(_record: Any, _said: Said | None) -> list[Fault]:
    return []


@dataclass(frozen=True)
class Register:
    """A register of a room: its word in addresses and for its workbook, its table, and how it is shown.

    Who may see, enter, correct and withdraw is said by the room's `policy.py`: ROOM.view, ROOM.enter, ROOM.correct,
    ROOM.withdraw. `known_by` are the fields by which a record is known again within its unit (a workbook that brings
    it again changes it); `order` that of the list, from columns that are never empty. `why_not` gives what the room's
    own rules have against what is said, `against_others` what other lines have against it (asked when nothing else is
    wrong, with the line that is corrected). `why_not_change(line, said)` gives what the room has against correcting a
    line so, or (None) against withdrawing it: for what others rest on already, a task that was given, a text that is
    published. `completed` gives what follows from what is said and need not be written. A workbook may be about one
    record of the reference `one_of`, which is then chosen with the file. `letters` begin the codes of its rows in a
    workbook. Records that belong to those of another register name it by `belongs_to`, a field of theirs: they stand
    on its page, in the order `within`, and have its unit. `doors` are buttons on its page, `beside` those on the list.
    Where these are many and have a page of their own, they are not `shown_within`: a link leads to their list.
    `rights` names the rights of verbs that are asked for otherwise than in the rest of its room.
    """

    key: str
    letters: str
    model: type[Record]
    title: Promise
    one: Promise
    lead: Promise
    enter: Promise
    icon: str
    fields: Sequence[Field]
    known_by: Sequence[str]
    order: Sequence[str] = ("unit__sort_key", "known_as")
    why_not: Callable[[Said], list[Fault]] = _nothing
    against_others: Callable[[Said, Record | None], list[Fault]] = _no_others
    completed: Callable[[Said], Mapping[str, Any]] = _nothing_more
    one_of: str = ""
    sums: Sequence[Sum] = ()
    belongs_to: str = ""
    within: Sequence[str] = ("-known_as", "-pk")
    shown_within: bool = True
    why_not_change: Callable[[Any, Said | None], list[Fault]] = _free  # Any: a record of the register
    doors: Sequence[Door] = ()
    beside: Sequence[Door] = ()
    rights: Sequence[tuple[str, str]] = ()

    def act(self, verb: str) -> str:
        """Return the right that a verb asks for."""
        return dict(self.rights).get(verb) or f"{self.model._meta.app_label}.{verb}"

    def field(self, name: str) -> Field:
        """Return a field by its name."""
        return next(field for field in self.fields if field.name == name)

    def column(self, name: str) -> "models.Field[Any, Any]":
        """Return the column of the table that holds a field."""
        column = self.model._meta.get_field(name)
        assert isinstance(column, models.Field)  # noqa: S101 -- a declared field is a column of its own table
        return column

    def is_needed(self, name: str) -> bool:
        """Tell whether a field must be filled in."""
        column = self.column(name)
        return not column.blank and not isinstance(column, models.BooleanField)

    @property
    def references(self) -> list[str]:
        """The fields that refer to records of other tables, and those by which the record it belongs to is named."""
        own = [field.name for field in self.fields if self.column(field.name).is_relation]
        if not self.belongs_to:
            return own
        table = self.column(self.belongs_to).related_model
        whole = next(each for each in REGISTERS.values() if each.model is table)
        return own + [f"{self.belongs_to}__{name}" for name in whole.references]


REGISTERS: Catalogue[Register] = Catalogue("registers")


def declare(register: Register) -> Register:
    """Add a register to those of the house; a key is declared once."""
    REGISTERS.declare(register.key, register)
    return register


def register_of(record: Record) -> Register:
    """Return the register that a record is a line of."""
    return next(register for register in REGISTERS.values() if register.model is type(record))


def belonging_to(register: Register) -> list[Register]:
    """Return the registers whose records belong to those of another."""
    return [
        each
        for each in REGISTERS.values()
        if each.belongs_to and each.column(each.belongs_to).related_model is register.model
    ]
