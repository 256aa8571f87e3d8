"""What is said of a change of units; each form makes a plan of it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.organisation.changes import rules
from kheo.organisation.changes.kit import NEW, Opening, Plan, Ref
from kheo.organisation.changes.queries import siblings_of
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind
from kheo.ui.forms import DayField

ONE_LINE, ONE_CODE = forms.CharField, 20


class ChangeForm(forms.Form):
    """The day and the legal basis, which every change has."""

    title: ClassVar[Any] = ""
    on_day = DayField(label=_("In force from"))
    basis = forms.CharField(
        label=_("Legal basis"), max_length=300, help_text=_("The document that decided it, its number and date.")
    )

    def __init__(self, data: Any, *, unit: Unit) -> None:
        """Speak of a unit."""
        super().__init__(data)
        self.unit = unit
        self.prepare()
        self.order_fields([name for name in self.fields if name not in {"on_day", "basis"}])

    def prepare(self) -> None:
        """Offer what depends on the unit."""

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
    parent = forms.ModelChoiceField(Unit.objects.none(), label=_("New unit above"), to_field_name="slug")

    def prepare(self) -> None:
        """Offer the units of the level of the one above, and that one's own superior."""
        _offer(self.fields["parent"], self._above())

    def _above(self) -> list[int]:
        above = self.unit.parent
        if above is None:
            return []
        return [*siblings_of(above).values_list("pk", flat=True), *([above.parent_id] if above.parent_id else [])]

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
        self.fields["into"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (NEW, _("a new unit, described below")),
            (self.unit.slug, _("this unit, which goes on and takes the others in")),
        ]
        self.fields["into"].initial, self.fields["kind"].initial = NEW, self.unit.kind
        above = self.unit.parent
        _offer(self.fields["parent"], [pk for pk in (self.unit.parent_id, above and above.parent_id) if pk])
        self.fields["parent"].initial = above.slug if above else None

    def clean(self) -> dict[str, Any] | None:
        """Ask for a name where there is a new unit."""
        if self.cleaned_data.get("into") == NEW and not self.cleaned_data.get("name"):
            self.add_error("name", _("The new unit needs a name."))
        return self.cleaned_data

    @property
    def plan(self) -> Plan:
        """Return the plan of a merger."""
        said, others = self.cleaned_data, list(self.cleaned_data["others"])
        if said["into"] != NEW:
            return rules.merge(others, self.unit, **self.said)
        parent = said["parent"].pk if said["parent"] else self.unit.parent_id
        return rules.merge([self.unit, *others], _opening(said, parent), **self.said)


class SplitForm(ChangeForm):
    """This unit is divided."""

    title = pgettext_lazy("change of units", "Divide")
    names = forms.CharField(
        label=_("New units"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One name a line. The first is the main heir, unless the divided unit goes on."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    goes_on = forms.BooleanField(label=_("The divided unit goes on, smaller"), required=False)

    def prepare(self) -> None:
        """Start with units of the same kind."""
        self.fields["kind"].initial = self.unit.kind

    @property
    def plan(self) -> Plan:
        """Return the plan of a division."""
        names = [name.strip() for name in self.cleaned_data["names"].splitlines() if name.strip()]
        kind, parent = UnitKind(self.cleaned_data["kind"]), self.unit.parent_id
        heirs = [Opening(key=f"{NEW}{place}", name=name, kind=kind, parent=parent) for place, name in enumerate(names)]
        goes_on = self.cleaned_data["goes_on"]
        main: Ref = self.unit.pk if goes_on else f"{NEW}0"
        return rules.split(self.unit, heirs, main, goes_on=goes_on, **self.said)


class DissolveForm(ChangeForm):
    """This unit ends."""

    title = pgettext_lazy("change of units", "Dissolve")
    heir = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Taken over by"),
        required=False,
        empty_label=_("nobody: it leaves nothing"),
        to_field_name="slug",
    )

    def prepare(self) -> None:
        """Offer the units near this one and the one above it."""
        near = list(siblings_of(self.unit).values_list("pk", flat=True))
        _offer(self.fields["heir"], [*([self.unit.parent_id] if self.unit.parent_id else []), *near])

    @property
    def plan(self) -> Plan:
        """Return the plan of a dissolution."""
        return rules.dissolve(self.unit, self.cleaned_data["heir"], **self.said)


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


def _offer(field: Any, units: list[int]) -> None:  # Any: a choice of records
    field.queryset = Unit.objects.filter(pk__in=units, closed_on=None).in_order()


def _opening(said: dict[str, Any], parent: int | None) -> Opening:
    return Opening(name=said["name"], kind=UnitKind(said["kind"]), parent=parent, code=said["code"])
