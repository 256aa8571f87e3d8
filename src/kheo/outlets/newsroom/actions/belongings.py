"""What belongs to an article besides its words, kept with its versions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from kheo.foundation.accounts.models import User
from kheo.outlets.newsroom.models import Article, ArticleBody, Belongings, Enclosure, Held, Photo, Unsaved
from kheo.outlets.newsroom.queries import belongings_of, belongings_then
from kheo.outlets.newsroom.rules import Place, without_place

_PHOTO = ("alt", "caption", "credit")
_FILE = ("title", "transcript", "captions_id", "poster_id")


def save(article: Article, by: User | None, at: datetime) -> None:
    """Write the row, and into its history who did so."""
    article.changed_at = at
    article._history_user = by  # type: ignore[attr-defined]  # read by the history library
    article.save()


def keep_belongings(article: Article) -> None:
    """Keep with the version what belongs to an article now, if that is not what belonged to it before."""
    said = belongings_of(article)
    if said != belongings_then(article, article.version):
        Belongings.objects.update_or_create(article=article, version=article.version, defaults={"said": said})


def follow(article: Article) -> None:
    """Let what is kept back from readers, or is not saved yet, be written over the version that is one newer, of which
    no word is another."""
    for kept in (Held, Unsaved):
        kept.objects.filter(article=article, version=article.version - 1).update(version=article.version)


def new_version(article: Article, *, by: User | None, at: datetime, gone: Place | None = None) -> None:
    """Let what was hung on an article or taken off it be a version of it, whatever others wrote meanwhile; what is
    `gone` is taken out of the words too."""
    Article.objects.filter(pk=article.pk).update(version=F("version") + 1)
    fresh = Article.objects.get(pk=article.pk)  # ours alone until the end of the act: the row is written to
    save(fresh, by, at)
    article.version, article.changed_at = fresh.version, at
    follow(article)
    body = ArticleBody.objects.get(article=article.pk)
    if gone and (left := without_place(body.html, gone)) != body.html:
        body.html, body.version = left, fresh.version
        body.save()
    keep_belongings(article)


def hang_again(article: Article, said: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Let the pictures and files of an article be those of a version again, under the numbers that its words know."""
    photos, files = said["photos"], said["files"]
    article.photos.exclude(pk__in=[row["number"] for row in photos]).delete()
    article.enclosures.exclude(pk__in=[row["number"] for row in files]).delete()
    for order, row in enumerate(photos):
        facts = {"article": article, "file_id": row["file_id"], "order": order} | {name: row[name] for name in _PHOTO}
        Photo.objects.update_or_create(pk=row["number"], defaults=facts)
    for order, row in enumerate(files):
        facts = {"article": article, "file_id": row["file_id"], "order": order} | {name: row[name] for name in _FILE}
        Enclosure.objects.update_or_create(pk=row["number"], defaults=facts)
