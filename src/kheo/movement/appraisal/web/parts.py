"""What the pages of this room share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages

from kheo.foundation.accounts.models import User
from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit


def attempt(act: Callable[[], object]) -> list[str]:
    """Do an act and return what was against it, if anything."""
    try:
        act()
    except Refused as refusal:
        return [str(reason) for reason in refusal.reasons]
    return []


def tell(request: OfficerRequest, reasons: list[str]) -> None:
    """Show what was against an act on the next page."""
    for reason in reasons:
        messages.error(request, reason)


def units_to_declare(user: User) -> Any:  # Any: a choice of records
    """Return the units whose models the user might be given to score."""
    return Unit.objects.filter(pk__in=reach(user, "appraisal.declare"), closed_on=None).in_order()
