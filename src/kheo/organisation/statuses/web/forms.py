"""What is said of statuses: filters of the list, and the forms of the decisions on them."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.vitext import normalise
from kheo.organisation.statuses.kit import KindFacts
from kheo.organisation.statuses.models import ISSUER, NOTE, NUMBER, Reassessment, Status, StatusKind
from kheo.organisation.statuses.queries import Rows, called, doubts_on, statuses_on
from kheo.organisation.statuses.rules import Decree, EndFacts, StatusFacts
from kheo.organisation.statuses.states import SAID, Ending
from kheo.ui.forms import DayField, NumberField
from kheo.ui.lists import Filters

HELD, ASKED = "", "asked"


class StatusFilters(Filters):
    """Which statuses to list, and on which day."""

    what = forms.ChoiceField(
        label=pgettext_lazy("statuses", "Show"),
        required=False,
        choices=[(HELD, pgettext_lazy("statuses", "In force")), (ASKED, _("Only those to be re-assessed"))],
    )
    kind = forms.ChoiceField(label=_("Kind of status"), required=False)
    q = forms.CharField(label=_("Name of the unit"), required=False, max_length=100)
    day = DayField(label=pgettext_lazy("statuses", "On the day"), required=False)

    def __init__(self, data: QueryDict, *, user: User, today: date) -> None:
        """Offer the kinds."""
        super().__init__(data)
        kind: Any = self.fields["kind"]  # Any: a field of choices
        kind.choices = [("", _("All")), *StatusKind.objects.order_by("pk").values_list("key", "name")]
        self.user, self.today = user, today
        self.is_valid()

    @property
    def day_meant(self) -> date:
        """Return the day asked for; today where what was typed is no day."""
        day: date = self.cleaned_data.get("day") or self.today
        return day

    @property
    def asks_only(self) -> bool:
        """Tell whether only what is to be re-assessed is wanted."""
        return self.cleaned_data.get("what") == ASKED

    @property
    def rows(self) -> Rows:
        """Return the rows that pass: statuses, or what is to be re-assessed."""
        day, said, way = self.day_meant, self.cleaned_data, "status__" if self.asks_only else ""
        table, rows_on = (Reassessment, doubts_on) if self.asks_only else (Status, statuses_on)
        rows = rows_on(day, table.objects.visible_to(self.user))
        if said.get("kind"):
            rows = rows.filter(**{f"{way}kind__key": said["kind"]})
        return rows.filter(called(said["q"], day)) if said.get("q") else rows


class DecreeForm(forms.Form):
    """A decision: its number, its day and who issued it."""

    number = forms.CharField(label=_("Number of the decision"), max_length=NUMBER)
    signed_on = DayField(label=_("Signed on"))
    issuer = forms.CharField(
        label=_("Issued by"),
        max_length=ISSUER,
        help_text=_("The body that decided, for example the People's Committee of the province."),
    )

    @property
    def decree(self) -> Decree:
        """Return the decision of a valid form."""
        said = self.cleaned_data
        return Decree(said["number"], said["signed_on"], said["issuer"])


class RecordForm(DecreeForm):
    """A status of a unit."""

    kind = forms.ModelChoiceField(
        StatusKind.objects.order_by("pk"), label=_("Kind of status"), empty_label=None, to_field_name="key"
    )
    valid_from = DayField(
        label=_("In force from"), required=False, help_text=_("Leave it empty if in force from the day of signing.")
    )
    valid_to = DayField(
        label=_("In force until before"),
        required=False,
        help_text=_("Only if it was given for a time: the first day on which it no longer holds."),
    )
    field_order = ("kind", "number", "signed_on", "issuer")

    @property
    def facts(self) -> StatusFacts:
        """Return what a valid form says."""
        said = self.cleaned_data
        return StatusFacts(said["kind"], said["valid_from"] or said["signed_on"], self.decree, said["valid_to"])


class CorrectForm(RecordForm):
    """What was entered wrongly, put right; `version` is the one that was read."""

    drop_end = forms.BooleanField(label=_("Its end was entered by mistake: take it back"), required=False)
    reason = forms.CharField(
        label=_("Reason for the correction"), max_length=NOTE, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, status: Status) -> None:
        """Begin with what is known; an end that follows from a change of units is not taken back here."""
        columns = ("number", "signed_on", "issuer", "valid_from", "version")
        known = {name: getattr(status, name) for name in columns} | {"kind": status.kind.key}
        has_time = status.ending in {"", Ending.EXPIRED}
        super().__init__(data, initial=known | {"valid_to": status.valid_to if has_time else None})
        if not has_time:
            del self.fields["valid_to"]
        if status.ending in {"", Ending.EXPIRED, Ending.UNIT_ENDED}:
            del self.fields["drop_end"]

    @property
    def facts(self) -> StatusFacts:
        """Return what a valid form says."""
        self.cleaned_data.setdefault("valid_to", None)
        return super().facts


class WithdrawForm(forms.Form):
    """Why an entry should not be there; `version` is the one that was read."""

    reason = forms.CharField(label=_("Reason"), max_length=NOTE, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput)


class EndForm(forms.Form):
    """Why and by which decision a status ends."""

    why = forms.ChoiceField(
        label=_("Why it ends"), choices=[(why.value, why.label) for why in SAID], widget=forms.RadioSelect
    )
    on_day = DayField(label=_("No longer in force from"))
    number = forms.CharField(label=_("Number of the decision"), max_length=NUMBER, required=False)
    signed_on = DayField(label=_("Signed on"), required=False)
    issuer = forms.CharField(
        label=_("Issued by"),
        max_length=ISSUER,
        required=False,
        help_text=_("A decision is needed unless its time ran out."),
    )
    note = forms.CharField(label=_("Note"), max_length=NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for the whole decision where a part of it is given."""
        said = super().clean() or self.cleaned_data
        parts = ("number", "signed_on", "issuer")
        if any(said.get(part) for part in parts):
            for part in parts:
                if not said.get(part) and part not in self.errors:
                    self.add_error(part, _("A decision needs its number, its day and who issued it."))
        return said

    @property
    def facts(self) -> EndFacts:
        """Return what a valid form says."""
        said = self.cleaned_data
        decree = Decree(said["number"], said["signed_on"], said["issuer"]) if said["signed_on"] else None
        return EndFacts(Ending(said["why"]), said["on_day"], decree, said["note"])


class DeclineForm(DecreeForm):
    """By which decision a unit does not have what was held before it."""

    note = forms.CharField(label=_("Note"), max_length=NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class KindForm(forms.Form):
    """A kind of status that this office keeps."""

    name = forms.CharField(label=_("Name of the status"), max_length=120)
    ladder = forms.CharField(
        label=_("Ladder"),
        max_length=120,
        required=False,
        help_text=_("Only if it is one of several grades, of which a unit has one at a time; write it as in the list."),
    )
    rung = NumberField(label=_("Place on the ladder"), required=False, min_value=1, max_value=99)

    @property
    def facts(self) -> KindFacts:
        """Return what a valid form says."""
        said = self.cleaned_data
        return KindFacts(normalise(said["name"]), normalise(said["ladder"]), said["rung"] or 0)
