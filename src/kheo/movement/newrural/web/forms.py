"""How the board is narrowed, and the forms of this room."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.movement.newrural.kit import SetFacts
from kheo.movement.newrural.models import RuralCriterion
from kheo.movement.newrural.queries.board import Board, Line
from kheo.movement.newrural.queries.commune import Detail
from kheo.movement.newrural.rules import BASIS, NAME, Judgement
from kheo.movement.newrural.states import Standing, Verdict
from kheo.organisation.access.rules import ever_below
from kheo.organisation.statuses.kit import NEW_RURAL, SHIPPED
from kheo.organisation.statuses.models import StatusKind
from kheo.organisation.units.models import Lineage, Unit
from kheo.ui.forms import DayField, NumberField
from kheo.ui.lists import Chip, Filters

ALL = ("", gettext_lazy("All"))
NO_CLASS = "none"
SOME_ASKED, SOME_CLASSED = "asked", "classed"


def _kinds(asked: str) -> list[tuple[str, str]]:
    """Return the classes that come along, lowest first, and one of the office's own that is asked for."""
    kinds = [(key, facts.name) for key, facts in SHIPPED.items() if facts.ladder == NEW_RURAL]
    if asked and asked != NO_CLASS and asked not in dict(kinds):
        kinds += StatusKind.objects.filter(key=asked, ladder=NEW_RURAL).values_list("key", "name")
    return kinds


class BoardFilters(Filters):
    """Which communes stand on the board, and on which day; these names are the address to which figures link. `unit`
    is a short address and stands for all that it reaches on the day `map` (the board's day if none is said)."""

    day = DayField(label=pgettext_lazy("newrural", "On the day"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    met = NumberField(label=pgettext_lazy("newrural", "Criteria met"), required=False, min_value=0)
    kind = forms.ChoiceField(label=pgettext_lazy("newrural", "Class reached"), required=False)
    what = forms.ChoiceField(
        label=pgettext_lazy("newrural", "Show"),
        required=False,
        choices=[
            ALL,
            (SOME_ASKED, gettext_lazy("Only those to be re-assessed")),
            (SOME_CLASSED, gettext_lazy("Only those with a class")),
        ],
    )
    map = DayField(required=False, widget=forms.HiddenInput)
    only = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, user: User, today: date) -> None:
        """Offer the units that the user sees, and the classes."""
        super().__init__(data)
        self.today = today
        unit: Any = self.fields["unit"]  # Any: a field of choices
        if asked := str(data.get("unit") or ""):
            seen = Unit.objects.filter(slug=asked, pk__in=ever_below(user))
            unit.choices = [ALL, *seen.values_list("slug", "name")]
        else:  # the board is of all units of the user: figures ask for one
            unit.widget = forms.HiddenInput()
        kind: Any = self.fields["kind"]
        kind.choices = [ALL, *_kinds(str(data.get("kind") or "")), (NO_CLASS, gettext_lazy("No class yet"))]
        self.is_valid()

    @property
    def day_meant(self) -> date:
        """Return the day asked for; today where what was typed is no day."""
        day: date = self.cleaned_data.get("day") or self.today
        return day

    def among(self, communes: Any) -> Any:
        """Return the communes of the unit that is asked for."""
        slug = self.cleaned_data.get("unit")
        if not slug:
            return communes
        if self.cleaned_data.get("only"):
            return communes.filter(unit__slug=slug)
        below = Lineage.objects.reaching(self.cleaned_data.get("map") or self.day_meant).filter(ancestor__slug=slug)
        return communes.filter(unit__in=below.values("unit_id"))

    def shows(self, line: Line) -> bool:
        """Tell whether a commune is among those that are asked for."""
        said = self.cleaned_data
        if said.get("met") is not None and line.met != said["met"]:
            return False
        if said.get("what") == SOME_ASKED and not line.asked:
            return False
        if said.get("what") == SOME_CLASSED and not line.status:
            return False
        key = line.status.kind.key if line.status else NO_CLASS
        return not said.get("kind") or key == said["kind"]

    def told(self) -> list[Chip]:
        """Return the filters at work, in the reader's words."""
        return list(self.chips())


class DayForm(forms.Form):
    """On which day a commune is looked at."""

    day = DayField(label=pgettext_lazy("newrural", "On the day"), required=False)


class AssessForm(forms.Form):
    """What was found of the criteria of a commune on a day: each met, not met, or left as it is."""

    assessed_on = DayField(label=pgettext_lazy("newrural", "Assessed on"))
    evidence = forms.CharField(
        label=pgettext_lazy("newrural", "Papers"),
        max_length=BASIS,
        required=False,
        help_text=gettext_lazy("For example: minutes of appraisal 05/BB-UBND of 12/09/2017."),
    )
    note = forms.CharField(
        label=pgettext_lazy("newrural", "Note, or reason"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed where a criterion is re-assessed after a change of units."),
    )

    def __init__(self, data: Any, *, details: Sequence[Detail], takes_over: bool, today: date) -> None:
        """Ask for each criterion; with `takes_over`, begin with what the former communes had."""
        super().__init__(data, initial={"assessed_on": today})
        self.details = details
        for detail in details:
            criterion = detail.mark.criterion
            self.fields[_name(criterion)] = forms.ChoiceField(
                label=f"{criterion.number}. {criterion.name}",
                choices=[("", _("Leave as it is")), *Verdict.choices],
                required=False,
                help_text=now_in_words(detail),
                initial=detail.proposal if takes_over else None,
            )

    @property
    def judgements(self) -> list[Judgement]:
        """Return what a valid form says of the criteria that it does not leave."""
        said = self.cleaned_data
        rest = (said["assessed_on"], said["evidence"], said["note"])
        named = ((each.mark.criterion, said[_name(each.mark.criterion)]) for each in self.details)
        return [Judgement(criterion, Verdict(verdict), *rest) for criterion, verdict in named if verdict]


def _name(criterion: RuralCriterion) -> str:
    return f"criterion_{criterion.number}"


def now_in_words(detail: Detail) -> str:
    """Return how a criterion stands, and what was found at the former communes."""
    mark = detail.mark
    if mark.standing == Standing.ASKED:
        former = "; ".join(
            f"{each.name}: {each.row.get_verdict_display()} ({short_date(each.row.assessed_on)})"
            for each in detail.former
        )
        return _("To be re-assessed. Before: %(former)s") % {"former": former or _("nothing known")}
    if mark.row is None:
        return str(mark.standing.label)
    return f"{mark.standing.label} ({short_date(mark.row.assessed_on)})"


class ServeForm(forms.Form):
    """Which criteria a model serves."""

    criteria = forms.ModelMultipleChoiceField(
        RuralCriterion.objects.none(),
        label=gettext_lazy("Criteria that the model serves"),
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label=pgettext_lazy("newrural", "What it brings"), max_length=BASIS, required=False)

    def __init__(self, data: Any, *, offered: Any) -> None:
        """Offer the criteria that it is not said to serve yet."""
        super().__init__(data)
        criteria: Any = self.fields["criteria"]  # Any: a choice of records
        criteria.queryset = offered


class SetForm(forms.Form):
    """The next set of criteria."""

    name = forms.CharField(label=gettext_lazy("Name of the set"), max_length=NAME)
    basis = forms.CharField(
        label=gettext_lazy("Decision that it stands in"),
        max_length=BASIS,
        help_text=gettext_lazy("With its number, day and who issued it."),
    )
    valid_from = DayField(label=gettext_lazy("First day of its period"))
    criteria = forms.CharField(
        label=gettext_lazy("Names of the criteria"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("One a line, in their order, without numbers; 19 at most."),
    )

    @property
    def facts(self) -> SetFacts:
        """Return what a valid form says."""
        said = self.cleaned_data
        return SetFacts(said["name"], said["basis"], said["valid_from"], said["criteria"].splitlines())


class YearForm(Filters):
    """Of which year the plan is shown."""

    year = NumberField(label=pgettext_lazy("newrural", "Year"), required=False, min_value=2010, max_value=2100)

    def __init__(self, data: Any, *, today: date) -> None:
        """Know the present year."""
        super().__init__(data)
        self.today = today
        self.is_valid()

    @property
    def year_meant(self) -> int:
        """Return the year asked for, or the present one."""
        year: int = self.cleaned_data.get("year") or self.today.year
        return year


def narrowed(board: Board, filters: BoardFilters) -> Board:
    """Return a board with the communes that are asked for."""
    lines = [line for line in board.lines if filters.shows(line)]
    return Board(board.day, board.of_set, board.criteria, lines)
