"""Which questions of a dialogue readers are shown."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.movement.dialogues.models import Dialogue, Question


class ShowForm(forms.Form):
    """The questions of a dialogue, each to be shown or left out. At first those that are shown, or all of them."""

    questions = forms.MultipleChoiceField(
        label=pgettext_lazy("dialogues", "Questions that readers are shown"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Read each once more: no name, telephone number or address of a person may be in it."),
    )

    def __init__(self, data: Any, *, dialogue: Dialogue, rows: Sequence[Question]) -> None:
        """Offer the questions by number and text."""
        shown = [str(each.pk) for each in rows if each.is_public or not dialogue.published_on]
        super().__init__(data, initial={"questions": shown})
        control: Any = self.fields["questions"]  # Any: a choice of several
        control.choices = [(str(each.pk), f"{each.number}. {each.text}") for each in rows]

    @property
    def chosen(self) -> set[int]:
        """Return the numbers of the rows that a valid form names."""
        return {int(number) for number in self.cleaned_data["questions"]}
