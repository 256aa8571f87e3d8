"""Which models are worth copying: for an office, ranked by their results; for a unit, by how alike conditions are."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.lib.dates import local_day
from kheo.movement.campaigns.states import StandardField
from kheo.movement.registry.queries import units_to_choose
from kheo.movement.replication.queries import candidates
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind
from kheo.ui.lists import Filters, page_of

SORTS = {"merit": ("-merit", "-pk")}


class CandidateFilters(Filters):
    """What narrows the candidates."""

    lookups = {"field": "field__standard", "kind": "holder__kind"}

    field = forms.ChoiceField(label=gettext_lazy("Field"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of unit"), required=False)

    def __init__(self, data: Any) -> None:
        """Offer the fields and the kinds of units."""
        super().__init__(data)
        fields: Any = self.fields  # Any: choices
        fields["field"].choices = [("", _("All")), *StandardField.choices]
        fields["kind"].choices = [("", _("All")), *UnitKind.choices]


@login_required
def ranked(request: OfficerRequest) -> HttpResponse:
    """List the recognised models of the user's units, the best results first, each with what speaks for it."""
    if not can_anywhere(request.user, "replication.plan"):
        raise PermissionDenied("replication.plan")
    page = page_of(candidates.candidates(request.user), request.GET, sorts=SORTS, filters=CandidateFilters(request.GET))
    return render(request, "replication/candidates.html", {"page": page, "lines": candidates.told(page.rows)})


@login_required
def suggested(request: OfficerRequest) -> HttpResponse:
    """Suggest to a unit of the user models that were proven elsewhere in like conditions, each with the reasons."""
    units = units_to_choose(request.user, "replication.copy")
    if not units:
        raise PermissionDenied("replication.copy")
    unit: Unit = next((each for each in units if each.slug == request.GET.get("unit")), units[0])
    found = candidates.suggestions(unit, local_day(timezone.now()))
    return render(request, "replication/suggestions.html", {"unit": unit, "units": units, "lines": found})
