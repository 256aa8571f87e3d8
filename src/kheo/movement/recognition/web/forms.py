from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.movement.recognition.models import Decision
from kheo.movement.recognition.states import DecisionState, Kind
from kheo.movement.registry.rules import TEXT_LIMIT
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField

_LATEST = 50


class DecisionForm(forms.Form):
    """The decision that names what is recognised: one that is known, or a new one."""

    known = forms.ModelChoiceField(
        Decision.objects.none(),
        label=_("Which decision"),
        required=False,
        empty_label=_("A new one, entered below"),
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Issuing unit"))
    number = forms.CharField(label=_("Number of the new decision"), max_length=60, required=False)
    signed_on = DayField(label=_("Signed on"), required=False)
    signed_by = forms.CharField(
        label=_("Signed by"), max_length=200, required=False, help_text=_("Post and full name of who signed.")
    )
    title = forms.CharField(label=_("Subject"), max_length=500, required=False)

    def __init__(self, data: Any, *, user: User, units: list[Unit]) -> None:
        """Offer the decisions that the user may use, and the units for which the user may enter one."""
        super().__init__(data)
        issued = Decision.objects.filter(state=DecisionState.ISSUED, kind=Kind.RECOGNISE, campaign=None)
        own = issued.filter(unit__in=reach(user, "recognition.issue"))
        latest = own.order_by("-signed_on", "-pk").values("pk")[:_LATEST]
        known: Any = self.fields["known"]  # Any: a choice of records
        known.queryset = Decision.objects.filter(pk__in=list(latest.values_list("pk", flat=True)))
        known.queryset = known.queryset.order_by("-signed_on", "-pk")
        choice: Any = self.fields["unit"]  # Any: a choice of records
        choice.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_order()
        if len(units) == 1:
            choice.initial, choice.widget = units[0].pk, forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Ask for all of a new decision where no known one was chosen."""
        said = super().clean() or self.cleaned_data
        if not said.get("known"):
            for name in ("number", "signed_on", "signed_by"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill this in for a new decision, or choose a known one."))
        return said

    @property
    def decision(self) -> Decision:
        """Return the known decision, or the new one, not entered yet."""
        said = self.cleaned_data
        known: Decision | None = said["known"]
        return known or Decision(**{name: said[name] for name in ("unit", "number", "signed_on", "signed_by", "title")})


class DeclineForm(forms.Form):
    """Why a registration does not earn the title; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=TEXT_LIMIT,
        help_text=_("The unit reads these words. This ends the year of the registration."),
    )


class SignedFileForm(forms.Form):
    """The signed paper of a decision, and whether readers may see it."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, Word (.docx) or Excel (.xlsx)."))
    is_public = forms.BooleanField(
        label=pgettext_lazy("document", "Show it on the portal"),
        required=False,
        help_text=_("Only if it holds nobody's date of birth, address, telephone or account number."),
    )
