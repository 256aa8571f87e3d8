"""What is said of clusters: which year is looked at, a name, who sits in one, and how heads are carried over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.organisation.clusters.models import ClusterSeat
from kheo.organisation.clusters.queries import Choices, Named
from kheo.organisation.clusters.rules import NAME_LIMIT, YEARS_AHEAD, Seating, seating_of
from kheo.organisation.clusters.states import Heads
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind
from kheo.ui.lists import Filters


class YearFilters(Filters):
    """Whose clusters are looked at, and in which year."""

    unit = forms.ChoiceField(label=_("Clusters of"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int)

    def __init__(self, data: QueryDict, *, bodies: Sequence[Unit]) -> None:
        """Offer the bodies; begin with the first."""
        named = {body.slug: body for body in bodies}
        self.body = named.get(data.get("unit", "")) or next(iter(bodies), None)
        super().__init__({"unit": self.body.slug if self.body else "", "year": data.get("year", "")})
        self._offer("unit", [(body.slug, body.name) for body in bodies])
        if len(bodies) < 2:
            self.fields["unit"].widget = forms.HiddenInput()

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a field of choices

    def year_among(self, years: Iterable[int], today: date) -> int:
        """Return the year asked for; the present one where none is, or one that is not offered."""
        near = range(today.year - 1, today.year + YEARS_AHEAD + 1)
        self._offer("year", [(year, year) for year in sorted({*years, *near}, reverse=True)])
        year: int = (self.is_valid() and self.cleaned_data["year"]) or today.year
        self.data = dict(self.data) | {"year": year}
        return year


class NameForm(forms.Form):
    """What a cluster is called."""

    name = forms.CharField(
        label=_("Name of the cluster"),
        max_length=NAME_LIMIT,
        help_text=_("For example: Cluster 1, communes of the north; Block of Party bodies."),
    )


class CarryForm(forms.Form):
    """What becomes of the heads."""

    heads = forms.ChoiceField(
        label=pgettext_lazy("cluster", "Heads"), choices=Heads.choices, initial=Heads.NEXT, widget=forms.RadioSelect
    )


class Numbers(forms.TypedMultipleChoiceField):
    """Numbers of records, whichever; the action asks whether they will do."""

    def __init__(self) -> None:
        """Read numbers."""
        super().__init__(coerce=int, required=False)

    def valid_value(self, value: Any) -> bool:
        """Tell whether a text is the number of a record."""
        return str(value).isdecimal() and len(str(value)) < 10


class ArrangeForm(forms.Form):
    """Which units sit in a cluster and which is its head; `q` and `kind` only narrow what is shown to choose from."""

    q = forms.CharField(label=_("Name of the unit"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *UnitKind.choices])
    units = Numbers()
    head = forms.RegexField(r"^\d{1,9}$", required=False)
    seen = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, seats: Iterable[ClusterSeat]) -> None:
        """Begin with who sits now, which the form carries along to tell whether somebody else changed it."""
        seating = seating_of(seats)
        now = {"units": sorted(seating.units), "head": seating.head or "", "seen": _in_words(seating)}
        super().__init__(data or now)
        self.is_valid()

    @property
    def picked(self) -> list[int]:
        return self.cleaned_data.get("units") or []

    @property
    def head_picked(self) -> int:
        return int(self.cleaned_data.get("head") or 0)

    @property
    def narrowing(self) -> dict[str, str]:
        """Return what narrows the units shown."""
        return {"words": self.cleaned_data.get("q", ""), "kind": self.cleaned_data.get("kind", "")}

    @property
    def after(self) -> Seating:
        """Return who sat when the form was read."""
        return _read(self.cleaned_data.get("seen", ""))

    def chosen(self, known: Mapping[int, Unit]) -> dict[str, Any]:
        """Return the units and the head as the action takes them."""
        return {"units": [known[pk] for pk in self.picked if pk in known], "head": known.get(self.head_picked)}


def _in_words(seating: Seating) -> str:
    """Return a seating as a form carries it: numbers of units, and after a colon that of the head."""
    return f"{'.'.join(map(str, sorted(seating.units)))}:{seating.head or ''}"


def _read(text: str) -> Seating:
    """Return the seating that a form has carried; of any other text, one without anybody."""
    units, _colon, head = text.partition(":")
    numbers = [part for part in units.split(".") if part.isdecimal()]
    return Seating(frozenset(map(int, numbers)), int(head) if head.isdecimal() else None)


@dataclass(frozen=True)
class Row:
    """A unit to choose: whether it is chosen, whether as the head, and the other cluster in which it sits."""

    unit: Named
    kind: str
    is_in: bool
    is_head: bool
    taken: str


def rows_of(form: ArrangeForm, choices: Choices) -> list[Row]:
    """Return the units to choose from, those that are chosen first."""
    kinds, picked = dict(UnitKind.choices), set(form.picked)
    return [
        Row(
            unit,
            str(kinds[UnitKind(unit.kind)]),
            unit.unit_id in picked,
            unit.unit_id == form.head_picked,
            choices.taken.get(unit.unit_id, ""),
        )
        for unit in choices.units
    ]
