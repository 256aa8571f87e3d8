from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.movement.press.models import Candidate
from kheo.movement.press.rules import MOST_JUDGES, REASON_LIMIT, Verdict
from kheo.movement.press.states import Prize, Stage
from kheo.movement.scoring.states import SheetState
from kheo.ui.forms import DayField


class OverruleForm(forms.Form):
    """A check that is overruled, and why."""

    check_name = forms.ChoiceField(label=pgettext_lazy("press", "Check"))
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any, *, verdicts: Sequence[Verdict]) -> None:
        """Offer the checks that are against the work and not overruled yet."""
        super().__init__(data)
        control: Any = self.fields["check_name"]  # Any: a choice
        control.choices = [(each.check.value, each.check.label) for each in verdicts if not each.passes]


class OpenForm(forms.Form):
    """A round of judging that is opened: how many people judge each work, and who they are."""

    stage = forms.ChoiceField(label=pgettext_lazy("press", "Round"), choices=Stage.choices)
    each = forms.IntegerField(label=_("Judges for each work"), min_value=1, max_value=MOST_JUDGES, initial=3)
    judges = forms.ModelMultipleChoiceField(User.objects.none(), label=_("Judges"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any, *, judges: Sequence[User], stage: Stage) -> None:
        """Offer the judges; all are chosen at first, as many as three for each work."""
        numbers = [person.pk for person in judges]
        each = max(1, min(3, len(numbers)))
        super().__init__(data, initial={"judges": numbers, "stage": stage, "each": each})
        offered: Any = self.fields["judges"]  # Any: a choice of records
        offered.queryset = User.objects.filter(pk__in=numbers).order_by("full_name", "pk")

    @property
    def said(self) -> dict[str, Any]:
        """Return what a valid form says."""
        told = self.cleaned_data
        return {"stage": Stage(told["stage"]), "each": told["each"], "judges": list(told["judges"])}


class CloseForm(forms.Form):
    """How many works go on to the final, where a preliminary round is closed."""

    keep = forms.IntegerField(label=_("Works that go on to the final"), min_value=1, max_value=500, required=False)


class AnnounceForm(forms.Form):
    """The prize of each work of the final, and the decision that gives them."""

    number = forms.CharField(label=_("Number of the decision"), max_length=60)
    signed_on = DayField(label=_("Signed on"))

    def __init__(self, data: Any, *, rows: Sequence[Candidate], proposed: Mapping[int, str]) -> None:
        """Offer every work with the prize that its place would win."""
        super().__init__(data)
        self.rows = rows
        for row in rows:
            self.fields[f"w{row.entry_id}"] = forms.ChoiceField(
                label=str(row.entry),
                choices=[("", _("No prize")), *Prize.choices],
                required=False,
                initial=proposed.get(row.pk, ""),
            )

    def lines(self) -> list[tuple[Candidate, Any]]:
        """Return each work with its field."""
        return [(row, self[f"w{row.entry_id}"]) for row in self.rows]

    @property
    def prizes(self) -> dict[int, str]:
        """The prize of each work, by its number."""
        return {row.entry_id: self.cleaned_data[f"w{row.entry_id}"] for row in self.rows}


class AsideForm(forms.Form):
    """Why somebody does not judge a work."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=_("Why you do not judge it"),
        widget=forms.RadioSelect,
        choices=[
            (SheetState.RECUSED, _("I step aside: I have to do with this work, its author or its outlet")),
            (SheetState.ABSTAINED, _("I abstain: I cannot judge it")),
        ],
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
