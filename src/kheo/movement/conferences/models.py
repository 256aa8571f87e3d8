import secrets
from textwrap import shorten
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.lib.vitext import fold
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import ProofKind
from kheo.movement.campaigns.models import Campaign
from kheo.movement.commendation.models import Commendation
from kheo.movement.conferences.states import (
    GOING,
    HELD_ALREADY,
    SPEECH_TONES,
    TONES,
    Answer,
    ConferenceKind,
    Handing,
    SpeechState,
    State,
)
from kheo.movement.recognition.models import Recognition
from kheo.organisation.access.rules import in_line_with, in_reach
from kheo.organisation.units.models import Unit
from kheo.ui.lists import begins


class ConferenceQuerySet(models.QuerySet["Conference"]):
    def visible_to(self, user: User) -> Self:
        """Return the conferences of units that the user's posts stand at, above or below."""
        return self.filter(in_line_with(user))

    def held(self) -> Self:
        """Return those that took place: what is only prepared, or was cancelled, is no conference to speak of."""
        return self.filter(state__in=HELD_ALREADY)


class Conference(models.Model):
    """A meeting that hears a report and draws conclusions."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", verbose_name=_("campaign"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=20, choices=ConferenceKind)
    since_year = models.PositiveSmallIntegerField(_("from the year"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=300)
    held_on = models.DateField(_("held on"))
    begins_at = models.TimeField(_("begins at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    chair = models.CharField(_("chaired by"), max_length=200, blank=True)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    # What was entered afterwards, without a life in the system, counts as concluded.
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.CONCLUDED)
    cancelled_because = models.CharField(_("why cancelled"), max_length=500, blank=True)
    # The notice of its conclusions as it was issued: what is changed afterwards is an amendment that is told.
    notice_number = models.CharField(_("number of the notice"), max_length=60, blank=True)
    notice_on = models.DateField(_("notice issued on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "held_on"], condition=~Q(state=State.CANCELLED), name="conferences_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """How the state is marked on a screen."""
        return TONES[State(self.state)]


class Item(models.Model):
    """A point of the programme; when it begins follows from those before it."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="programme")
    order = models.PositiveSmallIntegerField()
    content = models.CharField(_("content"), max_length=500)
    who = models.CharField(_("who presents"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return shorten(self.content, 80, placeholder="…")


def new_secret() -> str:
    """Return what makes the code of a delegate unguessable."""
    return secrets.token_hex(8)


class GuestQuerySet(models.QuerySet["Guest"]):
    def in_order(self) -> Self:
        """Return them by group, then as they were entered."""
        return self.order_by("group", "pk")

    def came(self) -> Self:
        """Return those who were there."""
        return self.filter(is_present=True)

    def expected(self) -> Self:
        """Return those of whom nobody has said that they will be absent."""
        return self.exclude(answer=Answer.DECLINED)

    def named(self, words: str) -> Self:
        """Return those whose name, substitute or unit has all these words, typed with or without accents."""
        rows = self
        for word in fold(words).split():
            rows = rows.filter(begins("folded", word))
        return rows


class Guest(models.Model):
    """Somebody invited, or named as present, with the post held on that day; and whether they came."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(_("full name"), max_length=150, blank=True)
    title = models.CharField(_("post"), max_length=200, blank=True)
    # The unit that answers for the delegate; of somebody from outside only the words are known.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    workplace = models.CharField(_("unit of the delegate"), max_length=200, blank=True)
    group = models.CharField(_("group or row of seats"), max_length=80, blank=True)
    answer = models.CharField(_("answer"), max_length=20, choices=Answer, default=Answer.WAITED)
    substitute = models.CharField(_("substitute"), max_length=150, blank=True)
    substitute_title = models.CharField(_("post of the substitute"), max_length=200, blank=True)
    absence = models.CharField(_("reason of absence"), max_length=300, blank=True)
    is_walk_in = models.BooleanField(default=False)
    is_present = models.BooleanField(default=False)
    came_at = models.DateTimeField(null=True)
    secret = models.CharField(max_length=16, default=new_secret, editable=False)
    # What the delegate is found by at the door: `found_by`.
    folded = models.CharField(max_length=600, editable=False)

    objects = GuestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["conference", "group", "id"], name="conferences_delegates")]

    def __str__(self) -> str:
        return self.person or gettext("Delegate of %(unit)s") % {"unit": self.workplace}

    def found_by(self) -> str:
        """Return the words by which the delegate is found."""
        return fold(" ".join([self.name, self.substitute, self.workplace]))

    @property
    def person(self) -> str:
        """Who comes: the substitute where one is sent."""
        return self.substitute if self.answer == Answer.SUBSTITUTED else self.name

    @property
    def post(self) -> str:
        """The post of who comes."""
        return self.substitute_title if self.answer == Answer.SUBSTITUTED else self.title


class Quota(models.Model):
    """How many delegates a unit is asked to send; it names them itself."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="quotas")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("number of delegates"))

    class Meta:
        constraints = [models.UniqueConstraint("conference", "unit", name="conferences_one_quota")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.number}"


class Keeper(models.Model):
    """Somebody whom the standing office lets keep the door on the day of a conference."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="keepers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("conference", "user", name="conferences_one_keeper")]

    def __str__(self) -> str:
        return str(self.user)


class SpeechQuerySet(models.QuerySet["Speech"]):
    def asked_of(self, user: User) -> Self:
        """Return the papers that are asked of the user's units and have not come."""
        return self.filter(in_reach(user, "conferences.answer"), state=SpeechState.ASKED, conference__state__in=GOING)

    def to_choose(self, user: User) -> Self:
        """Return the papers that came or are offered, and about which the user's office has not said anything."""
        kept = in_reach(user, "conferences.keep", unit="conference__unit")
        waiting = [SpeechState.RECEIVED, SpeechState.OFFERED]
        return self.filter(kept, state__in=waiting, conference__state__in=GOING)

    def in_order(self) -> Self:
        """Return them as they are spoken: by the point of the programme and their order, the others after them."""
        return self.order_by(F("item__order").asc(nulls_last=True), "order", "pk")


class Speech(models.Model):
    """A paper that a unit is asked for, or offers: about what, until when, who speaks; the file, and what it is for."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="speeches")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    title = models.CharField(_("what it is about"), max_length=300)
    speaker = models.CharField(_("who speaks"), max_length=150, blank=True)
    post = models.CharField(_("post"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    due_on = models.DateField(_("to be sent until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=SpeechState, default=SpeechState.ASKED)
    # The point of the programme at which it is spoken.
    item = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, blank=True, related_name="speeches")
    order = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    # What a unit that offers it says of it.
    outline = models.CharField(_("main points"), max_length=1000, blank=True)
    # When it came, or was offered.
    received_at = models.DateTimeField(null=True)
    # Why it was sent back, or declined, last.
    because = models.CharField(_("reason"), max_length=500, blank=True)

    objects = SpeechQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["unit", "state"], name="conferences_speeches")]

    def __str__(self) -> str:
        return shorten(self.title, 80, placeholder="…")

    @property
    def tone(self) -> str:
        """How the state is marked on a screen."""
        return SPEECH_TONES[SpeechState(self.state)]


class Honour(models.Model):
    """A commendation or a title that is handed over at a conference: who takes it for whom, from whose hand."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="honours")
    commendation = models.ForeignKey(Commendation, on_delete=models.PROTECT, null=True, related_name="+")
    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, null=True, related_name="+")
    order = models.PositiveSmallIntegerField()
    # As the decision has it, so that the list stays what was read out.
    holder = models.CharField(_("who is rewarded"), max_length=300)
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    form = models.CharField(_("form of reward"), max_length=200)
    decision = models.CharField(_("decision"), max_length=200)
    receiver = models.CharField(_("who receives it"), max_length=150, blank=True)
    receiver_post = models.CharField(_("post of who receives it"), max_length=200, blank=True)
    hands = models.CharField(_("who hands it over"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=Handing, default=Handing.WAITING)
    handed_at = models.DateTimeField(null=True)
    # To whom it went where somebody fetched it later.
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint("conference", "commendation", name="conferences_one_commendation"),
            models.UniqueConstraint("conference", "recognition", name="conferences_one_recognition"),
            models.CheckConstraint(
                condition=Q(commendation__isnull=True, recognition__isnull=False)
                | Q(commendation__isnull=False, recognition__isnull=True),
                name="conferences_honour_of_one",
            ),
        ]

    def __str__(self) -> str:
        return shorten(self.holder, 80, placeholder="…")


class Conclusion(models.Model):
    """One conclusion; what it gives units to do are its duties."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="conclusions")
    order = models.PositiveSmallIntegerField()
    text = models.TextField(_("conclusion"))

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return shorten(self.text, 80, placeholder="…")


class Duty(models.Model):
    """What a conclusion gives one unit to do by a day, and what is to show it; its task once they are closed."""

    conclusion = models.ForeignKey(Conclusion, on_delete=models.CASCADE, related_name="duties")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    title = models.CharField(_("task"), max_length=500)
    due_on = models.DateField(_("due"), null=True, blank=True)
    # Kinds of `ProofKind`.
    proofs = models.JSONField(_("what shows it"), default=list, blank=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return shorten(self.title, 80, placeholder="…")

    @property
    def wanted(self) -> list[str]:
        """What is to show that it is done, in words."""
        return [str(ProofKind(kind).label) for kind in self.proofs]


class Amendment(models.Model):
    """That a conclusion was changed after its notice had gone out: what and why, as it was before, and who was told."""

    conclusion = models.ForeignKey(Conclusion, on_delete=models.CASCADE, related_name="amendments")
    note = models.CharField(_("what changed and why"), max_length=500)
    before = models.TextField()
    told = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return shorten(self.note, 80, placeholder="…")


class Pack(models.Model):
    """The papers of a conference as they were bound into one PDF; `parts` has the title and first page of each."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="packs")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    parts = models.JSONField(default=list)
    pages = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    # The one-time key of the form it came by: the same form sent twice makes one.
    form_key = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file.name
