from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.organisation.access.rules import reach
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Unit


class AdmitForm(forms.Form):
    """A person who is to work with Khéo."""

    full_name = forms.CharField(label=_("Full name"), max_length=150)
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("Small letters and digits without accents."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), help_text=_("The role holds at this unit and all below it.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the units where the user may admit people."""
        super().__init__(*args, **kwargs)
        units: QuerySet[Unit] = Unit.objects.filter(pk__in=reach(user, "access.admit")).in_order()
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
