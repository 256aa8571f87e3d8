"""The lines of any register as tables: of a list, of a page, of a summary, and as a workbook."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.lib.office import sheets_out
from kheo.machinery.registers.kit import Door, Field, Record, Register, register_of
from kheo.machinery.registers.queries import Belongings, Total
from kheo.machinery.registers.rules import neat, text_of
from kheo.organisation.access.rules import can, can_anywhere
from kheo.ui.addresses import address
from kheo.ui.tables import Cell, Column, Row, Table


def address_of(register: Register, record: Record) -> str:
    """Return the page of a line."""
    return address("registers:line", register.key, record.pk)


def list_of(register: Register, rows: Iterable[Record]) -> Table:
    """Return lines as the table of a list: the line's name, its unit, and the fields that the list shows."""
    fields = [field for field in register.fields if field.in_list]
    heads = [Column(str(register.one)), Column(pgettext("register", "Unit"))]
    heads += [_head(register, field) for field in fields]
    named = ((row, [Cell(str(row), address_of(register, row)), Cell(row.unit.name)]) for row in rows)
    return Table(str(register.title), heads, [Row([*who, *_cells(register, row, fields)]) for row, who in named])


def _head(register: Register, field: Field) -> Column:
    return Column(str(field.label), number=_is_number(register, field))


def _is_number(register: Register, field: Field) -> bool:
    is_number = isinstance(register.column(field.name), (models.IntegerField, models.DecimalField))
    return is_number and not field.plain and not register.column(field.name).choices


def _cells(register: Register, row: Record, fields: Sequence[Field]) -> list[Cell]:
    return [
        Cell(neat(value) if _is_number(register, field) else text_of(register, field.name, value))
        for field in fields
        for value in [getattr(row, field.name)]
    ]


def belongings_table(found: Belongings) -> Table:
    """Return the lines that belong to a record as a table: what they are known by leads to each."""
    register = found.register
    fields = [field for field in register.fields if field.in_list and field.name != register.belongs_to]
    heads = [_head(register, field) for field in fields]
    rows = []
    for row in found.rows:
        named, *others = _cells(register, row, fields)
        rows.append(Row([Cell(named.value, address_of(register, row)), *others]))
    return Table(str(register.title), heads, rows)


def facts_of(register: Register, record: Record, user: User) -> list[tuple[str, str, str]]:
    """Return what a line says: each label, the words (a dash for what was left empty), and the page of the record that
    it names, if the user may see it."""
    facts = [(pgettext("register", "Unit"), record.unit.name, "")]
    for field in register.fields:
        value = getattr(record, field.name)
        text = text_of(register, field.name, value)
        facts.append((str(field.label), text or "–", _page_of(register, field, value, user) if text else ""))
    return facts


def _page_of(register: Register, field: Field, value: Any, user: User) -> str:
    """Return the page of the record that a field names: of a line, or as the field says."""
    if field.name == register.belongs_to:
        return address_of(register_of(value), value)
    return field.page(value, user) if field.page else ""


def doors_of(register: Register, record: Record, user: User) -> list[tuple[Door, str]]:
    """Return the buttons of a line that its room has, each with its address, as far as the user may press them."""
    doors = ((door, door.url(record)) for door in register.doors if can(user, door.act, on=record.unit_id))
    return [(door, url) for door, url in doors if url and not record.withdrawn_at]


def doors_beside(register: Register, user: User) -> list[tuple[Door, str]]:
    """Return the buttons of a list that its room has, each with its address, as far as the user may press them."""
    return [(door, door.url(register)) for door in register.beside if can_anywhere(user, door.act)]


def summary_table(register: Register, label: str, totals: Sequence[Total], whole: Total, asked: QueryDict) -> Table:
    """Return a summary as a table; each number of lines opens the list of just these."""
    heads = [Column(label), Column(pgettext("register", "Lines"), number=True)]
    heads += [Column(str(each.label), number=not each.part_of) for each in register.sums]
    rows = [_summed(register, total, asked) for total in totals]
    return Table(str(register.title), heads, [*rows, _summed(register, whole, asked, is_total=True)])


def _summed(register: Register, total: Total, asked: QueryDict, *, is_total: bool = False) -> Row:
    place = {name: value for name, value in asked.items() if name != "by" and value} | total.narrowed
    link = f"{address('registers:list', register.key)}?{urlencode(place)}" if total.narrowed or is_total else ""
    return Row([Cell(total.label), Cell(total.number, link), *map(Cell, total.sums)], total=is_total)


def sheet_of(register: Register, rows: Iterable[Record], told: Sequence[str], day: date) -> sheets_out.Table:
    """Return a list as a sheet, with every field and what it was narrowed by."""
    heads = [sheets_out.Column(pgettext("register", "Unit"), 24)]
    heads += [sheets_out.Column(str(field.label), field.width) for field in register.fields]
    titles = [
        str(register.title),
        "; ".join(told) or pgettext("register", "All lines"),
        _("As of %(day)s") % {"day": short_date(day)},
    ]
    name = sheets_out.sheet_name(str(register.title))
    return sheets_out.Table(name=name, columns=heads, rows=(_said(register, row) for row in rows), titles=titles)


def _said(register: Register, row: Record) -> list[sheets_out.Value]:
    return [row.unit.name, *(_value(register, field, getattr(row, field.name)) for field in register.fields)]


def _value(register: Register, field: Field, value: Any) -> sheets_out.Value:
    """Return a value as a cell holds it: numbers and days as such, everything else in words."""
    if _is_number(register, field) or isinstance(value, date):
        return neat(value)  # type: ignore[no-any-return]  # a number, a day or nothing
    return text_of(register, field.name, value)
