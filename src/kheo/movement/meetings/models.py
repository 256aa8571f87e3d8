from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import Base, Bound, Level
from kheo.movement.committees.models import Committee
from kheo.movement.committees.states import Seat as Place
from kheo.movement.meetings.states import Choice, Presence, Result, Tie, Verdict, Voting
from kheo.movement.registry.models import Registration
from kheo.organisation.access.rules import in_reach


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> Self:
        """Return the meetings of the committees whose units the user's posts cover, for posts that see meetings."""
        return self.filter(in_reach(user, "meetings.view", unit="committee__unit"))


class Meeting(models.Model):
    """A meeting of the steering committee that decides which models earn the title at a level. What its votes must
    reach is copied from the campaign when it is called, so that its minutes can be understood for ever."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", verbose_name=_("campaign"))
    level = models.CharField(_("level"), max_length=20, choices=Level)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+", verbose_name=_("committee"))
    held_on = models.DateField(_("day of the meeting"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    secretary = models.CharField(_("secretary of the meeting"), max_length=150, blank=True)
    secretary_title = models.CharField(_("post of the secretary"), max_length=200, blank=True)
    voting = models.CharField(_("way of voting"), max_length=20, choices=Voting, default=Voting.OPEN)
    tie = models.CharField(_("a tie"), max_length=20, choices=Tie, default=Tie.FAIL)
    quorum = models.CharField(_("present"), max_length=10, choices=Bound, default=Bound.TWO_THIRDS)
    threshold = models.CharField(_("in favour"), max_length=10, choices=Bound, default=Bound.OVER_HALF)
    base = models.CharField(_("counted of"), max_length=10, choices=Base, default=Base.PRESENT)
    called_at = models.DateTimeField()
    # Once its minutes are closed, its results stand and wait for the decision.
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    # The one-time key of the form it came by: the same form sent twice calls one meeting.
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.held_on}"


class Seat(models.Model):
    """Who sat on the committee on the day of a meeting, copied, and whether they came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("full name"), max_length=150)
    title = models.CharField(_("post"), max_length=200)
    place = models.CharField(_("seat"), max_length=20, choices=Place)
    votes = models.BooleanField(_("has a vote"), default=True)
    chairs = models.BooleanField(_("chairs the meeting"), default=False)
    presence = models.CharField(_("attendance"), max_length=10, choices=Presence, default=Presence.WAITED)
    absence = models.CharField(_("reason of absence"), max_length=200, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting"], condition=Q(chairs=True), name="meetings_one_chair"),
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.title}"


class Item(models.Model):
    """A registration on the agenda of a meeting, as it was when it was tabled, and what the meeting made of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=300)
    unit_name = models.CharField(_("unit"), max_length=200)
    field_name = models.CharField(_("field"), max_length=100)
    points = models.DecimalField(_("final points"), max_digits=8, decimal_places=2)
    grade = models.CharField(_("class"), max_length=100)
    earns = models.BooleanField(_("earns the title"))
    veto = models.CharField(_("ruled out by"), max_length=500, blank=True)
    result = models.CharField(_("result"), max_length=20, choices=Result, blank=True)
    # Why it was not agreed to, or put off; why it was agreed to although its points do not earn the title.
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint("meeting", "registration", name="meetings_item_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.registration_id}"


class Recusal(models.Model):
    """That a member has an interest in an item and so neither votes on it nor counts in its base."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="recusals")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="recusals")
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint("item", "seat", name="meetings_recused_once")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.seat_id}"


class Ballot(models.Model):
    """One vote of a meeting, on one item or on several at once. One that was spoilt is void, with the reason."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="ballots")
    number = models.PositiveSmallIntegerField(_("ballot"))
    voting = models.CharField(_("way of voting"), max_length=20, choices=Voting)
    # Of a vote in secret: how many ballots were given out.
    handed_out = models.PositiveSmallIntegerField(_("ballots handed out"), default=0)
    # Of a vote on paper: how often it had to be counted.
    turn = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("meeting", "number", name="meetings_ballot_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(closed_at=None, voided_at=None), name="meetings_one_ballot_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.voided_at is None


class Question(models.Model):
    """An item in one ballot, and its counts. A vote in secret is nothing but one more in a count: no row, no order and
    no moment of it is kept, so that nothing leads from a vote to who cast it."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="questions")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="questions")
    # Voting members of the committee, and those of them present, who could vote on it: whoever steps aside left out.
    members = models.PositiveSmallIntegerField(_("voting members"))
    present = models.PositiveSmallIntegerField(_("voting members present"))
    yes = models.PositiveSmallIntegerField(_("in favour"), default=0)
    no = models.PositiveSmallIntegerField(_("against"), default=0)
    abstain = models.PositiveSmallIntegerField(_("abstained"), default=0)
    invalid = models.PositiveSmallIntegerField(_("invalid"), default=0)
    verdict = models.CharField(_("outcome"), max_length=10, choices=Verdict, blank=True)

    class Meta:
        ordering = ["item__order", "pk"]
        constraints = [
            models.UniqueConstraint("ballot", "item", name="meetings_question_once"),
            models.CheckConstraint(
                condition=Q(present__gte=F("yes") + F("no") + F("abstain") + F("invalid")), name="meetings_votes_fit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {self.item_id}"


class Voter(models.Model):
    """A seat that may vote in a ballot, and whether it has. Says nothing of what, and not when."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="voters")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    # Of the one-time code on its slip; empty when there is none, or when it was used.
    digest = models.CharField(max_length=64, blank=True)
    has_voted = models.BooleanField(default=False)

    class Meta:
        ordering = ["seat__order", "pk"]
        constraints = [
            models.UniqueConstraint("ballot", "seat", name="meetings_voter_once"),
            models.UniqueConstraint(fields=["digest"], condition=~Q(digest=""), name="meetings_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {self.seat_id}"


class Hand(models.Model):
    """What a member openly voted by a show of hands."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="hands")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(_("vote"), max_length=10, choices=Choice)

    class Meta:
        constraints = [models.UniqueConstraint("question", "seat", name="meetings_hand_once")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.seat_id}"


class Count(models.Model):
    """What one teller counted of the paper ballots. Two tellers count each on their own; counts that differ stay as
    they are, and another turn begins."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="counts")
    turn = models.PositiveSmallIntegerField()
    # The first or the second of a turn.
    place = models.PositiveSmallIntegerField()
    teller = models.CharField(_("teller"), max_length=150)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    found = models.PositiveSmallIntegerField(_("ballots in the box"))
    # By the number of a question: in favour, against, invalid.
    lines = models.JSONField(default=dict)

    class Meta:
        ordering = ["turn", "place"]
        constraints = [models.UniqueConstraint("ballot", "turn", "place", name="meetings_count_once")]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {self.teller}"
