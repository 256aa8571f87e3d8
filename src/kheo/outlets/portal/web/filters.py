"""What narrows the public lists."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from kheo.lib.geo import Point
from kheo.lib.vitext import fold
from kheo.machinery.directives.states import DirectiveKind, Validity
from kheo.movement.campaigns.models import Campaign, Field
from kheo.movement.campaigns.states import Level, StandardField
from kheo.movement.recognition.states import Kind
from kheo.movement.registry.queries import called
from kheo.movement.registry.states import ExemplarKind, OwnerKind, YearStatus
from kheo.outlets.portal.queries import documents, gallery
from kheo.outlets.portal.queries.near import coarse
from kheo.outlets.sites.queries import Here
from kheo.ui.lists import Filters


def _words() -> forms.CharField:
    return forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)


def _year() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=gettext_lazy("Year"), required=False, coerce=int, empty_value=None)


class Choosing(Filters):
    """Filters whose choices are read as the page is made."""

    def offer(self, name: str, nothing: str, choices: Iterable[tuple[Any, Any]]) -> None:  # Any: values and labels
        """Offer choices after one that narrows nothing."""
        cast(forms.ChoiceField, self.fields[name]).choices = [("", nothing), *choices]

    def offer_years(self, years: Iterable[int]) -> None:
        """Offer years after one choice that narrows nothing."""
        self.offer("year", _("All years"), [(year, str(year)) for year in years])


class ModelFilters(Choosing):
    """What narrows the list of recognised models."""

    lookups = {
        "field": "registration__field__standard",
        "unit": "registration__unit__slug",
        "year": "registration__campaign__year",
        "kind": "registration__exemplar__kind",
        "level": "level",
        "campaign": "registration__campaign",
        "theme": "registration__field__slug",
        "owner_kind": "registration__owner_kind",
        "year_status": "registration__year_status",
    }

    words = _words()
    field = forms.ChoiceField(label=gettext_lazy("Field"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    unit_name = forms.CharField(label=gettext_lazy("Name of the unit"), required=False, max_length=100)
    year = _year()
    kind = forms.ChoiceField(label=pgettext_lazy("registration", "Kind"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), to_field_name="slug", label=gettext_lazy("Campaign"), required=False
    )
    theme = forms.ChoiceField(label=gettext_lazy("Field"), required=False)
    owner_kind = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    year_status = forms.ChoiceField(label=pgettext_lazy("figure", "State in the year"), required=False)
    from_unit = forms.ChoiceField(label=gettext_lazy("Nearest to"), required=False)
    near = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, here: Here, **kwargs: Any) -> None:
        """Offer the fields, the units and the years in which something was recognised."""
        super().__init__(*args, **kwargs)
        self.offer("field", _("All fields"), StandardField.choices)
        self.offer("kind", pgettext("exemplar", "All kinds"), ExemplarKind.choices)
        self.offer("level", _("All levels"), Level.choices)
        self.offer_years(gallery.years_recognised(here))
        units = gallery.units_offered(here, self.data.get("unit", ""))
        self._offer_units(units)
        self._offer_campaign(self.data.get("campaign", ""))
        self._offer_places(units, self.data)

    def _offer_units(self, units: gallery.UnitsOffered) -> None:
        """Offer units to choose from, or to write the name of one where there are too many."""
        self.offer("unit", _("All units"), [(unit.slug, unit.name) for unit in units.with_models])
        if not units.are_too_many:
            del self.fields["unit_name"]
        elif not units.with_models:
            del self.fields["unit"]

    def _offer_places(self, units: gallery.UnitsOffered, asked: Mapping[str, str]) -> None:
        """Offer units to be near to, if it is known where any lies; where the reader stands goes before."""
        self.can_be_near = units.lie_somewhere
        self.places = {unit.slug: unit for unit in units.places}
        self.offer("from_unit", _("Newest first"), [(slug, unit.name) for slug, unit in self.places.items()])
        stands = coarse(asked.get("near", "")) if self.can_be_near else None
        if stands or not self.places:
            del self.fields["from_unit"]
        if not stands:
            del self.fields["near"]

    def stands_at(self) -> Point | None:
        """Return the place that the models are to be near to."""
        unit = self.places.get(self.data.get("from_unit", ""))
        stands = coarse(self.data.get("near", "")) if "near" in self.fields else None
        return stands or (unit.point if unit else None)

    def _offer_campaign(self, slug: str) -> None:
        """Narrow by a campaign and what its figures are told by for who comes from these; nobody else is asked for
        them."""
        for name in ("field", "year") if slug else ("campaign", "theme"):
            del self.fields[name]
        for name, choices in (("owner_kind", OwnerKind.choices), ("year_status", YearStatus.choices)):
            if slug and self.data.get(name):
                self.offer(name, _("All"), choices)
            else:
                del self.fields[name]
        if slug:
            campaigns = cast("forms.ModelChoiceField[Campaign]", self.fields["campaign"])
            campaigns.queryset, campaigns.empty_label = Campaign.objects.filter(slug=slug), _("All campaigns")
            themes = Field.objects.filter(campaign__slug=slug).values_list("slug", "name")
            self.offer("theme", _("All fields"), themes)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:  # Any: as in the class above
        """Return the rows that pass, by words of their names and their units' names too, however these are accented."""
        rows = super().narrow(rows)
        rows = called(rows, self.cleaned_data.get("words") or "", registration="registration_id")
        unit = fold(self.cleaned_data.get("unit_name") or "")
        return rows.filter(registration__unit__in=gallery.units_called(unit)) if unit else rows


class DirectiveFilters(Choosing):
    """What narrows the list of documents."""

    lookups = {"kind": "kind", "issuer": "issuer", "year": "signed_on__year"}

    words = _words()
    kind = forms.ChoiceField(label=pgettext_lazy("document", "Kind"), required=False)
    issuer = forms.ChoiceField(label=gettext_lazy("Issued by"), required=False)
    year = _year()
    validity = forms.ChoiceField(label=pgettext_lazy("document", "Validity"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        """Offer the kinds, and the issuers and years of what is listed; validity is that of a day."""
        super().__init__(*args, **kwargs)
        self.day = day
        self.offer("validity", pgettext("document", "Any validity"), Validity.choices)
        self.offer("kind", pgettext("document", "All kinds"), DirectiveKind.choices)
        self.offer("issuer", _("All bodies"), [(name, name) for name in documents.issuers()])
        self.offer_years(documents.years_of_directives())

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:  # Any: as in the class above
        """Return the rows that pass, by words of number or subject and by validity too."""
        rows = documents.saying(super().narrow(rows), self.cleaned_data.get("words") or "")
        validity = self.cleaned_data.get("validity")
        return rows.held(validity, self.day) if validity else rows  # type: ignore[attr-defined]  # of the register


class DecisionFilters(Choosing):
    """What narrows the list of decisions."""

    lookups = {"kind": "kind", "year": "signed_on__year"}

    words = _words()
    kind = forms.ChoiceField(label=pgettext_lazy("decision", "Kind"), required=False)
    year = _year()

    def __init__(self, *args: Any, here: Here, **kwargs: Any) -> None:
        """Offer the kinds, and the years of what is listed."""
        super().__init__(*args, **kwargs)
        self.offer("kind", pgettext("decision", "All kinds"), Kind.choices)
        self.offer_years(documents.years_of_decisions(here))

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:  # Any: as in the class above
        """Return the rows that pass, by words of number or subject too."""
        return documents.saying(super().narrow(rows), self.cleaned_data.get("words") or "")
