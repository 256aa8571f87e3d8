"""What the pages of a conference share."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypedDict

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.movement.conferences.models import Conference
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require


class Who(TypedDict):
    """Who does something, and when."""

    by: User
    at: datetime


def who(request: OfficerRequest) -> Who:
    """Return who does what a request asks, and when."""
    return {"by": request.user, "at": timezone.now()}


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


def attempt(act: Callable[[], object], form: forms.BaseForm) -> bool:
    """Do an act and return whether it was done; what is against it stands on the form."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    return True


def press(request: OfficerRequest, act: Callable[[], object], done: str = "") -> bool:
    """Do what a button without a form asks for, and say so or what is against it."""
    try:
        act()
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return False
    if done:
        messages.success(request, done)
    return True
