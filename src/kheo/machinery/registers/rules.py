"""What must be true of a line of any register, and how what it says is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.lib.dates import short_date
from kheo.lib.numbers import grouped, percent
from kheo.lib.vitext import exact_key, fold, normalise
from kheo.machinery.registers.kit import Fault, Record, Register, Said, Sum

REASON_LIMIT, KEY_LIMIT = 500, 400
MOST_FILES = 20
UNIT = "unit"


def said_of(register: Register, record: Record) -> dict[str, Any]:
    """Return what a record says, by the names of the fields and "unit"."""
    return {UNIT: record.unit} | {field.name: getattr(record, field.name) for field in register.fields}


def tidied(register: Register, said: Said) -> dict[str, Any]:
    """Return what is said in the one spelling, with a unit; one that belongs to another record has the unit of that.
    What is left unsaid is what the column holds by itself, or follows from the rest."""
    tidy = {field.name: register.column(field.name).get_default() for field in register.fields}
    tidy |= {name: normalise(value) if isinstance(value, str) else value for name, value in said.items()}
    if register.belongs_to and (whole := tidy.get(register.belongs_to)):
        tidy[UNIT] = whole.unit
    return tidy | dict(register.completed(tidy))


def text_of(register: Register, name: str, value: Any) -> str:
    """Return in words what a field says: a choice by its label, a day as 09/08/2026, a number with its thousands."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Decimal):  # the same number however many decimals the column keeps
        return grouped(neat(value))
    if isinstance(value, int):
        return str(value) if register.field(name).plain else grouped(value)
    choices = {} if name == UNIT else dict(register.column(name).flatchoices)
    return str(choices.get(value, value))


def neat(value: Any) -> Any:
    """Return a number without the empty decimals that its column keeps; anything else as it is."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else value.normalize()


def texts_of(register: Register, said: Said) -> dict[str, str]:
    """Return in words what each field says."""
    return {name: text_of(register, name, said[name]) for name in (UNIT, *(field.name for field in register.fields))}


def known_as(register: Register, said: Said) -> str:
    """Return by what a record is known again within its unit, however its tones are placed and its capitals."""
    return " · ".join(exact_key(_key_text(said.get(name))) for name in register.known_by)[:KEY_LIMIT]


def _key_text(value: Any) -> str:
    """Return what of a value a key is made of: of another record its number, for its name may change."""
    return str(value.pk) if isinstance(value, models.Model) else str(value or "")


def folded(register: Register, said: Said) -> str:
    """Return the words by which a record is found: those of its texts, and of the records that it refers to."""
    texts = (said.get(field.name) for field in register.fields)
    words = [fold(str(text)) for text in texts if isinstance(text, (str, models.Model))]
    return "\n".join(filter(None, words))


def faults_in(register: Register, said: Said, record: Record | None = None) -> list[Fault]:
    """Return everything that is against what is said of a record, new or known already: what is missing or does not
    fit its column, what the room's own rules say, another record that is known by the same, what other lines say."""
    faults = [] if said.get(UNIT) else [Fault(_("Say of which unit it is."), UNIT)]
    for field in register.fields:
        faults += [Fault(text, field.name) for text in _against(register, field.name, said.get(field.name))]
    if not faults:
        faults += register.why_not(said) + (register.why_not_change(record, said) if record else [])
    return faults or _against_twin(register, said, record) or register.against_others(said, record)


def _against(register: Register, name: str, value: Any) -> list[str]:
    """Return what is against a value in its column."""
    if value is None or value == "":
        return [_("Fill in “%(field)s”.") % {"field": register.field(name).label}] if register.is_needed(name) else []
    column = register.column(name)
    if column.is_relation:
        return []
    try:
        column.clean(value, None)
    except ValidationError as error:
        return [str(text) for text in error.messages]
    return []


def _against_twin(register: Register, said: Said, record: Record | None) -> list[Fault]:
    twins = register.model._default_manager.filter(
        unit=said[UNIT], known_as=known_as(register, said), withdrawn_at=None
    )
    if not twins.exclude(pk=record.pk if record else None).exists():
        return []
    words = _("%(unit)s has “%(name)s” in this register already. Open that one and correct it.")
    name = register.known_by[-1]
    known = " – ".join(filter(None, (text_of(register, each, said.get(each)) for each in register.known_by)))
    return [Fault(words % {"unit": said[UNIT].name, "name": known}, name)]


@dataclass(frozen=True)
class Change:
    """What a field said before, and says now."""

    label: str
    before: str
    after: str


def changes_between(register: Register, before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """Return the fields whose words differ, in the order of the form."""
    labels = {UNIT: pgettext("register", "Unit")} | {field.name: str(field.label) for field in register.fields}
    return [Change(label, before[name], after[name]) for name, label in labels.items() if before[name] != after[name]]


def why_not_withdraw(reason: str, belongings: int) -> list[str]:
    """Return every reason against withdrawing a record; `belongings` are the lines of other registers that belong to
    it."""
    reasons = []
    if not reason:
        reasons.append(_("Say why it should not stand in the register."))
    if len(reason) > REASON_LIMIT:
        reasons.append(_("The reason is longer than %(limit)s characters.") % {"limit": REASON_LIMIT})
    if belongings:
        reasons.append(_("Other lines belong to it (%(number)s). Withdraw these first.") % {"number": belongings})
    return reasons


def why_not_enclose(record: Record, kept: int) -> list[str]:
    """Return every reason against one file more beside those that go with a record."""
    reasons = []
    if record.withdrawn_at:
        reasons.append(_("It was withdrawn: no file goes with it any more."))
    if kept >= MOST_FILES:
        reasons.append(_("At most %(most)s files go with a line. Take one off first.") % {"most": MOST_FILES})
    return reasons


def sum_of(each: Sum, sums: Mapping[str, Any]) -> Any:
    """Return a sum of added columns: a number, or the words of a share in per cent."""
    whole = neat(sums[each.column] or 0)
    return percent(whole, sums[each.part_of] or 0) if each.part_of else whole


def out_of_reach(unit: str) -> str:
    """Return why somebody cannot give a task to a unit."""
    return _("You may not give tasks to %(unit)s: choose a unit of yours, or ask the office above.") % {"unit": unit}
