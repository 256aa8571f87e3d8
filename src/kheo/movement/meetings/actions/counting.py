"""Votes that somebody enters: hands as the secretary sees them, paper ballots as two tellers count them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.vitext import normalise
from kheo.movement.meetings.actions.claims import NotMet, hold, hold_ballot
from kheo.movement.meetings.actions.voting import close_ballot, conclude
from kheo.movement.meetings.models import Ballot, Count, Hand, Question
from kheo.movement.meetings.queries import asked_in, recused_on, voters_of
from kheo.movement.meetings.rules import Line, differences, lines_of, why_not_count, why_not_second
from kheo.movement.meetings.states import Choice, Voting
from kheo.organisation.access.rules import require


@transaction.atomic
def show_hands(
    ballot: Ballot,
    hands: Mapping[tuple[int, int], Choice],
    *,
    version: int,
    is_last: bool = False,
    by: User,
    at: datetime,
) -> None:
    """Enter what members vote by show of hands, by question and seat; what is not said stays as it was. With `is_last`
    the ballot is closed by it, or nothing is entered.

    :raises NotMet: if the ballot is not open, or somebody may not vote on an item.
    :raises Stale: if somebody else entered votes meanwhile.
    """
    require(by, "meetings.run", on=ballot.meeting.committee.unit_id)
    hold_ballot(ballot, version=version)
    if ballot.voting != Voting.OPEN:
        raise NotMet(_("This ballot is not by show of hands."))
    questions = list(ballot.questions.select_related("item"))
    recused = recused_on([question.item for question in questions])
    seats = {voter.seat_id for voter in voters_of(ballot)}
    may = {(q.pk, seat) for q in questions for seat in seats - recused[q.item_id]}
    if not set(hands) <= may:
        raise NotMet(_("Somebody is named who may not vote on an item."))
    for (question, seat), choice in hands.items():
        Hand.objects.update_or_create(question_id=question, seat_id=seat, defaults={"choice": Choice(choice)})
    told = {f"{question}:{seat}": choice for (question, seat), choice in hands.items()}
    record("meetings.show_hands", on=ballot, by=by, at=at, hands=told)
    if is_last:
        close_ballot(ballot, by=by, at=at)


@transaction.atomic
def count(
    ballot: Ballot, *, turn: int, teller: str, found: int, lines: Mapping[int, Line], by: User, at: datetime
) -> bool:
    """Enter what a teller counted of the paper ballots in a turn. The second count of the turn closes the ballot if it
    agrees with the first, and is told so; if not, both stay as they are and a new turn begins. Return whether the
    ballot is closed.

    :raises NotMet: with every reason against.
    """
    require(by, "meetings.run", on=ballot.meeting.committee.unit_id)
    hold(ballot.meeting)
    hold_ballot(ballot)
    counts = list(ballot.counts.filter(turn=ballot.turn))
    first = counts[0] if counts else None
    if reasons := _why_not_count(ballot, turn, first, teller, found, lines):
        raise NotMet(*reasons)
    said = {str(pk): [line.yes, line.no, line.invalid] for pk, line in lines.items()}
    place = 2 if first else 1
    made = Count.objects.create(
        ballot=ballot, turn=turn, place=place, teller=normalise(teller), by=by, found=found, lines=said
    )
    record("meetings.count", on=ballot, by=by, at=at, turn=turn, teller=made.teller, found=found, lines=said)
    if first is None:
        return False
    if differences(first, made):
        Ballot.objects.filter(pk=ballot.pk).update(turn=turn + 1)
        ballot.refresh_from_db()
        return False
    for pk, line in lines_of(made).items():
        Question.objects.filter(pk=pk, ballot=ballot).update(yes=line.yes, no=line.no, invalid=line.invalid)
    conclude(ballot, by=by, at=at)
    return True


def _why_not_count(
    ballot: Ballot, turn: int, first: Count | None, teller: str, found: int, lines: Mapping[int, Line]
) -> list[str]:
    if ballot.voting != Voting.PAPER:
        return [_("This ballot is not on paper.")]
    if turn != ballot.turn:
        return [_("The ballots are being counted again already; enter the new count.")]
    if not normalise(teller):
        return [_("Write the name of the teller.")]
    asked = asked_in(ballot)
    if set(lines) != {each.pk for each in asked}:
        return [_("Enter a count for every item.")]
    return why_not_second(first, teller) + why_not_count(found, lines, asked, handed_out=ballot.handed_out)
