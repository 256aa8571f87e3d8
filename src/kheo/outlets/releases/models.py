from typing import Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.states import ArticleState
from kheo.outlets.releases.states import Subject


class Origin(models.Model):
    """From which record (by its number) an article was drafted."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="+")
    subject = models.CharField(max_length=20, choices=Subject)
    number = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["subject", "number"], name="releases_from")]

    def __str__(self) -> str:
        return f"{self.subject} {self.number}"


class LockedQuerySet(models.QuerySet["Locked"]):
    def watched(self) -> Self:
        """Return the figures of articles that are written or read: a withdrawn one may be wrong."""
        return self.exclude(article__state=ArticleState.WITHDRAWN)

    def changed(self) -> Self:
        """Return those whose records count otherwise since, as far as that was noticed."""
        return self.watched().filter(found__isnull=False).exclude(found=F("value"))

    def visible_to(self, user: User) -> Self:
        """Return those in articles of the units where the user publishes."""
        return self.filter(article__unit__in=reach(user, "newsroom.publish"))


class Locked(models.Model):
    """A figure as an article tells it: which one, about what, its value when it was taken, and what was `found` at the
    last look since."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    figure = models.CharField(max_length=60)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Of which field alone, by its short address; empty: of all.
    field = models.CharField(max_length=80, blank=True)
    words = models.CharField(_("figure"), max_length=300)
    value = models.PositiveIntegerField(_("in the article"))
    taken_at = models.DateTimeField()
    found = models.PositiveIntegerField(null=True)

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("article", "figure", "campaign", "unit", "field", name="releases_locked_once")
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.value}"
