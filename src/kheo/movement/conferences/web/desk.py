"""What the pages of a conference share."""

from datetime import date

from django.shortcuts import get_object_or_404
from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.movement.conferences.models import Conference
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require


def today() -> date:
    """Return the day it is."""
    return local_day(timezone.now())


def found(request: OfficerRequest, pk: int, act: str = "") -> Conference:
    """Return a conference that the user may see; with `act`, one of a body that the user may do it for."""
    rows = Conference.objects.visible_to(request.user).select_related("unit", "campaign", "previous")
    conference = get_object_or_404(rows, pk=pk)
    if act:
        require(request.user, act, on=conference.unit_id)
    return conference
