"""A set of criteria as it is filled in: its document, and a table each for criteria, vetoes and classes."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kheo.movement.campaigns.models import Campaign, Field
from kheo.movement.criteria.models import CriteriaSet, Use
from kheo.movement.criteria.rules import CriterionFacts, GradeFacts, SetFacts
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField, PointsField
from kheo.ui.rows import Rows, is_sent

OWNERS = (
    ("", _("Every owner")),
    ("collective", pgettext_lazy("owner", "Collective")),
    ("individual", pgettext_lazy("owner", "Individual")),
    ("household", pgettext_lazy("owner", "Household")),
)


class SetForm(forms.Form):
    """The name of a set and the document that it comes from; `version` is the one that was read."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    name = forms.CharField(label=_("Name of the set"), max_length=200)
    issuer = forms.CharField(
        label=_("Issued by"), max_length=200, required=False, help_text=_("Empty as long as no document sets it.")
    )
    number = forms.CharField(label=_("Number and symbol"), max_length=60, required=False)
    issued_on = DayField(label=_("Signed on"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        """Offer the user's own units."""
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["unit"]  # Any: a choice of records
        choice.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_order()
        if len(units) == 1:
            choice.initial, choice.widget = units[0].pk, forms.HiddenInput()


class CriterionRow(forms.Form):
    """A criterion; without a group it belongs to that of the row above."""

    group = forms.CharField(label=_("Group"), max_length=200, required=False)
    name = forms.CharField(label=_("Criterion"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    points = PointsField(label=_("Most points"), max_digits=6, decimal_places=2)
    weight = PointsField(label=_("Weight"), max_digits=4, decimal_places=2, required=False)
    guidance = forms.CharField(label=_("How to score it"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class VetoRow(forms.Form):
    """What rules the title out."""

    text = forms.CharField(label=_("Ruled out by"), max_length=500)


class GradeRow(forms.Form):
    """A class, from which points on, and whether it earns the title."""

    name = forms.CharField(label=_("Class"), max_length=100)
    minimum = PointsField(label=_("From points"), max_digits=7, decimal_places=2)
    earns = forms.BooleanField(label=_("Earns the title"), required=False)


class SetSheet:
    """A set of criteria as one thing to fill in."""

    def __init__(self, data: QueryDict | None, units: list[Unit], facts: SetFacts | None, version: int = 1) -> None:
        """Begin with what is known."""
        usual = {name: getattr(facts, name, "") for name in ("name", "issuer", "number", "issued_on")}
        initial = data.dict() if data else usual | {"version": version}
        self.form = SetForm(data if is_sent(data) else None, initial=initial, units=units)
        known = facts or SetFacts("", (), ())
        self.criteria = Rows(CriterionRow, data, prefix="criteria", known=[vars(each) for each in known.criteria])
        self.vetoes = Rows(VetoRow, data, prefix="vetoes", known=[{"text": text} for text in known.vetoes], blank=({},))
        self.grades = Rows(GradeRow, data, prefix="grades", known=[vars(each) for each in known.grades], blank=({},))

    @property
    def tables(self) -> list[tuple[str, Rows]]:
        """The tables with their captions."""
        captions = (gettext("Criteria"), gettext("What rules the title out"), gettext("Classes"))
        return list(zip(captions, (self.criteria, self.vetoes, self.grades), strict=True))

    def is_ready(self) -> bool:
        """Tell whether all of it was sent and can be read."""
        if not self.form.is_bound:
            return False
        wrong = [
            f"{caption}: {told}" for caption, table in self.tables if not table.is_valid() for told in table.wrong()
        ]
        if self.form.is_valid() and wrong:
            self.form.add_error(None, wrong)
        return not wrong and self.form.is_valid()

    @property
    def facts(self) -> SetFacts:
        """What a valid sheet says."""
        said, group = self.form.cleaned_data, ""
        criteria = []
        for row in self.criteria.said:
            group = row["group"] or group
            weight = Decimal(1) if row["weight"] is None else row["weight"]
            criteria.append(CriterionFacts(group, row["name"], row["points"], weight, row["guidance"]))
        return SetFacts(
            **{name: said[name] for name in ("name", "issuer", "number", "issued_on")},
            criteria=tuple(criteria),
            vetoes=tuple(row["text"] for row in self.vetoes.said),
            grades=tuple(GradeFacts(**row) for row in self.grades.said),
        )


class UseRow(forms.Form):
    """By which set something is appraised."""

    criteria_set = forms.ModelChoiceField(CriteriaSet.objects.none(), label=_("Set of criteria"), empty_label="–")
    field = forms.ModelChoiceField(Field.objects.none(), label=_("Field"), required=False, empty_label=_("Every field"))
    owner_kind = forms.ChoiceField(label=_("Owner"), required=False, choices=OWNERS)


def uses_table(data: QueryDict | None, campaign: Campaign, sets: QuerySet[CriteriaSet], uses: list[Use]) -> Rows:
    """Return the table that says by which sets a campaign appraises."""

    class Row(UseRow):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            """Offer the sets and the campaign's fields."""
            super().__init__(*args, **kwargs)
            for name, rows in (("criteria_set", sets), ("field", campaign.fields.all())):
                choice: Any = self.fields[name]  # Any: a choice of records
                choice.queryset = rows

    known = [{"criteria_set": use.criteria_set_id, "field": use.field_id, "owner_kind": use.owner_kind} for use in uses]
    return Rows(Row, data, prefix="uses", known=known, blank=({}, {}, {}))
