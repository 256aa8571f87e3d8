from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import AUDIO_KINDS, VIDEO_KINDS, kind_name
from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry.models import Exemplar
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit
from kheo.outlets.newsroom.states import ArticleState, Sort
from kheo.outlets.sites.kit import PublicSite
from kheo.outlets.sites.models import Site
from kheo.outlets.sites.rules import units_on


class Section(models.Model):
    """A shelf of the portal."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("section"), max_length=100)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """A word by which articles are found together. Its short address is its name without accents, and there is one of
    each."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("tag"), max_length=80)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        """Return what readers may see."""
        return self.filter(state=ArticleState.PUBLISHED)

    def on(self, site: PublicSite | None, day: date) -> Self:
        """Return what a site shows on a day; the main site shows everything."""
        return self.filter(unit__in=units_on(site, day)) if site else self

    def visible_to(self, user: User) -> Self:
        """Return what the user may work on: the articles of the units where the user writes for the portal."""
        return self.filter(unit__in=reach(user, "newsroom.write"))

    def due(self, at: datetime) -> Self:
        """Return what was to be published by a moment."""
        return self.filter(state=ArticleState.SCHEDULED, published_at__lte=at).order_by("published_at", "pk")

    def expired(self, at: datetime) -> Self:
        """Return what readers still see though it was to be taken down by a moment."""
        return self.published().filter(expires_at__lte=at).order_by("expires_at", "pk")

    def with_moment_to_come(self) -> Self:
        """Return what is to be published or to be taken down, what comes next first."""
        upcoming = Case(When(state=ArticleState.SCHEDULED, then="published_at"), default="expires_at")
        return self.filter(Q(state=ArticleState.SCHEDULED) | Q(expires_at__isnull=False)).order_by(upcoming, "pk")

    def returned(self) -> Self:
        """Return the drafts that were given back with a reason and not sent again."""
        return self.filter(state=ArticleState.DRAFT).exclude(returned_because="")

    def with_open_notes(self) -> Self:
        """Return each with `open_notes`: how many remarks of colleagues are not settled; None if there is none."""
        rows = Note.objects.open().filter(article=OuterRef("pk")).order_by().values("article")
        return self.annotate(open_notes=Subquery(rows.annotate(number=Count("pk")).values("number")))

    def in_hand_of(self, user: User) -> Self:
        """Return the drafts that a person wrote or changed, what was changed last first."""
        theirs = self.model.history.filter(id=OuterRef("pk"), history_user=user)
        return self.filter(Exists(theirs), state=ArticleState.DRAFT).order_by("-changed_at", "-pk")

    def read_most(self, days: int, today: date) -> Self:
        """Return what was read in the last days, today being one of them, what was read most first; `times` is how
        often."""
        since = today - timedelta(days=days - 1)
        return self.filter(days__day__gte=since).annotate(times=Sum("days__count")).order_by("-times", "-pk")

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
    tags = models.ManyToManyField(Tag, blank=True, related_name="+", verbose_name=_("tags"))
    slug = models.SlugField(max_length=120)
    title = models.CharField(_("title"), max_length=300)
    lead = models.TextField(_("lead"), blank=True)
    byline = models.CharField(_("byline"), max_length=150, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    event_on = models.DateField(_("day of the event"), null=True, blank=True)
    # Of a notice the last day on which it stands on the front page; then it is found among the earlier ones.
    notice_until = models.DateField(_("notice until"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    # When readers are to see it no longer, of what they see or are to see; None: it stays.
    expires_at = models.DateTimeField(_("moment of taking down"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ArticleState, default=ArticleState.DRAFT)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Why an editor gave it back, until it is sent again.
    returned_because = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(_("changed"))
    # The one-time key of the form it came by: the same form sent twice makes one article.
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    history = HistoricalRecords()

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[ArticleState.PUBLISHED, ArticleState.SCHEDULED])
                | Q(published_at__isnull=False),
                name="newsroom_published_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True)
                | Q(
                    state__in=[ArticleState.PUBLISHED, ArticleState.SCHEDULED],
                    expires_at__gt=F("published_at"),
                ),
                name="newsroom_expiry_is_of_what_is_shown",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="newsroom_latest"),
            models.Index(fields=["section", "state", "-published_at", "-id"], name="newsroom_section_latest"),
            models.Index(fields=["byline", "state", "-published_at", "-id"], name="newsroom_byline_latest"),
            models.Index(fields=["-changed_at", "-id"], name="newsroom_changed"),
            models.Index(
                fields=["state", "-published_at", "-id"],
                condition=Q(notice_until__isnull=False),
                name="newsroom_notices",
            ),
            models.Index(fields=["expires_at", "id"], condition=Q(expires_at__isnull=False), name="newsroom_expiring"),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleBody(models.Model):
    """The cleaned HTML of an article; `version` is that of the article in which these words were written."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="body")
    html = models.TextField(_("text"), blank=True)
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"{self.article_id}"


class Held(models.Model):
    """What an editor has written over a published article and keeps back, as it was typed: until it is saved for
    readers, they see the article as it is. `version` is that of the article over which it was written."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="held")
    said = models.JSONField()
    version = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.article_id} · {self.version}"


class Unsaved(models.Model):
    """What somebody has typed in the form of an article (none: a new one, known by the key of its form) and has not
    saved, over which version. It is shown to this person alone, and is no version of the article."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="unsaved")
    form_key = models.UUIDField()
    said = models.JSONField()
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("by", "article", name="newsroom_unsaved_once"),
            models.UniqueConstraint("by", "form_key", condition=Q(article=None), name="newsroom_unsaved_new_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} · {self.by_id}"


class NoteQuerySet(models.QuerySet["Note"]):
    def open(self) -> Self:
        """Return those that nobody has settled."""
        return self.filter(resolved_at=None)


class Note(models.Model):
    """What somebody at the desk remarks on an article for colleagues, and who has settled it; no reader sees it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(pgettext_lazy("desk", "remark"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    # The one-time key of the form it came by: the same form sent twice makes one remark.
    form_key = models.UUIDField(unique=True, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="newsroom_note_settled_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.text


class ArticleViews(models.Model):
    """How often an article was read."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="views")
    count = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.count}"


class ArticleDay(models.Model):
    """How often an article was read on one day, for the lists of what is read most."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("article", "day", name="newsroom_day_once")]
        # Covers the sums of the last days.
        indexes = [models.Index(fields=["day", "article", "count"], name="newsroom_read_lately")]

    def __str__(self) -> str:
        return f"{self.article_id} · {self.day}: {self.count}"


class OldAddressQuerySet(models.QuerySet["OldAddress"]):
    def visible_to(self, user: User) -> Self:
        """Return those that lead to articles of the units where the user writes for the portal."""
        return self.filter(article__unit__in=reach(user, "newsroom.publish"))

    def exclude_visible_to(self, user: User) -> Self:
        """Return those that the user may not change."""
        return self.exclude(article__unit__in=reach(user, "newsroom.publish"))


class OldAddress(models.Model):
    """Where an older portal had an article: whoever asks there is led on."""

    path = models.CharField(_("old address"), max_length=500, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="old_addresses")

    objects = OldAddressQuerySet.as_manager()

    def __str__(self) -> str:
        return self.path


class PhotoQuerySet(models.QuerySet["Photo"]):
    def choosable(self, user: User, article: Article) -> Self:
        """Return the pictures that the user may hang on an article too: those of the user's articles that say what they
        show, each file once, without the files that hang on the article already."""
        seen = self.filter(article__in=Article.objects.visible_to(user)).exclude(alt="")
        later = seen.filter(file=OuterRef("file"), pk__gt=OuterRef("pk"))
        here = article.photos.order_by().values("file")
        return seen.exclude(file__in=here).filter(~Exists(later)).order_by("-pk")


class Photo(models.Model):
    """A picture in an article. Only one out of an imported document lacks the words for those who cannot see it, until
    they are written: no article with such a picture is published."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=150, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.alt


def sort_of(kind: str) -> Sort:
    """Return what a reader does with a file of a kind."""
    if kind in VIDEO_KINDS:
        return Sort.VIDEO
    return Sort.AUDIO if kind in AUDIO_KINDS else Sort.PAPER


class Enclosure(models.Model):
    """A video, a sound or a document in an article. What is heard or seen has its words too, in a text or as captions:
    no article is published without."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="enclosures")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(pgettext_lazy("file", "name for readers"), max_length=300)
    transcript = models.TextField(pgettext_lazy("file", "what is said in it"), blank=True)
    captions = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    poster = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def sort(self) -> Sort:
        return sort_of(self.file.kind)

    @property
    def kind_label(self) -> str:
        return kind_name(self.file.kind)


class Belongings(models.Model):
    """What belonged to an article besides its words, from a version on: pictures, files, models, tags. The files
    themselves are never deleted, so any version can have its own again."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="belongings")
    version = models.PositiveIntegerField()
    said = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint("article", "version", name="newsroom_belongings_once")]

    def __str__(self) -> str:
        return f"{self.article_id} · {self.version}"


class MonthChoice(models.Model):
    """That an editor has chosen which recognised models the front page of a site shows in a month (its first day);
    without a site it is the main one."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, related_name="+")
    month = models.DateField(_("month"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint("site", "month", name="newsroom_month_once"),
            models.UniqueConstraint("month", condition=Q(site=None), name="newsroom_main_month_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"


class MonthModelQuerySet(models.QuerySet["MonthModel"]):
    def of(self, site: PublicSite | None) -> Self:
        """Return the models chosen for a site, each with `goes_by`: what it is, or was merged into."""
        rows = self.filter(choice__site=site.pk if site else None)
        return rows.annotate(goes_by=Coalesce("exemplar__merged_into", "exemplar"))


class MonthModel(models.Model):
    """A model in such a choice, in its place."""

    choice = models.ForeignKey(MonthChoice, on_delete=models.CASCADE, related_name="models")
    exemplar = models.ForeignKey(Exemplar, on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField()

    objects = MonthModelQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint("choice", "exemplar", name="newsroom_month_model_once")]

    def __str__(self) -> str:
        return f"{self.choice_id} · {self.exemplar_id}"


class Edition(models.Model):
    """One row whose number is raised by every write that changes what the public sees: a page made of an older edition
    is made anew."""

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.number}"
