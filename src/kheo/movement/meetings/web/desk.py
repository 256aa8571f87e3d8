"""What the pages of a meeting share."""

from django.shortcuts import get_object_or_404

from kheo.movement.meetings.models import Ballot, Item, Meeting
from kheo.movement.meetings.queries import meetings_in
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require


def found(request: OfficerRequest, pk: int, act: str = "") -> Meeting:
    """Return a meeting that the user may see; with `act`, one whose committee the user may do it for."""
    meeting = get_object_or_404(meetings_in(request.user), pk=pk)
    if act:
        require(request.user, act, on=meeting.committee.unit_id)
    return meeting


def found_item(request: OfficerRequest, pk: int, number: int, act: str = "") -> Item:
    """Return an item of a meeting that the user may see."""
    meeting = found(request, pk, act)
    item = get_object_or_404(Item.objects.select_related("registration"), meeting=meeting, pk=number)
    item.meeting = meeting
    return item


def found_ballot(request: OfficerRequest, pk: int, number: int, act: str = "") -> Ballot:
    """Return a ballot of a meeting that the user may see."""
    meeting = found(request, pk, act)
    ballot = get_object_or_404(Ballot, meeting=meeting, pk=number)
    ballot.meeting = meeting
    return ballot
