"""Every register as a workbook: its columns come from its fields, and its rows go through the verbs of the form."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day, short_date
from kheo.lib.numbers import NotANumber, grouped, parse_number
from kheo.lib.refusals import Refused
from kheo.lib.row_codes import RowCodes
from kheo.machinery.intake.kit import (
    Choices,
    Clerk,
    Column,
    Finding,
    Occasion,
    Period,
    Reason,
    Sheet,
    Values,
    declare,
    official,
    units_by_name,
)
from kheo.machinery.intake.rules import day_in
from kheo.machinery.intake.states import Verdict
from kheo.machinery.registers.actions import correct, enter
from kheo.machinery.registers.kit import REGISTERS, Field, Record, Register
from kheo.machinery.registers.queries import MOST_OFFERED, all_offered, has_unit, known_again, lines_for, units_for
from kheo.machinery.registers.rules import UNIT, faults_in, known_as, said_of, texts_of, tidied
from kheo.organisation.units.models import Unit
from kheo.ui.addresses import address
from kheo.ui.forms import NOT_A_NUMBER

CODE, WHOLE = "id", "all"
_YES, _NO = gettext_lazy("Yes"), gettext_lazy("No")
_DAY_HINT = gettext_lazy("Day/month/year, for example 09/08/2026.")


def _number_in(text: str) -> Any:
    """Return the number that a cell says.

    :raises Refused: if it says none.
    """
    try:
        return parse_number(text)
    except NotANumber as error:
        raise Refused(NOT_A_NUMBER[error.problem]) from error


def column_of(register: Register, field: Field) -> Column:
    """Return the column of the official form for a field, read and written as its column of the table asks for."""
    column = register.column(field.name)
    said: dict[str, Any] = {"also": field.also, "width": field.width, "hint": field.hint, "example": field.example}
    said["needed"] = register.is_needed(field.name)
    if column.is_relation or column.choices or isinstance(column, models.BooleanField):
        return Column(field.name, field.label, empty=column.get_default(), **said)
    if isinstance(column, models.DateField):
        way: dict[str, Any] = {"parse": day_in, "write": short_date, "empty": None, "hint": field.hint or _DAY_HINT}
        return Column(field.name, field.label, **said | way)
    if isinstance(column, (models.IntegerField, models.DecimalField)):
        way = {"parse": _number_in, "write": str if field.plain else grouped, "empty": column.get_default()}
        return Column(field.name, field.label, **said | way)
    is_long = isinstance(column, models.TextField)
    return Column(field.name, field.label, limit=column.max_length or 0, is_long=is_long, **said)


def columns_of(register: Register) -> tuple[Column, ...]:
    """Return the columns of the official form: the unit, the fields, and the code by which a line is known."""
    unit = Column(
        UNIT,
        pgettext_lazy("sheet", "Unit"),
        also=("Đơn vị", "Xã", "Xã, phường", "Xã, thị trấn", "Xã, phường, thị trấn", "Địa phương", "Tên đơn vị"),
        needed=True,
        hint=gettext_lazy("The unit to which the line belongs; choose it from the list."),
    )
    hint = gettext_lazy("Leave it as it is; leave it empty for a new line.")
    code = Column(CODE, pgettext_lazy("sheet", "Code in Khéo"), width=14, is_fixed=True, hint=hint)
    fields = tuple(column_of(register, field) for field in register.fields)
    return (*fields, code) if register.belongs_to else (unit, *fields, code)


class RegisterClerk(Clerk):
    """Knows a register, the units for which the bringer may enter lines, and what they have in it."""

    is_by_row = True

    def __init__(self, register: Register, occasion: Occasion) -> None:
        """Read what is the same for every row.

        :raises Refused: if there is no unit for which the bringer may enter lines.
        """
        self._register, self._occasion = register, occasion
        self._codes = RowCodes(register.letters)
        day = local_day(occasion.at)
        under = Unit.objects.under(occasion.unit, day).values("pk")
        self._units = list(units_for(register, "enter", occasion.by, day).filter(pk__in=under).select_related("parent"))
        if not self._units:
            words = _("You may not enter lines for %(unit)s into “%(register)s”.")
            raise Refused(words % {"unit": occasion.unit.name, "register": register.title})
        asks_for_unit = not register.belongs_to
        self.implied: dict[str, Any] = {UNIT: self._units[0]} if asks_for_unit and len(self._units) == 1 else {}
        self.choices = {UNIT: units_by_name(self._units)} if asks_for_unit else {}
        self.choices |= {field.name: known for field in register.fields if (known := self._choices(field))}
        if occasion.period != WHOLE:
            self._be_about(occasion.period)
        self._by_code: dict[int, Any] = {}
        self._by_name: dict[tuple[int, str], Any] = {}

    def _be_about(self, number: str) -> None:
        """Take the workbook to be about the one record that was chosen with it, and its unit.

        :raises Refused: if it may not be chosen any more.
        """
        rows = all_offered(self._register, self._register.one_of, self._occasion.by)
        one = rows.filter(unit__in=self._units, pk=number).select_related(UNIT).first() if number.isdecimal() else None
        if one is None:
            raise Refused(_("What this workbook is about may not be chosen. Choose again, or take the whole register."))
        place = {} if self._register.belongs_to else {UNIT: one.unit}
        self.implied |= {**place, self._register.one_of: one}

    def _choices(self, field: Field) -> Choices | None:
        """Return what may be chosen in a column; None where anything may be written."""
        column = self._register.column(field.name)
        if column.is_relation:
            rows = all_offered(self._register, field.name, self._occasion.by)
            if rows.model is Unit:
                return units_by_name(list(rows.select_related("parent")))
            if field.is_shared or not has_unit(rows.model):
                return _by_name(list(rows))
            return _by_name(list(rows.filter(unit__in=self._units).select_related(UNIT)))
        if isinstance(column, models.BooleanField):
            return Choices({official(_YES): True, official(_NO): False})
        labels = {official(label): value for value, label in column.flatchoices or ()}
        return Choices(labels, field.ways) if labels else None

    def present(self) -> Iterator[Mapping[str, str]]:
        """Return what stands in the register for the bringer's units."""
        rows = lines_for(self._register, self._occasion.by).filter(withdrawn_at=None, unit__in=self._units)
        rows = rows.filter(**self.implied)
        for row in rows.order_by(*self._register.order, "pk"):
            yield {**self._texts(said_of(self._register, row)), CODE: self._codes.code_of(row.pk, row.version)}

    def record_of(self, code: str) -> Hashable:
        """Return the number that a code names, in whatever version."""
        return self._codes.number_in(code) or code

    def compared(self, values: Values) -> Values:
        """Return a row without the version of its code."""
        number = self._codes.number_in(values.get(CODE, ""))
        return {**values, CODE: self._codes.code_of(number)} if number else values

    def key_of(self, values: Values) -> Hashable:
        """Return the code in Khéo; without it the unit and what the line is known by in it."""
        code = values.get(CODE, "")
        return self._codes.number_in(code) or code or self._key(values)

    def _key(self, values: Values) -> tuple[int, str]:
        said = tidied(self._register, values)
        return said[UNIT].pk, known_as(self._register, said)

    def look_up(self, rows: Sequence[Values]) -> None:
        """Read the lines of these codes, and of these units and names."""
        numbers = {number for row in rows if (number := self._codes.number_in(row.get(CODE, "")))}
        seen = lines_for(self._register, self._occasion.by).filter(withdrawn_at=None, pk__in=numbers)
        self._by_code = {each.pk: each for each in seen}
        self._by_name = known_again(self._register, (self._key(row) for row in rows))

    def _meant(self, values: Values) -> Record | None:
        if code := values.get(CODE):
            return self._by_code.get(self._codes.number_in(code) or 0)
        return self._by_name.get(self._key(values))

    def check(self, values: Values) -> Finding:
        """Return whether a row is new, changes a line, says what it says already, or cannot stand so."""
        record = self._meant(values)
        if values.get(CODE) and record is None:
            words = _("Nothing that you may change in this register has that code. Leave it empty for a new line.")
            return Finding(Verdict.REFUSED, (Reason(words, CODE),))
        said = tidied(self._register, self._said(values, record))
        if reasons := self._against(said, record):
            return Finding(Verdict.REFUSED, reasons)
        if record is None:
            return Finding(Verdict.NEW)
        now, then = self._texts(said_of(self._register, record)), self._texts(said)
        before = {key: now[key] or "–" for key in values if key in now and now[key] != then[key]}
        if not before:
            return Finding(Verdict.SAME)
        if self._codes.version_in(values.get(CODE, "")) not in (None, record.version):
            words = _(
                "Somebody changed it after this file was downloaded, so nothing is overwritten."
                " Download the register again and make your change there."
            )
            return Finding(Verdict.REFUSED, (Reason(words),), before)
        return Finding(Verdict.CHANGED, before={key: now[key] for key in before})

    def _against(self, said: Values, record: Record | None) -> tuple[Reason, ...]:
        """Return what is against a row; another line of its name is the one that it means, unless a code says which."""
        faults = faults_in(self._register, said, record)
        if said[UNIT] not in self._units and record is None:
            return (Reason(_("You may not enter lines for the unit of this row."), UNIT),)
        return tuple(Reason(fault.text, fault.field) for fault in faults)

    def _said(self, values: Values, record: Record | None) -> dict[str, Any]:
        """Return what a row says; where it leaves a column out, what the register says stays."""
        names = [UNIT, *(field.name for field in self._register.fields)]
        kept = said_of(self._register, record) if record else {}
        return kept | {name: values[name] for name in names if name in values}

    def _texts(self, said: Values) -> dict[str, str]:
        """Return a line in the words of the form."""
        texts = dict(texts_of(self._register, said))
        for name, choices in self.choices.items():
            texts[name] = _label(choices, said[name]) if said.get(name) not in (None, "") else ""
        return texts

    def take(self, values: Values, *, hand_in: bool) -> int:
        """Enter or correct a line by the verbs of the form."""
        by, at, record = self._occasion.by, self._occasion.at, self._meant(values)
        said = self._said(values, record)
        if record is None:
            return int(enter(self._register, said, by=by, at=at).pk)
        correct(record, said, version=record.version, by=by, at=at)
        return int(record.pk)


def _label(choices: Choices, value: Any) -> str:
    """Return what a value is called in the form; one that may no longer be chosen by its own name."""
    try:
        return choices.label(value)
    except KeyError:
        return str(value)


def _by_name(rows: Sequence[Any]) -> Choices:
    """Return records as choices: by name, and by name and unit where several bear one."""
    names = [str(row) for row in rows]
    return Choices({f"{row} ({_place_of(row)})" if names.count(str(row)) > 1 else str(row): row for row in rows})


def _place_of(row: Any) -> str:
    """Return what tells a record from others of its name: its unit, or its number where it has none."""
    return row.unit.name if hasattr(row, "unit") else str(row.pk)


def periods_of(register: Register, user: User) -> list[Period]:
    """Return what a workbook may be about: the whole register, which goes on, or one record of a reference."""
    whole = [Period(WHOLE, _("Whole register"), True)]
    if not register.one_of:
        return whole
    rows = all_offered(register, register.one_of, user)[:MOST_OFFERED]
    return whole + [Period(str(row.pk), f"{row} ({row.unit.name})", True) for row in rows]


def sheet_of(register: Register) -> Sheet:
    """Return a register as a list that may come as a workbook, and goes out as one."""
    return Sheet(
        key=register.key,
        act=register.act("enter"),
        title=register.title,
        tab=register.title,
        columns=columns_of(register),
        periods=lambda user: periods_of(register, user),
        period_label=register.field(register.one_of).label if register.one_of else gettext_lazy("Period"),
        clerk=lambda occasion: RegisterClerk(register, occasion),
        home=lambda _period: address("registers:list", register.key),
        shown=(*register.known_by, *([] if register.belongs_to else [UNIT])),
        is_edited=True,
        is_merged=True,
        guide=(
            gettext_lazy("A row with its code in Khéo is known by it, so its name may be changed too."),
            gettext_lazy("What stands in the register and not in the workbook stays as it is."),
        ),
    )


for each in REGISTERS.values():
    declare(sheet_of(each))
