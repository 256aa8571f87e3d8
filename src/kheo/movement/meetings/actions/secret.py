"""Voting in secret on the machine. What is written: one more in a count, and that a seat has voted. Nothing joins the
two, and the record of acts says neither who nor what."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.accounts.rules import digest_of, new_code
from kheo.foundation.audit.actions import record
from kheo.movement.meetings.actions.claims import NotMet, hold_ballot
from kheo.movement.meetings.models import Ballot, Question, Seat, Voter
from kheo.movement.meetings.queries import asked_of, voters_of
from kheo.movement.meetings.states import Choice, Voting
from kheo.organisation.access.rules import require


@transaction.atomic
def hand_codes(ballot: Ballot, *, by: User, at: datetime) -> list[tuple[Seat, str]]:
    """Make a fresh one-time code for everybody who has not voted yet, and return the codes, once: only their hashes
    are kept. Earlier codes stop working.

    :raises NotMet: if the ballot is not open, or not on the machine.
    """
    require(by, "meetings.run", on=ballot.meeting.committee.unit_id)
    _take(ballot)
    slips = []
    for voter in voters_of(ballot):
        if not voter.has_voted:
            code = new_code()
            Voter.objects.filter(pk=voter.pk).update(digest=digest_of(code))
            slips.append((voter.seat, code))
    record("meetings.hand_codes", on=ballot, by=by, at=at, codes=len(slips))
    return slips


@transaction.atomic
def cast(voter: Voter, choices: Mapping[int, Choice], *, code: str = "", by: User, at: datetime) -> None:
    """Cast the vote of a seat, by its one-time code, or stepping up to the machine of the standing office. Votes are
    given by the number of the question, one on each that the seat may vote on.

    :raises NotMet: with every reason against; then nothing is counted.
    """
    ballot = voter.ballot
    if not code:
        require(by, "meetings.run", on=ballot.meeting.committee.unit_id)
    _take(ballot)
    asked = {question.pk for question in asked_of(voter)}
    if set(choices) != asked:
        raise NotMet(_("Vote on every item of the ballot."))
    open_to = Voter.objects.filter(pk=voter.pk, has_voted=False)
    by_code = open_to.filter(digest=digest_of(code)) if code else open_to
    if not by_code.update(has_voted=True, digest=""):
        raise NotMet(_("A vote was cast for this seat already, or the code is not valid any more."))
    for choice in Choice:
        chosen = [pk for pk, said in choices.items() if said == choice]
        Question.objects.filter(pk__in=chosen).update(**{str(choice): F(str(choice)) + 1})
    # Not by whom: an own account is a name. That some vote came at some moment leads nowhere, as counts keep no moment.
    record("meetings.cast", on=ballot, by=None, at=at)


def _take(ballot: Ballot) -> None:
    hold_ballot(ballot)
    if ballot.voting != Voting.MACHINE:
        raise NotMet(_("This ballot is not held on the machine."))
