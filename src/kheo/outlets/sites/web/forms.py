from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.organisation.units.models import Unit
from kheo.outlets.sites.kit import Shelf
from kheo.outlets.sites.models import HOUSE_COLOUR, Site
from kheo.outlets.sites.rules import HOST_LIMIT, SiteFacts
from kheo.ui.forms import NumberField

# The columns that the form takes over as they are.
PLAIN = ("host", "name", "tagline", "colour", "office", "address", "phone", "email", "responsible", "is_shown")


class SiteForm(forms.Form):
    """What an administrator says of a site; the unit is chosen once."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=pgettext_lazy("site", "Unit"),
        help_text=_("The site shows what this unit and those below it publish, and what closed units left to them."),
    )
    host = forms.CharField(
        label=_("Domain name"),
        max_length=HOST_LIMIT,
        help_text=_("For example yenhoa.example.vn. The operator must have set it up before."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Name of the portal"), max_length=200)
    tagline = forms.CharField(
        label=_("Superior body"),
        max_length=200,
        required=False,
        help_text=_("Stands in small capitals above the name, for example the Party committee of the commune."),
    )
    colour = forms.CharField(
        label=_("Colour"),
        max_length=7,
        initial=HOUSE_COLOUR,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Of the band at the top. White and yellow letters must be easy to read on it; Khéo checks that."),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_(
            "PNG, JPEG or WebP, best square and without a background. Without one the emblem of Khéo is shown."
        ),
    )
    drop_logo = forms.BooleanField(label=_("Take the logo off"), required=False)
    office = forms.CharField(label=_("Office that runs the site"), max_length=200, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = forms.CharField(label=_("Hotline"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    responsible = forms.CharField(
        label=_("Responsible for the content"),
        max_length=200,
        help_text=_("Post and full name. Decree 42/2022/NĐ-CP asks that readers can see it."),
    )
    is_shown = forms.BooleanField(
        label=_("Open to readers"),
        required=False,
        help_text=_("Until then the domain name shows the main portal."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,  # Any: what a request has
        *,
        site: Site | None = None,
        units: QuerySet[Unit] | None = None,
    ) -> None:
        """Begin with what a site says, or offer the units that have none."""
        said = {name: getattr(site, name) for name in (*PLAIN, "version")} if site else {}
        super().__init__(data, files, initial=said)
        self.site = site
        if units is None:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a field of choices
        if site is None or site.logo_id is None:
            del self.fields["drop_logo"]

    def facts(self, unit: Unit, shelves: "ShelvesForm") -> SiteFacts:
        """Return what was said; a new logo is taken in apart from it."""
        said = {name: self.cleaned_data[name] for name in PLAIN}
        keeps = self.site and not self.cleaned_data.get("drop_logo")
        return SiteFacts(unit, **said, **shelves.said(), logo_id=self.site.logo_id if self.site and keeps else None)


@dataclass(frozen=True)
class ShelfRow:
    """A section with the two fields in which a site says where it stands, and whether at all."""

    name: str
    place: forms.BoundField
    hide: forms.BoundField


class ShelvesForm(forms.Form):
    """In which order the sections stand on a site, and which are left out."""

    def __init__(self, data: QueryDict | None = None, *, shelves: Sequence[Shelf], site: Site | None = None) -> None:
        """Begin with the site's own order, then the usual one."""
        super().__init__(data)
        order = list(site.sections) if site else []
        place = {slug: number for number, slug in enumerate(order)}
        self.shelves = sorted(shelves, key=lambda each: place.get(each.slug, len(place)))
        for number, shelf in enumerate(self.shelves, start=1):
            self.fields[f"place-{shelf.slug}"] = NumberField(
                label=pgettext_lazy("section", "Place"), required=False, initial=number
            )
            hidden = bool(site and shelf.slug in site.hidden)
            self.fields[f"hide-{shelf.slug}"] = forms.BooleanField(label=_("Leave out"), required=False, initial=hidden)

    def rows(self) -> Iterator[ShelfRow]:
        """Return the sections in their order."""
        for shelf in self.shelves:
            yield ShelfRow(shelf.name, self[f"place-{shelf.slug}"], self[f"hide-{shelf.slug}"])

    def said(self) -> dict[str, Any]:
        """Return the order and what is left out, as the action takes them; the usual order is not written down."""
        last = len(self.shelves) + 1
        slugs = [shelf.slug for shelf in self.shelves]
        order = sorted(slugs, key=lambda slug: self.cleaned_data.get(f"place-{slug}") or last)
        hidden = [slug for slug in slugs if self.cleaned_data.get(f"hide-{slug}")]
        return {"sections": order, "hidden": hidden}
