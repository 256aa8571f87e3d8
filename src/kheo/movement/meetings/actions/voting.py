"""Who steps aside, and ballots: opened, closed with a result by rule, or void."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.vitext import normalise
from kheo.movement.meetings.actions.claims import NotMet, hold, hold_ballot
from kheo.movement.meetings.models import Ballot, Hand, Item, Meeting, Question, Recusal, Seat, Voter
from kheo.movement.meetings.queries import chair_of, open_ballot_of, recused_on, seats_of, ties_before, votes_of
from kheo.movement.meetings.rules import quorum_of, result_of, verdict_of, why_not_change, why_not_open
from kheo.movement.meetings.states import Choice, Presence, Result, Tie, Verdict, Voting
from kheo.organisation.access.rules import require

# Stepping aside ----------------------------------------------------------------------------------------------------


@transaction.atomic
def recuse(item: Item, seat: Seat, *, reason: str, by: User, at: datetime) -> None:
    """Note that a member has an interest in an item: no vote on it, and not in its base. Said again, the last reason
    counts.

    :raises NotMet: with every reason against.
    """
    _may_change_voters(item, by)
    if seat.meeting_id != item.meeting_id:
        raise NotMet(_("Only a member of the committee can step aside."))
    if not normalise(reason):
        raise NotMet(_("Please give the reason."))
    Recusal.objects.update_or_create(item=item, seat=seat, defaults={"reason": normalise(reason)})
    record("meetings.recuse", on=item, by=by, at=at, seat=seat.pk, reason=normalise(reason))


@transaction.atomic
def lift(recusal: Recusal, *, by: User, at: datetime) -> None:
    """Take back that a member steps aside: it was entered in error."""
    _may_change_voters(recusal.item, by)
    record("meetings.lift", on=recusal.item, by=by, at=at, seat=recusal.seat_id)
    recusal.delete()


def _may_change_voters(item: Item, by: User) -> None:
    """Hold the meeting of an item on which nobody has voted or votes now."""
    require(by, "meetings.run", on=item.meeting.committee.unit_id)
    hold(item.meeting)
    if item.questions.filter(ballot__voided_at=None).exists():
        raise NotMet(_("“%(name)s” is or was voted on: who steps aside stands.") % {"name": item.name})


# Ballots -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def open_ballot(meeting: Meeting, items: Sequence[Item], *, by: User, at: datetime) -> Ballot:
    """Open a ballot on items and return it; the one that is open already, if it is on the very same items. Voters are
    the members present with a vote; whoever steps aside on an item is out of its base.

    :raises NotMet: with every reason against, above all without quorum.
    """
    require(by, "meetings.run", on=meeting.committee.unit_id)
    hold(meeting)
    if ballot := open_ballot_of(meeting):
        if set(ballot.questions.values_list("item", flat=True)) == {item.pk for item in items}:
            return ballot
        raise NotMet(_("Another ballot is open. Close it first."))
    seats, recused = seats_of(meeting), recused_on(items)
    voting = {seat.pk for seat in seats if seat.votes}
    there = [seat for seat in seats if seat.votes and seat.presence == Presence.PRESENT]
    eligible = {item.pk: sum(1 for seat in there if seat.pk not in recused[item.pk]) for item in items}
    fresh = list(Item.objects.filter(meeting=meeting, pk__in=[item.pk for item in items]))
    if reasons := why_not_open(meeting, quorum_of(meeting, seats), fresh, eligible, chair_of(meeting)):
        raise NotMet(*reasons)
    number = (meeting.ballots.order_by("number").values_list("number", flat=True).last() or 0) + 1
    has_say = [seat for seat in there if any(seat.pk not in recused[item.pk] for item in fresh)]
    ballot = Ballot.objects.create(
        meeting=meeting, number=number, voting=meeting.voting, handed_out=len(has_say), opened_at=at
    )
    Question.objects.bulk_create(
        Question(ballot=ballot, item=item, members=len(voting - recused[item.pk]), present=eligible[item.pk])
        for item in fresh
    )
    Voter.objects.bulk_create(Voter(ballot=ballot, seat=seat) for seat in has_say)
    record("meetings.open_ballot", on=ballot, by=by, at=at, items=[item.pk for item in fresh], voters=len(has_say))
    return ballot


@transaction.atomic
def close_ballot(ballot: Ballot, *, sure: bool = False, by: User, at: datetime) -> None:
    """Close a ballot by show of hands or on the machine: each item has its result at once. A ballot on paper is closed
    by its two tellers. On the machine, `sure` closes it although some have not voted.

    :raises NotMet: with every reason against.
    """
    require(by, "meetings.run", on=ballot.meeting.committee.unit_id)
    hold(ballot.meeting)
    hold_ballot(ballot)
    if reasons := _why_not_close(ballot, sure):
        raise NotMet(*reasons)
    if ballot.voting == Voting.OPEN:
        for question in ballot.questions.all():
            _count_hands(question)
    conclude(ballot, by=by, at=at)


def _why_not_close(ballot: Ballot, sure: bool) -> list[str]:
    if ballot.voting == Voting.PAPER:
        return [_("A ballot on paper is closed by its two tellers: enter what each has counted.")]
    if ballot.voting == Voting.OPEN:
        asked = sum(ballot.questions.values_list("present", flat=True))
        missing = asked - Hand.objects.filter(question__ballot=ballot).count()
        text = ngettext("%(number)s vote is missing.", "%(number)s votes are missing.", missing)
        return [text % {"number": missing}] if missing else []
    missing = ballot.voters.filter(has_voted=False).count()
    if missing == ballot.voters.count():
        return [_("Nobody has voted yet.")]
    text = ngettext(
        "%(number)s member has not voted. Tick that you are sure, and close again.",
        "%(number)s members have not voted. Tick that you are sure, and close again.",
        missing,
    )
    return [text % {"number": missing}] if missing and not sure else []


def _count_hands(question: Question) -> None:
    hands = list(question.hands.values_list("choice", flat=True))
    counts = {str(choice): hands.count(choice) for choice in Choice}
    Question.objects.filter(pk=question.pk).update(**counts)


def conclude(ballot: Ballot, *, by: User, at: datetime) -> None:
    """Close a ballot whose counts are in: what they come to by the rules of its meeting stands in each item. A part of
    the act that closes it."""
    Ballot.objects.filter(pk=ballot.pk).update(closed_at=at)
    ballot.refresh_from_db()
    told = {}
    for question in ballot.questions.select_related("item", "ballot"):
        _judge(question, ballot.meeting)
        told[str(question.item_id)] = [question.yes, question.no, question.abstain, question.invalid, question.verdict]
    record("meetings.close_ballot", on=ballot, by=by, at=at, counts=told)


def _judge(question: Question, meeting: Meeting) -> None:
    item, votes = question.item, votes_of(question)
    verdict = verdict_of(votes, threshold=meeting.threshold, base=meeting.base)
    earns = item.earns and not item.veto
    result = result_of(verdict, tie=Tie(meeting.tie), ties_before=ties_before(question), earns=earns)
    question.verdict = verdict
    Question.objects.filter(pk=question.pk).update(verdict=verdict)
    reason = _why_failed(question, meeting) if result == Result.FAILED else ""
    Item.objects.filter(pk=item.pk).update(result=result or "", reason=reason)


def _why_failed(question: Question, meeting: Meeting) -> str:
    """Return the votes as the reason; it is to be kept, so in the language of the house."""
    votes = votes_of(question)
    with override(settings.LANGUAGE_CODE):
        said = {
            "yes": votes.yes,
            "whole": votes.base(meeting.base),
            "base": meeting.get_base_display(),
            "bound": meeting.get_threshold_display(),
        }
        text = _("%(yes)s of %(whole)s votes in favour (counted of: %(base)s); needed: %(bound)s.") % said
        tied = _("The votes were tied; by the rule of the meeting this counts as not agreed.")
        return f"{text} {tied}" if question.verdict == Verdict.TIED else text


@transaction.atomic
def void(ballot: Ballot, *, reason: str, by: User, at: datetime) -> None:
    """Declare a ballot void, open or closed, with the reason: its items wait for another vote. The counts of a secret
    one that was still open are wiped.

    :raises NotMet: with every reason against.
    """
    meeting = ballot.meeting
    require(by, "meetings.run", on=meeting.committee.unit_id)
    hold(meeting)
    ballot.refresh_from_db()
    items = ballot.questions.values("item")
    later = Question.objects.filter(item__in=items, ballot__number__gt=ballot.number, ballot__voided_at=None)
    reasons = why_not_change(meeting)
    if not normalise(reason):
        reasons.append(_("Please give the reason."))
    if ballot.voided_at:
        reasons.append(_("This ballot is void already."))
    if later.exists():
        reasons.append(_("Its items were voted on again; that later ballot must be void first."))
    if reasons:
        raise NotMet(*reasons)
    if ballot.closed_at is None:
        ballot.questions.update(yes=0, no=0, abstain=0, invalid=0)
    ballot.voters.update(digest="")
    Ballot.objects.filter(pk=ballot.pk).update(voided_at=at, reason=normalise(reason))
    Item.objects.filter(pk__in=items).exclude(result=Result.PUT_OFF).update(result="", reason="")
    ballot.refresh_from_db()
    record("meetings.void", on=ballot, by=by, at=at, reason=normalise(reason))
