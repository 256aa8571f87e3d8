"""What is typed about the papers of a conference."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.movement.conferences.models import Conference, Item, Speech
from kheo.movement.conferences.rules import SpeechFacts
from kheo.movement.conferences.states import SpeechState
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField, NumberField
from kheo.ui.lists import Filters


class SpeechForm(forms.Form):
    """A paper as it is asked for."""

    title = forms.CharField(
        label=pgettext_lazy("conference paper", "Subject"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    speaker = forms.CharField(label=pgettext_lazy("conference paper", "Who speaks"), max_length=150, required=False)
    post = forms.CharField(label=pgettext_lazy("delegate", "Post"), max_length=200, required=False)
    minutes = NumberField(label=_("How many minutes"), min_value=1, max_value=600, required=False)
    due_on = DayField(label=_("To be sent until"), required=False)

    @property
    def facts(self) -> SpeechFacts:
        """Return what a valid form says."""
        names = ("title", "speaker", "post", "minutes", "due_on")
        return SpeechFacts(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


def known_of(speech: Speech) -> dict[str, Any]:
    """Return what is known of a paper, to begin with."""
    return {name: getattr(speech, name) for name in ("title", "speaker", "post", "minutes", "due_on")}


class AskForm(SpeechForm):
    """A paper asked of a unit."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    field_order = ("unit",)

    def __init__(self, data: QueryDict | None, *, conference: Conference) -> None:
        """Offer the body and the units below it."""
        super().__init__(data)
        field: Any = self.fields["unit"]  # Any: a choice of records
        field.queryset = Unit.objects.under(conference.unit, conference.held_on).in_order()


class SendForm(SpeechForm):
    """A paper as its unit sends it."""

    file = forms.FileField(label=_("File of the paper"), required=False, help_text=_("PDF or Word (.docx)."))
    field_order = ("title", "speaker", "post", "minutes", "file")

    def __init__(self, data: QueryDict | None, files: Any, *, speech: Speech) -> None:
        """Begin with what was asked for; a file is needed until one has come."""
        super().__init__(data, files, initial=known_of(speech))
        del self.fields["due_on"]
        self.fields["speaker"].required = True
        self.fields["file"].required = speech.file_id is None


class OfferForm(SpeechForm):
    """A paper as a unit offers it."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    outline = forms.CharField(
        label=_("Main points"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A few lines by which the standing office decides."),
    )
    file = forms.FileField(
        label=_("File of the paper"), required=False, help_text=_("PDF or Word (.docx). It may be sent later.")
    )
    field_order = ("unit", "title", "outline", "speaker", "post", "minutes", "file")

    def __init__(self, data: QueryDict | None, files: Any, *, units: QuerySet[Unit], speech: Speech | None) -> None:
        """Begin with what was offered; who has one unit does not choose it."""
        known = known_of(speech) | {"outline": speech.outline} if speech else {}
        super().__init__(data, files, initial=known)
        del self.fields["due_on"]
        few = list(units[:2])
        self.only = speech.unit if speech else few[0] if len(few) == 1 else None
        if self.only:
            del self.fields["unit"]
        else:
            field: Any = self.fields["unit"]  # Any: a choice of records
            field.queryset = units

    @property
    def body(self) -> Unit:
        """Return the unit whose paper it is."""
        unit: Unit = self.only or self.cleaned_data["unit"]
        return unit


class TakeForm(forms.Form):
    """Until when a paper that is taken is to be sent."""

    due_on = DayField(label=_("To be sent until"), required=False)


class DeclineForm(forms.Form):
    """Why an offered paper is not taken."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ChooseForm(forms.Form):
    """What a paper that came is for."""

    to = forms.ChoiceField(
        label=_("What the paper is for"),
        choices=[
            (SpeechState.FLOOR, SpeechState.FLOOR.label),
            (SpeechState.PRINTED, SpeechState.PRINTED.label),
            (SpeechState.RECEIVED, pgettext_lazy("conference paper", "Not chosen yet")),
        ],
        widget=forms.RadioSelect,
    )
    item = forms.ModelChoiceField(
        Item.objects.none(),
        label=_("At which point of the programme"),
        required=False,
        help_text=_("Only for papers that are spoken."),
    )

    def __init__(self, data: QueryDict | None, *, speech: Speech) -> None:
        """Begin with what was said; a point that speaks of papers is offered first."""
        items = Item.objects.filter(conference=speech.conference_id)
        usual = speech.item_id or next((item.pk for item in items if "tham luận" in item.content.lower()), None)
        begun = {"to": speech.state if speech.state != SpeechState.RECEIVED else SpeechState.FLOOR, "item": usual}
        super().__init__(data, initial=begun, prefix="choose")
        field: Any = self.fields["item"]  # Any: a choice of records
        field.queryset = items


class BackForm(forms.Form):
    """Why a paper is sent back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class DueFilters(Filters):
    """Which papers are listed."""

    show = forms.ChoiceField(
        label=pgettext_lazy("conference paper", "Papers"),
        choices=[
            ("asked", _("Papers that my unit is asked for")),
            ("received", pgettext_lazy("conference paper", "To be decided")),
        ],
        required=False,
    )
