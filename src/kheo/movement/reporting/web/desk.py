"""What the pages of reporting share."""

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kheo.foundation.accounts.models import User
from kheo.lib.refusals import Refused
from kheo.movement.reporting.models import Report
from kheo.movement.reporting.queries.reports import with_all
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require


class Who(TypedDict):
    """Who does something, and when."""

    by: User
    at: datetime


def who(request: OfficerRequest) -> Who:
    """Return who does what a request asks, and when."""
    return {"by": request.user, "at": timezone.now()}


def found(request: OfficerRequest, pk: int, act: str = "") -> Report:
    """Return a report that the user may see; with `act`, one at whose unit the user may do it."""
    report = get_object_or_404(with_all(Report.objects.visible_to(request.user)), pk=pk)
    if act:
        require(request.user, act, on=report.unit_id)
    return report


def version_of(request: OfficerRequest) -> int:
    """Return the version that a page was drawn with; 0, which is none, if it does not say."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() else 0


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
