import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.lib.vitext import fold
from kheo.machinery.duties.models import Task
from kheo.movement.campaigns.models import Campaign
from kheo.movement.conferences.states import HELD_ALREADY, TONES, Answer, ConferenceKind, State
from kheo.organisation.access.rules import in_line_with
from kheo.organisation.units.models import Unit


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
        return self.content[:80]


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
            rows = rows.filter(folded__contains=word)
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


class Conclusion(models.Model):
    """One conclusion; where it tells somebody to do something, who is to do what until when, and its task once the
    conclusions are closed."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="conclusions")
    order = models.PositiveSmallIntegerField()
    text = models.TextField(_("conclusion"))
    doer = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    duty = models.CharField(_("task"), max_length=500, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
