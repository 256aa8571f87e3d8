"""The forms of reporting: what a unit writes, what a body asks for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.machinery.books.kit import CATALOGUE
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.reporting import states
from kheo.movement.reporting.actions.asking import FormFacts, PeriodFacts
from kheo.movement.reporting.actions.printing import Head
from kheo.movement.reporting.models import Period, Report, ReportForm
from kheo.movement.reporting.queries.reports import Behind, waiting_in
from kheo.movement.reporting.rules.findings import Written, as_number
from kheo.movement.reporting.rules.texts import Cell
from kheo.movement.reporting.states import ReportState, Severity, Span, Waits
from kheo.organisation.units.models import Lineage
from kheo.organisation.units.states import UnitKind
from kheo.ui.forms import DayField, ManyFilesField, NumberField, PointsField
from kheo.ui.lists import Filters

LONGEST = 40_000
REASON = gettext_lazy("Reason for the correction")


class WritingForm(forms.Form):
    """What a unit writes: words by section, cells, reasons beside them; every field may be left for later."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, data: Any, *, report: Report, known: Behind) -> None:
        """Make the fields of the report's form, with what is written or filled by itself so far."""
        super().__init__(data)
        self.report, self.known, self.layout = report, known, known.layout
        self.fields["version"].initial = report.version
        for section in self.layout.sections:
            self._add_section(section.key, section.heading, section.guidance)
        for cell in self.layout.cells():
            self._add_cell(cell)
        for number, check in enumerate(self.layout.checks):
            if check.severity == Severity.WARNING:
                field = self.fields[f"w-{number}"] = forms.CharField(max_length=500, required=False, label=check.says)
                field.initial = report.excuses.get(str(number), "")

    def _add_section(self, key: str, heading: str, guidance: str) -> None:
        box = forms.Textarea(attrs={"rows": 6})
        field = forms.CharField(label=heading, max_length=LONGEST, required=False, widget=box, help_text=guidance)
        field.initial = self.report.sections.get(key, "")
        self.fields[f"s-{key}"] = field

    def _add_cell(self, cell: Cell) -> None:
        """Add the box of a cell; where something fills it, a box for the reason of a correction beside it."""
        typed = self.report.cells.get(cell.name)
        if cell.is_text:
            self.fields[f"c-{cell.name}"] = forms.CharField(label=cell.label, max_length=300, required=False)
            self.fields[f"c-{cell.name}"].initial = typed or ""
            return
        source = self.known.sources.get(cell.name)
        number = as_number(typed) if typed is not None else source
        self.fields[f"c-{cell.name}"] = PointsField(label=cell.label, required=False, min_value=0, max_value=10**12)
        self.fields[f"c-{cell.name}"].initial = number
        if source is not None:
            self.fields[f"r-{cell.name}"] = forms.CharField(label=REASON, max_length=300, required=False)
            self.fields[f"r-{cell.name}"].initial = self.report.reasons.get(cell.name, "")

    @property
    def written(self) -> Written:
        """Return what was written, as it is kept."""
        said = self.cleaned_data
        cells = {cell.name: said[f"c-{cell.name}"] for cell in self.layout.cells()}
        return Written(
            sections={each.key: said[f"s-{each.key}"] for each in self.layout.sections if said[f"s-{each.key}"]},
            cells={name: _text(value) for name, value in cells.items() if value not in (None, "")},
            reasons={name[2:]: text for name, text in said.items() if name.startswith("r-") and text},
            excuses={name[2:]: text for name, text in said.items() if name.startswith("w-") and text},
        )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else f"{value.normalize():f}"


class FormForm(forms.Form):
    """A form of report."""

    name = forms.CharField(label=gettext_lazy("Name of the report"), max_length=200)
    span = forms.ChoiceField(label=gettext_lazy("Kind of period"), choices=Span)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Which units report"), choices=UnitKind, widget=forms.CheckboxSelectMultiple
    )
    day = NumberField(label=gettext_lazy("Due by day"), min_value=1, max_value=31, initial=20)
    month = NumberField(
        label=gettext_lazy("of month"),
        min_value=1,
        max_value=12,
        required=False,
        help_text=gettext_lazy("Leave it empty for the last month of the period."),
    )
    sooner = NumberField(
        label=gettext_lazy("Each level below reports so many days sooner"), min_value=0, max_value=30, initial=0
    )
    swing = NumberField(
        label=gettext_lazy("Point out numbers that moved by more than (percent)"),
        min_value=1,
        max_value=1000,
        initial=30,
    )
    text = forms.CharField(
        label=gettext_lazy("Sections, tables and checks"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 24, "class": "code", "spellcheck": "false"}),
        strip=False,
    )

    @property
    def facts(self) -> FormFacts:
        """Return what is said of the form."""
        said = self.cleaned_data
        return FormFacts(**{**said, "span": Span(said["span"]), "kinds": tuple(said["kinds"])})


def facts_of(form: ReportForm) -> dict[str, Any]:
    """Return what a form says, for the boxes of the page."""
    return {name: getattr(form, name) for name in ("name", "span", "kinds", "day", "month", "sooner", "swing", "text")}


class PeriodForm(forms.Form):
    """A period that reports are asked about."""

    name = forms.CharField(label=gettext_lazy("Name of the period"), max_length=200)
    campaign = forms.ModelChoiceField(label=gettext_lazy("Campaign"), queryset=Campaign.objects.none())
    starts_on = DayField(label=pgettext_lazy("period", "From"))
    ends_on = DayField(label=pgettext_lazy("period", "To"))
    last_day = DayField(
        label=gettext_lazy("Reports are due by"),
        required=False,
        help_text=gettext_lazy("Leave it empty to take the day that the form gives."),
    )

    def __init__(self, data: Any, *, user: User) -> None:
        """Offer the campaigns that the user sees."""
        super().__init__(data)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user).newest_first()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return what was said; the period ends after it begins."""
        said = super().clean() or {}
        if said.get("starts_on") and said.get("ends_on") and said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", ValidationError(_("The period must not end before it begins.")))
        return said

    @property
    def facts(self) -> PeriodFacts:
        """Return what is said of the period."""
        return PeriodFacts(**{name: self.cleaned_data[name] for name in ("name", "starts_on", "ends_on", "last_day")})


class PaperForm(forms.Form):
    """What stands at the head and the foot of a report on paper."""

    form = forms.ChoiceField(label=pgettext_lazy("paper", "Form"), choices=states.PaperForm)
    issuer = forms.CharField(label=gettext_lazy("Body that signs"), max_length=200)
    superior = forms.CharField(label=gettext_lazy("Superior body"), max_length=200, required=False)
    signs_for = forms.CharField(label=gettext_lazy("Signed on behalf of"), max_length=200)
    signs_as = forms.CharField(label=gettext_lazy("Post of the signer"), max_length=200)
    signer = forms.CharField(label=gettext_lazy("Signer"), max_length=200, required=False)
    place = forms.CharField(label=pgettext_lazy("paper", "Place"), max_length=80)

    @property
    def head(self) -> Head:
        """Return what was said."""
        return Head(**{name: text for name, text in self.cleaned_data.items() if name != "form"})


class ReportFilters(Filters):
    """How the list of reports is narrowed; these names are the address that figures and the first page link to.

    `unit` stands for all below it on the campaign's map, or for itself alone (`only`); `figure` is the key of a figure
    that counts reports, `waits` one of `Waits`.
    """

    lookups = {"period": "period", "state": "state"}
    period = forms.ChoiceField(label=pgettext_lazy("reporting", "Period"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    waits = forms.ChoiceField(label=gettext_lazy("Waits for"), required=False)
    figure = forms.ChoiceField(label=gettext_lazy("Figure"), required=False)
    campaign = forms.CharField(label=gettext_lazy("Campaign"), required=False)
    unit = forms.CharField(label=gettext_lazy("Unit"), required=False)
    only = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, user: User, periods: Sequence[Period], today: date) -> None:
        """Offer the periods that the user sees."""
        super().__init__(data)
        self.user, self.today = user, today
        every = [("", gettext_lazy("All"))]
        figures = [(key, each.label) for key, each in CATALOGUE.items() if key.startswith("reports_")]
        choices: dict[str, Sequence[tuple[Any, Any]]] = {
            "period": [(str(each.pk), each.name) for each in periods],
            "state": ReportState.choices,
            "waits": Waits.choices,
            "figure": figures if data.get("figure") else [],
        }
        for name, offered in choices.items():
            self.fields[name].choices = [*every, *offered]  # type: ignore[attr-defined]  # a field of choices
        for name in ("waits", "figure", "campaign", "unit", "only"):
            if name == "only" or not data.get(name):
                self.fields[name].widget = forms.HiddenInput()

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the reports that pass."""
        rows = super().narrow(rows)
        said = self.cleaned_data
        campaign = Campaign.objects.filter(slug=said["campaign"]).first() if said.get("campaign") else None
        if campaign:
            rows = rows.filter(period__campaign=campaign)
            if said.get("figure"):
                counted = CATALOGUE[said["figure"]].records(scope_of(campaign, campaign.unit))
                rows = rows.filter(pk__in=counted.values("pk"))
        if said.get("unit"):
            day = campaign.map_day if campaign else self.today
            below = Lineage.objects.reaching(day).filter(ancestor__slug=said["unit"])
            here = Q(unit__slug=said["unit"])
            rows = rows.filter(here if said["only"] else here | Q(unit__in=below.values("unit_id")))
        if said.get("waits"):
            rows = waiting_in(rows, Waits(said["waits"]), self.user, self.today)  # type: ignore[arg-type]  # reports
        return rows


class WorkbookForm(forms.Form):
    """A report that was filled in as a workbook."""

    file = forms.FileField(
        label=gettext_lazy("Excel file"),
        help_text=gettext_lazy("The form of this report, or a sheet of your own with the same lines and headings."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv"}),
    )


class EnclosureForm(forms.Form):
    """Files that are to go with a report."""

    files = ManyFilesField(  # type: ignore[assignment]  # Django takes it off the class
        label=pgettext_lazy("reporting", "Add files"),
        help_text=gettext_lazy("PDF, Word, Excel or photos. They are kept with every version that is sent."),
        required=False,
    )


class ReasonForm(forms.Form):
    """Why an accepted report is corrected."""

    reason = forms.CharField(label=gettext_lazy("What is to be corrected and why"), max_length=300)


class ExtendForm(forms.Form):
    """More time for a unit."""

    last_day = DayField(label=gettext_lazy("New last day"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class ReturnForm(forms.Form):
    """What is to be put right: as a whole, and beside each part."""

    def __init__(self, data: Any, *, known: Behind) -> None:
        """Make a box for the whole, each section and each table's cells."""
        super().__init__(data)
        self.fields["all"] = forms.CharField(
            label=_("To the report as a whole"),
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        for section in known.layout.sections:
            self.fields[f"p-{section.key}"] = forms.CharField(label=section.heading, max_length=1000, required=False)
        for cell in known.layout.cells():
            self.fields[f"p-{cell.name}"] = forms.CharField(label=cell.label, max_length=500, required=False)

    @property
    def remarks(self) -> dict[str, str]:
        """Return the remarks by the place that they are about."""
        said = self.cleaned_data
        return {"": said["all"], **{name[2:]: text for name, text in said.items() if name.startswith("p-")}}
