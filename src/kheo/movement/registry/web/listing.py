"""The list of registrations: its filters and orders, its rows, and the same list as a workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.office.sheets_out import Column, Table, Value, sheet_name
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.groupings import NO_CLUSTER
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.registry.models import Registration
from kheo.movement.registry.queries import called, units_to_choose
from kheo.movement.registry.rules import PARTICULARS
from kheo.movement.registry.states import MOVES, ExemplarKind, OwnerKind, State, YearStatus
from kheo.movement.registry.web.tables import TONES, label_of_particular
from kheo.organisation.access.rules import MANY_BELOW, ever_below, held_by
from kheo.organisation.clusters.queries import clusters_in, units_of_cluster
from kheo.organisation.units.models import Lineage, Unit
from kheo.organisation.units.queries import as_on
from kheo.organisation.units.states import Level, UnitKind
from kheo.ui.forms import DayField
from kheo.ui.lists import Chip, Filters

SORTS = {
    "latest": ("-updated_at", "-pk"),
    "oldest": ("updated_at", "pk"),
    "unit": ("unit__sort_key", "-updated_at", "-pk"),
}
_ONLY_WHERE_ASKED = {"only", "cluster", "unit_level", "unit_kind", "exemplar_kind", "figure", "unchanged_since"}


class RegistrationFilters(Filters):
    """How a list of registrations is narrowed; these names are the address that figures link to.

    `campaign` and `unit` (with all below it, or `only` by itself) are short addresses, `field` is the field's; `state`
    may be repeated; `map` is a day whose map of units is meant instead of the campaign's own, and `of` a unit at which
    or below which they were reported; `cluster` is the number of an emulation cluster of the campaign, or "none";
    `unit_level` and `unit_kind` are what the unit was on the campaign's day, `exemplar_kind` is the model's;
    `unchanged_since` is the last day on which one may have been changed. `figure` is the key of a figure that counts
    registrations: the list is of the very records that it counts.
    """

    lookups = {
        "field": "field__slug",
        "owner_kind": "owner_kind",
        "exemplar_kind": "exemplar__kind",
        "year_status": "year_status",
        "state": "state__in",
        "unchanged_since": "updated_at__date__lte",
    }
    campaign = forms.ChoiceField(label=gettext_lazy("Campaign"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    only = forms.BooleanField(label=gettext_lazy("This unit alone"), required=False)
    field = forms.ChoiceField(label=gettext_lazy("Field"), required=False)
    owner_kind = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    exemplar_kind = forms.ChoiceField(label=pgettext_lazy("figure", "Model or exemplar"), required=False)
    year_status = forms.ChoiceField(label=gettext_lazy("This year"), required=False)
    q = forms.CharField(label=gettext_lazy("Name or unit"), required=False, max_length=100)
    map = DayField(label=gettext_lazy("Map of units of"), required=False)
    of = forms.CharField(required=False, max_length=80)
    cluster = forms.ChoiceField(label=gettext_lazy("Cluster"), required=False)
    unit_level = forms.ChoiceField(label=pgettext_lazy("unit", "Level of the unit"), required=False)
    unit_kind = forms.ChoiceField(label=gettext_lazy("Kind of unit"), required=False)
    unchanged_since = DayField(label=gettext_lazy("Unchanged since"), required=False)
    figure = forms.ChoiceField(label=gettext_lazy("Figure"), required=False)
    state = forms.MultipleChoiceField(
        label=gettext_lazy("State"), required=False, choices=State.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict, *, campaigns: Sequence[Campaign], campaign: Campaign, user: User) -> None:
        """Offer the campaigns, units and fields of the user."""
        given = data.copy()
        given["campaign"] = campaign.slug
        super().__init__(given)
        self.about, self.user = campaign, user
        every = [("", gettext_lazy("All"))]
        units = self._units(data.get("unit", ""))
        self._offer("campaign", [(each.slug, each.name) for each in campaigns])
        self._offer("unit", every + [(unit.slug, unit.name) for unit in units])
        self._offer("field", every + [(field.slug, field.name) for field in campaign.fields.all()])
        self._offer("owner_kind", every + list(OwnerKind.choices))
        self._offer("exemplar_kind", every + list(ExemplarKind.choices))
        self._offer("year_status", every + list(YearStatus.choices))
        self._offer("unit_level", every + list(Level.choices))
        self._offer("unit_kind", every + list(UnitKind.choices))
        if len(units) < 2:
            self.fields["unit"].widget = forms.HiddenInput()
        if data.get("cluster"):
            self._offer("cluster", every + self._clusters())
        if data.get("figure"):
            self._offer("figure", every + [(key, each.label) for key, each in CATALOGUE.items() if each.held])
        for name in {"of", *_ONLY_WHERE_ASKED} - (_ONLY_WHERE_ASKED & set(data)):
            self.fields[name].widget = forms.HiddenInput()

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a field of choices

    def _clusters(self) -> list[tuple[Any, Any]]:
        """Return the clusters that the steering unit arranged for the campaign's year, and that a unit is in none."""
        clusters = clusters_in(self.about.unit_id, self.about.year)
        return [*((str(cluster.pk), cluster.name) for cluster in clusters), (NO_CLUSTER, _("In no cluster"))]

    def _units(self, asked: str) -> list[Unit]:
        """Return the units to choose from, with the one asked for: it may stand deeper, or have gone elsewhere."""
        self.units = {unit.slug: unit for unit in units_to_choose(self.user, "registry.view")}
        if asked and asked not in self.units:
            named = Unit.objects.filter(slug=asked)
            runs_campaigns = any(post.unit.kind in MANY_BELOW for post in held_by(self.user, "registry.view"))
            deeper = (named if runs_campaigns else named.filter(pk__in=ever_below(self.user))).first()
            self.units |= {deeper.slug: deeper} if deeper else {}
        return list(self.units.values())

    def chips(self) -> Iterator[Chip]:
        """Yield the filters at work; the campaign is always one, and the unit says by itself how it is meant."""
        return (chip for chip in super().chips() if chip.name not in {"campaign", "only"})

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that pass; a unit stands for itself and all below it on the campaign's day."""
        rows = super().narrow(rows)
        day = self.cleaned_data.get("map") or self.about.map_day
        rows = rows.named_on(day, as_held=day != self.about.map_day)  # type: ignore[attr-defined]  # of the register
        if unit := self.units.get(self.cleaned_data.get("unit", "")):
            rows = self._at(unit, rows)
        reporting = self.cleaned_data.get("of")
        if reporting and reporting != self.about.unit.slug:
            reported = Lineage.objects.reaching(self.about.map_day).filter(ancestor__slug=reporting)
            rows = rows.filter(unit__in=reported.values("unit_id"))
        if cluster := self.cleaned_data.get("cluster"):
            rows = self._of_cluster(cluster, rows)
        for name, column in (("unit_level", "level"), ("unit_kind", "kind")):
            if said := self.cleaned_data.get(name):
                rows = rows.filter(unit__in=as_on(self.about.map_day, column).filter(then=said).values("pk"))
        if key := self.cleaned_data.get("figure"):
            counted = CATALOGUE[key].records(scope_of(self.about, self.about.unit))
            rows = rows.filter(pk__in=counted.values("pk"))
        return called(rows, self.cleaned_data.get("q", ""))

    def _of_cluster(self, cluster: str, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows of units that sit in a cluster in the campaign's year, with all below them; or in none."""
        steered = (self.about.unit_id, self.about.year)
        if cluster == NO_CLUSTER:
            return rows.exclude(unit__in=units_of_cluster(*steered))
        return rows.filter(unit__in=units_of_cluster(*steered, cluster=int(cluster)))

    def _at(self, unit: Unit, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows of a unit: by itself or with all below it, as reported or as held on another day."""
        day, alone = self.cleaned_data.get("map"), bool(self.cleaned_data.get("only"))
        if day and day != self.about.map_day:
            held: QuerySet[Any] = rows.held_at(unit, day, alone=alone)  # type: ignore[attr-defined]  # of the register
            return held
        if alone:
            return rows.filter(unit=unit)
        if unit.pk == self.about.unit_id:
            return rows  # all of the campaign, wherever its units went
        under: QuerySet[Any] = rows.under(unit, self.about.map_day)  # type: ignore[attr-defined]  # of the register
        return under


@dataclass(frozen=True)
class Line:
    """One row of the list."""

    registration: Registration
    tone: str
    may_be_picked: bool


def lines_of(rows: Sequence[Registration], acts: Sequence[str]) -> list[Line]:
    """Return the rows with how their state looks, and whether one of the acts for many may be open to them."""
    sources = frozenset[State]().union(*(MOVES[act].sources for act in acts))
    return [Line(row, TONES[State(row.state)], row.state in sources) for row in rows]


_HEADINGS = (
    (pgettext_lazy("list", "No."), 6),
    (pgettext_lazy("registration", "Name"), 45),
    (gettext_lazy("Unit"), 24),
    (gettext_lazy("Field"), 20),
    (pgettext_lazy("form", "Model or exemplar"), 14),
    (gettext_lazy("Owner"), 14),
    (gettext_lazy("This year"), 14),
    (gettext_lazy("Place"), 24),
    (gettext_lazy("Started on"), 13),
    (gettext_lazy("State"), 18),
    (gettext_lazy("Submitted at"), 17),
    (gettext_lazy("Accepted at"), 17),
)


def as_table(rows: QuerySet[Registration], filters: RegistrationFilters, campaign: Campaign, day: Any) -> Table:
    """Return the filtered list as a sheet that says what it holds."""
    told = [f"{chip.label}: {chip.text}" for chip in filters.chips()]
    headings = [Column(str(label), width) for label, width in _HEADINGS]
    particulars = [Column(label_of_particular(name), 40) for name in PARTICULARS]
    return Table(
        sheet_name(_("Registrations")),
        headings + particulars,
        _lines(rows.select_related("exemplar", "unit", "field", "particulars").order_by("unit__sort_key", "pk")),
        titles=[
            _("Registrations: %(campaign)s") % {"campaign": campaign.name},
            "; ".join(told) or _("All registrations"),
            _("Drawn up on %(day)s") % {"day": date_format(day, "d/m/Y")},
        ],
    )


def _lines(rows: QuerySet[Registration]) -> Iterator[list[Value]]:
    for number, row in enumerate(rows.iterator(chunk_size=1000), start=1):
        exemplar = row.exemplar
        yield [
            number,
            exemplar.name,
            row.unit_then,  # type: ignore[attr-defined]  # named by the filters
            row.field.name,
            exemplar.get_kind_display(),
            row.get_owner_kind_display(),
            row.get_year_status_display(),
            exemplar.place,
            exemplar.started_on,
            row.get_state_display(),
            row.submitted_at,
            row.accepted_at,
            *(getattr(row.particulars, name) for name in PARTICULARS),
        ]
