from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry.models import Exemplar
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit
from kheo.outlets.portal.states import ArticleState, CommentState


class Section(models.Model):
    """A shelf of the portal."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("section"), max_length=100)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        """Return what readers may see."""
        return self.filter(state=ArticleState.PUBLISHED)

    def visible_to(self, user: User) -> Self:
        """Return what the user may work on: the articles of the units where the user writes for the portal."""
        return self.filter(unit__in=reach(user, "portal.write"))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")


class Article(models.Model):
    """A piece of news: what lists show. Its words are in `ArticleBody`, its readers in `ArticleViews`."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("published by"))
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+", verbose_name=_("section"))
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("campaign")
    )
    exemplars = models.ManyToManyField(Exemplar, blank=True, related_name="+", verbose_name=_("models named"))
    slug = models.SlugField(max_length=120)
    title = models.CharField(_("title"), max_length=300)
    lead = models.TextField(_("lead"), blank=True)
    byline = models.CharField(_("byline"), max_length=150, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    event_on = models.DateField(_("day of the event"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ArticleState, default=ArticleState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(_("changed"))
    # The one-time key of the form it came by: the same form sent twice makes one article.
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    history = HistoricalRecords()

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ArticleState.PUBLISHED) | Q(published_at__isnull=False),
                name="portal_published_has_moment",
            )
        ]
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="portal_latest"),
            models.Index(fields=["section", "state", "-published_at", "-id"], name="portal_section_latest"),
            models.Index(fields=["-changed_at", "-id"], name="portal_changed"),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleBody(models.Model):
    """The cleaned HTML of an article."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="body")
    html = models.TextField(_("text"), blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"{self.article_id}"


class ArticleViews(models.Model):
    """How often an article was read."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="views")
    count = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.count}"


class Photo(models.Model):
    """A picture in an article, never without words for those who cannot see it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(_("what the picture shows"), max_length=300)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=150, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.alt


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User) -> Self:
        """Return the remarks on articles of the units where the user moderates."""
        return self.filter(article__unit__in=reach(user, "portal.moderate"))

    def shown(self) -> Self:
        """Return what readers see, in the order it was said."""
        return self.filter(state=CommentState.SHOWN).order_by("at", "pk")


class Comment(models.Model):
    """A reader's remark, shown only after somebody has read it. The e-mail address is never shown.

    `key` is what one sending of one text is known by, so that sending it twice makes one remark.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
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
            models.Index(fields=["article", "state", "at"], name="portal_comments_shown"),
            models.Index(fields=["state", "at"], name="portal_comments_queue"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Rating(models.Model):
    """One reader's stars for an article; a reader is known by a random number in a cookie."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="ratings")
    reader = models.UUIDField()
    stars = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("article", "reader", name="portal_one_rating_a_reader"),
            models.CheckConstraint(condition=Q(stars__gte=1) & Q(stars__lte=5), name="portal_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.stars}"


class Edition(models.Model):
    """One row whose number is raised by every write that changes what the public sees: a page made of an older edition
    is made anew."""

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.number}"
