from django import forms
from django.utils.translation import gettext_lazy as _

from kheo.machinery.formats.rules import AUTO, choices


class CheckForm(forms.Form):
    """A document to check, and by which rules."""

    file = forms.FileField(
        label=_("Word document (.docx)"),
        help_text=_("It is read once and not kept."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
    profile = forms.ChoiceField(label=_("Check by"), choices=choices, initial=AUTO)
