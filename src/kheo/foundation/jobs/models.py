from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.foundation.jobs.kit import KINDS
from kheo.foundation.jobs.states import LIVE, TONES, JobState


class Day(models.Model):
    """A local day whose daily work was started: one row, whoever began it."""

    on = models.DateField(unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.on}"


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> Self:
        """Return the work that the user asked for."""
        return self.filter(by=user)

    def live(self) -> Self:
        """Return the work that waits or runs."""
        return self.filter(state__in=LIVE)


class Job(models.Model):
    """A piece of background work: what, for whom, where it stands.

    `token` names the attempt at hand: what a worker writes holds only while it is still its own. What the work is
    about is kept by kind, number and name, without a foreign key, as the record of acts does.
    """

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on_type = models.CharField(max_length=80, blank=True)
    on_id = models.CharField(max_length=40, blank=True)
    on_name = models.CharField(max_length=200, blank=True)
    dedupe = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True)
    mark = models.JSONField(null=True)
    unwanted_by_id = models.BigIntegerField(null=True)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    result_words = models.TextField(blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    error = models.TextField(blank=True)
    detail = models.TextField(blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background work")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "dedupe"], condition=Q(state__in=LIVE) & ~Q(dedupe=""), name="jobs_once"
            ),
        ]
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(state__in=LIVE), name="jobs_live"),
            models.Index(fields=["by", "-id"], name="jobs_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"

    def get_absolute_url(self) -> str:
        """Return the page to go on with: of what came of it, or of how it stands."""
        return self.result_url or reverse("jobs:job", args=[self.pk])

    @property
    def label(self) -> str | Promise:
        """What kind of work it is, in words."""
        return KINDS[self.kind].label if self.kind in KINDS else self.kind

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def tone(self) -> str:
        """Its state, as a tone of the badges."""
        return TONES[JobState(self.state)]
