"""What is typed into a conclusion: its text and, row by row, what it gives units to do."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.duties.states import ProofKind
from kheo.movement.conferences.models import Conclusion, Conference, Duty
from kheo.movement.conferences.rules import DutyFacts
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField
from kheo.ui.rows import Rows, is_sent


class DutyRow(forms.Form):
    """What one unit is to do."""

    unit = forms.ChoiceField(label=_("Unit that has to do it"), required=False)
    title = forms.CharField(label=_("Task"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = DayField(label=pgettext_lazy("deadline", "Last day"), required=False)
    document = forms.BooleanField(label=pgettext_lazy("proof wanted", "Document"), required=False)
    photo = forms.BooleanField(label=pgettext_lazy("proof wanted", "Photo"), required=False)
    figures = forms.BooleanField(label=pgettext_lazy("proof wanted", "Figures"), required=False)
    duty = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TextForm(forms.Form):
    """What was concluded, and what is changed where the notice was issued."""

    text = forms.CharField(label=_("Conclusion"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    note = forms.CharField(
        label=_("What is changed, and why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The notice was issued: the units concerned are told this."),
    )


class ConclusionSheet:
    """A conclusion and its duties as one thing to fill in."""

    def __init__(self, data: QueryDict | None, *, units: Sequence[Unit], known: Conclusion | None = None) -> None:
        """Begin with what is known; units are the body and those below it."""
        self.units = {str(unit.pk): unit for unit in units}
        is_amended = known is not None and known.conference.notice_on is not None
        usual = data.dict() if data else {"text": known.text} if known else {}
        self.form = TextForm(data if is_sent(data) else None, initial=usual)
        if not is_amended:
            del self.form.fields["note"]
        duties = [_as_row(duty) for duty in known.duties.all()] if known else []
        self.rows = Rows(self._row(), data, prefix="duties", known=duties, blank=({},) * (1 if duties else 2))

    def _row(self) -> type[DutyRow]:
        choices = [("", _("Nobody in particular")), *((key, unit.name) for key, unit in self.units.items())]

        class Row(DutyRow):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                """Offer the units."""
                super().__init__(*args, **kwargs)
                unit: Any = self.fields["unit"]  # Any: a field with choices
                unit.choices = choices
                self.fields["due_on"].help_text = ""

        return Row

    def is_valid(self) -> bool:
        """Return whether all of it was sent and can be read; what cannot stands on the form."""
        if not self.form.is_bound:
            return False
        if not self.rows.is_valid():
            self.form.add_error(None, [*self.rows.wrong()])
        return self.form.is_valid()

    @property
    def facts(self) -> dict[str, Any]:
        """Return what a valid sheet says."""
        said = [row for row in self.rows.said if row["unit"] or row["title"]]
        return {"text": self.form.cleaned_data["text"], "duties": [self._facts(row) for row in said]}

    def _facts(self, row: dict[str, Any]) -> DutyFacts:
        proofs = tuple(kind.value for kind in ProofKind if row[kind.value])
        return DutyFacts(self.units.get(row["unit"]), row["title"], row["due_on"], proofs, row["duty"])


def units_of(conference: Conference) -> list[Unit]:
    """Return whom a conclusion may give something to do: the body and the units below it."""
    return list(Unit.objects.under(conference.unit, conference.held_on).in_order())


def _as_row(duty: Duty) -> dict[str, Any]:
    shown = {kind.value: kind.value in duty.proofs for kind in ProofKind}
    return {"unit": str(duty.unit_id), "title": duty.title, "due_on": duty.due_on, "duty": duty.pk} | shown


class IssueForm(forms.Form):
    """That the notice of the conclusions was issued."""

    number = forms.CharField(
        label=_("Number of the notice"), max_length=60, help_text=_("As on the signed paper, for example 12-TB/BCĐ.")
    )
    day = DayField(label=_("Day of the notice"))
