"""The form of a line of any register, made from its declaration, and what narrows its list."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.vitext import fold
from kheo.machinery.books.kit import CATALOGUE, Scope
from kheo.machinery.registers.actions import NotKept
from kheo.machinery.registers.figures import COUNTED
from kheo.machinery.registers.kit import Record, Register
from kheo.machinery.registers.queries import all_offered, offered_in, units_for
from kheo.machinery.registers.rules import REASON_LIMIT, UNIT, said_of
from kheo.organisation.access.rules import ever_below
from kheo.organisation.units.models import Lineage, Unit
from kheo.ui.forms import DayField, ManyFilesField, NumberField, PointsField
from kheo.ui.lists import Filters

ALL = ("", _("All"))
_UNIT = pgettext_lazy("register", "Unit")


def control_of(register: Register, name: str, *, user: User, near: Any = None) -> forms.Field:
    """Return the control in which a field is typed or chosen, as its column asks for. `near` is the line, or the one
    to which it is to belong: whose unit's records are offered first."""
    field, column = register.field(name), register.column(name)
    given: dict[str, Any] = {"label": field.label, "help_text": field.hint, "required": register.is_needed(name)}
    if column.is_relation:
        place = {"unit": near.unit_id, "chosen": getattr(near, f"{name}_id", None)} if near else {}
        return forms.ModelChoiceField(offered_in(register, name, user, **place), **given)
    words = field.words_of(near) if field.words_of and near else ()
    if choices := [*(column.flatchoices or ()), *((word, word) for word in words)]:
        return forms.ChoiceField(choices=[("", "---------"), *choices], **given)
    if isinstance(column, models.DateField):
        return DayField(**given if field.hint else given | {"help_text": DayField().help_text})
    if isinstance(column, models.BooleanField):
        return forms.BooleanField(**given | {"required": False})
    if isinstance(column, models.IntegerField):
        return NumberField(**given)
    if isinstance(column, models.DecimalField):
        return _points(column, given)
    if isinstance(column, models.TextField):
        given["widget"] = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(max_length=column.max_length, **given)


def _points(column: "models.DecimalField[Any, Any]", given: dict[str, Any]) -> forms.Field:
    """Return a box as wide as the largest number of a column, with the points between its thousands."""
    control = PointsField(**given)
    control.widget.attrs["size"] = max(control.widget.attrs["size"], column.max_digits + 2)
    return control


class RecordForm(forms.Form):
    """What is said of a line of a register: a new one, or one that is there."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_UNIT)

    def __init__(
        self, data: Any, *, register: Register, user: User, day: date, record: Record | None = None, first: Any = None
    ) -> None:
        """Begin with what the line says, or with what is known `first` of a new one."""
        days = {field.name: day for field in register.fields if field.is_today}
        usual = {"form_key": uuid.uuid4(), **days, **dict(first or {})}
        kept = {**said_of(register, record), "version": record.version} if record else usual
        super().__init__(data, initial=kept)
        self.register, self.is_new = register, record is None
        units = units_for(register, "correct" if record else "enter", user, day)
        if record:  # a unit that ended keeps its lines until somebody gives them to another
            units = Unit.objects.filter(Q(pk__in=units.values("pk")) | Q(pk=record.unit_id)).in_order()
        self._offer_units(units)
        near = record or self.initial.get(register.belongs_to or register.one_of)
        for field in register.fields:
            self.fields[field.name] = control_of(register, field.name, user=user, near=near)

    def _offer_units(self, units: QuerySet[Unit]) -> None:
        """Offer the units; where there is one only, that one; none where the line has that of another record."""
        if self.register.belongs_to:
            del self.fields[UNIT]
            return
        control: Any = self.fields[UNIT]  # Any: a choice of records
        control.queryset = units
        only = list(units[:2])
        if len(only) == 1:
            control.widget, self.initial[UNIT] = forms.HiddenInput(), only[0].pk

    @property
    def said(self) -> dict[str, Any]:
        """Return what a valid form says, by the names of the fields and "unit"."""
        names = [*([UNIT] if UNIT in self.fields else []), *(field.name for field in self.register.fields)]
        return {name: self.cleaned_data[name] for name in names}

    def show(self, refusal: NotKept) -> None:
        """Put what is against the line beside the fields that it is about."""
        for fault in refusal.faults:
            self.add_error(fault.field if fault.field in self.fields else None, fault.text)


class WithdrawForm(forms.Form):
    """Why a line should not stand in its register."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: entered twice; it belongs to another unit."),
    )


class EnclosureForm(forms.Form):
    """Files that are to go with a line."""

    enclosures = ManyFilesField(
        label=_("Add files"),
        required=False,
        help_text=_("Photos or documents (PDF, Word, Excel); several may be chosen."),
    )


class LineFilters(Filters):
    """How the list of a register is narrowed; these names are the address that figures and sums link to.

    `unit` is a short address and stands for all that it reaches on the day `map` (today if none is said), or with
    `only` for itself alone. `figure` is the key of a figure: the list is of the very records that it counts, for the
    campaign year of the day `at`. `withdrawn` lists those that were withdrawn instead.
    """

    words = forms.CharField(label=_("Words"), required=False, max_length=100)
    unit = forms.CharField(label=_UNIT, required=False, max_length=80)
    only = forms.BooleanField(label=_("This unit alone"), required=False)
    figure = forms.ChoiceField(label=_("Figure"), required=False)
    at = DayField(label=pgettext_lazy("register", "In the year up to"), required=False)
    map = DayField(label=_("Map of units of"), required=False)
    withdrawn = forms.BooleanField(label=pgettext_lazy("register", "Withdrawn lines"), required=False)

    def __init__(self, data: Any, *, register: Register, user: User, day: date) -> None:
        """Offer what the register is narrowed by, and the units of the user."""
        super().__init__(data)
        self.register, self.day = register, day
        self.narrowing = [field.name for field in register.fields if field.narrows]
        for name in self.narrowing:
            self.fields[name] = self._control(name, user)
        if whole := register.belongs_to or register.one_of:  # the lines of one record, from its page
            self.narrowing += [whole] * (whole not in self.narrowing)
            self.fields.setdefault(whole, forms.IntegerField(widget=forms.HiddenInput, required=False))
        self._offer_units(user, str(data.get(UNIT) or ""))
        figures = [(key, each.label) for key, each in CATALOGUE.items() if key in COUNTED.get(register.key, ())]
        self.fields["figure"] = forms.ChoiceField(label=_("Figure"), required=False, choices=[ALL, *figures])
        for name in ("only", "figure", "at", "map", "withdrawn"):
            if not data.get(name):
                self.fields[name].widget = forms.HiddenInput()
        self.order_fields(["words", UNIT, *self.narrowing])

    def _control(self, name: str, user: User) -> forms.Field:
        column = self.register.column(name)
        control: Any = control_of(self.register, name, user=user)  # Any: one of several kinds of control
        control.required, control.help_text = False, ""
        if column.is_relation:
            control.empty_label = ALL[1]
        elif column.choices:
            control.choices = [ALL, *column.flatchoices]
        return cast(forms.Field, control)

    def _offer_units(self, user: User, asked: str) -> None:
        """Offer the units of which the user sees lines, and the one asked for: it may have ended."""
        units = list(units_for(self.register, "view", user, self.day))
        if asked and asked not in {unit.slug for unit in units}:
            units += Unit.objects.filter(slug=asked, pk__in=ever_below(user))
        choices = [ALL, *((unit.slug, unit.name) for unit in units)]
        self.fields[UNIT] = forms.ChoiceField(label=_UNIT, required=False, choices=choices)
        if len(units) < 2:
            self.fields[UNIT].widget = forms.HiddenInput()

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the lines that pass."""
        rows = super().narrow(rows)
        said = self.cleaned_data
        rows = rows.filter(withdrawn_at__isnull=not said.get("withdrawn"))
        for word in fold(said.get("words") or "").split():
            rows = rows.filter(folded__contains=word)
        for name in self.narrowing:
            if (value := said.get(name)) not in (None, "", False):
                rows = rows.filter(**{name: value})
        if slug := said.get(UNIT):
            rows = rows.filter(self._at(slug))
        if key := said.get("figure"):
            counted = CATALOGUE[key].records(_as_of(said.get("at") or self.day))
            rows = rows.filter(pk__in=counted.values("pk"))
        return rows

    def _at(self, slug: str) -> Q:
        if self.cleaned_data.get("only"):
            return Q(unit__slug=slug)
        below = Lineage.objects.reaching(self.cleaned_data.get("map") or self.day).filter(ancestor__slug=slug)
        return Q(unit__in=below.values("unit_id"))


def _as_of(day: date) -> Scope:
    """Return the scope that a figure of a register is asked about when it is only asked for a day."""
    return Scope(0, "", 0, "", day, day, year=day.year)


def first_of(register: Register, user: User, given: Any) -> dict[str, Any]:
    """Return what the address says of a new line: the record to which it belongs or that it is about, and its unit."""
    name = register.belongs_to or register.one_of
    number = str(given.get(name, "")) if name else ""
    if not number.isdecimal() or len(number) > 18:
        return {}
    found = all_offered(register, name, user).select_related(UNIT).filter(pk=number).first()
    return {name: found, UNIT: found.unit_id} if found else {}


def wanted(choices: Sequence[str], asked: str) -> str:
    """Return what is asked for if it is offered, or the first that is."""
    return asked if asked in choices else choices[0]
