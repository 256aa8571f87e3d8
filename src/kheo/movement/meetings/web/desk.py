"""What the pages of a meeting share."""

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kheo.foundation.accounts.models import User
from kheo.lib.refusals import Refused
from kheo.movement.meetings.models import Ballot, Item, Meeting
from kheo.movement.meetings.queries import meetings_in
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require


class Who(TypedDict):
    """Who does something, and when."""

    by: User
    at: datetime


def who(request: OfficerRequest) -> Who:
    """Return who does what a request asks, and when."""
    return {"by": request.user, "at": timezone.now()}


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


def attempt(act: Callable[[], object], form: forms.BaseForm) -> bool:
    """Do an act and return whether it was done; what is against it stands on the form."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    return True


def press(request: OfficerRequest, act: Callable[[], object], done: str) -> bool:
    """Do what a button without a form asks for, and say so or what is against it."""
    try:
        act()
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return False
    messages.success(request, done)
    return True
