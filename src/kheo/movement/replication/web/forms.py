"""What is typed into plans and copies."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.movement.campaigns.models import Campaign, Field
from kheo.movement.registry.models import Exemplar, Registration
from kheo.movement.registry.rules import NAME_LIMIT, Facts
from kheo.movement.registry.states import YearStatus
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.rules import TEXT_LIMIT, WHOLE, Asked
from kheo.movement.replication.states import MOVES
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField, NumberField

_DUE = pgettext_lazy("replication", "Last day")


def _text(label: Any, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": rows}), **more)


class AskForm(forms.Form):
    """Units that are asked to copy a model, and their last day."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Units that are to copy it"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one unit that is to copy the model.")},
    )
    due_on = DayField(label=_DUE)

    def __init__(self, data: Any, *, units: QuerySet[Unit]) -> None:
        """Offer the units that may be asked."""
        super().__init__(data)
        field: Any = self.fields["units"]  # Any: a choice of several
        field.queryset = units

    @property
    def asked(self) -> list[Asked]:
        """Return whom a valid form asks, and until when."""
        return [Asked(unit, self.cleaned_data["due_on"]) for unit in self.cleaned_data["units"]]


class PlanForm(AskForm):
    """A plan: which body asks, what of whom."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Body that asks"), empty_label=None)
    about = _text(
        gettext_lazy("What is asked of the units"),
        required=False,
        help_text=gettext_lazy("For example: in at least one hamlet of each commune, with support from the office."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("unit", "about", "due_on", "units")

    def __init__(self, data: Any, *, bodies: QuerySet[Unit], units: QuerySet[Unit]) -> None:
        """Offer the bodies that may ask and the units that may be asked."""
        super().__init__(data, units=units)
        field: Any = self.fields["unit"]  # Any: a choice
        field.queryset = bodies
        self.initial = {"form_key": uuid4(), "unit": bodies.first()}


class CopyForm(forms.Form):
    """That a unit copies a model of its own accord."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Unit that copies it"), empty_label=None)
    adapts = _text(MOVES["replication.accept"].words)
    due_on = DayField(label=pgettext_lazy("replication", "To be carried out until"), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, units: QuerySet[Unit], chosen: Mapping[str, str]) -> None:
        """Offer the units of the user, the one that the address chose first."""
        super().__init__(data, initial={"form_key": uuid4(), "unit": chosen.get("unit")})
        field: Any = self.fields["unit"]  # Any: a choice
        field.queryset = units


class StepForm(forms.Form):
    """What is said with a step, in the version that was read; some steps ask for more."""

    said = _text("")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, act: str, adoption: Adoption, today: Any) -> None:
        """Ask for what the table of moves says."""
        super().__init__(data, initial={"version": adoption.version})
        self.fields["said"].label = str(MOVES[act].words)
        if act == "replication.report":
            progress = NumberField(label=_("Progress in per cent"), min_value=0, max_value=WHOLE)
            self.fields = {"progress": progress, **self.fields}
            self.initial["progress"] = adoption.progress
        if act == "replication.end":
            self.fields = {"ended_on": DayField(label=_("Ended on")), **self.fields}
            self.initial["ended_on"] = today


class BeginForm(forms.Form):
    """The model that a copy became: one of the unit, or one that is registered now."""

    exemplar = forms.ModelChoiceField(
        Exemplar.objects.none(),
        label=gettext_lazy("A model that the unit has registered already"),
        required=False,
        empty_label=gettext_lazy("None: register a new one"),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the new model"),
        max_length=NAME_LIMIT,
        required=False,
        help_text=gettext_lazy("It is registered in the running campaign as a draft, for you to complete and submit."),
    )
    field = forms.ModelChoiceField(Field.objects.none(), label=gettext_lazy("Field of the new model"), required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, adoption: Adoption, models: QuerySet[Exemplar], campaign: Campaign | None) -> None:
        """Offer the unit's models, and the fields of the running campaign where there is one."""
        super().__init__(data, initial={"version": adoption.version, "form_key": uuid4()})
        fields: Any = self.fields  # Any: choices
        fields["exemplar"].queryset = models
        if campaign is None:
            for name in ("name", "field", "place", "form_key"):
                del self.fields[name]
        else:
            fields["field"].queryset = campaign.fields.all()
            self.initial["name"] = adoption.origin.name

    def clean(self) -> dict[str, Any]:
        """Return what is said; raises ValidationError where neither a model nor a whole new one is named."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("exemplar") or (said.get("name") and said.get("field")):
            return said
        raise ValidationError(_("Choose a model of the unit, or give name and field of a new one."))

    def facts(self, adoption: Adoption, source: Registration | None) -> Facts:
        """Return what is registered of the new model: the words of its origin, and how the unit adapts them."""
        said = self.cleaned_data
        method = "\n\n".join(part for part in (adoption.adapts, source.particulars.method if source else "") if part)
        words = {"purpose": source.particulars.purpose if source else "", "method": method}
        return Facts(
            said["name"], said["field"], place=said["place"], year_status=YearStatus.REPLICATED, particulars=words
        )
