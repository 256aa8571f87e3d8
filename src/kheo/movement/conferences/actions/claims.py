"""What the acts of this room share: taking a conference, so that nobody else changes it meanwhile."""

from kheo.lib.refusals import Refused
from kheo.movement.conferences.models import Conference
from kheo.movement.conferences.rules import why_not_prepare


class NotMet(Refused):
    """The rules are against this step of the conference now."""


def hold_row(conference: Conference) -> Conference:
    """Return a conference as it is now, held until the transaction ends."""
    return Conference.objects.select_for_update(of=("self",)).select_related("unit", "campaign").get(pk=conference.pk)


def hold_prepared(conference: Conference) -> Conference:
    """Return a conference that is still being prepared, held until the transaction ends.

    :raises NotMet: if its preparation is over.
    """
    held = hold_row(conference)
    if reasons := why_not_prepare(held):
        raise NotMet(*reasons)
    return held
