"""A meeting is called, its agenda is made, and who comes is noted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import short_date
from kheo.lib.vitext import normalise
from kheo.movement.appraisal.models import Appraisal
from kheo.movement.campaigns.models import Campaign, CampaignLevel
from kheo.movement.campaigns.rules import why_not_step
from kheo.movement.campaigns.states import Level, Procedure
from kheo.movement.committees.models import Committee, Membership
from kheo.movement.committees.states import Seat as Place
from kheo.movement.meetings.actions.claims import NotMet, hold
from kheo.movement.meetings.models import Item, Meeting, Recusal, Seat
from kheo.movement.meetings.queries import committee_for, open_ballot_of, scored_in, seats_of, sitting_on
from kheo.movement.meetings.rules import why_not_attend
from kheo.movement.meetings.states import Presence, Tie, Voting
from kheo.movement.registry.actions import move
from kheo.organisation.access.rules import require


@dataclass(frozen=True)
class MeetingFacts:
    """What is said of a meeting when it is called: day, place, who writes the minutes, how it votes."""

    held_on: date
    place: str = ""
    secretary: str = ""
    secretary_title: str = ""
    voting: Voting = Voting.OPEN
    tie: Tie = Tie.FAIL


@transaction.atomic
def call(
    campaign: Campaign, level: Level, facts: MeetingFacts, *, by: User, at: datetime, form_key: UUID | None = None
) -> Meeting:
    """Call a meeting of the committee that gives the title at a level: its members of that day are copied, and all
    that was scored stands on its agenda. The same form sent twice calls one meeting.

    :raises NotMet: with every reason against.
    """
    if form_key and (twin := Meeting.objects.filter(form_key=form_key).first()):
        require(by, "meetings.call", on=twin.committee.unit_id)
        return twin
    rule = campaign.levels.filter(level=level).select_related("unit").first()
    committee = committee_for(campaign, rule)
    require(by, "meetings.call", on=committee.unit_id if committee else campaign.unit_id)
    members = sitting_on(committee, facts.held_on) if committee else []
    if reasons := _why_not_call(campaign, rule, committee, members, facts.held_on):
        raise NotMet(*reasons)
    assert rule is not None  # noqa: S101 -- one of the reasons
    assert committee is not None  # noqa: S101 -- one of the reasons
    copied = {"quorum": rule.quorum, "threshold": rule.threshold, "base": rule.base}
    made = Meeting.objects.create(
        campaign=campaign, level=level, committee=committee, called_at=at, form_key=form_key, **copied, **_said(facts)
    )
    _seat(made, members)
    record("meetings.call", on=made, by=by, at=at, level=level, held_on=facts.held_on, **copied)
    table(made, scored_in(campaign), by=by, at=at)
    return made


def _why_not_call(
    campaign: Campaign,
    rule: CampaignLevel | None,
    committee: Committee | None,
    members: Sequence[Membership],
    day: date,
) -> list[str]:
    reasons = why_not_step(campaign)
    if campaign.procedure != Procedure.FULL:
        reasons.append(_("In this campaign the title is decided on paper; no meeting votes on it here."))
    if rule is None:
        reasons.append(_("Say in the campaign at which level the title is given, and what its vote must reach."))
    if committee is None:
        reasons.append(_("There is no steering committee yet. Set it up first."))
    elif not members:
        reasons.append(_("Nobody sat on the committee on %(day)s.") % {"day": short_date(day)})
    if not scored_in(campaign):
        reasons.append(_("Nothing is scored that a meeting could decide on."))
    return reasons


def _said(facts: MeetingFacts) -> dict[str, object]:
    texts = {name: normalise(getattr(facts, name)) for name in ("place", "secretary", "secretary_title")}
    return texts | {"held_on": facts.held_on, "voting": facts.voting, "tie": facts.tie}


def _seat(meeting: Meeting, members: Sequence[Membership]) -> None:
    """Copy who sits; the head, or else the first of the list, chairs until somebody else is named."""
    chair = next((n for n, member in enumerate(members) if member.seat == Place.HEAD), 0)
    Seat.objects.bulk_create(
        Seat(meeting=meeting, order=n, name=each.name, title=each.title, place=each.seat, chairs=n == chair)
        for n, each in enumerate(members)
    )


@transaction.atomic
def change(
    meeting: Meeting,
    facts: MeetingFacts,
    *,
    chair: int,
    voting_seats: Collection[int],
    version: int,
    by: User,
    at: datetime,
) -> None:
    """Let something else be said of a meeting: who chairs, who has a vote, its day, place, secretary and rules. On
    another day the members are copied anew. Day, votes and the rule for a tie stand from the first ballot on.

    :raises NotMet: with every reason against.
    :raises Stale: if somebody else worked on it meanwhile.
    """
    require(by, "meetings.run", on=meeting.committee.unit_id)
    hold(meeting, version=version)
    seats = seats_of(meeting)
    kept = {seat.pk for seat in seats if seat.votes} == set(voting_seats)
    stands = (meeting.held_on, meeting.tie, True) == (facts.held_on, facts.tie, kept)
    moved = meeting.held_on != facts.held_on
    members = sitting_on(meeting.committee, facts.held_on) if moved else []
    if meeting.ballots.exists() and not stands:
        raise NotMet(_("A ballot has been opened: the day, who has a vote and the rule for a tie stand."))
    if moved and not members:
        raise NotMet(_("Nobody sat on the committee on %(day)s.") % {"day": short_date(facts.held_on)})
    if chair not in {seat.pk for seat in seats if seat.presence != Presence.ABSENT}:
        raise NotMet(_("Whoever chairs the meeting must be one of its members and not be absent."))
    Meeting.objects.filter(pk=meeting.pk).update(**_said(facts))
    if moved:
        Recusal.objects.filter(item__meeting=meeting).delete()
        meeting.seats.all().delete()
        _seat(meeting, members)
    else:
        meeting.seats.update(chairs=False, votes=False)
        meeting.seats.filter(pk__in=voting_seats).update(votes=True)
        meeting.seats.filter(pk=chair).update(chairs=True)
    meeting.refresh_from_db()
    record("meetings.change", on=meeting, by=by, at=at, chair=chair, voters=sorted(voting_seats), **_said(facts))


@transaction.atomic
def table(meeting: Meeting, scored: Sequence[Appraisal], *, by: User, at: datetime) -> None:
    """Bring scored registrations before a meeting; the agenda is ordered anew, by field and points.

    :raises NotMet: if one is of another campaign, or the minutes are closed.
    """
    require(by, "meetings.table", on=meeting.committee.unit_id)
    hold(meeting)
    if any(each.registration.campaign_id != meeting.campaign_id for each in scored):
        raise NotMet(_("A meeting decides on the models of one campaign."))
    for each in scored:
        move(each.registration, "meetings.table", by=by, at=at)
        Item.objects.create(meeting=meeting, registration=each.registration, **_facts_of(each))
    rows = Item.objects.filter(meeting=meeting)
    order = rows.order_by("registration__field__order", "registration__field", "-points", "registration")
    for number, item in enumerate(order, start=1):
        Item.objects.filter(pk=item.pk).update(order=number)


def _facts_of(each: Appraisal) -> dict[str, object]:
    found = each.registration
    return {
        "name": found.exemplar.name,
        "unit_name": found.unit.name,
        "field_name": found.field.name,
        "points": each.final,
        "grade": each.grade,
        "earns": each.earns,
        "veto": each.veto.text if each.veto else "",
    }


@transaction.atomic
def take_off(item: Item, *, reason: str, by: User, at: datetime) -> None:
    """Take an item off the agenda with the reason: it is scored, and waits for another meeting. What was voted on
    cannot be taken off, but put off.

    :raises NotMet: with every reason against.
    """
    require(by, "meetings.take_off", on=item.meeting.committee.unit_id)
    hold(item.meeting)
    if item.questions.exists():
        raise NotMet(_("“%(name)s” was voted on; it can only be put off.") % {"name": item.name})
    move(item.registration, "meetings.take_off", reason=normalise(reason), by=by, at=at)
    item.delete()


@transaction.atomic
def attend(meeting: Meeting, rows: Mapping[int, tuple[Presence, str]], *, version: int, by: User, at: datetime) -> None:
    """Note who came, and why others did not; not while a ballot is open, whose voters stand.

    :raises NotMet: with every reason against.
    :raises Stale: if somebody else worked on the meeting meanwhile.
    """
    require(by, "meetings.run", on=meeting.committee.unit_id)
    hold(meeting, version=version)
    if open_ballot_of(meeting):
        raise NotMet(_("A ballot is open: whoever comes or leaves now is noted after it."))
    seats = [seat for seat in seats_of(meeting) if seat.pk in rows]
    for seat in seats:
        presence, absence = rows[seat.pk]
        seat.presence, seat.absence = presence, normalise(absence) if presence == Presence.ABSENT else ""
    if reasons := why_not_attend(seats):
        raise NotMet(*reasons)
    Seat.objects.bulk_update(seats, ["presence", "absence"])
    told = {str(seat.pk): seat.presence for seat in seats}
    record("meetings.attend", on=meeting, by=by, at=at, seats=told)
