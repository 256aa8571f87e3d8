"""What the acts of this room share: taking a meeting or a ballot, so that nobody else writes it meanwhile."""

from django.db.models import F
from django.utils.translation import gettext as _

from kheo.lib.refusals import Refused, Stale
from kheo.movement.meetings.models import Ballot, Meeting
from kheo.movement.meetings.rules import why_not_change, why_not_vote


class NotMet(Refused):
    """The rules are against this step of the meeting now."""


def hold(meeting: Meeting, *, version: int | None = None) -> None:
    """Take a meeting for the rest of the transaction; with `version`, only if nothing was done since it was read.

    :raises NotMet: if its minutes are closed.
    :raises Stale: if somebody else did something meanwhile.
    """
    rows = Meeting.objects.filter(pk=meeting.pk, closed_at=None)
    as_read = rows if version is None else rows.filter(version=version)
    taken = as_read.update(version=F("version") + 1)
    meeting.refresh_from_db()
    if not taken:
        if reasons := why_not_change(meeting):
            raise NotMet(*reasons)
        raise Stale(_("Somebody else worked on this meeting meanwhile. Open the page again, then do it again."))


def hold_ballot(ballot: Ballot, *, version: int | None = None) -> None:
    """Take an open ballot for the rest of the transaction.

    :raises NotMet: if it is open no more.
    :raises Stale: with `version`, if somebody else entered something since it was read.
    """
    rows = Ballot.objects.filter(pk=ballot.pk, closed_at=None, voided_at=None)
    as_read = rows if version is None else rows.filter(version=version)
    taken = as_read.update(version=F("version") + 1)
    ballot.refresh_from_db()
    if not taken:
        if reasons := why_not_vote(ballot):
            raise NotMet(*reasons)
        raise Stale(_("Somebody else entered votes meanwhile. Open the page again, then do it again."))
