"""What is said of a change of units; each form makes a plan of it."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kheo.lib.dates import short_date
from kheo.organisation.changes import rules
from kheo.organisation.changes.kit import NEW, Opening, Plan, Ref
from kheo.organisation.changes.queries import alike, called, siblings_of
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind
from kheo.ui.forms import DayField

ONE_CODE, MOST_LISTED = 20, 40
LINES = forms.Textarea(attrs={"rows": 4})
NAMED = _("Its name or official code, for example “xã Yên Hòa, huyện Yên Mô”.")
NAMED_BY_LINE = _("One a line, by name or official code; a unit above after a comma where several bear the name.")


class ChangeForm(forms.Form):
    """The day and the legal basis, which every change has."""

    title: ClassVar[Any] = ""
    on_day = DayField(label=_("In force from"))
    basis = forms.CharField(
        label=_("Legal basis"), max_length=300, help_text=_("The document that decided it, its number and date.")
    )

    def __init__(self, data: Any, *, unit: Unit, among: QuerySet[Unit]) -> None:
        """Speak of a unit; others are named from among those that the user reaches."""
        super().__init__(data)
        self.unit, self.among = unit, among
        self.prepare()
        self.order_fields([name for name in self.fields if name not in {"on_day", "basis"}])

    def prepare(self) -> None:
        """Offer what depends on the unit."""

    def named(self, name: str) -> list[Unit]:
        """Return the units that the lines of a field name; what is not one unit becomes the field's error."""
        day, units = self.cleaned_data.get("on_day"), []
        for line in self.cleaned_data.get(name, "").splitlines():
            if day and line.strip():
                try:
                    units.append(_one_called(line, day, self.among))
                except forms.ValidationError as wrong:
                    self.add_error(name, wrong)
        return units

    @property
    def said(self) -> dict[str, Any]:
        return {"on_day": self.cleaned_data["on_day"], "basis": self.cleaned_data["basis"]}

    @property
    def plan(self) -> Plan:
        """Return the plan of what a valid form says."""
        raise NotImplementedError


class FoundForm(ChangeForm):
    """A new unit below this one."""

    title = pgettext_lazy("change of units", "Found a unit below")
    name = forms.CharField(label=_("Name of the new unit"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    code = forms.CharField(label=_("Official code"), max_length=ONE_CODE, required=False)

    @property
    def plan(self) -> Plan:
        """Return the plan of a founding."""
        return rules.found(_opening(self.cleaned_data, self.unit.pk), **self.said)


class RenameForm(ChangeForm):
    """Another name for this unit."""

    title = pgettext_lazy("change of units", "Rename")
    name = forms.CharField(label=_("New name"), max_length=200)
    code = forms.CharField(label=_("Official code"), max_length=ONE_CODE, required=False)

    def prepare(self) -> None:
        """Start with what it is called now."""
        self.fields["name"].initial, self.fields["code"].initial = self.unit.name, self.unit.code

    @property
    def plan(self) -> Plan:
        """Return the plan of a renaming."""
        return rules.rename(self.unit, self.cleaned_data["name"], code=self.cleaned_data["code"], **self.said)


class RekindForm(ChangeForm):
    """Another kind for this unit."""

    title = pgettext_lazy("change of units", "Change the kind")
    kind = forms.ChoiceField(label=_("New kind"), choices=UnitKind.choices)
    name = forms.CharField(label=_("New name"), max_length=200)

    def prepare(self) -> None:
        """Start with what it is now."""
        self.fields["kind"].initial, self.fields["name"].initial = self.unit.kind, self.unit.name

    @property
    def plan(self) -> Plan:
        """Return the plan of a change of kind."""
        return rules.rekind(self.unit, UnitKind(self.cleaned_data["kind"]), self.cleaned_data["name"], **self.said)


class MoveForm(ChangeForm):
    """Another unit above this one."""

    title = pgettext_lazy("change of units", "Move below another unit")
    parent = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("New unit above"),
        to_field_name="slug",
        required=False,
        empty_label=_("another, named below"),
    )
    elsewhere = forms.CharField(label=_("Another unit above"), max_length=200, required=False, help_text=NAMED)

    def prepare(self) -> None:
        """Offer the units of the level of the one above, and that one's own superior."""
        _offer(self.fields["parent"], self._above())

    def _above(self) -> list[int]:
        above = self.unit.parent
        if above is None:
            return []
        return [*siblings_of(above).values_list("pk", flat=True), *([above.parent_id] if above.parent_id else [])]

    def clean(self) -> dict[str, Any] | None:
        """Find the unit that was named."""
        _one_of_two(self, "parent", is_needed=True)
        return self.cleaned_data

    @property
    def plan(self) -> Plan:
        """Return the plan of a move."""
        return rules.move(self.unit, self.cleaned_data["parent"], **self.said)


class MergeForm(ChangeForm):
    """This unit and others become one."""

    title = pgettext_lazy("change of units", "Merge with others")
    others = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Units that are merged with it"),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="slug",
        required=False,
    )
    elsewhere = forms.CharField(
        label=_("Units elsewhere that are merged with it"), widget=LINES, required=False, help_text=NAMED_BY_LINE
    )
    parts = forms.CharField(
        label=_("Units of which only a part comes to it"),
        widget=LINES,
        required=False,
        help_text=_("They go on, smaller. One a line; a unit above after a comma where several bear the name."),
    )
    into = forms.ChoiceField(label=_("They become"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name of the new unit"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    code = forms.CharField(label=_("Official code"), max_length=ONE_CODE, required=False)
    parent = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit above the new one"), required=False, to_field_name="slug"
    )

    def prepare(self) -> None:
        """Offer the units near this one, and a new one."""
        near = list(siblings_of(self.unit).values_list("pk", flat=True))
        _offer(self.fields["others"], near)
        if len(near) > MOST_LISTED:  # more than anybody would look through: they are named
            self.fields["elsewhere"].label = self.fields["others"].label
            del self.fields["others"]
        self.fields["into"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (NEW, _("a new unit, described below")),
            (self.unit.slug, _("this unit, which goes on and takes the others in")),
        ]
        self.fields["into"].initial, self.fields["kind"].initial = NEW, self.unit.kind
        above = self.unit.parent
        _offer(self.fields["parent"], [pk for pk in (self.unit.parent_id, above and above.parent_id) if pk])
        self.fields["parent"].initial = above.slug if above else None

    def clean(self) -> dict[str, Any] | None:
        """Ask for a name where there is a new unit, and for what is merged."""
        self.cleaned_data["others"] = [*self.cleaned_data.get("others", ()), *self.named("elsewhere")]
        self.cleaned_data["of_parts"] = self.named("parts")
        if not (self.cleaned_data["others"] or self.cleaned_data["of_parts"] or self.errors):
            self.add_error(
                "others" if "others" in self.fields else "elsewhere", _("Choose or name at least one other unit.")
            )
        if self.cleaned_data.get("into") == NEW and not self.cleaned_data.get("name"):
            self.add_error("name", _("The new unit needs a name."))
        return self.cleaned_data

    @property
    def plan(self) -> Plan:
        """Return the plan of a merger."""
        said, others = self.cleaned_data, self.cleaned_data["others"]
        if said["into"] != NEW:
            return rules.merge(others, self.unit, parts=said["of_parts"], **self.said)
        parent = said["parent"].pk if said["parent"] else self.unit.parent_id
        return rules.merge([self.unit, *others], _opening(said, parent), parts=said["of_parts"], **self.said)


class SplitForm(ChangeForm):
    """This unit is divided."""

    title = pgettext_lazy("change of units", "Divide")
    names = forms.CharField(
        label=_("New units"),
        widget=LINES,
        required=False,
        help_text=_("One name a line. The first is the main heir, unless the divided unit goes on."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    standing = forms.CharField(
        label=_("Standing units that take a part"), widget=LINES, required=False, help_text=NAMED_BY_LINE
    )
    goes_on = forms.BooleanField(label=_("The divided unit goes on, smaller"), required=False)

    def clean(self) -> dict[str, Any] | None:
        """Ask for those among whom it is divided."""
        said = self.cleaned_data
        said["new"] = [name.strip() for name in said.get("names", "").splitlines() if name.strip()]
        said["heirs"] = self.named("standing")
        if not (said["new"] or said["heirs"] or self.errors):
            self.add_error("names", _("Name at least one unit that takes a part."))
        return said

    def prepare(self) -> None:
        """Start with units of the same kind."""
        self.fields["kind"].initial = self.unit.kind

    @property
    def plan(self) -> Plan:
        """Return the plan of a division."""
        said, parent = self.cleaned_data, self.unit.parent_id
        new = [
            Opening(key=f"{NEW}{place}", name=name, kind=UnitKind(said["kind"]), parent=parent)
            for place, name in enumerate(said["new"])
        ]
        first: Ref = new[0].key if new else said["heirs"][0].pk
        main = self.unit.pk if said["goes_on"] else first
        return rules.split(self.unit, [*new, *said["heirs"]], main, goes_on=said["goes_on"], **self.said)


class DissolveForm(ChangeForm):
    """This unit ends."""

    title = pgettext_lazy("change of units", "Dissolve")
    heir = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Taken over by"),
        required=False,
        empty_label=_("nobody, or a unit named below"),
        to_field_name="slug",
    )
    elsewhere = forms.CharField(label=_("Another unit takes it over"), max_length=200, required=False, help_text=NAMED)

    def prepare(self) -> None:
        """Offer the units near this one and the one above it."""
        near = list(siblings_of(self.unit).values_list("pk", flat=True))
        _offer(self.fields["heir"], [*([self.unit.parent_id] if self.unit.parent_id else []), *near])

    def clean(self) -> dict[str, Any] | None:
        """Find the unit that was named."""
        _one_of_two(self, "heir", is_needed=False)
        return self.cleaned_data

    @property
    def plan(self) -> Plan:
        """Return the plan of a dissolution."""
        return rules.dissolve(self.unit, self.cleaned_data["heir"], **self.said)


class HeirForm(ChangeForm):
    """Who took over this unit, which ended before anybody could say."""

    title = pgettext_lazy("change of units", "Name its heir")
    heir = forms.CharField(label=_("Taken over by"), max_length=200, help_text=NAMED)

    def prepare(self) -> None:
        """Start with the day on which it is known to have ended."""
        self.fields["on_day"].initial = self.unit.closed_on
        self.fields["on_day"].help_text = _("The day on which it was taken over: that on which it ended, or before.")

    def clean(self) -> dict[str, Any] | None:
        """Find the unit that was named."""
        self.cleaned_data["one"] = next(iter(self.named("heir")), None)
        return self.cleaned_data

    @property
    def plan(self) -> Plan:
        """Return the plan of an heir that is named later."""
        return rules.name_heir(self.unit, self.cleaned_data["one"], **self.said)


# What may be done to a unit that stands, and to one that ended without anybody knowing into what.
AFTERWARDS: dict[str, type[ChangeForm]] = {"don-vi-tiep-nhan": HeirForm}
FORMS: dict[str, type[ChangeForm]] = {
    "thanh-lap": FoundForm,
    "doi-ten": RenameForm,
    "chuyen-loai": RekindForm,
    "chuyen-cap-tren": MoveForm,
    "sap-nhap": MergeForm,
    "chia-tach": SplitForm,
    "giai-the": DissolveForm,
}


class UndoForm(forms.Form):
    """Why a change is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class MapForm(forms.Form):
    """The day whose map is shown, another to compare it with, and a name to look for."""

    use_required_attribute = False
    on = DayField(label=_("On the day"), required=False)
    other = DayField(label=_("Compared with"), required=False)
    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    under = forms.CharField(required=False, widget=forms.HiddenInput)


def _one_of_two(form: ChangeForm, name: str, *, is_needed: bool) -> None:
    """Take a unit from a list of choices, or else the one that is named beside it."""
    if form.cleaned_data.get("elsewhere"):
        form.cleaned_data[name] = next(iter(form.named("elsewhere")), None)
    elif is_needed and not form.cleaned_data.get(name) and name not in form.errors:
        form.add_error(name, _("Choose a unit, or name it below."))


def _one_called(text: str, day: date, among: QuerySet[Unit]) -> Unit:
    """Return the one unit of a name on a day.

    :raises forms.ValidationError: if there is none, with the names nearest to it, or more than one, with where each is.
    """
    found = called(text, day, among)
    if len(found) == 1:
        return found[0].unit
    names = {"name": text.strip(), "day": short_date(day)}
    if found:
        places = "; ".join(f"{one.name}, {one.parent.name}" if one.parent else one.name for one in found[:5])
        raise forms.ValidationError(
            gettext("“%(name)s” may be one of several on %(day)s: %(places)s. Add the unit above after a comma.")
            % (names | {"places": places})
        )
    near = "; ".join(alike(text, day, among))
    hint = " " + gettext("Did you mean %(near)s?") % {"near": near} if near else ""
    raise forms.ValidationError(gettext("No unit “%(name)s” that you look after stood on %(day)s.") % names + hint)


def _offer(field: Any, units: list[int]) -> None:  # Any: a choice of records
    field.queryset = Unit.objects.filter(pk__in=units, closed_on=None).in_order()


def _opening(said: dict[str, Any], parent: int | None) -> Opening:
    return Opening(name=said["name"], kind=UnitKind(said["kind"]), parent=parent, code=said["code"])
