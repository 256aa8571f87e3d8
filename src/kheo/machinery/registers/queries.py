"""Lists, histories and sums of any register."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet
from django.db.models import Sum as Added
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.foundation.accounts.models import User
from kheo.machinery.duties.models import Task
from kheo.machinery.registers.kit import REGISTERS, Record, Register, TaskRecord, belonging_to
from kheo.machinery.registers.models import Enclosure
from kheo.machinery.registers.rules import UNIT, Change, changes_between, said_of, sum_of, text_of, texts_of
from kheo.organisation.access.rules import can_anywhere, reach
from kheo.organisation.units.models import Unit, UnitVersion

MOST_OFFERED = 500
MOST_SHOWN = 50


def registers_for(user: User) -> list[Register]:
    """Return the registers that a user may see, in the order of the rooms."""
    return [register for register in REGISTERS.values() if can_anywhere(user, register.act("view"))]


def lines_for(register: Register, user: User) -> QuerySet[Any]:
    """Return the lines of a register that a user may see, withdrawn ones too, with all that a list shows of them."""
    rows = register.model._default_manager.get_queryset()
    seen: QuerySet[Any] = rows.visible_to(user)  # type: ignore[attr-defined]  # every record's own
    return seen.select_related(UNIT, *register.references)


def units_for(register: Register, verb: str, user: User, day: date) -> QuerySet[Unit]:
    """Return the units that stand on a day for which a user may do something with the register, in order."""
    allowed = Unit.objects.filter(pk__in=reach(user, register.act(verb)))
    return allowed.filter(pk__in=UnitVersion.objects.on(day).values("unit_id")).in_order()


def all_offered(register: Register, name: str, user: User) -> QuerySet[Any]:
    """Return the records that a user may name in a reference, in their order."""
    field = register.field(name)
    return field.offered(user) if field.offered else _of_whole(register, name, user)


def has_unit(table: type[Model]) -> bool:
    """Tell whether records of a table are of a unit: choices that all units have (units, kinds, criteria) are
    offered whole."""
    return any(field.name == UNIT for field in table._meta.get_fields())


def offered_in(
    register: Register, name: str, user: User, *, unit: int | None = None, chosen: int | None = None
) -> QuerySet[Any]:
    """Return the records that may be chosen in a reference on a page; of more than anybody would choose from, only
    those of a unit, with the one that is chosen. Units are offered all, and what is shared or of no unit."""
    rows = all_offered(register, name, user)
    is_whole = register.field(name).is_shared or not has_unit(rows.model)
    if is_whole or rows[: MOST_OFFERED + 1].count() <= MOST_OFFERED:
        return rows
    return rows.filter(Q(unit=unit) | Q(pk=chosen)) if unit else rows.none()


def _of_whole(register: Register, name: str, user: User) -> QuerySet[Any]:
    """Return the lines of the register to which those of this one belong."""
    whole = next(each for each in REGISTERS.values() if each.model is register.column(name).related_model)
    return lines_for(whole, user).filter(withdrawn_at=None).order_by(*whole.order)


@dataclass(frozen=True)
class Version:
    """What somebody did to a record, and when: nothing changed where it was entered."""

    at: datetime
    who: str
    what: str
    changes: Sequence[Change]


def history_of(register: Register, record: Record) -> list[Version]:
    """Return what was done to a record, the last first."""
    rows = list(record.history.select_related("history_user", UNIT, *register.references).order_by("history_id"))
    found, before = [], None
    for row in rows:
        after = texts_of(register, said_of(register, row))
        changes: list[Change] = changes_between(register, before, after) if before else []
        found.append(Version(row.history_date, str(row.history_user or _("The program")), _done(row, before), changes))
        before = after
    return found[::-1]


def _done(row: Any, before: object) -> str:
    if row.withdrawn_at:
        return _("Withdrawn: %(reason)s") % {"reason": row.withdrawn_because}
    return pgettext("registers", "Corrected") if before else pgettext("registers", "Entered")


@dataclass(frozen=True)
class Belongings:
    """The lines of another register that belong to a record: the newest of them, and how many there are."""

    register: Register
    rows: list[Any]
    total: int


def belongings_of(register: Register, record: Record) -> list[Belongings]:
    """Return what belongs to a record, by register; none of what only a link leads to."""
    found = []
    for each in belonging_to(register):
        if not each.shown_within:
            found.append(Belongings(each, [], 0))
            continue
        rows = each.model._default_manager.filter(Q((each.belongs_to, record.pk)), withdrawn_at=None)
        shown = list(rows.select_related(*each.references).order_by(*each.within)[: MOST_SHOWN + 1])
        total = len(shown) if len(shown) <= MOST_SHOWN else rows.count()
        found.append(Belongings(each, shown[:MOST_SHOWN], total))
    return found


def number_of_belongings(register: Register, record: Record) -> int:
    """Return how many lines of other registers belong to a record."""
    owned = (
        each.model._default_manager.filter(Q((each.belongs_to, record.pk)), withdrawn_at=None)
        for each in belonging_to(register)
    )
    return sum(rows.count() for rows in owned)


def files_of(register: Register, record: Record) -> QuerySet[Enclosure]:
    """Return the files that go with a record, in the order in which they came."""
    return Enclosure.objects.filter(register=register.key, line=record.pk).select_related("file").order_by("pk")


def tasks_seen_by(user: User, lines: Iterable[TaskRecord]) -> set[int]:
    """Return which tasks of lines that were handed out a user may see."""
    given = [line.task_id for line in lines if line.task_id]
    return set(Task.objects.visible_to(user).filter(pk__in=given).values_list("pk", flat=True)) if given else set()


# Sums ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Total:
    """A row of a summary: what is added up, how many records, the sums (shares in words), and how the list is narrowed
    to just these records."""

    label: str
    number: int
    sums: Sequence[Any]
    narrowed: dict[str, str]


def ways_to_group(register: Register) -> dict[str, str]:
    """Return by what a summary may be grouped, each with its label: the unit, and what the list is narrowed by."""
    fields = [field for field in register.fields if field.narrows and not register.column(field.name).is_relation]
    return {UNIT: _("Unit")} | {field.name: str(field.label) for field in fields}


def summary(register: Register, rows: QuerySet[Any], by: str) -> tuple[list[Total], Total]:
    """Return the records of a list added up by something, in one question, and all of them together."""
    made = {each.column: each.made_of for each in register.sums if each.made_of}
    columns = {f"sum_{name}": Added(made.get(name, F(name))) for name in _summed(register)}
    keys = ["unit__sort_key", "unit__slug", "unit__name"] if by == UNIT else [by]
    groups = list(rows.order_by(*keys).values(*keys).annotate(number=Count("pk"), **columns))
    totals = [_total(register, group, by) for group in groups]
    whole = {name: sum(group[name] or 0 for group in groups) for name in columns}
    return totals, Total(_("All together"), sum(g["number"] for g in groups), _sums(register, whole), {})


def _summed(register: Register) -> Iterable[str]:
    return dict.fromkeys(name for each in register.sums for name in (each.column, each.part_of) if name)


def _total(register: Register, group: dict[str, Any], by: str) -> Total:
    if by == UNIT:
        narrowed = {UNIT: group["unit__slug"], "only": "on"}
        return Total(group["unit__name"], group["number"], _sums(register, group), narrowed)
    value = group[by]
    label = text_of(register, by, value) or "–"
    return Total(label, group["number"], _sums(register, group), {} if value in (None, "") else {by: str(value)})


def _sums(register: Register, group: dict[str, Any]) -> list[Any]:
    named = {name: group[f"sum_{name}"] for name in _summed(register)}
    return [sum_of(each, named) for each in register.sums]


def known_again(register: Register, keys: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Any]:
    """Return the standing records of some units that are known by some keys, by both."""
    asked = set(keys)
    rows = register.model._default_manager.filter(
        unit__in={unit for unit, _key in asked}, known_as__in={key for _unit, key in asked}, withdrawn_at=None
    )
    found = {(row.unit_id, row.known_as): row for row in rows.select_related(UNIT, *register.references)}
    return {key: row for key, row in found.items() if key in asked}
