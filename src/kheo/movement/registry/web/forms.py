"""The form of a registration, its files, and the small forms of its steps."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.models import Field as CampaignField
from kheo.movement.registry.models import Attachment, HowTo, Measure, Particulars, Registration
from kheo.movement.registry.rules import (
    CAPTION_LIMIT,
    NAME_LIMIT,
    NEEDED_TO_SUBMIT,
    PARTICULARS,
    TEXT_LIMIT,
    Facts,
    HowToFacts,
    facts_of,
)
from kheo.movement.registry.states import ExemplarKind, OwnerKind, YearStatus
from kheo.movement.registry.web.tables import REMARKABLE, label_of
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField, ManyFilesField, PointsField

_ROWS = {"purpose": 3, "method": 6, "targets": 3, "resources": 3, "outcome": 3}
_HINTS = {
    "purpose": _("One or two sentences: which need it answers."),
    "method": _("How it is done, step by step, and who takes part."),
    "target_group": _("For example: 45 households of hamlet 5."),
    "targets": _("What can be counted at the end of the year: indicator, number, unit."),
    "resources": _("Money, days of work, materials, and where they come from."),
    "partners": _("Bodies and associations that take part."),
    "person_in_charge": _("Full name and post. Not shown on the portal."),
    "outcome": _("What has been reached so far, in numbers."),
}


def _particular(name: str) -> forms.Field:
    """Return the form's field for one of the particulars, labelled as in the register."""
    hint = (
        format_lazy("{} {}", _HINTS[name], _("Needed before submitting.")) if name in NEEDED_TO_SUBMIT else _HINTS[name]
    )
    return _column_field(Particulars, name, _ROWS.get(name, 0), hint)


def _column_field(model: type[Model], name: str, rows: int, hint: Any) -> forms.Field:
    """Return the form's field for a column of text, labelled as the column, with as many rows to write in."""
    column: Any = model._meta.get_field(name)  # Any: a column, not a relation
    return forms.CharField(
        label=capfirst(column.verbose_name),
        required=False,
        max_length=column.max_length or TEXT_LIMIT,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
    )


class FilesForm(forms.Form):
    """Photos and papers to add."""

    added = ManyFilesField(
        label=_("Add photos and files"),
        required=False,
        help_text=_("Photos (JPEG, PNG, WebP) or PDF, Word (.docx), Excel (.xlsx); several at once."),
    )


class AttachmentForm(forms.Form):
    """What is said of one photo or paper that hangs on the registration."""

    attachment: Attachment | None = None
    pk = forms.IntegerField(widget=forms.HiddenInput)
    caption = forms.CharField(
        label=_("Caption"), required=False, widget=forms.TextInput(attrs={"maxlength": CAPTION_LIMIT})
    )
    is_public = forms.BooleanField(label=_("May be shown on the portal"), required=False)


AttachmentForms = forms.formset_factory(AttachmentForm, extra=0, can_delete=True)


def attachment_forms(registration: Registration) -> Any:  # Any: the factory's own class
    """Return the forms of a registration's files, each with the file that it speaks of."""
    attachments = list(registration.attachments.select_related("file"))
    said = [{"pk": each.pk, "caption": each.caption, "is_public": each.is_public} for each in attachments]
    made = AttachmentForms(initial=said, prefix="papers")
    for form, attachment in zip(made.forms, attachments, strict=True):
        form.attachment = attachment
    return made


def said_of_attachments(registration: Registration, data: QueryDict) -> list[tuple[Attachment, dict[str, Any]]]:
    """Return each file of the registration that the sent forms speak of, with what they say."""
    if "papers-TOTAL_FORMS" not in data:
        return []
    sent = AttachmentForms(data, prefix="papers")
    known = {each.pk: each for each in registration.attachments.all()}
    said = [form.cleaned_data for form in sent.forms if form.is_valid()]
    return [(known[each["pk"]], each) for each in said if each["pk"] in known]


class StandingForm(forms.Form):
    """A form that stands against what was changed meanwhile when it is sent once more."""

    def stand_on(self, version: int) -> None:
        """Let the form, sent once more, stand against what was changed up to a version."""
        again: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, when sent
        again["version"] = version
        self.data = again


class RegistrationForm(StandingForm):
    """What a unit says of its exemplar; a name and a field are enough for a draft."""

    only_unit: Unit | None = None
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    name = forms.CharField(
        label=pgettext_lazy("registration", "Name"),
        max_length=NAME_LIMIT,
        help_text=_("As it is to stand in decisions and certificates; short, and saying what is done."),
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("form", "Model or exemplar"),
        choices=ExemplarKind.choices,
        widget=forms.RadioSelect,
        help_text=_("A model is a way of working; an exemplar is a person or body held up as an example."),
    )
    field = forms.ModelChoiceField(
        CampaignField.objects.none(), label=_("Field"), widget=forms.RadioSelect, empty_label=None
    )
    owner_kind = forms.ChoiceField(label=_("Owner"), choices=OwnerKind.choices, widget=forms.RadioSelect)
    year_status = forms.ChoiceField(label=_("This year"), choices=YearStatus.choices, widget=forms.RadioSelect)
    place = forms.CharField(label=_("Place"), max_length=200, required=False, help_text=_("Hamlet, street, office …"))
    started_on = DayField(label=_("Started on"), required=False)

    def __init__(self, data: Any, *, campaign: Campaign, user: User, registration: Registration | None = None) -> None:
        """Offer what is open to the user: the campaign's fields, and for a new one the units to register for."""
        first = {"form_key": uuid4(), "version": 0, "kind": ExemplarKind.MODEL, "owner_kind": OwnerKind.COLLECTIVE}
        super().__init__(data, initial=initial_of(registration) if registration else first | {"year_status": "new"})
        for name in PARTICULARS:
            self.fields[name] = _particular(name)
        self.fields["field"].queryset = campaign.fields.all()  # type: ignore[attr-defined]  # a choice of records
        if registration:
            del self.fields["unit"]
        else:
            self._offer_units(campaign, user)

    def _offer_units(self, campaign: Campaign, user: User) -> None:
        """Offer the campaign's units that the user registers for; a single one is taken without asking."""
        steered = Unit.objects.under(campaign.unit, campaign.map_day)
        units = steered.filter(pk__in=reach(user, "registry.register")).in_order()
        field = self.fields["unit"]
        field.queryset = units  # type: ignore[attr-defined]  # a choice of records
        first_two = list(units[:2])
        if len(first_two) == 1:
            self.only_unit = first_two[0]
            field.initial, field.widget = self.only_unit.pk, forms.HiddenInput()

    @property
    def facts(self) -> Facts:
        """Return what a valid form says."""
        said = self.cleaned_data
        return Facts(
            name=said["name"],
            field=said["field"],
            kind=ExemplarKind(said["kind"]),
            owner_kind=OwnerKind(said["owner_kind"]),
            year_status=YearStatus(said["year_status"]),
            place=said["place"],
            started_on=said["started_on"],
            particulars={name: said[name] for name in PARTICULARS},
        )

    @property
    def needed(self) -> str:
        """Return the labels of what must be filled in before it may be submitted."""
        return ", ".join(f"“{self.fields[name].label}”" for name in NEEDED_TO_SUBMIT)


def initial_of(registration: Registration) -> dict[str, Any]:
    """Return what a form shows of a registration."""
    facts = facts_of(registration)
    said = vars(facts) | dict(facts.particulars or {}) | {"field": facts.field.pk, "version": registration.version}
    return said | {"form_key": registration.form_key or uuid4()}


@dataclass(frozen=True)
class Difference:
    """One field in which two people differ."""

    label: str
    theirs: object
    yours: object


def differences(form: RegistrationForm, registration: Registration) -> list[Difference]:
    """Return where a valid form and the registration as it is now differ, in the reader's words."""
    theirs, yours = facts_of(registration), form.facts
    pairs = {"name": (theirs.name, yours.name), "field": (theirs.field, yours.field)}
    pairs |= {name: (getattr(theirs, name).label, getattr(yours, name).label) for name in _CHOICES}
    pairs |= {name: (getattr(theirs, name), getattr(yours, name)) for name in ("place", "started_on")}
    pairs |= {name: ((theirs.particulars or {})[name], (yours.particulars or {})[name]) for name in PARTICULARS}
    return [Difference(str(form.fields[name].label), *pair) for name, pair in pairs.items() if pair[0] != pair[1]]


_CHOICES = ("kind", "owner_kind", "year_status")


class StepForm(forms.Form):
    """A step that needs a reason; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}), max_length=TEXT_LIMIT)

    def __init__(self, *args: Any, hint: str | Promise = "", **kwargs: Any) -> None:
        """Say what the reason is for."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = str(hint)


class ReturnForm(StepForm):
    """The reason for giving a registration back, and a remark on each field that needs one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer a remark on every field of the registration."""
        super().__init__(*args, hint=_("Say what the unit has to complete; it reads these words."), **kwargs)
        for name in REMARKABLE:
            self.fields[f"on-{name}"] = forms.CharField(label=label_of(name), max_length=500, required=False)

    def remarks(self) -> list[Any]:
        """Return the fields for the remarks."""
        return [self[f"on-{name}"] for name in REMARKABLE]

    @property
    def said(self) -> dict[str, Any]:
        """Return the reason and the remarks of a valid form."""
        remarks = {name: self.cleaned_data[f"on-{name}"] for name in REMARKABLE}
        return {"reason": self.cleaned_data["reason"], "remarks": remarks}


class MeasureRow(forms.Form):
    """An indicator with its unit, where it stood, and what is promised."""

    name = forms.CharField(label=_("Indicator"), max_length=200)
    counted_in = forms.CharField(label=_("Counted in"), max_length=50, required=False)
    baseline = PointsField(label=pgettext_lazy("measure", "Before"), required=False, max_digits=16, decimal_places=2)
    promised = PointsField(label=_("Promised"), max_digits=16, decimal_places=2)


class ResultForm(StandingForm):
    """What was reached: in words, and a number for each indicator."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.CharField(
        label=_("Result"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What was done, what changed for the people, and by which evidence it is seen."),
    )

    def __init__(self, data: Any, *, registration: Registration) -> None:
        """Ask what was achieved by each indicator."""
        self.measures = list(registration.measures.all())
        initial = {"version": registration.version, "outcome": registration.particulars.outcome}
        super().__init__(data, initial=initial | {f"m{each.pk}": each.achieved for each in self.measures})
        for each in self.measures:
            self.fields[f"m{each.pk}"] = PointsField(label=each.name, required=False, max_digits=16, decimal_places=2)

    def lines(self) -> list[tuple[Measure, Any]]:
        """Return each indicator with its field."""
        return [(each, self[f"m{each.pk}"]) for each in self.measures]

    @property
    def said(self) -> dict[str, Any]:
        """Return what a valid form says."""
        achieved = {each.pk: self.cleaned_data[f"m{each.pk}"] for each in self.measures}
        return {name: self.cleaned_data[name] for name in ("outcome", "version")} | {"achieved": achieved}


_HOW_TO = {
    "steps": (8, _("One line for each step, in the order in which they are taken. Needed before it is released.")),
    "cost": (3, _("How much, for what, and who pays: people, budget, enterprises.")),
    "papers": (3, _("Plans, minutes, permits or contracts that are needed.")),
    "contact_office": (0, _("Name and address of a body, not of a person.")),
    "contact_phone": (0, _("A telephone of the office; private numbers are refused.")),
}


class HowToForm(StandingForm):
    """How a model is taken over."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, registration: Registration) -> None:
        """Show what was told so far."""
        self.told = HowTo.objects.filter(registration=registration).first()
        initial = {name: getattr(self.told, name, "") for name in _HOW_TO}
        super().__init__(data, initial=initial | {"version": self.told.version if self.told else 0})
        for name, (rows, hint) in _HOW_TO.items():
            self.fields[name] = _column_field(HowTo, name, rows, hint)

    @property
    def said(self) -> dict[str, Any]:
        """Return what a valid form says."""
        facts = HowToFacts(**{name: self.cleaned_data[name] for name in _HOW_TO})
        return {"facts": facts, "version": self.cleaned_data["version"]}


class VersionForm(forms.Form):
    """A step that needs nothing but the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
