"""What narrows the list of copies: what its form asks, and the addresses that figures and survival lead to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kheo.machinery.books.kit import CATALOGUE, Scope
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.queries import begun, kept
from kheo.movement.replication.states import SPANS, UNFINISHED, State
from kheo.organisation.units.models import Lineage, Unit
from kheo.ui.forms import DayField
from kheo.ui.lists import Filters

# The words by which addresses ask for copies that were begun, or kept up, for some years.
LASTED = {f"{word}{years}": (ask, years) for years in SPANS for word, ask in (("begun", begun), ("kept", kept))}
# What begins the keys of the figures of this room.
FIGURES = "replication_"


class AdoptionFilters(Filters):
    """What narrows the list of copies; these names are the address that figures link to. `unit` is a short address and
    stands for all that it reaches on the day `map`; `figure` lists the very records that a figure counts for the year
    of the day `at`; `lasted` those begun or kept up for some years; `is_late` those whose last day is over."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    is_late = forms.BooleanField(label=gettext_lazy("Overdue"), required=False)
    figure = forms.ChoiceField(label=gettext_lazy("Figure"), required=False, widget=forms.HiddenInput)
    lasted = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[("", ""), *((key, key) for key in LASTED)]
    )
    model = forms.IntegerField(widget=forms.HiddenInput, required=False)
    at = DayField(widget=forms.HiddenInput, required=False)
    map = DayField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any], *, rows: QuerySet[Adoption], today: date) -> None:
        """Offer the states, the units that occur among the rows, and the one that is asked for."""
        super().__init__(data)
        self.today = today
        fields: Any = self.fields  # Any: choices
        fields["state"].choices = [("", _("All")), *State.choices]
        named = Q(slug=data.get("unit") or "") | Exists(rows.filter(unit=OuterRef("pk")))
        units = Unit.objects.filter(named).in_order().values_list("slug", "name")
        fields["unit"].choices = [("", pgettext("replication", "Every unit")), *units]
        figures = [(key, each.label) for key, each in CATALOGUE.items() if key.startswith(FIGURES)]
        fields["figure"].choices = [("", ""), *figures]

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:  # Any: as Filters says
        """Return the copies that pass every valid filter."""
        self.is_valid()
        said = self.cleaned_data
        if said.get("state"):
            rows = rows.filter(state=said["state"])
        if said.get("unit"):
            below = Lineage.objects.reaching(said.get("map") or self.today).filter(ancestor__slug=said["unit"])
            rows = rows.filter(unit__in=below.values("unit_id"))
        if said.get("is_late"):
            rows = rows.filter(due_on__lt=self.today, state__in=UNFINISHED)
        if said.get("model"):
            rows = rows.filter(Q(origin=said["model"]) | Q(origin__merged_into=said["model"]))
        return self._counted(rows, said)

    def _counted(self, rows: QuerySet[Any], said: Mapping[str, Any]) -> QuerySet[Any]:
        """Return those of some copies that a figure, or survival, counts."""
        if said.get("lasted"):
            ask, years = LASTED[said["lasted"]]
            rows = rows.filter(ask(years, self.today))
        if said.get("figure"):
            day = said.get("at") or self.today
            counted = CATALOGUE[said["figure"]].records(Scope(0, "", 0, "", day, day, year=day.year))
            rows = rows.filter(pk__in=counted.values("pk"))
        return rows
