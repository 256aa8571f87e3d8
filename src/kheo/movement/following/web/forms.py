"""How the office settles a difficulty: by an answer, or by giving it to a unit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.movement.following.queries import doers_for
from kheo.movement.following.rules import ANSWER_LIMIT
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField


class AnswerForm(forms.Form):
    """The answer of the office to a difficulty."""

    text = forms.CharField(
        label=pgettext_lazy("following", "Answer"),
        max_length=ANSWER_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The officers of the unit are told."),
    )


class HandOnForm(forms.Form):
    """Which unit is to settle a difficulty, and until when."""

    doer = forms.ModelChoiceField(Unit.objects.none(), label=pgettext_lazy("following", "Unit that settles it"))
    due_on = DayField(label=pgettext_lazy("following", "To be settled until"))

    def __init__(self, data: Any, *, user: User) -> None:
        """Offer the units to which the user may give tasks."""
        super().__init__(data)
        control: Any = self.fields["doer"]  # Any: a choice of records
        control.queryset = doers_for(user)
