"""A design as it is filled in: what the paper says, and a table of where each field is printed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kheo.lib.typesetting.certificates import Field
from kheo.movement.certificates.queries import PLAIN
from kheo.movement.certificates.rules import FIELD_NAMES, YEAR_MARK, DesignFacts, Spot
from kheo.movement.certificates.states import Paper, Stock
from kheo.organisation.units.models import Unit
from kheo.ui.forms import PointsField
from kheo.ui.rows import Rows, is_sent

ALIGNS = (
    ("", pgettext_lazy("side", "Centre")),
    ("left", pgettext_lazy("side", "Left")),
    ("right", pgettext_lazy("side", "Right")),
)
_SIDES = {"left": "left", "right": "right"}
# What most printed forms leave open, where they do on A4: somewhere to begin.
USUAL = (
    Spot(Field.HOLDER, Decimal(40), Decimal(80), Decimal(217), Decimal(24), bold=True),
    Spot(Field.TITLE, Decimal(40), Decimal(105), Decimal(217), Decimal(18), italic=True),
    Spot(Field.PLACE_AND_DATE, Decimal(160), Decimal(140), Decimal(110), Decimal(14), italic=True),
    Spot(Field.SIGNER, Decimal(160), Decimal(182), Decimal(110), Decimal(15), bold=True),
    Spot(Field.SERIAL, Decimal(20), Decimal(190), Decimal(70), Decimal(12), "left"),
    Spot(Field.QR, Decimal(20), Decimal(150), Decimal(30)),
)


class DesignForm(forms.Form):
    """What a certificate says and on what it is printed; `version` is the one that was read."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    name = forms.CharField(label=_("Name of the design"), max_length=120)
    form = forms.ChoiceField(
        label=_("Kind of body"),
        choices=Paper,
        initial=Paper.STATE,
        help_text=_("A State body prints the national title and motto, a Party body the heading of the Party."),
    )
    mode = forms.ChoiceField(label=pgettext_lazy("certificate", "Paper"), choices=Stock, initial=Stock.BLANK)
    superior = forms.CharField(label=FIELD_NAMES[Field.SUPERIOR], max_length=200, required=False)
    issuer = forms.CharField(label=FIELD_NAMES[Field.ISSUER], max_length=200)
    heading = forms.CharField(label=FIELD_NAMES[Field.HEADING], max_length=100, initial="GIẤY CHỨNG NHẬN")
    lead = forms.CharField(label=FIELD_NAMES[Field.LEAD], max_length=200, required=False, initial="Chứng nhận")
    title_lead = forms.CharField(
        label=FIELD_NAMES[Field.TITLE_LEAD], max_length=200, required=False, initial="với mô hình"
    )
    praise = forms.CharField(
        label=FIELD_NAMES[Field.PRAISE],
        max_length=300,
        initial=f"đạt danh hiệu “Dân vận khéo” năm {YEAR_MARK}",
        help_text=_("The mark [năm] stands for the year of the campaign."),
    )
    place = forms.CharField(
        label=pgettext_lazy("certificate", "Place"),
        max_length=100,
        help_text=_("It stands before the day: Yên Mô, ngày …"),
    )
    authority = forms.CharField(label=FIELD_NAMES[Field.AUTHORITY], max_length=120)
    post = forms.CharField(label=FIELD_NAMES[Field.POST], max_length=120, required=False)
    signer = forms.CharField(label=FIELD_NAMES[Field.SIGNER], max_length=120)
    has_border = forms.BooleanField(label=_("Print a border (on blank paper)"), required=False, initial=True)
    dx = PointsField(label=_("Move right, mm"), max_digits=5, decimal_places=2, required=False)
    dy = PointsField(label=_("Move down, mm"), max_digits=5, decimal_places=2, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        """Offer the user's own units."""
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["unit"]  # Any: a choice of records
        choice.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_order()
        if len(units) == 1:
            choice.initial, choice.widget = units[0].pk, forms.HiddenInput()


def _measure(**said: Any) -> PointsField:  # Any: what a field takes
    """Return a narrow field for millimetres or points."""
    narrow = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 4})
    return PointsField(max_digits=5, decimal_places=1, widget=narrow, **said)


class SpotRow(forms.Form):
    """Where one field is printed."""

    field = forms.ChoiceField(label=_("Field of the form"), choices=[("", "–"), *FIELD_NAMES.items()])
    x = _measure(label=_("From the left, mm"), min_value=-50, max_value=297)
    y = _measure(label=_("From the top, mm"), min_value=-50, max_value=210)
    width = _measure(label=_("Width, mm"), min_value=5, max_value=297)
    size = _measure(label=_("Size of letters"), min_value=7, max_value=72)
    align = forms.ChoiceField(label=pgettext_lazy("side", "Side"), choices=ALIGNS, required=False)
    bold = forms.BooleanField(label=_("Bold"), required=False)
    italic = forms.BooleanField(label=_("Italic"), required=False)


class DesignSheet:
    """A design as one thing to fill in."""

    def __init__(
        self, data: QueryDict | None, units: list[Unit], facts: DesignFacts | None = None, version: int = 1
    ) -> None:
        """Begin with what the design says, or with what was sent."""
        known = {name: getattr(facts, name) for name in (*PLAIN, "name")} if facts else {}
        initial = data.dict() if data else known | {"version": version}
        self.form = DesignForm(data if is_sent(data) else None, initial=initial, units=units)
        spots = facts.spots if facts and facts.spots else USUAL
        rows = [vars(spot) | {"align": _SIDES.get(spot.align, "")} for spot in spots]
        self.spots = Rows(SpotRow, data, prefix="spots", known=rows, blank=({},) * 3)

    @property
    def tables(self) -> list[tuple[str, Rows]]:
        """The table with its caption."""
        return [(gettext("Places of the fields on printed forms"), self.spots)]

    def is_ready(self) -> bool:
        """Tell whether all of it was sent and can be read."""
        if not self.form.is_bound:
            return False
        wrong = [] if self.spots.is_valid() else [*self.spots.wrong()]
        if self.form.is_valid() and wrong:
            self.form.add_error(None, wrong)
        return not wrong and self.form.is_valid()

    @property
    def facts(self) -> DesignFacts:
        """What a valid sheet says."""
        said = self.form.cleaned_data
        plain = {name: said[name] for name in (*PLAIN, "name")}
        plain |= {"form": Paper(said["form"]), "mode": Stock(said["mode"])}
        plain |= {name: said[name] or Decimal(0) for name in ("dx", "dy")}
        rows = [row | {"field": Field(row["field"]), "align": row["align"] or "center"} for row in self.spots.said]
        return DesignFacts(**plain, spots=tuple(Spot(**row) for row in rows))
