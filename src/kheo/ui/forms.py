"""How forms are drawn, and the fields whose typing is Vietnamese."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from kheo.lib.dates import DayProblem, NotADay, parse_day
from kheo.lib.numbers import NotANumber, NumberProblem, grouped, parse_number

NOT_A_DAY = {
    DayProblem.EMPTY: _("Enter a day, for example 09/08/2026."),
    DayProblem.NOT_A_DAY: _("This is not a day. Enter day/month/year, for example 09/08/2026."),
    DayProblem.NO_SUCH_DAY: _("There is no such day in the calendar. Check day and month."),
    DayProblem.MONTH_FIRST: _("Enter the day before the month, for example 09/08/2026."),
    DayProblem.YEAR_ONLY: _("This is only a year. Enter day/month/year, for example 09/08/2026."),
    DayProblem.MONTH_ONLY: _("The day is missing. Enter day/month/year, for example 09/08/2026."),
    DayProblem.OUT_OF_RANGE: _("The year is out of range. Enter a year with four digits."),
}
NOT_A_NUMBER = {
    NumberProblem.EMPTY: _("Enter a number."),
    NumberProblem.NOT_A_NUMBER: _("This is not a number. Enter digits only, for example 1.250."),
    NumberProblem.AMBIGUOUS: _("This number can be read in two ways. Write thousands with a point: 1.250."),
}


class Renderer(TemplatesSetting):
    """Draws every form by the templates of this room."""

    form_template_name = "ui/form/form.html"
    field_template_name = "ui/form/field.html"


class DayField(forms.DateField):
    """A day typed as dd/mm/yyyy in a plain text box, read as people type it."""

    widget = forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off", "size": 12})

    def __init__(self, **kwargs: Any) -> None:
        """Show how to type a day, unless the form says something better."""
        kwargs.setdefault("help_text", _("Day/month/year, for example 09/08/2026."))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.date | None:
        """Return the day; raises ValidationError that says what to do."""
        if value in self.empty_values:
            return None
        try:
            return parse_day(value)
        except NotADay as error:
            raise ValidationError(NOT_A_DAY[error.problem], code=error.problem) from error


class NumberField(forms.IntegerField):
    """A whole number typed with or without points between thousands."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 12})

    def to_python(self, value: Any) -> int | None:
        """Return the number; raises ValidationError that says what to do."""
        if value in self.empty_values:
            return None
        try:
            number = parse_number(value)
        except NotANumber as error:
            raise ValidationError(NOT_A_NUMBER[error.problem], code=error.problem) from error
        if not isinstance(number, int):
            raise ValidationError(_("Enter a whole number."), code="invalid")
        return number

    def prepare_value(self, value: Any) -> Any:
        """Return the number as it is written; what was typed stays as typed."""
        return grouped(value) if isinstance(value, int) else value


class PointsField(forms.DecimalField):
    """A number with decimals typed the Vietnamese way: 7,5."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 8})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # Django calls every number whole
        """Return the number; raises ValidationError that says what to do."""
        if value in self.empty_values:
            return None
        try:
            return Decimal(parse_number(value))
        except NotANumber as error:
            raise ValidationError(NOT_A_NUMBER[error.problem], code=error.problem) from error

    def prepare_value(self, value: Any) -> Any:
        """Return the number as it is written; what was typed stays as typed."""
        return grouped(value.normalize()) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether another number was typed, however it is written."""
        return super().has_changed(self.prepare_value(initial), data)


class ManyFilesField(forms.FileField):
    """Several files in one control; each is judged by its content when it is kept."""

    class Widget(forms.FileInput):
        allow_multiple_selected = True

    widget = Widget

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files as they came."""
        return [file for file in data or [] if file]
