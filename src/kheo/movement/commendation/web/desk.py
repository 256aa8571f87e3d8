"""What the pages of one dossier share."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import get_object_or_404

from kheo.lib.refusals import Refused
from kheo.movement.commendation.models import Dossier, Nominee
from kheo.movement.commendation.queries.dossiers import unit_of_act
from kheo.movement.commendation.states import MOVES
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require

_RELATED = ("unit__parent", "campaign__unit", "campaign__movement", "form")


def found(request: OfficerRequest, pk: int, act: str = "") -> Dossier:
    """Return a dossier that the user may see; with `act`, one that the user may do it to."""
    seen = Dossier.objects.visible_to(request.user).select_related(*_RELATED)
    dossier = get_object_or_404(seen, pk=pk)
    if act:
        require(request.user, act, on=unit_of_act(dossier, act) if act in MOVES else dossier.unit_id)
    return dossier


def found_row(request: OfficerRequest, pk: int) -> Nominee:
    """Return a row of a dossier that the user may write."""
    rows = Nominee.objects.filter(dossier__in=Dossier.objects.visible_to(request.user))
    row = get_object_or_404(rows.select_related("dossier__unit", "dossier__campaign", "dossier__form"), pk=pk)
    require(request.user, "commendation.write", on=row.dossier.unit_id)
    return row


def as_read(request: OfficerRequest, dossier: Dossier) -> Dossier:
    """Return the dossier in the version that the page had shown, so that a later change is noticed."""
    version = request.POST.get("version", "")
    dossier.version = int(version) if version.isdecimal() else 0
    return dossier


def attempt(act: Callable[[], object]) -> list[str]:
    """Do an act and return what was against it, if anything."""
    try:
        act()
    except Refused as refusal:
        return [str(reason) for reason in refusal.reasons]
    return []


def tell(request: OfficerRequest, reasons: list[str]) -> None:
    for reason in reasons:
        messages.error(request, reason)
