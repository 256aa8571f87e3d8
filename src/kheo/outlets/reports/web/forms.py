"""What a reader chooses before figures are shown or documents are made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.machinery.books.kit import CATALOGUE, Scope
from kheo.machinery.books.queries.breakdowns import UNIT
from kheo.machinery.books.queries.groupings import CLUSTERS, KINDS, LEVELS
from kheo.machinery.books.queries.tables import EACH_UNIT, UNITS_BELOW
from kheo.machinery.papers.rules import lines_of
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.closings.models import Closing
from kheo.movement.closings.queries.kept import in_words
from kheo.movement.closings.states import Period
from kheo.movement.registry.queries import units_to_choose
from kheo.organisation.access.rules import held_by, reach
from kheo.organisation.units.models import Unit
from kheo.organisation.units.queries import installation
from kheo.outlets.reports.queries.staffing import Issuing
from kheo.outlets.reports.queries.term import USUAL_YEARS
from kheo.outlets.reports.rules import form_of
from kheo.outlets.reports.states import DocumentForm, InTime
from kheo.ui.forms import DayField

ROWS = (
    (UNITS_BELOW, _("Units directly below, with all below them")),
    (EACH_UNIT, _("Every unit that has some")),
    (LEVELS, pgettext_lazy("unit", "Level of the unit")),
    (KINDS, _("Kind of unit")),
    (CLUSTERS, _("Emulation clusters")),
)
COLUMNS = (
    ("field,owner_kind", _("Field × owner")),
    ("field,year_status", _("Field × state in the year")),
    ("field,exemplar_kind", pgettext_lazy("figure", "Field × model or exemplar")),
    ("field", _("Field")),
    ("owner_kind", _("Owner")),
    ("exemplar_kind", pgettext_lazy("figure", "Model or exemplar")),
    ("year_status", pgettext_lazy("figure", "State in the year")),
)
# What the lines of the way through the year may be.
LINES = (
    (UNIT, ROWS[0][1]),
    ("field", _("Field")),
    ("exemplar_kind", pgettext_lazy("figure", "Model or exemplar")),
    ("owner_kind", _("Owner")),
    *ROWS[2:],
)


USUAL = {"figure": "registered", "columns": COLUMNS[0][0], "rows": UNITS_BELOW}


@dataclass(frozen=True)
class Place:
    """The campaign and the unit that somebody asks about, and those that may be asked about."""

    campaigns: Sequence[Campaign]
    campaign: Campaign
    units: Sequence[Unit]
    unit: Unit

    @property
    def scope(self) -> Scope:
        """Return what is asked about, on the campaign's own map of units."""
        return self.scope_on(None)

    def scope_on(self, day: date | None) -> Scope:
        """Return what is asked about, on the map of units of a day."""
        return scope_of(self.campaign, self.unit, day)


def place_of(user: User, asked: QueryDict, act: str) -> Place | None:
    """Return the campaign and the unit that an address names, or those that fit the user best; None if there is none.

    :raises Http404: if the user may not see what is named.
    """
    campaigns = list(Campaign.objects.visible_to(user).select_related("unit", "movement").newest_first())
    units = units_to_choose(user, act)
    if not campaigns or not units:
        return None
    finished = [campaign for campaign in campaigns if campaign.state != CampaignState.PLANNED]
    campaign = _named(asked.get("campaign"), campaigns, (finished or campaigns)[0])
    steering = next((unit for unit in units if unit.pk == campaign.unit_id), units[0])
    slug = asked.get("unit")
    if slug and slug not in {unit.slug for unit in units}:
        units += Unit.objects.filter(slug=slug, pk__in=reach(user, act))
    return Place(campaigns, campaign, units, _named(slug, units, steering))


def _named(slug: str | None, among: Sequence[Any], usual: Any) -> Any:
    """Return the record of a short address, or the usual one if none is asked for."""
    if not slug:
        return usual
    for record in among:
        if record.slug == slug:
            return record
    raise Http404


class PlaceForm(forms.Form):
    """The campaign and the unit."""

    use_required_attribute = False
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(self, data: QueryDict, *, place: Place) -> None:
        """Offer what the place offers, and show what it is."""
        given = data.copy()
        given["campaign"], given["unit"] = place.campaign.slug, place.unit.slug
        super().__init__(given)
        for name, records in (("campaign", place.campaigns), ("unit", place.units)):
            field = self.fields[name]
            field.choices = [(each.slug, each.name) for each in records]  # type: ignore[attr-defined]  # of choices
            if len(records) < 2:
                field.widget = forms.HiddenInput()


def page_number(asked: Mapping[str, Any]) -> int:
    """Return which page of a list is asked for; the first, where that is no number."""
    page = asked.get("page", "")
    return max(int(page), 1) if page.isdecimal() and len(page) < 9 else 1


class ListForm(PlaceForm):
    """The campaign, the unit, and the figure whose units are listed, which stays as it is."""

    figure = forms.CharField(required=False, widget=forms.HiddenInput())


class TimelinessForm(PlaceForm):
    """The campaign, the unit, and how the units are to stand."""

    state = forms.ChoiceField(
        label=pgettext_lazy("registering", "How it stands"), required=False, choices=[("", _("All")), *InTime.choices]
    )
    field_order = ("campaign", "unit", "state")

    @property
    def chosen_state(self) -> str:
        """Return how the units are to stand; nothing is all, also where what was asked for is not offered."""
        self.is_valid()
        return self.cleaned_data.get("state") or ""


class FunnelForm(PlaceForm):
    """The campaign, the unit, and what the lines of the way through the year are."""

    by = forms.ChoiceField(label=_("Rows"), required=False, choices=LINES)
    field_order = ("campaign", "unit", "by")

    def __init__(self, data: QueryDict, *, place: Place) -> None:
        """Start with the units."""
        given = data.copy()
        given.setdefault("by", UNIT)
        super().__init__(given, place=place)

    @property
    def chosen_by(self) -> str:
        """Return what the lines are; what is not offered shows its error, and units instead."""
        self.is_valid()
        return self.cleaned_data.get("by") or UNIT


class YearsForm(PlaceForm):
    """The campaign whose movement is meant, the unit, and one field or all."""

    field = forms.ChoiceField(label=_("Field"), required=False)
    field_order = ("campaign", "unit", "field")

    def __init__(self, data: QueryDict, *, place: Place) -> None:
        """Offer the fields of the campaign."""
        super().__init__(data, place=place)
        fields = [(field.slug, field.name) for field in place.campaign.fields.all()]
        choice: Any = self.fields["field"]  # Any: a field of choices
        choice.choices = [("", _("All")), *fields]

    @property
    def chosen_field(self) -> str:
        """Return the field's short address; nothing is all, also where what was asked for is not offered."""
        self.is_valid()
        return self.cleaned_data.get("field") or ""

    @property
    def in_words(self) -> str:
        """Return the field's name, or that all are meant."""
        choice: Any = self.fields["field"]  # Any: a field of choices
        name = dict(choice.choices)[self.chosen_field]
        return f"{choice.label}: {name}"


class SpanForm(PlaceForm):
    """The campaign whose movement is meant, the unit, and the first and last year of a term."""

    first = forms.TypedChoiceField(label=_("From the year"), coerce=int, empty_value=None, required=False)
    last = forms.TypedChoiceField(label=_("Up to the year"), coerce=int, empty_value=None, required=False)
    field_order = ("campaign", "unit", "first", "last")

    def __init__(self, data: QueryDict, *, place: Place, known: Sequence[int]) -> None:
        """Offer every year from the first that the register knows to the last; five years up to the newest at first."""
        given, self.known = data.copy(), known
        given.setdefault("last", str(known[-1]))
        given.setdefault("first", str(max(known[0], known[-1] - USUAL_YEARS + 1)))
        super().__init__(given, place=place)
        for name in ("first", "last"):
            choice: Any = self.fields[name]  # Any: a field of choices
            choice.choices = [(str(year), str(year)) for year in range(known[0], known[-1] + 1)]

    def clean(self) -> dict[str, Any]:
        """Ask that the term ends after it begins, and that the register knows one of its years."""
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last year is before the first: choose it again."))
        elif first and last and not any(first <= year <= last for year in self.known):
            self.add_error("last", _("The register has no campaign of these years: choose others."))
        return said

    @property
    def span(self) -> tuple[int, int] | None:
        """Return the first and the last year; None if they do not make a term."""
        if not self.is_valid():
            return None
        return self.cleaned_data["first"] or self.known[0], self.cleaned_data["last"] or self.known[-1]


@dataclass(frozen=True)
class Chosen:
    """What a statistics table shows."""

    figure: str
    columns: str
    rows: str
    page: int
    map: date | None


class MapForm(PlaceForm):
    """The campaign, the unit, and the day whose map of units is meant."""

    map = DayField(label=_("Map of units of"), required=False)

    @property
    def day(self) -> date | None:
        """Return the day that was asked for; None is as reported."""
        self.is_valid()
        day: date | None = self.cleaned_data.get("map")
        return day


class TableForm(MapForm):
    """What the statistics table shows."""

    figure = forms.ChoiceField(label=_("Figure"), required=False)
    columns = forms.ChoiceField(label=_("Columns"), required=False, choices=COLUMNS)
    rows = forms.ChoiceField(label=_("Rows"), required=False, choices=ROWS)
    field_order = ("campaign", "unit", "figure", "columns", "rows", "map")

    def __init__(self, data: QueryDict, *, place: Place) -> None:
        """Start with what most readers want."""
        given = data.copy()
        for name, usual in USUAL.items():
            given.setdefault(name, usual)
        super().__init__(given, place=place)
        offered = [(key, figure.label) for key, figure in CATALOGUE.items() if "field" in figure.dimensions]
        self.fields["figure"].choices = offered  # type: ignore[attr-defined]  # a field of choices

    @property
    def chosen(self) -> Chosen:
        """Return what to show; what is not offered shows its error, and the usual instead."""
        self.is_valid()
        valid = {name: self.cleaned_data.get(name) or usual for name, usual in USUAL.items()}
        return Chosen(**valid, page=page_number(self.data), map=self.cleaned_data.get("map"))


def closings_for(user: User, place: Place, period: Period) -> QuerySet[Closing]:
    """Return the closings of a period that a report about a place may be printed from, where it is all of the
    campaign."""
    if place.unit.pk != place.campaign.unit_id:
        return Closing.objects.none()
    seen = Closing.objects.visible_to(user).filter(campaign=place.campaign, period=period)
    return seen.select_related("campaign").newest_first()


def may_see_closings(user: User, place: Place) -> bool:
    """Tell whether the user's post stands at the body that closes the figures of a place."""
    return any(post.unit_id == place.campaign.unit_id for post in held_by(user, "closings.view"))


def usual_form() -> DocumentForm:
    """Return the form in which the body that this copy serves writes."""
    here = installation()
    return form_of(here.issuer_name) if here else DocumentForm.PARTY


class LetterForm(forms.Form):
    """What stands on a report beside its figures."""

    form = forms.ChoiceField(label=_("Form of the document"), choices=DocumentForm.choices, widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Number"),
        required=False,
        max_length=20,
        help_text=_("The number alone, for example 12. Leave it empty to fill it in by hand."),
    )
    signed_on = DayField(
        label=_("Signed on"),
        required=False,
        help_text=_("Day/month/year, for example 17/01/2018. Leave it empty to fill it in by hand."),
    )


class ReportForm(LetterForm):
    """What stands on the report of a campaign, and which figures: those of now, or closed ones."""

    closing = forms.ChoiceField(label=_("Figures of the report"), required=False)
    has_annex = forms.BooleanField(label=_("The report says that the annex comes with it"), required=False)
    field_order = ("closing", "form", "number", "signed_on", "has_annex")

    def __init__(self, *args: Any, closings: Iterable[Closing], **kwargs: Any) -> None:
        """Offer closed figures, where there are some."""
        super().__init__(*args, **kwargs)
        self._closings = {str(closing.pk): closing for closing in closings}
        words = [(mark, in_words(closing)) for mark, closing in self._closings.items()]
        choice: Any = self.fields["closing"]  # Any: a field of choices
        choice.choices = [("", _("As they stand now")), *words]
        if not words:
            del self.fields["closing"]

    @property
    def chosen(self) -> Closing | None:
        """The closed figures that it stands at; None: those of now."""
        return self._closings.get(str(self["closing"].value() or "")) if self._closings else None


class StaffingForm(forms.Form):
    """What stands on the decision about a committee beside what is recorded of it."""

    form = forms.ChoiceField(label=_("Form of the document"), choices=DocumentForm.choices, widget=forms.RadioSelect)
    issuer = forms.CharField(label=_("Body that issues it"), max_length=200)
    superior = forms.CharField(label=_("Body above it, at the head of the paper"), max_length=200, required=False)
    signs_as = forms.CharField(label=_("Signs as"), max_length=200, required=False)
    signer = forms.CharField(label=_("Full name of who signs"), max_length=150, required=False)
    bases = forms.CharField(
        label=_("Legal bases"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Each on a line of its own."),
    )

    @property
    def issuing(self) -> Issuing:
        """Return what a valid form says."""
        said = self.cleaned_data
        return Issuing(**said | {"form": DocumentForm(said["form"]), "bases": lines_of(said["bases"])})
