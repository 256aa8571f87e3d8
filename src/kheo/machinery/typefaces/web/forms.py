from typing import Any

from django import forms
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kheo.machinery.typefaces.rules import AUTO, CHOICES

_LONGEST = 500_000


class BringForm(forms.Form):
    """A text to look at: pasted, or as a file."""

    text = forms.CharField(
        label=_("Paste the text here"),
        required=False,
        max_length=_LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        help_text=_("Word (.docx), Excel (.xlsx), text (.txt, .csv)."),
        widget=forms.FileInput(attrs={"accept": ".txt,.csv,.docx,.xlsx"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("text", "").strip():
            raise forms.ValidationError(_("Paste a text or choose a file."))
        return given

    def upload(self) -> "File[bytes]":
        """Return what was brought as a file."""
        chosen: File[bytes] | None = self.cleaned_data["file"]
        if chosen:
            return chosen
        data = self.cleaned_data["text"].replace("\r\n", "\n").encode("utf-8", errors="replace")
        return ContentFile(data, name=gettext("pasted text") + ".txt")


class ChoiceForm(forms.Form):
    """Which typeface the text is taken for."""

    encoding = forms.ChoiceField(label=_("The text was typed in"), choices=list(CHOICES.items()), initial=AUTO)
