from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.lib.vitext import slugify
from kheo.machinery.directives.models import Directive
from kheo.movement.campaigns.models import Campaign, Movement
from kheo.movement.campaigns.queries import units_asked
from kheo.movement.campaigns.rules import FieldFacts, TargetFacts
from kheo.movement.campaigns.states import FOR_UNITS, PhaseKind, StandardField
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField, NumberField

_MOVEMENT = "Dân vận khéo"  # the movement that Khéo is made for; an office may run another


class CampaignForm(forms.Form):
    """A year of a movement: its days, its fields in the words of the guide, and what each unit is asked for."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Steering unit"))
    movement = forms.CharField(label=_("Movement"), max_length=200, initial=_MOVEMENT)
    name = forms.CharField(label=_("Name of the campaign"), max_length=200)
    year = forms.IntegerField(
        label=_("Year"),
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 12}),
    )
    starts_on = DayField(label=_("Begins"))
    ends_on = DayField(label=_("Ends"), help_text=_("Units are counted as they stand on this day."))
    registration_opens_on = DayField(label=_("Registration opens"))
    registration_closes_on = DayField(
        label=_("Last day of registration"), help_text=_("Until the end of this day units may submit.")
    )
    minimum = NumberField(label=_("Models asked of each unit, at least"), min_value=0, max_value=99, initial=2)
    basis = forms.ModelChoiceField(
        Directive.objects.standing().order_by("-signed_on", "pk"),
        label=_("Asked for by"),
        required=False,
        empty_label=_("No document"),
    )
    other = forms.CharField(
        label=_("A further field"), max_length=100, required=False, help_text=_("Only where your guide has one.")
    )

    def __init__(self, data: Any, *, units: list[Unit], today: date) -> None:
        """Offer the user's own units, and the year with the usual days and the four fields."""
        super().__init__(data, initial=_usual(today))
        choice: Any = self.fields["unit"]  # Any: a choice of records
        choice.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_order()
        if len(units) == 1:
            choice.initial, choice.widget = units[0].pk, forms.HiddenInput()
        for standard in _STANDARD:
            self.fields[standard.value] = forms.CharField(
                label=_FIELD_LABELS[standard], max_length=100, initial=standard.label
            )
        self.order_fields([*_BEFORE, *(standard.value for standard in _STANDARD), "other", "minimum", "basis"])

    @property
    def campaign(self) -> Campaign:
        """Return the campaign that a valid form describes, not entered yet."""
        said = self.cleaned_data
        movement = Movement.objects.filter(slug=slugify(said["movement"])).first()
        days = ("starts_on", "ends_on", "registration_opens_on", "registration_closes_on")
        return Campaign(
            slug=slugify(said["name"]),
            movement=movement or Movement(slug=slugify(said["movement"]), name=said["movement"]),
            **{name: said[name] for name in ("unit", "name", "year", *days)},
        )

    @property
    def field_facts(self) -> list[FieldFacts]:
        """Return the fields that a valid form names."""
        said = self.cleaned_data
        facts = [FieldFacts(standard.value, said[standard.value], standard) for standard in _STANDARD]
        if said["other"]:
            facts.append(FieldFacts(slugify(said["other"], 40), said["other"], StandardField.OTHER))
        return facts

    @property
    def target_facts(self) -> list[TargetFacts]:
        """Return what a valid form asks of every unit."""
        said = self.cleaned_data
        return [TargetFacts(said["minimum"], basis=said["basis"])] if said["minimum"] else []


_STANDARD = [standard for standard in StandardField if standard != StandardField.OTHER]
_FIELD_LABELS = {
    StandardField.ECONOMY: pgettext_lazy("form", "First field (economy)"),
    StandardField.CULTURE_SOCIETY: pgettext_lazy("form", "Second field (culture and society)"),
    StandardField.DEFENCE_SECURITY: pgettext_lazy("form", "Third field (defence and security)"),
    StandardField.POLITICAL_SYSTEM: pgettext_lazy("form", "Fourth field (political system)"),
}
_BEFORE = [
    "unit",
    "movement",
    "name",
    "year",
    "starts_on",
    "ends_on",
    "registration_opens_on",
    "registration_closes_on",
]


def _usual(today: date) -> dict[str, Any]:
    """Return the usual year: the calendar's, with registration in its first quarter."""
    year = today.year + (today.month >= 10)
    return {
        "year": year,
        "name": f"{_MOVEMENT} {year}",
        "starts_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31),
        "registration_opens_on": date(year, 1, 1),
        "registration_closes_on": date(year, 3, 31),
    }


class ExtendForForm(forms.Form):
    """More time for one unit."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    phase = forms.ChoiceField(label=_("For"), choices=[(phase.value, phase.label) for phase in FOR_UNITS])
    last_day = DayField(label=_("Until the end of"))
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The reason stays readable for everybody."))

    def __init__(self, data: Any, *, campaign: Campaign) -> None:
        """Offer the units that are asked for models."""
        super().__init__(data)
        asked = [asked.unit_id for asked in units_asked(campaign, campaign.unit)]
        choice: Any = self.fields["unit"]  # Any: a choice of records
        choice.queryset = Unit.objects.filter(pk__in=asked).in_order()

    @property
    def facts(self) -> dict[str, Any]:
        """Return what a valid form says."""
        return self.cleaned_data | {"phase": PhaseKind(self.cleaned_data["phase"])}


class ExtendForm(forms.Form):
    """Another last day of registration."""

    registration_closes_on = DayField(
        label=_("Last day of registration"), help_text=_("Until the end of this day units may submit.")
    )
