from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.machinery.duties.models import Task
from kheo.machinery.duties.states import TaskState
from kheo.movement.registry.models import Exemplar
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit
from kheo.outlets.newsroom.models import Article
from kheo.outlets.voice.states import CommentState, PatternEffect, PatternKind, ReportReason


def about_one(name: str) -> models.CheckConstraint:
    """Return the constraint that a row is about an article or about an exemplar."""
    article, exemplar = Q(article__isnull=False), Q(exemplar__isnull=False)
    return models.CheckConstraint(condition=(article & ~exemplar) | (~article & exemplar), name=name)


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User) -> Self:
        """Return the remarks on articles and on exemplars of the units where the user moderates."""
        units = reach(user, "voice.moderate")
        return self.filter(Q(article__unit__in=units) | Q(exemplar__unit__in=units))

    def shown(self) -> Self:
        """Return what readers see, in the order it was said: an answer goes with the remark that it answers."""
        under_shown = Q(parent=None) | Q(parent__state=CommentState.SHOWN)
        return self.filter(under_shown, state=CommentState.SHOWN).order_by("at", "pk")

    def waiting(self) -> Self:
        """Return those that nobody has read."""
        return self.filter(state=CommentState.PENDING)

    def found_out(self) -> Self:
        """Return the remarks that a unit has looked into and whose result was not yet put under them."""
        answered = Comment.objects.filter(task=models.OuterRef("task"), office__isnull=False)
        return self.filter(~models.Exists(answered), task__state=TaskState.DONE, office=None)


class Comment(models.Model):
    """A reader's remark, shown only after somebody has read it, or an office's answer. The e-mail is never shown.

    `key` is what one sending of one text is known by, so that sending it twice makes one remark. `sender` is a salted
    hash of the address for one day: enough to see a flood, no trace of a person.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="+")
    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="answers")
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.UUIDField(unique=True, editable=False)
    name = models.CharField(_("full name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    text = models.TextField(_("remark"), max_length=3000, blank=True)
    at = models.DateTimeField(_("sent"))
    state = models.CharField(_("state"), max_length=20, choices=CommentState, default=CommentState.PENDING)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    moderated_by_id = models.BigIntegerField(null=True)
    moderated_at = models.DateTimeField(null=True)
    marks = models.JSONField(default=list, blank=True)
    text_key = models.CharField(max_length=16, blank=True)
    sender = models.CharField(max_length=16, blank=True)
    reported_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [about_one("voice_comment_about_one")]
        indexes = [
            models.Index(fields=["article", "state", "at"], name="voice_comments_shown"),
            models.Index(fields=["exemplar", "state", "at"], name="voice_comments_on_model"),
            models.Index(fields=["state", "at"], name="voice_comments_queue"),
            models.Index(fields=["text_key"], name="voice_same_text"),
            models.Index(fields=["sender"], name="voice_same_sender"),
            models.Index(
                fields=["reported_at"], condition=Q(reported_at__isnull=False), name="voice_comments_reported"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def subject(self) -> Article | Exemplar:
        """What it is about; read it with `select_related`."""
        return self.article or self.exemplar  # type: ignore[return-value]  # the table has a constraint

    @property
    def unit_id(self) -> int:
        """The unit that published the article or holds the exemplar."""
        return self.subject.unit_id


class Rating(models.Model):
    """One reader's stars for an article or an exemplar; a reader is known by a random number in a cookie."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="+")
    exemplar = models.ForeignKey(Exemplar, on_delete=models.PROTECT, null=True, related_name="+")
    reader = models.UUIDField()
    sender = models.CharField(max_length=16, blank=True)
    stars = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("article", "reader", name="voice_one_rating_a_reader"),
            models.UniqueConstraint("exemplar", "reader", name="voice_one_rating_of_a_model"),
            models.CheckConstraint(condition=Q(stars__gte=1) & Q(stars__lte=5), name="voice_one_to_five"),
            about_one("voice_rating_about_one"),
        ]
        indexes = [models.Index(fields=["sender"], name="voice_votes_of_sender")]

    def __str__(self) -> str:
        return f"{self.stars}"


class Report(models.Model):
    """One reader's word that a shown remark should not stand there."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reader = models.UUIDField()
    sender = models.CharField(max_length=16, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=ReportReason)
    words = models.CharField(_("in a few words"), max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("comment", "reader", name="voice_one_report_a_reader"),
            models.UniqueConstraint("comment", "sender", condition=~Q(sender=""), name="voice_one_report_an_address"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason}"


class Pattern(models.Model):
    """A word, or a regular expression, that remarks are searched for as they come in."""

    kind = models.CharField(_("kind"), max_length=20, choices=PatternKind)
    text = models.CharField(_("word or pattern"), max_length=200)
    is_regex = models.BooleanField(_("regular expression"), default=False)
    effect = models.CharField(_("what happens"), max_length=20, choices=PatternEffect, default=PatternEffect.MARK)
    message = models.CharField(_("said to the reader"), max_length=300, blank=True)
    is_on = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["kind", "text", "pk"]
        constraints = [models.UniqueConstraint("text", "is_regex", name="voice_one_pattern")]

    def __str__(self) -> str:
        return self.text


class Reason(models.Model):
    """A reason for hiding that moderators need not write again."""

    text = models.CharField(_("reason"), max_length=200, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text
