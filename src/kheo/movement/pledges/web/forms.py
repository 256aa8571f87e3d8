from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.movement.criteria.models import CriteriaSet
from kheo.movement.criteria.queries import sets_for
from kheo.ui.forms import DayField


class OpenForm(forms.Form):
    """By which criteria the units of a cluster score one another, and until when."""

    criteria_set = forms.ModelChoiceField(CriteriaSet.objects.none(), label=pgettext_lazy("pledges", "Criteria"))
    due_on = DayField(label=_("Last day for points"))

    def __init__(self, data: Any, *, user: User) -> None:
        """Offer the sets that the user may choose from."""
        super().__init__(data)
        offered: Any = self.fields["criteria_set"]  # Any: a choice of records
        offered.queryset = sets_for(user)


class CloseForm(forms.Form):
    """Why a scoring is closed although points are missing."""

    reason = forms.CharField(
        label=_("Why it is closed without the missing points"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
