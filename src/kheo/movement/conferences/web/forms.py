"""What is typed into a conference."""

import re
from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign
from kheo.movement.conferences.actions import Head
from kheo.movement.conferences.models import Conference, Guest
from kheo.movement.conferences.rules import ConferenceFacts
from kheo.movement.conferences.states import Answer, Circle, ConferenceKind, PaperForm
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField, NumberField

_HOUR = re.compile(r"(\d{1,2})\s*(?:[:hg.]|giờ)?\s*(\d{2})?\s*(?:phút|p)?", re.IGNORECASE)


class HourField(forms.CharField):
    """An hour typed as people write it: 8:00, 8h30, 14 giờ."""

    def __init__(self, **kwargs: Any) -> None:
        """Show how to type an hour."""
        kwargs.setdefault("help_text", _("For example 7:30 or 14h00."))
        super().__init__(**kwargs, widget=forms.TextInput(attrs={"size": 8, "autocomplete": "off"}))

    def clean(self, value: Any) -> Any:
        """Return the hour; raises ValidationError that says what to do."""
        text = super().clean(value)
        if not text:
            return None
        parts = _HOUR.fullmatch(text)
        hour, minute = (int(parts[1]), int(parts[2] or 0)) if parts else (99, 0)
        if hour > 23 or minute > 59:
            raise ValidationError(_("This is not an hour. Enter for example 7:30 or 14h00."))
        return time(hour, minute)

    def prepare_value(self, value: Any) -> Any:
        """Return the hour as it is written."""
        return f"{value:%H:%M}" if isinstance(value, time) else value


class ConferenceForm(forms.Form):
    """A conference to be prepared."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("conference", "Kind"), choices=ConferenceKind.choices, widget=forms.RadioSelect
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Body that holds it"), empty_label=None)
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("Campaign"), empty_label=None)
    since_year = NumberField(
        label=_("From the year"),
        required=False,
        help_text=_("Only for a term review: the first year it looks back on."),
    )
    title = forms.CharField(
        label=pgettext_lazy("conference", "Title"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As on the invitation."),
    )
    held_on = DayField(label=_("Day"))
    begins_at = HourField(label=_("Hour"), required=False, max_length=20)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    chair = forms.CharField(label=_("Chaired by"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, *, units: Any, campaigns: Any, known: Conference | None = None) -> None:
        """Begin with what is known; the body of a conference that is prepared stands."""
        names = ("kind", "since_year", "title", "held_on", "begins_at", "place", "chair", "version")
        initial: dict[str, Any] = {name: getattr(known, name) for name in names} if known else {"kind": "year_end"}
        if known:
            initial |= {"campaign": known.campaign_id}
        super().__init__(data, initial=initial)
        self._offer("unit", units)
        self._offer("campaign", campaigns)
        if known:
            del self.fields["unit"]

    def _offer(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]  # Any: a choice of records
        field.queryset = rows

    @property
    def facts(self) -> ConferenceFacts:
        """Return what a valid form says."""
        said = self.cleaned_data
        texts = {name: said[name] for name in ("title", "place", "chair", "campaign", "since_year", "begins_at")}
        return ConferenceFacts(kind=ConferenceKind(said["kind"]), held_on=said["held_on"], **texts)


class ItemForm(forms.Form):
    """A point of the programme."""

    content = forms.CharField(label=_("Content"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    who = forms.CharField(label=_("Who presents"), max_length=200, required=False)
    minutes = NumberField(label=_("How many minutes"), min_value=1, max_value=600, initial=15)


class PeopleForm(forms.Form):
    """Delegates to be taken in: a circle, or a list."""

    circle = forms.ChoiceField(label=_("Take in together"), choices=[("", "–"), *Circle.choices], required=False)
    people = forms.CharField(
        label=_("Or type or paste a list"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "A line for each: full name; post; unit. Cells copied from Excel or from a table in Word can be pasted."
        ),
    )
    group = forms.CharField(label=_("Group or row of seats"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        said = super().clean() or {}
        if not said.get("circle") and not said.get("people"):
            raise ValidationError(_("Choose whom to take in together, or type the list."))
        return said


class QuotaForm(forms.Form):
    """How many delegates each unit is to name, and who keeps the door."""

    keepers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Who keeps the door on the day, beside the standing office"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: QueryDict | None, *, units: Sequence[Unit], asked: dict[int, int], keepers: Any, named: list[int]
    ) -> None:
        """Ask about each unit; begin with what is known."""
        super().__init__(data, initial={"keepers": named})
        self.units = units
        for unit in units:
            self.fields[f"number-{unit.pk}"] = NumberField(
                label=unit.name, min_value=0, max_value=500, required=False, initial=asked.get(unit.pk)
            )
        field: Any = self.fields["keepers"]  # Any: a choice of records
        field.queryset = keepers

    @property
    def numbers(self) -> dict[int, int]:
        """Return what a valid form says, by the number of the unit."""
        return {unit.pk: self.cleaned_data[f"number-{unit.pk}"] or 0 for unit in self.units}

    @property
    def lines(self) -> list[forms.BoundField]:
        """Return the fields of the units."""
        return [self[f"number-{unit.pk}"] for unit in self.units]


class AnswerForm(forms.Form):
    """What a unit says about one of its delegates."""

    answer = forms.ChoiceField(
        label=pgettext_lazy("delegate", "Answer"),
        choices=[choice for choice in Answer.choices if choice[0] != Answer.WAITED],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Full name of who comes"), max_length=150, required=False)
    title = forms.CharField(label=pgettext_lazy("delegate", "Post"), max_length=200, required=False)
    absence = forms.CharField(label=_("Reason of absence"), max_length=300, required=False)

    def __init__(self, data: QueryDict | None, *, guest: Guest) -> None:
        """Begin with what was answered."""
        known = {"name": guest.substitute, "title": guest.substitute_title, "absence": guest.absence}
        known |= {"answer": guest.answer} if guest.answer != Answer.WAITED else {}
        super().__init__(data, initial=known)
        if guest.name:
            self.fields["name"].label, self.fields["title"].label = _("Substitute"), _("Post of the substitute")


class NameForm(forms.Form):
    """A delegate whom a unit was asked for."""

    name = forms.CharField(label=_("Full name"), max_length=150)
    title = forms.CharField(label=pgettext_lazy("delegate", "Post"), max_length=200, required=False)


class WalkInForm(NameForm):
    """Somebody at the door who is not on the list."""

    workplace = forms.CharField(label=_("Unit"), max_length=200, required=False)


class ReasonForm(forms.Form):
    """Why a conference is cancelled."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class HeadForm(forms.Form):
    """What stands on a paper beside what is recorded, and which paper."""

    form = forms.ChoiceField(
        label=_("Form of the document"), choices=PaperForm.choices, widget=forms.RadioSelect, initial=PaperForm.PARTY
    )
    issuer = forms.CharField(label=_("Body that issues it"), max_length=200)
    superior = forms.CharField(label=_("Body above it, at the head of the paper"), max_length=200, required=False)
    number = forms.CharField(label=_("Number"), max_length=30, required=False)
    place = forms.CharField(label=_("Place named before the day"), max_length=80)
    signs_as = forms.CharField(label=_("Post of the signer"), max_length=120, initial="Trưởng ban")
    signer = forms.CharField(label=_("Full name of the signer"), max_length=120, required=False)

    @property
    def head(self) -> Head:
        """Return what a valid form says."""
        said = self.cleaned_data
        texts = {name: said[name] for name in ("issuer", "superior", "number", "place", "signs_as", "signer")}
        return Head(PaperForm(said["form"]), **texts)
