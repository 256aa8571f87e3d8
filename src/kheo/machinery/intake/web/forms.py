from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.intake.kit import Period, Sheet
from kheo.machinery.intake.models import DraftRow
from kheo.machinery.intake.queries import roots_of
from kheo.machinery.intake.states import Side
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit

_LONGEST_NUMBER = 19  # digits


class OccasionForm(forms.Form):
    """What a workbook is for: a period and a unit of the user's; where there is one only, that one."""

    period = forms.ChoiceField(label=_("Campaign"))
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        to_field_name="slug",
        empty_label=None,
        help_text=_("With all units below it."),
    )

    def __init__(self, given: Any, *, sheet: Sheet, user: User) -> None:
        """Offer what is open to the user; what the address leaves open is the usual one."""
        self.periods = [period for period in sheet.periods(user) if period.is_open]
        self.roots = roots_of(user, sheet)
        self.roots += self._deeper(str(given.get("unit") or ""), sheet, user)
        usual = {"period": next((p.key for p in self.periods), ""), "unit": next((u.slug for u in self.roots), "")}
        super().__init__({name: given.get(name) or value for name, value in usual.items()})
        self.fields["period"].label = str(sheet.period_label)
        self.fields["period"].choices = [(p.key, p.label) for p in self.periods]  # type: ignore[attr-defined]
        if len(self.periods) == 1:
            self.fields["period"].widget = forms.HiddenInput()
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[u.pk for u in self.roots]).in_order()  # type: ignore[attr-defined]

    def _deeper(self, slug: str, sheet: Sheet, user: User) -> list[Unit]:
        """Return the unit that is asked for where it stands below those of the user's posts."""
        if not slug or slug in {unit.slug for unit in self.roots}:
            return []
        return list(Unit.objects.filter(slug=slug, pk__in=reach(user, sheet.act)))

    @property
    def has_choice(self) -> bool:
        """Return whether there is anything to choose."""
        return len(self.periods) > 1 or len(self.roots) > 1

    @property
    def period_chosen(self) -> Period:
        """Return the period of a valid form."""
        return next(p for p in self.periods if p.key == self.cleaned_data["period"])


class FileForm(forms.Form):
    """The workbook itself."""

    file = forms.FileField(
        label=_("Excel file"),
        help_text=_("The official form, filled in. Nothing is entered yet: you see first what each row would do."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
    )


class ApplyForm(forms.Form):
    """Agreement to what was checked."""

    hand_in = forms.BooleanField(required=False)

    def __init__(self, given: Any = None, *, sheet: Sheet) -> None:
        """Name the next step in the words of the list."""
        super().__init__(given)
        self.fields["hand_in"].label = str(sheet.hand_in or "")
        if not sheet.hand_in:
            self.fields["hand_in"].widget = forms.HiddenInput()


def sides_in(row: DraftRow, posted: Mapping[str, str]) -> dict[str, str]:
    """Return whose text is chosen for each cell of a row in a posted form; a button may choose for the whole row."""
    whole = posted.get("row", "")
    chosen = {key: whole or posted.get(f"side-{key}", "") for key in row.theirs}
    return {key: side for key, side in chosen.items() if side in Side.values}


def places_in(posted: Mapping[str, str]) -> set[tuple[int, str]] | None:
    """Return the cell whose suggestion is accepted, by its row and column; None if all are."""
    if posted.get("all"):
        return None
    pk, _colon, key = posted.get("place", "").partition(":")
    return {(int(pk), key)} if pk.isdecimal() and len(pk) < _LONGEST_NUMBER else set()
