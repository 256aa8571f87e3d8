"""What readers send."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.outlets.portal.queries.headlines import LARGEST
from kheo.outlets.portal.web.pages import read_key
from kheo.outlets.voice.rules import NAME_LIMIT, REMARK_LIMIT
from kheo.outlets.voice.states import ReportReason

QUICKEST = 3  # seconds in which nobody writes a remark
LONGEST = 24 * 60 * 60


class RemarkForm(forms.Form):
    """A reader's remark. `website` is a trap: people do not see it, programs fill it in."""

    name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=NAME_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Please enter your full name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("Need not be given; it is never shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("This is not an e-mail address. Correct it or leave it empty.")},
    )
    text = forms.CharField(
        label=pgettext_lazy("reader", "Remark"),
        max_length=REMARK_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Please write your remark.")},
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this box empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    parent = forms.IntegerField(required=False, min_value=1, max_value=LARGEST, widget=forms.HiddenInput)

    @property
    def lacks_something(self) -> bool:
        """Whether a box that must be filled in is empty."""
        return any(self.has_error(name, "required") for name in ("name", "text"))

    def clean_website(self) -> str:
        """Return nothing; refuse what a program filled in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this box empty."))
        return ""

    def clean_key(self) -> uuid.UUID:
        """Return the one-time key; refuse a form that nobody had the time to fill in, or that is too old."""
        known = read_key(self.cleaned_data["key"])
        if known is None or known[1] > LONGEST:
            raise forms.ValidationError(_("This form has grown old. Please send it once more."))
        if known[1] < QUICKEST:
            raise forms.ValidationError(_("That was very quick. Please wait a few seconds and send it once more."))
        return known[0]

    def said(self) -> dict[str, Any]:
        """Return what the action is given."""
        return {name: self.cleaned_data[name] for name in ("name", "text", "email", "key")}


class ReportForm(forms.Form):
    """Why a reader thinks that a remark should not stand there. `website` is a trap, as above."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose the reason.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In a few words"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Need not be given; only the moderators read it."),
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this box empty"),
        required=False,
        max_length=0,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
