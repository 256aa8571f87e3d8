import uuid
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.lib.vitext import normalise
from kheo.movement.certificates.models import Design
from kheo.movement.certificates.queries import tidied
from kheo.movement.certificates.states import CertificateState
from kheo.movement.recognition.states import Standing
from kheo.ui.forms import DayField
from kheo.ui.lists import Filters


class CertificateFilters(Filters):
    """What narrows the list of certificates."""

    q = forms.CharField(
        label=pgettext_lazy("certificate", "Serial number, model or unit"), max_length=100, required=False
    )
    year = forms.IntegerField(label=_("Year"), min_value=1900, max_value=2200, required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any state")), *CertificateState.choices]
    )
    printed = forms.ChoiceField(
        label=pgettext_lazy("certificate", "Printed"),
        required=False,
        choices=[
            ("", pgettext_lazy("certificate", "Printed or not")),
            ("no", _("Not printed yet")),
            ("yes", pgettext_lazy("certificate", "Printed")),
        ],
    )
    lookups = {"year": "year"}

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:  # Any: as Filters says
        """Return the certificates that pass every filter."""
        rows = super().narrow(rows)
        said = self.cleaned_data
        if words := normalise(said.get("q") or ""):
            code = words.replace("-", "").upper()
            named = Q(title__icontains=words) | Q(holder__icontains=words)
            rows = rows.filter(named | Q(serial__endswith=words) | Q(code=code))
        if said.get("printed"):
            rows = rows.filter(printings__isnull=said["printed"] == "no").distinct()
        return rows.filter(_in_state(said["state"])) if said.get("state") else rows


def _in_state(state: str) -> Q:
    """Return the condition of certificates in a state, as `rules.state_of` tells it of one."""
    revoked = Q(recognition__standing=Standing.REVOKED)
    as_it_stands = (
        Q(title=_column("called"), level=_column("level"))
        & Q(decision_number=_column("decision__number"), decided_on=_column("decision__signed_on"))
        & ~Q(recognition__standing=Standing.AMENDED, is_of_amended=False)
    )
    live = ~revoked & Q(replaced_at=None)
    return {
        CertificateState.REVOKED: revoked,
        CertificateState.REPLACED: ~revoked & Q(replaced_at__isnull=False),
        CertificateState.AMENDED: live & ~as_it_stands,
        CertificateState.VALID: live & as_it_stands,
    }[CertificateState(state)]


def _column(name: str) -> Any:  # Any: an expression
    return F(f"recognition__{name}")


class IssueForm(forms.Form):
    """The day on the certificates, and whose they are."""

    issued_on = DayField(
        label=_("Day on the certificates"),
        help_text=_("The day of the decision, or of the ceremony at most 60 days ahead."),
    )


class PrintForm(forms.Form):
    """By which design certificates are printed, and why again."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    design = forms.ModelChoiceField(Design.objects.none(), label=_("Design"), empty_label=None)
    reason = forms.CharField(
        label=_("Why they are printed again"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: spoilt in the printer, lost by the unit. It stays in the log."),
    )

    def __init__(self, *args: Any, designs: QuerySet[Design], is_again: bool, **kwargs: Any) -> None:
        """Offer the designs of the unit; ask why only where something is printed again."""
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["design"]  # Any: a choice of records
        choice.queryset = designs
        self.initial.setdefault("form_key", uuid.uuid4())
        if first := designs.first():
            self.initial.setdefault("design", first.pk)
        if not is_again:
            self.fields["reason"].widget = forms.HiddenInput()


class CheckForm(forms.Form):
    """The code of a certificate, as it is typed or pasted."""

    ma = forms.CharField(
        label=_("Code or address from the certificate"),
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("The twelve letters and figures under the QR code, or the whole address that the QR code holds."),
    )

    def clean_ma(self) -> str:
        """Return the code without what people write around it."""
        if token := tidied(self.cleaned_data["ma"]):
            return token
        raise forms.ValidationError(_("Enter a code first."))
