from textwrap import shorten
from typing import Any

from django import forms
from django.core.files.base import ContentFile, File
from django.forms.renderers import get_default_renderer
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.models import Field as CampaignField
from kheo.movement.readings.models import Reading
from kheo.movement.readings.rules import LONGEST_TEXT, MOST_AT_ONCE
from kheo.movement.readings.states import ReadingState, Span
from kheo.movement.registry.rules import NAME_LIMIT, Facts
from kheo.movement.registry.states import OwnerKind
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField, ManyFilesField
from kheo.ui.lists import Filters


class ReadingFilters(Filters):
    """What a list of reports can be narrowed by."""

    lookups = {"state": "state", "year": "year"}
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", pgettext_lazy("state", "any")), *ReadingState.choices]
    )
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1900, max_value=2200)


class BringForm(forms.Form):
    """Reports to read: pasted, or as files, of one unit."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Whose report it is"),
        to_field_name="slug",
        empty_label=None,
        help_text=_("The unit whose numbers it states, whoever wrote it."),
    )
    sent = ManyFilesField(
        label=_("Choose files"),
        required=False,
        help_text=_("Word (.docx, .doc), PDF with text, web pages (.html, .mht), .rtf, .txt; several at once."),
    )
    text = forms.CharField(
        label=_("Or paste the text here"),
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the units of the user's posts."""
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(pk__in=reach(user, "readings.bring")).in_order()
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a choice of records
        self.fields["sent"].widget.attrs["accept"] = ".docx,.doc,.pdf,.html,.htm,.mht,.mhtml,.rtf,.txt"

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("sent") and not given.get("text", "").strip():
            raise forms.ValidationError(_("Choose a file or paste a text."))
        if len(given.get("sent") or ()) > MOST_AT_ONCE:
            said = _("At most %(most)s reports can be sent at once; send the others afterwards.")
            self.add_error("sent", said % {"most": MOST_AT_ONCE})
        return given

    def uploads(self) -> "list[File[bytes]]":
        """Return what was brought, as files."""
        chosen: list[File[bytes]] = list(self.cleaned_data["sent"])
        if text := self.cleaned_data["text"].strip():
            data = text.replace("\r\n", "\n").encode("utf-8", errors="replace")
            first = shorten(text.split("\n", 1)[0], 80, placeholder=" …") or gettext("pasted text")
            chosen.append(ContentFile(data, name=first.replace("/", "-") + ".txt"))
        return chosen


class ConfirmForm(forms.Form):
    """Of when the chosen numbers are."""

    year = forms.IntegerField(label=_("Year"), required=False, min_value=1900, max_value=2200)
    span = forms.ChoiceField(label=pgettext_lazy("time", "Time told of"), choices=Span.choices)
    stated_on = DayField(
        label=_("Stated on"),
        required=False,
        help_text=_("The day of the conference or of the report; day/month/year."),
    )


class DraftForm(forms.Form):
    """A model that a report names, as it is to be registered."""

    take = forms.BooleanField(label=pgettext_lazy("form", "Take over"), required=False)
    name = forms.CharField(label=pgettext_lazy("registration", "Name"), required=False, max_length=NAME_LIMIT)
    field = forms.ModelChoiceField(CampaignField.objects.none(), label=_("Field"), required=False)
    owner_kind = forms.ChoiceField(label=_("Owner"), choices=OwnerKind.choices, initial=OwnerKind.COLLECTIVE)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        """Offer the campaign's fields."""
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = campaign.fields.all()  # type: ignore[attr-defined]  # a choice of records

    def clean(self) -> dict[str, Any]:
        """Ask for a name and a field of what is taken over."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("take"):
            for name, said in (("name", _("Say how it is called.")), ("field", _("Choose a field."))):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, said)
        return given

    @property
    def facts(self) -> Facts:
        """Return what a valid form says."""
        said = self.cleaned_data
        return Facts(name=said["name"], field=said["field"], owner_kind=OwnerKind(said["owner_kind"]))


class DraftForms(forms.BaseFormSet):  # type: ignore[type-arg]  # it takes no argument when it runs
    """One form for each model that a report names, nothing taken over yet."""

    form = DraftForm
    extra = min_num = 0
    max_num = absolute_max = 1000
    can_order = can_delete = can_delete_extra = validate_max = validate_min = False
    renderer = get_default_renderer()

    def __init__(self, data: Any, *, reading: Reading, campaign: Campaign) -> None:
        """Fill in the names as the report has them."""
        named = reading.source.findings.get("models") or []
        initial = [{"name": one["name"][:NAME_LIMIT]} for one in named]
        super().__init__(data, initial=initial, prefix="models", form_kwargs={"campaign": campaign})

    @property
    def taken(self) -> list[Facts]:
        """Return what valid forms take over."""
        return [form.facts for form in self.forms if form.cleaned_data.get("take")]


class WithdrawForm(forms.Form):
    """Why a figure is taken out of use."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
