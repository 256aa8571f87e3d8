from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.movement.appraisal.queries import TO_APPRAISE
from kheo.movement.appraisal.rules import MOST_SCORERS, REASON_LIMIT, Closing, VisitFacts
from kheo.movement.appraisal.states import SheetState
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.models import Field as CampaignField
from kheo.movement.campaigns.states import StandardField
from kheo.movement.criteria.models import Criterion, Veto
from kheo.movement.registry.models import Attachment
from kheo.movement.registry.queries import called
from kheo.movement.registry.states import State
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField, ManyFilesField, PointsField
from kheo.ui.lists import Filters
from kheo.ui.points import TEXT_LIMIT, PointsForm


class OwnForm(PointsForm):
    """The unit's own sheet: points, comments, and which papers show something about a criterion."""

    def __init__(self, data: QueryDict | None, *, papers: Sequence[Attachment], **kwargs: Any) -> None:
        """Offer the photos and papers of the model for each criterion."""
        super().__init__(data, **kwargs)
        choices = [(each.pk, each.caption or each.file.name) for each in papers]
        for line in self.lines if choices else ():
            self.fields[f"e{line.criterion.pk}"] = forms.TypedMultipleChoiceField(
                label=_("Evidence"),
                choices=choices,
                coerce=int,
                required=False,
                initial=[paper.pk for paper in line.papers],
                widget=forms.CheckboxSelectMultiple,
            )

    def evidence(self) -> list[tuple[Criterion, Any]]:
        """Return each criterion with the field for its papers."""
        numbered = [(line.criterion, f"e{line.criterion.pk}") for line in self.lines]
        return [(criterion, self[name]) for criterion, name in numbered if name in self.fields]

    @property
    def papers(self) -> Mapping[int, list[int]]:
        """The papers that were chosen, by criterion."""
        return {criterion.pk: field.form.cleaned_data[field.name] for criterion, field in self.evidence()}


class AsideForm(forms.Form):
    """Why somebody does not score a model."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=_("Why you do not score it"),
        widget=forms.RadioSelect,
        choices=[
            (SheetState.RECUSED, _("I step aside: I have to do with this model or its unit")),
            (SheetState.ABSTAINED, _("I abstain: I cannot judge it")),
        ],
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class DeclareForm(ReasonForm):
    """A unit that somebody has to do with, and how."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that you have to do with"))
    field_order = ("unit", "reason")

    def __init__(self, data: QueryDict | None, *, units: Any) -> None:
        """Offer the units whose models the user might be given."""
        super().__init__(data)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a choice of records
        self.fields["reason"].help_text = _(
            "For example: the head of the unit is my brother; I worked there until May."
        )


class OpenForm(forms.Form):
    """How many people score each model."""

    each = forms.IntegerField(label=_("Scorers for each model"), min_value=1, max_value=MOST_SCORERS)


class AssignForm(forms.Form):
    """Which models go to which people."""

    people = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Scorers"), widget=forms.CheckboxSelectMultiple
    )
    field = forms.ModelChoiceField(
        CampaignField.objects.none(), label=_("Field"), required=False, empty_label=_("All fields")
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units"))

    def __init__(self, data: QueryDict | None, *, campaign: Campaign, people: Sequence[User]) -> None:
        """Offer the scorers, fields and units of a campaign; all scorers are chosen at first."""
        numbers = [person.pk for person in people]
        super().__init__(data, initial={"people": numbers})
        offered: Any = self.fields  # Any: choices of records
        offered["people"].queryset = User.objects.filter(pk__in=numbers).order_by("full_name", "pk")
        offered["field"].queryset = campaign.fields.all()
        offered["unit"].queryset = Unit.objects.under(campaign.unit, campaign.map_day).in_order()


class VisitForm(forms.Form):
    """A survey on the spot, with its photos and signed minutes."""

    visited_on = DayField(label=_("Day of the visit"))
    place = forms.CharField(label=_("Place"), max_length=200)
    team = forms.CharField(
        label=_("Team"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Post and full name of each who went, a line each."),
    )
    findings = forms.CharField(
        label=_("Findings"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What was seen and counted, against what was promised."),
    )
    minutes = forms.FileField(label=_("Signed minutes"), required=False, help_text=_("PDF, Word or a photo."))
    photos = ManyFilesField(label=_("Photos"), required=False)

    @property
    def facts(self) -> VisitFacts:
        """Return what a valid form says."""
        return VisitFacts(**{name: self.cleaned_data[name] for name in ("visited_on", "place", "team", "findings")})


class ClosingForm(forms.Form):
    """How the scoring of a model is closed."""

    final = PointsField(
        label=_("Other final points than the mean"),
        required=False,
        max_digits=8,
        decimal_places=2,
        help_text=_("Leave empty to keep the mean."),
    )
    veto = forms.ModelChoiceField(
        Veto.objects.none(), label=_("Ruled out by"), required=False, empty_label=_("Nothing rules it out")
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for other points, for what rules it out, and where fewer people scored it than planned."),
    )

    def __init__(self, data: QueryDict | None, *, vetoes: Any) -> None:
        """Offer what rules the title out by the criteria."""
        super().__init__(data)
        self.fields["veto"].queryset = vetoes  # type: ignore[attr-defined]  # a choice of records

    @property
    def closing(self) -> Closing:
        """Return what a valid form says."""
        said = self.cleaned_data
        return Closing(said["final"], said["veto"].pk if said["veto"] else None, said["reason"])


class AppraisalFilters(Filters):
    """How the models of an appraisal are narrowed."""

    lookups = {"field": "field__standard", "state": "state"}
    field = forms.ChoiceField(label=_("Field"), required=False, choices=[("", _("All fields")), *StandardField.choices])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", pgettext_lazy("state", "any")), *((each.value, each.label) for each in map(State, TO_APPRAISE))],
    )
    q = forms.CharField(label=_("Name or unit"), required=False, max_length=100)

    def narrow(self, rows: Any) -> Any:
        """Return the rows that pass."""
        return called(super().narrow(rows), self.cleaned_data.get("q") or "")
