from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kheo.machinery.notices.rules import REASON
from kheo.machinery.notices.states import MailState
from kheo.ui.lists import Filters


class MailFilters(Filters):
    """Narrows the outbox by state."""

    lookups: ClassVar = {"state": "state"}
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *MailState.choices])


class PreferenceForm(forms.Form):
    """Whether notices come by e-mail too, and where to."""

    address = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("This is not an e-mail address. Correct it or leave it empty.")},
        help_text=_("Without an address you are told on this site only."),
    )
    by_mail = forms.BooleanField(
        label=_("Also write to me by e-mail"),
        required=False,
        help_text=_("Notices on this site come in any case."),
    )


class DropForm(forms.Form):
    """Why mails are not to be sent."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON, help_text=_("It is kept with these mails."))
