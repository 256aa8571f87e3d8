from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kheo.lib.numbers import grouped
from kheo.machinery.books.queries.breakdowns import UNIT
from kheo.movement.closings.models import ClosedFigure
from kheo.ui.lists import Filters


class NoteForm(forms.Form):
    """Why figures are closed anew."""

    note = forms.CharField(
        label=gettext_lazy("What was corrected and why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("For example: three registrations of a commune were entered twice and are cancelled."),
    )


class RecordFilters(Filters):
    """What narrows the records of a figure: its own parts, each with its number."""

    q = forms.CharField(label=gettext_lazy("Name contains"), max_length=100, required=False)

    def __init__(self, data: Mapping[str, Any], *, figure: ClosedFigure) -> None:
        """Offer the parts that the figure was closed with."""
        super().__init__(data)
        self._parts = list(figure.parts)
        for name, part in figure.parts.items():
            cells = [(key, f"{label} ({grouped(number)})") for key, label, number in part["cells"]]
            whole = pgettext("closing", "Every unit") if name == UNIT else _("All")
            self.fields[name] = forms.ChoiceField(label=part["label"], required=False, choices=[("", whole), *cells])

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:  # Any: as Filters says
        """Return the records that pass every filter."""
        self.is_valid()
        said = self.cleaned_data
        rows = rows.filter(**{name: said[name] for name in self._parts if said.get(name)})
        return rows.filter(name__icontains=said["q"]) if said.get("q") else rows
