from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.papers.models import Letterhead
from kheo.machinery.papers.states import Form
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField


class OfUnitForm(forms.Form):
    """For which of the user's own bodies, from which day."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("For documents of"))
    valid_from = DayField(label=pgettext_lazy("templates", "In force from"))

    def __init__(self, *args: Any, units: list[Unit], today: date, **kwargs: Any) -> None:
        """Offer the user's own units; one alone is not asked for."""
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["unit"]  # Any: a choice of records
        choice.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_order()
        choice.initial = units[0].pk if units else None
        if len(units) == 1:
            choice.widget = forms.HiddenInput()
        self.fields["valid_from"].initial = today


class BringForm(OfUnitForm):
    """A template of a body's own."""

    file = forms.FileField(
        label=_("Word file"),
        help_text=_("A .docx that was made from the template below. It is tried out with invented data at once."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
    note = forms.CharField(label=_("What was changed"), max_length=300, required=False)
    subject = forms.ChoiceField(label=_("Preview with"), required=False)
    field_order = ("file", "note", "unit", "valid_from", "subject")

    def __init__(self, *args: Any, subjects: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer what of the user's own the document can be previewed with, where there is something."""
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["subject"]  # Any: a field of choices
        choice.choices = [("", _("Invented data")), *subjects]
        if not subjects:
            del self.fields["subject"]


class LetterheadForm(forms.ModelForm):  # type: ignore[type-arg]  # of a letterhead
    """How a body writes."""

    form = forms.ChoiceField(label=_("Form of the document"), choices=Form.choices, widget=forms.RadioSelect)
    valid_from = DayField(label=pgettext_lazy("templates", "In force from"))

    class Meta:
        model = Letterhead
        fields = (
            "form",
            "superior",
            "issuer",
            "symbol",
            "place",
            "authority",
            "signs_for",
            "signs_as",
            "signer",
            "recipients",
            "valid_from",
        )
        widgets = {"recipients": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "symbol": _("For example BCĐ: it ends the number of a document."),
            "signs_for": _("The body, for example Ban Chỉ đạo; with “for the head” the post of the head."),
            "recipients": _("Each on a line of its own; empty: those that are usual for the document."),
        }
