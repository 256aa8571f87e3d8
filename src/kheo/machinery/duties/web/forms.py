from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kheo.machinery.duties.states import TaskState
from kheo.ui.forms import ManyFilesField
from kheo.ui.lists import Filters


class TaskFilters(Filters):
    """How a list of tasks is narrowed; without a choice it shows what is still to do."""

    lookups = {"state": "state"}
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *TaskState.choices], required=False)
    due = forms.ChoiceField(
        label=_("Due"),
        choices=[("", _("All")), ("late", _("Overdue")), ("week", _("Due this week"))],
        required=False,
    )

    def __init__(self, data: Any, *, today: date) -> None:
        """Take what is asked for; what is late is so on a day."""
        super().__init__(data)
        self.today = today

    def narrow(self, rows: Any) -> Any:  # Any: a queryset of Task
        """Return the tasks that pass."""
        rows = super().narrow(rows)
        narrowed = {"late": rows.overdue, "week": rows.due_within_a_week}
        due = self.cleaned_data.get("due")
        return narrowed[due](self.today) if due else rows


class FinishForm(forms.Form):
    """What came of a task."""

    note = forms.CharField(
        label=_("Result"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        help_text=_("What was done and reached, in a sentence or two."),
    )
    proof = ManyFilesField(
        label=_("Files that show it"),
        required=False,
        help_text=_("Photos or documents (PDF, Word, Excel); several may be chosen."),
    )


class JudgeForm(forms.Form):
    """What the giver of a task says to it."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
