"""What the meetings made of one registration, for the page that explains its result."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from kheo.foundation.accounts.models import User
from kheo.movement.meetings.models import Item, Meeting, Question, Recusal
from kheo.movement.meetings.queries import votes_of
from kheo.movement.meetings.rules import Quorum, Votes, least_for, quorum_of
from kheo.movement.registry.models import Registration


@dataclass(frozen=True)
class Vote:
    """A closed vote on an item: its counts, of how many they are a part, and how many in favour were needed. One that
    was declared void is told with its reason, and decides nothing."""

    question: Question
    votes: Votes
    whole: int
    needed: int


@dataclass(frozen=True)
class Heard:
    """What one closed meeting made of a registration; who stepped aside is named only to those who see the meeting."""

    meeting: Meeting
    item: Item
    quorum: Quorum
    votes: Sequence[Vote]
    recusals: Sequence[Recusal]
    names: bool


def heard_of(registration: Registration, user: User) -> list[Heard]:
    """Return the closed meetings about a registration, the earliest first, as far as a person may read of them. Counts
    of a vote that is void are told only where it was closed before."""
    asked = Question.objects.filter(ballot__closed_at__isnull=False).select_related("ballot").order_by("ballot__number")
    aside = Recusal.objects.select_related("seat").order_by("seat__order", "pk")
    rows = Item.objects.filter(registration=registration, meeting__closed_at__isnull=False)
    rows = rows.select_related("meeting__committee", "meeting__campaign").order_by("meeting__held_on", "pk")
    rows = rows.prefetch_related(
        Prefetch("questions", asked, to_attr="asked"), Prefetch("recusals", aside, to_attr="aside"), "meeting__seats"
    )
    items = list(rows)
    if not items:
        return []
    seen = set(
        Meeting.objects.visible_to(user).filter(pk__in=[item.meeting_id for item in items]).values_list("pk", flat=True)
    )
    return [_heard(item, names=item.meeting_id in seen) for item in items]


def _heard(item: Item, *, names: bool) -> Heard:
    meeting, asked, aside = item.meeting, item.asked, item.aside  # type: ignore[attr-defined]  # prefetched above
    quorum = quorum_of(meeting, meeting.seats.all())
    return Heard(meeting, item, quorum, [_vote(each, meeting) for each in asked], aside, names)


def _vote(question: Question, meeting: Meeting) -> Vote:
    votes = votes_of(question)
    whole = votes.base(meeting.base)
    return Vote(question, votes, whole, least_for(meeting.threshold, whole))
