from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.numbering.models import Book
from kheo.machinery.numbering.rules import Term, year_of
from kheo.machinery.numbering.states import Profile
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField, NumberField


class TermForm(forms.Form):
    """A period of a book."""

    starts_on = DayField(label=_("Term begins"))
    ends_on = DayField(label=_("Term ends"), help_text=_("The last day of the term."))
    used_before = NumberField(
        label=_("Last number used so far"),
        min_value=0,
        max_value=99_999,
        initial=0,
        help_text=_("The next number follows it; 0 if none was used yet."),
    )

    @property
    def term(self) -> Term:
        """Return the period that a valid form describes."""
        said = self.cleaned_data
        return Term(said["starts_on"], said["ends_on"], said["used_before"])


class BookForm(TermForm):
    """A book with its first period; that of the State form is the year."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Issuing unit"))
    profile = forms.ChoiceField(label=_("Form of the number"), choices=Profile.choices)
    doc_type = forms.CharField(
        label=_("Type of document"), max_length=20, initial="QĐ", help_text=_("Its abbreviation, for example QĐ.")
    )
    symbol = forms.CharField(
        label=_("Symbol of the issuer"), max_length=40, help_text=_("For example UBND, HU, BCĐ: it ends the number.")
    )
    starts_on = DayField(label=_("Term begins"), required=False, help_text=_("Only in Party form."))
    ends_on = DayField(label=_("Term ends"), required=False, help_text=_("Only in Party form: its last day."))
    field_order = ("unit", "profile", "doc_type", "symbol", "used_before")

    def __init__(self, *args: Any, units: list[Unit], today: date, **kwargs: Any) -> None:
        """Offer the user's own units."""
        super().__init__(*args, **kwargs)
        self._today = today
        choice: Any = self.fields["unit"]  # Any: a choice of records
        choice.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_order()
        if len(units) == 1:
            choice.initial, choice.widget = units[0].pk, forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Ask for the term in Party form; in State form it is the year of today."""
        said = super().clean() or self.cleaned_data
        for name in ("starts_on", "ends_on"):
            if said.get("profile") == Profile.PARTY and not said.get(name) and name not in self.errors:
                self.add_error(name, _("The Party form needs the term of the committee: fill this in."))
        return said

    @property
    def book(self) -> Book:
        """Return the book that a valid form describes, not kept yet."""
        return Book(**{name: self.cleaned_data[name] for name in ("unit", "profile", "doc_type", "symbol")})

    @property
    def term(self) -> Term:
        """Return its first period."""
        if self.cleaned_data["profile"] == Profile.PARTY:
            return super().term
        year = year_of(self._today)
        return Term(year.starts_on, year.ends_on, self.cleaned_data["used_before"])


class ReserveForm(forms.Form):
    """For which document a number is taken that is kept elsewhere."""

    about = forms.CharField(
        label=_("For which document"), max_length=500, help_text=_("Its subject; for documents that are not made here.")
    )
    day = DayField(label=pgettext_lazy("document", "Dated"))
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, today: date) -> None:
        """Begin with today and a key of its own."""
        super().__init__(data, initial={"day": today, "form_key": uuid4()})


class IssueForm(forms.Form):
    """On which day a document with a reserved number was signed."""

    signed_on = DayField(label=_("Signed on"))


class VoidForm(forms.Form):
    """Why a reserved number stands on no document."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The number stays in the book with this reason and is not given out again."),
    )
