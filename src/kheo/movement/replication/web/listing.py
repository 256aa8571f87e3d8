"""What narrows the list of copies: what its form asks, and the addresses that figures and survival lead to."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.movement.replication.models import Adoption
from kheo.movement.replication.queries import begun, kept
from kheo.movement.replication.states import SPANS, State
from kheo.organisation.units.models import Unit
from kheo.ui.lists import Filters

# The words by which addresses ask for copies that were begun, or kept up, for some years.
LASTED = {f"{word}{years}": (ask, years) for years in SPANS for word, ask in (("begun", begun), ("kept", kept))}


class AdoptionFilters(Filters):
    """What narrows the list of copies."""

    lookups: ClassVar[Mapping[str, str]] = {"state": "state", "at": "unit"}

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    at = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Unit"), required=False, empty_label=gettext_lazy("Every unit")
    )
    lasted = forms.CharField(widget=forms.HiddenInput, required=False)
    model = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any], *, rows: QuerySet[Adoption]) -> None:
        """Offer the states, and the units that occur among the rows."""
        super().__init__(data)
        fields: Any = self.fields  # Any: choices
        fields["state"].choices = [("", _("All")), *State.choices]
        fields["at"].queryset = Unit.objects.filter(Exists(rows.filter(unit=OuterRef("pk")))).in_order()


def narrowed(rows: QuerySet[Adoption], asked: Mapping[str, str], today: date) -> QuerySet[Adoption]:
    """Return the copies that an address asks for: of a model, and those begun or kept up for some years."""
    if (model := asked.get("model", "")).isdecimal():
        rows = rows.filter(Q(origin=int(model)) | Q(origin__merged_into=int(model)))
    if span := LASTED.get(asked.get("lasted", "")):
        ask, years = span
        rows = rows.filter(ask(years, today))
    return rows
