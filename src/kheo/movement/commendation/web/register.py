"""The register of commendations."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.lib.office.sheets_out import write_table
from kheo.movement.commendation.models import Commendation
from kheo.movement.commendation.queries.register import register_for, sums_by_form, years_in
from kheo.movement.commendation.states import RewardKind, Standing
from kheo.movement.commendation.web import tables
from kheo.movement.registry.queries import units_to_choose
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere, today
from kheo.organisation.units.models import Lineage
from kheo.ui.lists import Filters, page_of

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EVERY = [("", _("All"))]


class RegisterFilters(Filters):
    """How the register is narrowed: by the year of the decision, the form, the unit of the holder, how it stands."""

    lookups = {"year": "signed_on__year", "kind": "kind", "standing": "standing"}
    year = forms.TypedChoiceField(label=_("Year of the decision"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("Form of reward"), required=False, choices=[*_EVERY, *RewardKind.choices])
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    standing = forms.ChoiceField(label=_("State"), required=False, choices=[*_EVERY, *Standing.choices])

    def __init__(self, data: QueryDict, *, user: User) -> None:
        """Offer the years that there are, and the user's units."""
        super().__init__(data)
        fields: dict[str, Any] = self.fields  # Any: fields of choices
        self.units = {unit.slug: unit for unit in units_to_choose(user, "commendation.view")}
        fields["year"].choices = [*_EVERY, *((year, str(year)) for year in years_in(register_for(user)))]
        fields["unit"].choices = [*_EVERY, *((slug, unit.name) for slug, unit in self.units.items())]
        if len(self.units) < 2:
            fields["unit"].widget = forms.HiddenInput()

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that pass; a unit stands for itself and all below it today."""
        rows = super().narrow(rows)
        if unit := self.units.get(self.cleaned_data.get("unit", "")):
            below = Lineage.objects.reaching(today()).filter(ancestor=unit).values("unit_id")
            rows = rows.filter(nominee__unit__in=below)
        return rows


def _rows(request: OfficerRequest) -> tuple[QuerySet[Commendation], RegisterFilters]:
    if not can_anywhere(request.user, "commendation.view"):
        raise PermissionDenied("commendation.view")
    return register_for(request.user), RegisterFilters(request.GET, user=request.user)


@login_required
def register(request: OfficerRequest) -> HttpResponse:
    """List the commendations that the user may see, with what they come to by form."""
    rows, filters = _rows(request)
    page = page_of(rows, request.GET, sorts=tables.REGISTER_SORTS, filters=filters)
    sums = sums_by_form(filters.narrow(rows))
    lines = [(each, tables.STANDING_TONES[Standing(each.standing)]) for each in page.rows]
    context = {"page": page, "lines": lines, "sums": sums, "total": sum(each.amount for each in sums)}
    return render(request, "commendation/register.html", context)


@login_required
def export(request: OfficerRequest) -> FileResponse:
    """Hand out what the register shows, all of it, as a workbook."""
    rows, filters = _rows(request)
    narrowed, day = filters.narrow(rows), local_day(timezone.now())
    told = [f"{chip.label}: {chip.text}" for chip in filters.chips()]
    with TemporaryDirectory() as desk:
        path = Path(desk) / f"so-khen-thuong-{day:%Y%m%d}.xlsx"
        write_table(path, tables.as_table(narrowed, told, day))
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=WORKBOOK)
