"""All that is set up for a year as it is filled in: the days, and a table each for fields, targets, phases, levels."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kheo.lib.vitext import slugify
from kheo.machinery.correspondence.models import Deadline
from kheo.machinery.correspondence.queries import deadlines_to_rest_on
from kheo.machinery.correspondence.rules import due_day, rule_in_words
from kheo.machinery.directives.models import Directive
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.rules import (
    FieldFacts,
    LevelFacts,
    PhaseFacts,
    Setting,
    TargetFacts,
    phase_by,
    registration_by,
)
from kheo.movement.campaigns.states import Base, Bound, Level, PhaseKind, Procedure, StandardField
from kheo.organisation.units.models import Lineage, Unit
from kheo.organisation.units.states import UnitKind
from kheo.ui.forms import DayField, NumberField
from kheo.ui.rows import Rows, is_sent

Deadlines = Mapping[str, Deadline]  # by their numbers, as a form sends them


class SettingForm(forms.Form):
    """The name, the days and the procedure; `version` is the one of the campaign that was read."""

    name = forms.CharField(label=_("Name of the campaign"), max_length=200)
    starts_on = DayField(label=_("Begins"))
    ends_on = DayField(label=_("Ends"), help_text=_("Units are counted as they stand on this day."))
    registration_opens_on = DayField(label=_("Registration opens"))
    registration_closes_on = DayField(
        label=_("Last day of registration"), help_text=_("Until the end of this day units may submit.")
    )
    registration_deadline = forms.ChoiceField(
        label=_("Registration follows the deadline of a document"),
        required=False,
        help_text=_("If the deadline changes, the first page tells the standing office."),
    )
    procedure = forms.ChoiceField(label=_("How the title is given"), choices=Procedure.choices)
    needs_survey = forms.BooleanField(label=_("A survey on the spot comes before scoring"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, initial: dict[str, Any], deadlines: Deadlines) -> None:
        """Offer the deadlines."""
        super().__init__(data, initial=initial)
        self.deadlines = deadlines
        _offer(self, "registration_deadline", deadlines)

    def clean_registration_deadline(self) -> Deadline | None:
        """Return the deadline that is chosen."""
        return self.deadlines.get(self.cleaned_data["registration_deadline"])


class FieldRow(forms.Form):
    """A field in the words of the guide; `slug` tells which one it was before."""

    name = forms.CharField(label=_("Field"), max_length=100)
    # Browsers send the first choice of a row that nobody filled in: it is no change.
    standard = forms.ChoiceField(
        label=_("Counted with"), choices=StandardField.choices, initial=StandardField.values[0]
    )
    slug = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    @property
    def facts(self) -> FieldFacts:
        said = self.cleaned_data
        return FieldFacts(said["slug"] or slugify(said["name"], 40), said["name"], StandardField(said["standard"]))


class TargetRow(forms.Form):
    """How many models are asked of units of a kind, and by which document."""

    unit_kind = forms.ChoiceField(
        label=_("Kind of unit"),
        required=False,
        choices=[("", pgettext_lazy("target", "Every unit")), *UnitKind.choices],
    )
    minimum = NumberField(label=pgettext_lazy("target", "At least"), min_value=0, max_value=99)
    basis = forms.ModelChoiceField(
        Directive.objects.standing().order_by("-signed_on", "pk"),
        label=_("Asked for by"),
        required=False,
        empty_label="–",
    )

    @property
    def facts(self) -> TargetFacts:
        said = self.cleaned_data
        return TargetFacts(said["minimum"], UnitKind(said["unit_kind"]) if said["unit_kind"] else None, said["basis"])


class PhaseRow(forms.Form):
    """From which day to which a phase lasts; a phase without days is not kept."""

    kind = forms.ChoiceField(choices=PhaseKind.choices, widget=forms.HiddenInput)
    starts_on = DayField(label=_("From"), required=False, help_text="")
    ends_on = DayField(label=_("Last day"), required=False, help_text="")
    deadline = forms.ChoiceField(label=_("By the deadline of a document"), required=False)
    deadlines: Deadlines = {}

    @property
    def caption(self) -> str:
        """The name of the phase, which heads its row."""
        return str(PhaseKind(self["kind"].value()).label) if self["kind"].value() in PhaseKind else ""

    def clean(self) -> dict[str, Any]:
        """Ask for both days where one is given; without a last day, the deadline that is chosen is it."""
        said = super().clean() or self.cleaned_data
        said["deadline"] = deadline = self.deadlines.get(said.get("deadline", ""))
        if deadline and said.get("starts_on") and not said.get("ends_on") and "ends_on" not in self.errors:
            said["ends_on"] = due_day(deadline, said["starts_on"])
        if deadline and not said.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Fill this in, or empty the row."))
        for one, other in (("starts_on", "ends_on"), ("ends_on", "starts_on")):
            if said.get(one) and not said.get(other) and other not in self.errors:
                self.add_error(other, _("Fill this in, or empty the row."))
        return said

    @property
    def facts(self) -> PhaseFacts:
        said = self.cleaned_data
        return phase_by(PhaseKind(said["kind"]), said["starts_on"], said["ends_on"], said["deadline"])


class LevelRow(forms.Form):
    """A level at which the title is given, by whom, and what its vote must reach."""

    level = forms.ChoiceField(label=_("Level"), choices=[("", "–"), *Level.choices])
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Recognised by"), required=False, empty_label=_("Each unit of the level")
    )
    quorum = forms.ChoiceField(label=_("Must be present"), choices=Bound.choices, initial=Bound.TWO_THIRDS)
    threshold = forms.ChoiceField(label=_("Must be in favour"), choices=Bound.choices, initial=Bound.OVER_HALF)
    base = forms.ChoiceField(label=pgettext_lazy("vote", "Of"), choices=Base.choices, initial=Base.PRESENT)

    @property
    def facts(self) -> LevelFacts:
        said = self.cleaned_data
        bounds = {name: Bound(said[name]) for name in ("quorum", "threshold")}
        return LevelFacts(Level(said["level"]), said["unit"], base=Base(said["base"]), **bounds)


_PHASES = [kind for kind in PhaseKind if kind != PhaseKind.REGISTRATION]
_PLAIN = (
    "name",
    "starts_on",
    "ends_on",
    "registration_opens_on",
    "registration_closes_on",
    "procedure",
    "needs_survey",
)


class SettingSheet:
    """A setting as one thing to fill in."""

    def __init__(self, data: QueryDict | None, campaign: Campaign, setting: Setting) -> None:
        """Begin with what is set up."""
        self.year = setting.year
        deadlines = _deadlines_for(setting)
        usual = {name: getattr(setting, name) for name in _PLAIN} | {"version": campaign.version}
        usual["registration_deadline"] = _number(setting.registration_deadline)
        first = data.dict() if data else usual
        self.form = SettingForm(data if is_sent(data) else None, initial=first, deadlines=deadlines)
        level_row: Any = _levels_for(campaign)
        phase_row: Any = _phases_by(deadlines)
        days = {phase.kind: {**vars(phase), "deadline": _number(phase.deadline)} for phase in setting.phases}
        known = [vars(each) for each in setting.fields]
        self.fields = Rows(FieldRow, data, prefix="fields", known=known, blank=({},))
        known = [vars(each) for each in setting.targets]
        self.targets = Rows(TargetRow, data, prefix="targets", known=known, blank=({}, {}))
        known = [days.get(kind, {"kind": kind}) for kind in _PHASES]
        self.phases = Rows(phase_row, data, prefix="phases", known=known, blank=(), heading=gettext("Phase"))
        self.levels = Rows(level_row, data, prefix="levels", known=[vars(e) for e in setting.levels], blank=({}, {}))

    @property
    def tables(self) -> list[tuple[str, Rows, bool]]:
        """The tables with their captions, and whether they are of a fixed length."""
        return [
            (gettext("Fields"), self.fields, False),
            (gettext("What is asked for"), self.targets, False),
            (gettext("Phases of the year"), self.phases, True),
            (gettext("Levels of recognition"), self.levels, False),
        ]

    def is_ready(self) -> bool:
        """Tell whether all of it was sent and can be read."""
        if not self.form.is_bound:
            return False
        wrong = [f"{caption}: {told}" for caption, table, _fixed in self.tables for told in _wrong(table)]
        if self.form.is_valid() and wrong:
            self.form.add_error(None, wrong)
        return not wrong and self.form.is_valid()

    @property
    def setting(self) -> Setting:
        """What a valid sheet says."""
        said = self.form.cleaned_data
        return Setting(
            year=self.year,
            **{name: said[name] for name in _PLAIN if name != "procedure"},
            procedure=Procedure(said["procedure"]),
            **registration_by(said["registration_deadline"], said["registration_closes_on"]),
            fields=tuple(row.facts for row in _filled(self.fields)),
            targets=tuple(row.facts for row in _filled(self.targets)),
            phases=tuple(row.facts for row in _filled(self.phases) if row.cleaned_data["starts_on"]),
            levels=tuple(row.facts for row in _filled(self.levels)),
        )

    @property
    def version(self) -> int:
        return int(self.form.cleaned_data["version"])

    def refuse(self, reasons: list[str]) -> None:
        """Show what the rules have against it."""
        self.form.add_error(None, reasons)


def _wrong(table: Rows) -> Iterator[str]:
    if not table.is_valid():
        yield from table.wrong()


def _filled(table: Rows) -> list[Any]:
    """Return the rows that say something."""
    return [row for row in table if row.has_changed()]


def _deadlines_for(setting: Setting) -> Deadlines:
    """Return the deadlines that the phases of a year may follow, by their numbers."""
    there = (setting.registration.deadline, *(phase.deadline for phase in setting.phases))
    rows = deadlines_to_rest_on(setting.year, [each.pk for each in there if each])
    return {str(row.pk): row for row in rows}


def _number(deadline: Deadline | None) -> str:
    return str(deadline.pk) if deadline else ""


def _offer(form: forms.Form, name: str, deadlines: Deadlines) -> None:
    field: Any = form.fields[name]  # Any: a field of choices
    words = (
        (number, f"{each.directive} – {rule_in_words(each)}: {each.asked}"[:120]) for number, each in deadlines.items()
    )
    field.choices = [("", "–"), *words]


def _phases_by(offered: Deadlines) -> type[PhaseRow]:
    """Return the row of phases that offers these deadlines."""

    class Row(PhaseRow):
        deadlines = offered

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            """Offer them."""
            super().__init__(*args, **kwargs)
            _offer(self, "deadline", offered)

    return Row


def _levels_for(campaign: Campaign) -> type[LevelRow]:
    """Return the row of levels that offers who may recognise: the steering unit, and those above it."""

    class Row(LevelRow):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            """Offer them."""
            super().__init__(*args, **kwargs)
            choice: Any = self.fields["unit"]  # Any: a choice of records
            above = Lineage.objects.on(campaign.map_day).filter(unit=campaign.unit_id).values("ancestor_id")
            choice.queryset = Unit.objects.filter(pk__in=above).in_order()

    return Row
