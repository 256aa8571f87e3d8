"""A staffing as it is filled in: what the decision says, and a row for each person."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.lib.dates import short_date
from kheo.movement.campaigns.models import Movement
from kheo.movement.committees.models import Committee, Membership, Staffing
from kheo.movement.committees.queries import units_past_term, units_wanting, units_without_committee
from kheo.movement.committees.rules import Sitting, StaffingFacts, usual_name
from kheo.movement.committees.states import Seat, TermState
from kheo.organisation.units.models import Unit, UnitVersion
from kheo.organisation.units.states import TERRITORIAL
from kheo.ui.forms import DayField
from kheo.ui.lists import Filters
from kheo.ui.rows import MORE, Rows, is_sent

FIRST = [Seat.HEAD, Seat.DEPUTY, Seat.STANDING, *[Seat.MEMBER] * 5, Seat.SECRETARY]


class FirstRowForm(forms.Form):
    """One person of a new committee; a row without name and post is no person."""

    name = forms.CharField(label=_("Full name"), max_length=150, required=False)
    title = forms.CharField(label=_("Post"), max_length=200, required=False)
    seat = forms.ChoiceField(label=pgettext_lazy("committee", "Seat"), choices=Seat.choices, initial=Seat.MEMBER)

    def clean(self) -> dict[str, Any]:
        """Ask for what a row lacks."""
        said = super().clean() or self.cleaned_data
        if bool(said.get("name")) != bool(said.get("title")) and not said.get("leaves"):
            self.add_error("title" if said.get("name") else "name", _("Fill this in, or empty the row."))
        return said


class RowForm(FirstRowForm):
    """One person of a committee that sits already, who may leave."""

    leaves = forms.BooleanField(label=_("Leaves"), required=False)


class StaffingForm(forms.Form):
    """What a decision says of a committee beside who sits on it."""

    number = forms.CharField(label=_("Number of the decision"), max_length=60)
    signed_on = DayField(label=_("Signed on"))
    signed_by = forms.CharField(label=_("Signed by"), max_length=200, help_text=_("Post and full name of who signed."))
    valid_from = DayField(
        label=_("In force from"), required=False, help_text=_("Leave it empty if in force from the day of signing.")
    )
    standing_office = forms.ModelChoiceField(Unit.objects.none(), label=_("Standing office"), required=False)
    term_starts_on = DayField(label=_("Term begins"), required=False)
    term_ends_on = DayField(label=_("Term ends"), required=False, help_text=_("The last day of the term."))

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        """Offer the unit itself and the bodies directly below it as standing office."""
        super().__init__(*args, **kwargs)
        bodies = Q(parent=unit, closed_on=None) & ~Q(kind__in=TERRITORIAL)
        office: Any = self.fields["standing_office"]  # Any: a choice of records
        office.queryset = Unit.objects.filter(Q(pk=unit.pk) | bodies).in_order()

    @property
    def facts(self) -> StaffingFacts:
        """Return what a valid form says."""
        return StaffingFacts(**{name: self.cleaned_data[name] for name in StaffingForm.base_fields})


class SetUpForm(StaffingForm):
    """A committee and its first decision."""

    movement = forms.ModelChoiceField(Movement.objects.order_by("pk"), label=_("Movement"))
    name = forms.CharField(label=_("Name of the committee"), max_length=200)
    field_order = ("movement", "name")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        """Do not ask which movement where there is one."""
        super().__init__(*args, unit=unit, **kwargs)
        movements = list(Movement.objects.order_by("pk")[:2])
        if len(movements) == 1:
            choice = self.fields["movement"]
            choice.initial, choice.widget = movements[0].pk, forms.HiddenInput()
            self.fields["name"].initial = usual_name(movements[0], unit)
        self.unit = unit

    @property
    def committee(self) -> Committee:
        """Return the committee of a valid form, not entered yet."""
        said = self.cleaned_data
        return Committee(unit=self.unit, movement=said["movement"], name=said["name"])


class RestaffForm(StaffingForm):
    """A decision that restaffs a committee; `after` is the staffing that was read."""

    after = forms.IntegerField(widget=forms.HiddenInput)


class Sheet:
    """The decision and its list as one thing to fill in."""

    def __init__(
        self,
        form: type[StaffingForm],
        row: type[FirstRowForm],
        data: QueryDict | None,
        *,
        unit: Unit,
        usual: dict[str, Any],
        known: Sequence[dict[str, Any]] = (),
        first: Sequence[Seat] = (Seat.MEMBER,) * MORE,
    ) -> None:
        """Begin with what is usual; what was sent with a wish for more rows comes back as it was, with more rows."""
        sent = data if is_sent(data) else None
        self.decision = form(sent, initial=data.dict() if data else usual, unit=unit)
        blank = _blank([Seat.MEMBER] * MORE if data else first)
        self.rows = Rows(row, data, prefix="rows", known=known, blank=blank)

    def is_ready(self) -> bool:
        """Tell whether all of it was sent and can be read."""
        if not self.decision.is_bound:
            return False
        if not self.rows.is_valid():
            self.decision.add_error(None, [*self.rows.wrong()])
        return self.decision.is_valid()

    @property
    def errors(self) -> bool:
        return bool(self.decision.errors)

    @property
    def members(self) -> list[Sitting]:
        """Return the people of a valid sheet: rows that are filled in, without those who leave."""
        said = [row for row in self.rows.said if row["name"] or row["title"]]
        return [Sitting(row["name"], row["title"], Seat(row["seat"])) for row in said if not row.get("leaves")]


def _blank(seats: Sequence[Seat]) -> list[dict[str, Any]]:
    return [{"seat": seat} for seat in seats]


def setting_up(data: QueryDict | None, unit: Unit) -> Sheet:
    """Return the sheet for a new committee of a unit."""
    return Sheet(SetUpForm, FirstRowForm, data, unit=unit, usual={}, first=FIRST)


def restaffing(data: QueryDict | None, committee: Committee, after: Staffing, members: Sequence[Membership]) -> Sheet:
    """Return the sheet for a restaffing: who sits now stands on it."""
    known = ("standing_office", "term_starts_on", "term_ends_on")
    usual = {name: getattr(committee, name) for name in known} | {"after": after.pk}
    rows = [{"name": row.name, "title": row.title, "seat": row.seat} for row in members]
    return Sheet(RestaffForm, RowForm, data, unit=committee.unit, usual=usual, known=rows)


class CommitteeFilters(Filters):
    """Which committees to list."""

    state = forms.ChoiceField(
        label=pgettext_lazy("committee", "Term"), required=False, choices=[("", _("All")), *TermState.choices]
    )
    lookups = {"state": "state"}


class DayForm(Filters):
    """On which day somebody wants to know who sat."""

    day = DayField(label=_("Members on"), required=False)

    def __init__(self, data: QueryDict, *, today: date) -> None:
        """Begin with today."""
        super().__init__({"day": data.get("day") or short_date(today)})
        self.today = today

    @property
    def day_meant(self) -> date:
        """Return the day asked for; today where what was typed is no day."""
        day: date = (self.is_valid() and self.cleaned_data["day"]) or self.today
        return day


class WantingFilters(Filters):
    """Where and on which day committees are looked for."""

    under = forms.ChoiceField(label=_("At and below"), required=False)
    movement = forms.ChoiceField(label=_("Movement"), required=False)
    what = forms.ChoiceField(
        label=_("What is lacking"),
        required=False,
        choices=[("", _("All")), ("none", _("No committee")), ("past", pgettext_lazy("committee", "Past its term"))],
    )
    day = DayField(label=_("On"), required=False)

    def __init__(self, data: QueryDict, *, units: Sequence[Unit], today: date) -> None:
        """Offer the units of the posts and the movements; hide what leaves no choice."""
        super().__init__(data)
        self.units = {unit.slug: unit for unit in units}
        self.movements = {movement.slug: movement for movement in Movement.objects.order_by("pk")}
        self.today = today
        for name, records in (("under", self.units), ("movement", self.movements)):
            field: Any = self.fields[name]  # Any: a field of choices
            field.choices = [(slug, record.name) for slug, record in records.items()]
            if len(records) < 2:
                field.widget = forms.HiddenInput()

    @property
    def rows(self) -> QuerySet[UnitVersion]:
        """Return the units that lack something; none where there is no unit or no movement to ask about."""
        self.is_valid()
        said = self.cleaned_data
        unit = self.units.get(said.get("under", "")) or next(iter(self.units.values()), None)
        movement = self.movements.get(said.get("movement", "")) or next(iter(self.movements.values()), None)
        asked = {"none": units_without_committee, "past": units_past_term}.get(said.get("what", ""), units_wanting)
        return asked(movement, unit, said.get("day") or self.today) if unit and movement else UnitVersion.objects.none()
