import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kheo.faces.setup.kit import names_in_workbook
from kheo.faces.setup.rules import NamedUnit, kind_of, read_names
from kheo.foundation.files.rules import words_for
from kheo.lib.unsafe import Unsafe
from kheo.organisation.units.states import UnitKind

MOST_BYTES = 5 * 1024 * 1024


class BeginForm(forms.Form):
    """The first page of a new installation."""

    key = forms.CharField(
        label=_("Key of this installation"),
        help_text=_("The command that started Khéo printed it. It shows that this machine is yours to set up."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Your unit"), max_length=200, help_text=_("The place or body that you steer: Huyện Yên Mô, Xã Yên Hòa…")
    )
    kind = forms.ChoiceField(
        label=_("Its level"), choices=[("", _("As its name says")), *UnitKind.choices], required=False
    )
    superior_name = forms.CharField(
        label=_("Superior body, as on documents"), max_length=200, help_text=_("For example: Huyện ủy Yên Mô.")
    )
    issuer_name = forms.CharField(
        label=_("Body that signs documents"),
        max_length=200,
        help_text=_("For example: Ban Chỉ đạo phong trào thi đua “Dân vận khéo”."),
    )
    place_name = forms.CharField(
        label=_("Place named in documents"), max_length=80, help_text=_("For example: Yên Mô.")
    )
    units = forms.CharField(
        label=_("Units that register"),
        help_text=_(
            "One a line, the official code before the name if there is one. Name them all: there is no screen yet "
            "to add one later."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
        required=False,
    )
    workbook = forms.FileField(
        label=_("Or a workbook that lists them"),
        help_text=_("Excel, with a column headed “Tên đơn vị”. It is read together with the lines above."),
        required=False,
    )
    full_name = forms.CharField(label=_("Your full name"), max_length=150)
    username = forms.CharField(
        label=_("The user name you want"),
        max_length=150,
        help_text=_("Small letters and digits without accents, for example: thuhuong."),
        widget=forms.TextInput(attrs={"autocapitalize": "none"}),
    )

    def clean_workbook(self) -> str:
        """Return the lines that the workbook lists; raises ValidationError if it cannot be read."""
        upload = self.cleaned_data.get("workbook")
        if not upload:
            return ""
        words = {"name": upload.name, "most": MOST_BYTES}
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(words_for("too_large", **words))
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as kept:
            for chunk in upload.chunks():
                kept.write(chunk)
            kept.flush()
            try:
                return names_in_workbook(Path(kept.name))
            except Unsafe as unsafe:
                raise forms.ValidationError(words_for(unsafe.code, **words)) from unsafe

    def clean(self) -> dict[str, Any]:
        """Return the answers, with the level read from the name where it was left open."""
        given = super().clean() or {}
        given["kind"] = UnitKind(given.get("kind") or kind_of(given.get("name", "")))
        return given

    def named_units(self) -> list[NamedUnit]:
        """Return the units of lines and workbook together."""
        return read_names(f"{self.cleaned_data['units']}\n{self.cleaned_data['workbook']}")
