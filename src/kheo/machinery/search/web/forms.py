from django import forms
from django.utils.translation import gettext_lazy as _


class AbbreviationForm(forms.Form):
    """An abbreviation and what it stands for."""

    short = forms.CharField(label=_("Abbreviation"), max_length=20, help_text=_("One word, for example NTM."))
    long = forms.CharField(
        label=_("Written out"), max_length=120, help_text=_("Two to eight words, for example nông thôn mới.")
    )
