import uuid
from copy import copy
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.correspondence.models import Deadline
from kheo.machinery.correspondence.queries import below_on
from kheo.machinery.correspondence.rules import DeadlineFacts, why_not_ask
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind
from kheo.ui.forms import DayField, NumberField

FIELDS = ("asked", "clause", "unit_kinds", "due_on", "each_day", "each_month")


class DeadlineForm(forms.Form):
    """What a document asks, of whom, by when."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    asked = forms.CharField(
        label=pgettext_lazy("deadline", "What is asked"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    clause = forms.CharField(
        label=pgettext_lazy("deadline", "Clause"),
        max_length=100,
        required=False,
        help_text=_("Where the document says so, for example: khoản 2 Điều 13."),
    )
    due_on = DayField(label=pgettext_lazy("deadline", "Last day"), required=False)
    each_day = NumberField(
        label=pgettext_lazy("deadline", "Or each year: day"), required=False, min_value=1, max_value=31
    )
    each_month = NumberField(
        label=pgettext_lazy("deadline", "Each year: month"), required=False, min_value=1, max_value=12
    )
    unit_kinds = forms.MultipleChoiceField(
        label=pgettext_lazy("deadline", "Asked of these kinds of unit"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=pgettext_lazy("deadline", "And of these units"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Hold Ctrl to choose several."),
    )

    def __init__(self, data: Any = None, *, here: Unit, day: date, deadline: Deadline | None = None) -> None:
        """Offer the units at and below the body that stand today, and their kinds; begin with what is kept."""
        known: dict[str, Any] = (
            {name: getattr(deadline, name) for name in FIELDS} if deadline else {"form_key": uuid.uuid4()}
        )
        if deadline:
            known["units"] = deadline.units.all()
        super().__init__(data, initial=known)
        below = below_on(here, day)
        choice: Any = self.fields["units"]  # Any: a choice of records
        choice.queryset = below.in_order()
        there = set(below.values_list("kind", flat=True)) | set(deadline.unit_kinds if deadline else ())
        kinds: Any = self.fields["unit_kinds"]  # Any: a choice
        kinds.choices = [(kind.value, kind.label) for kind in UnitKind if kind in there]

    @property
    def facts(self) -> DeadlineFacts:
        """Return what a valid form says."""
        return DeadlineFacts(**self.cleaned_data | {"units": list(self.cleaned_data["units"])})

    @property
    def can_be_meant(self) -> bool:
        """Return whether the form says a deadline, if it is only to be confirmed."""
        return not any(name in self.errors for name in self.fields) and not why_not_ask(self.facts)

    def as_meant(self, deadline: Deadline) -> Deadline:
        """Return a deadline as the form would have it, not kept."""
        meant = copy(deadline)
        for name, value in self.facts.columns.items():
            setattr(meant, name, value)
        return meant


class HandOutForm(forms.Form):
    """For which day the tasks are given."""

    due_on = DayField(label=pgettext_lazy("deadline", "Last day of the tasks"))
