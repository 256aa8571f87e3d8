from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.notices.states import TONES, BatchState, MailState
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> Self:
        """Return what the user was told."""
        return self.filter(user_id=user.pk)

    def unread(self) -> Self:
        """Return what is not read yet."""
        return self.filter(read_at=None)


class Notice(models.Model):
    """What a person is told on the site. The same thing (its key) is told to one person once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notices_told_once"),
            models.CheckConstraint(
                condition=Q(url__startswith="/") & ~Q(url__startswith="//"), name="notices_inside_the_site"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notices_of_person"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notices_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """What a person has chosen about notices; who never chose has no row."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_mail = models.BooleanField(_("also by e-mail"), default=True)

    def __str__(self) -> str:
        return f"{self.user} {self.by_mail}"


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User) -> Self:
        """Return the batches that the user may look through."""
        return self.filter(unit__in=reach(user, "notices.look_through"))

    def waiting(self) -> Self:
        """Return the batches on which nobody has decided."""
        return self.filter(state=BatchState.WAITING)


class Batch(models.Model):
    """Mail to many at once, which an officer looks through before it goes or is dropped."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    title = models.CharField(max_length=200)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "-id"], name="notices_batches")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        return self.state == BatchState.WAITING


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, user: User) -> Self:
        """Return the mail that the user may look through, and of what failed also that of an administrator's units."""
        looked_through = Q(unit__in=reach(user, "notices.look_through"))
        return self.filter(looked_through | Q(state=MailState.FAILED, unit__in=reach(user, "notices.see_failures")))

    def due(self, at: datetime) -> Self:
        """Return the mail that may be sent, in the order in which it is to be taken."""
        return self.filter(state=MailState.READY, not_before__lte=at).order_by("not_before", "pk")


class Mail(models.Model):
    """A letter of the outbox: a notice on its way to an address. `tries` also names the try that is under way: what a
    sender says of a mail holds only while that try is the last."""

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="mail")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="mails")
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=MailState)
    at = models.DateTimeField()
    not_before = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state=MailState.HELD) | ~Q(batch=None), name="notices_held_in_a_batch"),
        ]
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(state=MailState.READY), name="notices_mail_due"),
            models.Index(fields=["tried_at"], condition=Q(state=MailState.SENDING), name="notices_mail_under_way"),
            models.Index(fields=["unit", "state", "-id"], name="notices_mail_of_unit"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def tone(self) -> str:
        """Its state, as a tone of the badges."""
        return TONES[MailState(self.state)]

    @property
    def can_be_taken_out(self) -> bool:
        return self.state == MailState.HELD

    @property
    def can_be_retried(self) -> bool:
        return self.state == MailState.FAILED


class Round(models.Model):
    """A local day for which what is due was called to mind: the next round looks back to it."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day}"
