"""What is chosen, typed and said before a table is shown, made or shaped."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.machinery.directives.models import Directive
from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.models import Closing
from kheo.movement.closings.queries.kept import in_words
from kheo.organisation.units.models import Unit
from kheo.outlets.reports.rules import form_of, signs_for
from kheo.outlets.reports.states import DocumentForm
from kheo.outlets.tables.actions import FormFacts
from kheo.outlets.tables.models import TableForm
from kheo.outlets.tables.queries.filled import closings_of
from kheo.outlets.tables.queries.sheet import day_in_words
from kheo.outlets.tables.queries.shipped import Choice
from kheo.ui.forms import DayField, PointsField

LONGEST = 40_000
FIELDS = ("title", "code", "directive", "basis", "measure", "notes", "text", "is_kept")


@dataclass(frozen=True)
class About:
    """What a table is asked about: the campaign, the unit, and the closing that its figures come from (None: the
    register), among those that may be chosen."""

    choice: Choice
    campaign: Campaign
    unit: Unit
    closing: Closing | None
    closings: Sequence[Closing]

    @property
    def asked(self) -> dict[str, str]:
        """Return what is chosen, for an address."""
        said = {"campaign": self.campaign.slug, "unit": self.unit.slug}
        return said | ({"closing": str(self.closing.pk)} if self.closing else {})


def about_of(data: Mapping[str, Any], choice: Choice, user: User) -> About:
    """Return what an address asks about; what the user is not offered is the usual instead."""
    campaign = _named(data.get("campaign"), choice.campaigns) or choice.campaign
    unit = _named(data.get("unit"), choice.units) or choice.unit_for(campaign)
    closings = closings_of(campaign, unit, Closing.objects.visible_to(user))
    closing = next((each for each in closings if str(each.pk) == data.get("closing")), None)
    return About(choice, campaign, unit, closing, closings)


class AboutForm(forms.Form):
    """The campaign, the unit, and which figures: those of now, or closed ones."""

    use_required_attribute = False
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    closing = forms.ChoiceField(label=pgettext_lazy("tables", "Figures"), required=False)

    def __init__(self, about: About) -> None:
        """Offer what may be chosen, and show what is."""
        super().__init__(about.asked)
        self._offer("campaign", [(each.slug, each.name) for each in about.choice.campaigns])
        self._offer("unit", [(each.slug, each.name) for each in about.choice.units])
        words = [(str(each.pk), in_words(each)) for each in about.closings]
        self._offer("closing", [("", _("As they stand now")), *words])

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]  # Any: a field of choices
        field.choices = choices
        if len(choices) < 2:
            field.widget = forms.HiddenInput()


def _named(slug: object, among: Sequence[Any]) -> Any:
    return next((each for each in among if each.slug == slug), None)


class MakeForm(forms.Form):
    """What stands at the head and the foot of a table, and the cells that are written by hand."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    form = forms.ChoiceField(label=_("Form of the document"), choices=DocumentForm.choices, widget=forms.RadioSelect)
    issuer = forms.CharField(label=pgettext_lazy("tables", "Body that sends the table"), max_length=200)
    superior = forms.CharField(label=pgettext_lazy("tables", "Body above it"), max_length=200, required=False)
    place = forms.CharField(label=pgettext_lazy("paper", "Place"), max_length=80, required=False)
    day = DayField(
        label=_("Signed on"), required=False, help_text=_("Leave it empty to fill it in by hand after printing.")
    )
    maker = forms.CharField(label=pgettext_lazy("tables", "Who drew up the table"), max_length=150, required=False)
    signs_for = forms.CharField(label=_("Signed on behalf of"), max_length=200, required=False)
    signs_as = forms.CharField(label=_("Post of the signer"), max_length=200)
    signer = forms.CharField(label=_("Signer"), max_length=150, required=False)

    def __init__(self, data: Any, *, initial: Mapping[str, Any], cells: Sequence[tuple[str, str, bool]]) -> None:
        """Make a box for each cell that is written by hand, below what stands on the paper."""
        super().__init__(data, initial={"form_key": uuid.uuid4(), **initial})
        self.cells = {f"c-{name}": name for name, _label, _is_text in cells}
        for name, label, is_text in cells:
            self.fields[f"c-{name}"] = _box(label, is_text=is_text)

    @property
    def of_cells(self) -> list[forms.BoundField]:
        """Return the boxes of the cells."""
        return [self[name] for name in self.cells]

    @property
    def of_paper(self) -> list[forms.BoundField]:
        """Return the boxes of what stands at the head and the foot."""
        return [field for field in self.visible_fields() if field.name not in self.cells]

    @property
    def typed(self) -> dict[str, str]:
        """Return what was typed, by cell."""
        said = ((name, self.cleaned_data[field]) for field, name in self.cells.items())
        return {name: _text(value) for name, value in said if value not in (None, "")}

    @property
    def paper(self) -> dict[str, str]:
        """Return what stands at the head and the foot."""
        said = {name: self.cleaned_data[name] for name in MakeForm.base_fields if name != "form_key"}
        return {**said, "day": day_in_words(said["day"])}


def _box(label: str, *, is_text: bool) -> forms.Field:
    if is_text:
        return forms.CharField(label=label, max_length=300, required=False)
    return PointsField(label=label, required=False, min_value=0, max_value=10**12)


def _text(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def usual_paper(unit: Unit, above: str, here: Any, user: User) -> dict[str, str]:  # Any: the body served here, or None
    """Return what most tables of a unit, below another, say at the head and the foot, to start with."""
    is_own = here is not None and here.unit_id == unit.pk
    issuer = here.issuer_name if is_own else unit.name
    superior = here.superior_name if is_own else above
    place = here.place_name if is_own else unit.name.split(" ", 1)[-1]
    known = signs_for(issuer)
    return {
        "form": form_of(issuer).value,
        "issuer": issuer,
        "superior": superior,
        "place": place,
        "maker": user.full_name,
        "signs_for": "" if known.startswith("…") else known,
        "signs_as": "",
    }


class ShapeForm(forms.Form):
    """A form of table."""

    title = forms.CharField(label=pgettext_lazy("table form", "Title of the table"), max_length=300)
    code = forms.CharField(
        label=pgettext_lazy("table form", "Number of the form"),
        max_length=60,
        required=False,
        help_text=pgettext_lazy(
            "table form", "As the document that issued it has it. Leave it empty if there is none."
        ),
    )
    directive = forms.ModelChoiceField(
        Directive.objects.none(),
        label=pgettext_lazy("table form", "Document of the register that it rests on"),
        required=False,
    )
    basis = forms.CharField(
        label=pgettext_lazy("table form", "Issued with"),
        max_length=300,
        required=False,
        help_text=pgettext_lazy(
            "table form", "As it stands at the head of the table, for example: Kế hoạch số 07-KH/BCĐ."
        ),
    )
    measure = forms.CharField(label=pgettext_lazy("table form", "Unit of measure"), max_length=80, required=False)
    text = forms.CharField(
        label=pgettext_lazy("table form", "Rows and columns"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 18, "class": "code", "spellcheck": "false"}),
        strip=False,
    )
    notes = forms.CharField(
        label=pgettext_lazy("table form", "Notes below the table"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=pgettext_lazy("table form", "Each on a line of its own."),
    )
    is_kept = forms.BooleanField(
        label=pgettext_lazy("table form", "Keep this table with every closing of the year"), required=False
    )

    def __init__(self, data: Any, *, user: User, form: TableForm | None = None) -> None:
        """Begin with what is kept."""
        super().__init__(data, initial={name: getattr(form, name) for name in FIELDS} if form else {})
        field: Any = self.fields["directive"]  # Any: a choice of records
        field.queryset = Directive.objects.visible_to(user).standing().order_by("-signed_on", "-pk")
        field.label_from_instance = _cited

    @property
    def facts(self) -> FormFacts:
        """Return what a valid form says."""
        return FormFacts(**self.cleaned_data)


def _cited(directive: Directive) -> str:
    return f"{directive} – {directive.title}"[:120] if directive.number else directive.title[:120]
