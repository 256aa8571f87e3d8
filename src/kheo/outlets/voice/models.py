from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.organisation.access.rules import reach
from kheo.outlets.newsroom.models import Article
from kheo.outlets.voice.states import CommentState


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User) -> Self:
        """Return the remarks on articles of the units where the user moderates."""
        return self.filter(article__unit__in=reach(user, "voice.moderate"))

    def shown(self) -> Self:
        """Return what readers see, in the order it was said."""
        return self.filter(state=CommentState.SHOWN).order_by("at", "pk")


class Comment(models.Model):
    """A reader's remark, shown only after somebody has read it. The e-mail address is never shown.

    `key` is what one sending of one text is known by, so that sending it twice makes one remark.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(unique=True, editable=False)
    name = models.CharField(_("full name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    text = models.TextField(_("remark"), max_length=3000)
    at = models.DateTimeField(_("sent"))
    state = models.CharField(_("state"), max_length=20, choices=CommentState, default=CommentState.PENDING)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    moderated_by_id = models.BigIntegerField(null=True)
    moderated_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["article", "state", "at"], name="voice_comments_shown"),
            models.Index(fields=["state", "at"], name="voice_comments_queue"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Rating(models.Model):
    """One reader's stars for an article; a reader is known by a random number in a cookie."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    reader = models.UUIDField()
    stars = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("article", "reader", name="voice_one_rating_a_reader"),
            models.CheckConstraint(condition=Q(stars__gte=1) & Q(stars__lte=5), name="voice_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.stars}"
