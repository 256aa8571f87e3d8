"""What is known of a meeting: who sits, what is on the agenda, how votes stand. Of a secret ballot that is still open
nobody is told more than how many have voted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from kheo.foundation.accounts.models import User
from kheo.foundation.accounts.rules import digest_of
from kheo.lib.vitext import normalise
from kheo.movement.appraisal.models import Appraisal, Conflict, Visit
from kheo.movement.campaigns.models import Campaign, CampaignLevel
from kheo.movement.committees.models import Committee, Membership
from kheo.movement.committees.queries import committee_of, who_sat
from kheo.movement.meetings.kit import DOORS, Door
from kheo.movement.meetings.models import Ballot, Hand, Item, Meeting, Question, Recusal, Seat, Voter
from kheo.movement.meetings.rules import Asked, Quorum, Votes, quorum_of
from kheo.movement.meetings.states import Choice, Presence, Verdict, Voting
from kheo.movement.registry.models import Particulars
from kheo.movement.registry.states import State
from kheo.organisation.access.rules import can

# Calling -----------------------------------------------------------------------------------------------------------


def committee_for(campaign: Campaign, level: CampaignLevel | None) -> Committee | None:
    """Return the committee that meets about a campaign at a level, if it was set up."""
    unit = level.unit if level and level.unit else campaign.unit
    return committee_of(unit, campaign.movement)


def sitting_on(committee: Committee, day: date) -> list[Membership]:
    """Return who sits on a committee on a day, in the order of a list."""
    return who_sat(committee, day)


def scored_in(campaign: Campaign | int) -> list[Appraisal]:
    """Return what the scored registrations of a campaign came to: by field, the most points first."""
    rows = Appraisal.objects.filter(registration__campaign=campaign, registration__state=State.SCORED)
    related = ("registration__exemplar", "registration__unit", "registration__field", "registration__campaign", "veto")
    return list(
        rows.select_related(*related).order_by(
            "registration__field__order", "registration__field", "-final", "registration"
        )
    )


def meetings_in(user: User) -> QuerySet[Meeting]:
    """Return the meetings that the user may see, with what lists name."""
    return Meeting.objects.visible_to(user).select_related("campaign", "committee__unit")


def doors_for(user: User, meeting: Meeting) -> list[tuple[Door, str]]:
    """Return the ways on from a meeting that are open to a person, with their addresses; none before it is closed."""
    open_to = [door for door in DOORS if meeting.closed_at and can(user, door.act, on=meeting.committee.unit_id)]
    return [(door, reverse(door.url_name, args=[meeting.campaign.slug])) for door in open_to]


# Standing ----------------------------------------------------------------------------------------------------------


def seats_of(meeting: Meeting | int) -> list[Seat]:
    """Return who sits on the committee on the day of a meeting, in the order of a list."""
    return list(Seat.objects.filter(meeting=meeting))


def standing_quorum(meeting: Meeting) -> Quorum:
    """Return how a meeting stands with its quorum now."""
    return quorum_of(meeting, seats_of(meeting))


def agenda_of(meeting: Meeting | int) -> list[Item]:
    """Return the items of a meeting in order, each with who stepped aside and the votes that stand."""
    standing = Question.objects.filter(ballot__voided_at=None).order_by("ballot__number")
    standing = standing.select_related("ballot__meeting").prefetch_related("hands", "ballot__voters")
    votes = Prefetch("questions", standing, to_attr="standing")
    aside = Prefetch("recusals", Recusal.objects.select_related("seat").order_by("seat__order", "pk"))
    rows = Item.objects.filter(meeting=meeting).select_related("meeting", "registration__campaign")
    return list(rows.prefetch_related(aside, votes))


def last_question(item: Item) -> Question | None:
    """Return the last vote on an item that was not voided."""
    rows = Question.objects.filter(item=item, ballot__voided_at=None).select_related("ballot")
    return rows.order_by("ballot__number").last()


def last_verdict(item: Item) -> str:
    """Return what the last vote on an item came to; nothing where none has been closed."""
    found = last_question(item)
    return found.verdict if found else ""


def ties_before(question: Question) -> int:
    """Return how many earlier votes on the same item were tied."""
    earlier = Question.objects.filter(item=question.item_id, verdict=Verdict.TIED, ballot__voided_at=None)
    return earlier.filter(ballot__number__lt=question.ballot.number).count()


def open_ballot_of(meeting: Meeting | int) -> Ballot | None:
    """Return the ballot that is open in a meeting, if there is one."""
    return Ballot.objects.filter(meeting=meeting, closed_at=None, voided_at=None).select_related("meeting").first()


def chair_of(meeting: Meeting) -> Seat | None:
    """Return who chairs a meeting."""
    return meeting.seats.filter(chairs=True).first()


# Ballots -----------------------------------------------------------------------------------------------------------


def recused_on(items: Sequence[Item]) -> dict[int, set[int]]:
    """Return the seats that stepped aside on each item."""
    found: dict[int, set[int]] = {item.pk: set() for item in items}
    for item_id, seat_id in Recusal.objects.filter(item__in=items).values_list("item", "seat"):
        found[item_id].add(seat_id)
    return found


def asked_in(ballot: Ballot) -> list[Asked]:
    """Return the items of a paper ballot, as a count of it needs them."""
    voters = Voter.objects.filter(ballot=ballot).count()
    rows = Question.objects.filter(ballot=ballot).select_related("item")
    return [Asked(row.pk, row.item.name, row.present, voters - row.present) for row in rows]


def votes_of(question: Question) -> Votes:
    """Return the counts of an item in a ballot."""
    names = ("members", "present", "yes", "no", "abstain", "invalid")
    return Votes(**{name: getattr(question, name) for name in names})


@dataclass(frozen=True)
class Turnout:
    """How far a ballot has come."""

    voters: int
    voted: int

    @property
    def missing(self) -> int:
        return self.voters - self.voted


def turnout_of(ballot: Ballot) -> Turnout:
    """Return how many may vote in a ballot and how many have."""
    voted = [voter.has_voted for voter in ballot.voters.all()]
    return Turnout(len(voted), sum(voted))


def asked_of(voter: Voter) -> list[Question]:
    """Return the items that a voter may vote on: those left out on which they stepped aside."""
    aside = Recusal.objects.filter(seat=voter.seat_id).values("item")
    rows = Question.objects.filter(ballot=voter.ballot_id).exclude(item__in=aside)
    return list(rows.select_related("item", "ballot"))


def voters_of(ballot: Ballot) -> list[Voter]:
    """Return who may vote in a ballot, in the order of the committee's list."""
    return list(Voter.objects.filter(ballot=ballot).select_related("seat"))


def voter_by(code: str) -> Voter | None:
    """Return whose one-time code this is, in a ballot on the machine that is still open."""
    opened = Voter.objects.filter(ballot__closed_at=None, ballot__voided_at=None, ballot__voting=Voting.MACHINE)
    return opened.filter(digest=digest_of(code), has_voted=False).select_related("ballot__meeting", "seat").first()


def hands_in(ballot: Ballot) -> dict[tuple[int, int], str]:
    """Return what was openly voted so far, by question and seat."""
    rows = Hand.objects.filter(question__ballot=ballot).values_list("question", "seat", "choice")
    return {(question, seat): choice for question, seat, choice in rows}


@dataclass(frozen=True)
class Told:
    """What may be shown of an item's votes: counts once the ballot is closed or if it is open to all, else none."""

    question: Question
    votes: Votes | None
    turnout: Turnout


def told_of(question: Question) -> Told:
    """Return what may be shown of the votes on an item now."""
    ballot, votes = question.ballot, votes_of(question)
    if ballot.is_open and ballot.voting == Voting.OPEN:
        shown = Counter(hand.choice for hand in question.hands.all())
        hands = {str(choice): shown[choice] for choice in Choice}
        return Told(question, Votes(votes.members, votes.present, **hands), Turnout(votes.present, shown.total()))
    if ballot.is_open:
        return Told(question, None, turnout_of(ballot))
    return Told(question, votes, Turnout(votes.present, votes.valid + votes.invalid))


# Interests ---------------------------------------------------------------------------------------------------------


def declared_in(meeting: Meeting, items: Sequence[Item]) -> dict[int, list[tuple[Seat, str]]]:
    """Return the interests in units that were declared in the appraisal by accounts named like a member, for each item
    those that nobody has recorded: a namesake may be meant, so that the secretary decides."""
    by_name = {normalise(seat.name).casefold(): seat for seat in seats_of(meeting)}
    recused, found = recused_on(items), dict[int, list[tuple[Seat, str]]]()
    units: dict[int, list[Item]] = {}
    for item in items:
        units.setdefault(item.registration.unit_id, []).append(item)
    for each in Conflict.objects.filter(ended_at=None, unit__in=units).select_related("user").order_by("pk"):
        seat = by_name.get(normalise(str(each.user)).casefold())
        for item in units[each.unit_id] if seat else []:
            if seat and seat.pk not in recused[item.pk]:
                found.setdefault(item.pk, []).append((seat, each.reason))
    return found


# Papers ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """What members read about an item before the meeting."""

    item: Item
    particulars: Particulars | None
    visits: Sequence[Visit]


def pack_of(items: Sequence[Item]) -> list[Sheet]:
    """Return what is known of each item: what the unit wrote, and what the surveys found."""
    numbers = [item.registration_id for item in items]
    written = Particulars.objects.in_bulk(numbers)
    visits: dict[int, list[Visit]] = {}
    for visit in Visit.objects.filter(registration__in=numbers):
        visits.setdefault(visit.registration_id, []).append(visit)
    return [Sheet(item, written.get(item.registration_id), visits.get(item.registration_id, [])) for item in items]


@dataclass(frozen=True)
class Record:
    """All that the minutes of a closed meeting are made of."""

    meeting: Meeting
    seats: Sequence[Seat]
    items: Sequence[Item]
    ballots: Sequence[Ballot]
    hands: Mapping[int, Sequence[tuple[str, str]]]

    @property
    def present(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.presence == Presence.PRESENT]

    @property
    def absent(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.presence != Presence.PRESENT]

    @property
    def chair(self) -> Seat | None:
        return next((seat for seat in self.seats if seat.chairs), None)


def record_of(meeting: Meeting) -> Record:
    """Return what the minutes of a meeting are made of."""
    ballots = Ballot.objects.filter(meeting=meeting).prefetch_related("questions__item", "counts")
    hands: dict[int, list[tuple[str, str]]] = {}
    rows = Hand.objects.filter(question__ballot__meeting=meeting).order_by("seat__order", "pk")
    for question, name, choice in rows.values_list("question", "seat__name", "choice"):
        hands.setdefault(question, []).append((name, choice))
    return Record(meeting, seats_of(meeting), agenda_of(meeting), list(ballots), hands)
