"""Every write of an article. What changes a public page ends with a new edition, so that no reader sees an old one."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.models import StoredFile
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise, slugify
from kheo.machinery.search import actions as search
from kheo.organisation.access.rules import require
from kheo.outlets.newsroom.models import (
    Article,
    ArticleBody,
    ArticleDay,
    ArticleViews,
    Edition,
    OldAddress,
    Photo,
    Section,
)
from kheo.outlets.newsroom.rules import (
    ArticleFacts,
    clean_html,
    old_path,
    why_not_lead_all,
    why_not_move,
    why_not_publish,
    why_not_show_photo,
    why_not_write,
)
from kheo.outlets.newsroom.states import MOVES, ArticleState

LARGEST = 2**63 - 1  # that a database takes for a number


class NotPublishable(Refused):
    """The rules are against this now."""


@transaction.atomic
def open_section(*, slug: str, name: str, order: int, by: User | None, at: datetime) -> Section:
    """Return the shelf of that short address, put up now if it was not there."""
    section, made = Section.objects.get_or_create(slug=slug, defaults={"name": name, "order": order})
    if made:
        record("newsroom.open_section", on=section, by=by, at=at, name=name)
        new_edition()
    return section


@transaction.atomic
def write_article(facts: ArticleFacts, *, by: User | None, at: datetime, form_key: uuid.UUID | None = None) -> Article:
    """Keep a new draft; `by=None` is the program itself. What came by the form of this key before is returned as it is.

    :raises NotPublishable: with every reason against.
    """
    if by is not None:
        require(by, "newsroom.write", on=facts.unit)
    if form_key and (twin := Article.objects.filter(form_key=form_key).first()):
        return twin
    facts = _cleaned(facts)
    if reasons := why_not_write(facts):
        raise NotPublishable(*reasons)
    article = Article(state=ArticleState.DRAFT, form_key=form_key)
    _describe(article, facts, at)
    ArticleBody.objects.create(article=article, html=facts.html)
    ArticleViews.objects.create(article=article)
    record("newsroom.write_article", on=article, by=by, at=at, title=facts.title)
    search.put("article", article)
    return article


def _cleaned(facts: ArticleFacts) -> ArticleFacts:
    return replace(
        facts,
        title=normalise(facts.title),
        lead=normalise(facts.lead),
        byline=normalise(facts.byline),
        source=normalise(facts.source),
        html=clean_html(facts.html),
    )


def _describe(article: Article, facts: ArticleFacts, at: datetime) -> None:
    for name in ("title", "section", "unit", "lead", "byline", "source", "event_on", "campaign"):
        setattr(article, name, getattr(facts, name))
    article.slug = slugify(facts.slug or facts.title) or "tin"
    article.changed_at = at
    article.save()
    article.exemplars.set(facts.exemplars)


@transaction.atomic
def amend_article(article: Article, facts: ArticleFacts, *, version: int, by: User | None, at: datetime) -> Article:
    """Change what an article says; `version` is the one that the writer had read.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else changed it meanwhile.
    """
    if by is not None:
        require(by, "newsroom.write", on=article.unit_id)
        require(by, "newsroom.write", on=facts.unit)
    facts = _cleaned(facts)
    if reasons := why_not_write(facts):
        raise NotPublishable(*reasons)
    _claim(article, version=version)
    _describe(article, facts, at)
    article.body.html = facts.html
    article.body.save()
    record("newsroom.amend_article", on=article, by=by, at=at, title=facts.title)
    search.put("article", article)
    new_edition()
    return article


def _claim(article: Article, *, version: int) -> None:
    """Take the row in the state and version that was read, or raise `Stale`."""
    as_read = Article.objects.filter(pk=article.pk, state=article.state, version=version)
    if not as_read.update(version=F("version") + 1):
        raise Stale(_("Somebody changed this article meanwhile. Reload the page to see it."))
    article.version = version + 1


@transaction.atomic
def delete_draft(article: Article, *, by: User, at: datetime) -> None:
    """Delete a draft that no reader has seen; what it said stays in the history.

    :raises NotPublishable: if it was ever published.
    """
    require(by, "newsroom.write", on=article.unit_id)
    if article.state != ArticleState.DRAFT:
        raise NotPublishable(_("Only a draft can be deleted. Withdraw the article instead."))
    record("newsroom.delete_draft", on=article, by=by, at=at, title=article.title)
    search.remove("article", article.pk)
    article.delete()


@transaction.atomic
def publish(article: Article, *, by: User | None, at: datetime, published_at: datetime | None = None) -> None:
    """Let readers see an article: from now on, or from the moment given; one published before keeps its moment.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else moved it first.
    """
    published_at = published_at or article.published_at or at
    if reasons := why_not_move(article, "publish") + why_not_publish(article, published_at=published_at, at=at):
        raise NotPublishable(*reasons)
    article.published_at = published_at
    _move(article, "publish", by=by, at=at)


@transaction.atomic
def withdraw(article: Article, *, reason: str, by: User | None, at: datetime) -> None:
    """Take an article away from readers, with the reason; it is kept with its remarks.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else moved it first.
    """
    reason = normalise(reason)
    if reasons := why_not_move(article, "withdraw", reason=reason):
        raise NotPublishable(*reasons)
    _move(article, "withdraw", by=by, at=at, reason=reason)


def _move(article: Article, step: str, *, by: User | None, at: datetime, reason: str = "") -> None:
    move = MOVES[step]
    if by is not None:
        require(by, move.act, on=article.unit_id)
    _claim(article, version=article.version)
    article.state = move.to
    article.changed_at = at
    article.save()
    record(f"newsroom.{step}", on=article, by=by, at=at, reason=reason, published_at=article.published_at)
    search.put("article", article)
    new_edition()


@transaction.atomic
def add_photo(
    article: Article, file: StoredFile, *, alt: str, caption: str, credit: str, by: User | None, at: datetime
) -> Photo:
    """Hang a kept picture on an article, after the others; the same bytes only once.

    :raises NotPublishable: if nobody says what it shows.
    """
    if by is not None:
        require(by, "newsroom.write", on=article.unit_id)
    if twin := article.photos.filter(file__sha256=file.sha256).first():
        return twin
    photo = Photo(article=article, file=file, order=article.photos.count())
    _say(photo, alt=alt, caption=caption, credit=credit)
    record("newsroom.add_photo", on=article, by=by, at=at, file=str(file.pk), alt=photo.alt)
    new_edition()
    return photo


@transaction.atomic
def describe_photo(photo: Photo, *, alt: str, caption: str, credit: str, by: User, at: datetime) -> None:
    """Change what is said of a picture.

    :raises NotPublishable: if nobody says what it shows.
    """
    require(by, "newsroom.write", on=photo.article.unit_id)
    _say(photo, alt=alt, caption=caption, credit=credit)
    record("newsroom.describe_photo", on=photo.article, by=by, at=at, photo=photo.pk, alt=photo.alt)
    new_edition()


def _say(photo: Photo, *, alt: str, caption: str, credit: str) -> None:
    photo.alt, photo.caption, photo.credit = normalise(alt), normalise(caption), normalise(credit)
    if reasons := why_not_show_photo(photo.alt):
        raise NotPublishable(*reasons)
    photo.save()


@transaction.atomic
def remove_photo(photo: Photo, *, by: User, at: datetime) -> None:
    """Take a picture off an article; the file itself is kept."""
    require(by, "newsroom.write", on=photo.article.unit_id)
    record("newsroom.remove_photo", on=photo.article, by=by, at=at, file=str(photo.file_id))
    photo.delete()
    new_edition()


@transaction.atomic
def lead_on(pairs: Sequence[tuple[str, int]], *, by: User, at: datetime) -> int:
    """Lead readers from addresses on an older portal to articles (by their numbers): all of them or none; return how
    many there are. One that is known leads to the new article from now on.

    :raises NotPublishable: with every reason against, each with its line where there are several.
    """
    numbers = {number for _path, number in pairs if number <= LARGEST}
    articles = {each.pk: each for each in Article.objects.visible_to(by).filter(pk__in=numbers)}
    paths = [old_path(path) for path, _number in pairs]
    foreign = set(OldAddress.objects.filter(path__in=paths).exclude_visible_to(by).values_list("path", flat=True))
    if reasons := why_not_lead_all(list(zip(paths, [articles.get(n) for _p, n in pairs], strict=True)), foreign):
        raise NotPublishable(*reasons)
    led: dict[int, list[str]] = {}
    for path, (_given, number) in zip(paths, pairs, strict=True):
        led.setdefault(number, []).append(path)
    for number, those in led.items():
        require(by, "newsroom.write", on=articles[number].unit_id)
        record("newsroom.lead_on", on=articles[number], by=by, at=at, paths=those)
    rows = [OldAddress(path=path, article_id=number) for number, those in led.items() for path in those]
    OldAddress.objects.bulk_create(rows, update_conflicts=True, unique_fields=["path"], update_fields=["article"])
    new_edition()
    return len(rows)


@transaction.atomic
def forget_address(old: OldAddress, *, by: User, at: datetime) -> None:
    """Lead nobody on from an old address any more."""
    require(by, "newsroom.write", on=old.article.unit_id)
    record("newsroom.forget_address", on=old.article, by=by, at=at, path=old.path)
    old.delete()
    new_edition()


@transaction.atomic
def add_views(counts: Mapping[int, int], *, by: None, at: datetime) -> None:
    """Add to the number of views of each article (by its number), and to that of the day, what was counted in
    memory."""
    day = local_day(at)
    for article_id, count in sorted(counts.items()):  # in one order, so that two processes never wait for each other
        if ArticleViews.objects.filter(article=article_id).update(count=F("count") + count):
            _add_to_day(article_id, day, count)


def _add_to_day(article_id: int, day: date, count: int) -> None:
    row = ArticleDay.objects.filter(article=article_id, day=day)
    if not row.update(count=F("count") + count):
        ArticleDay.objects.get_or_create(article_id=article_id, day=day)
        row.update(count=F("count") + count)


@transaction.atomic
def set_first_views(article: Article, count: int, *, by: User | None, at: datetime) -> None:
    """Begin an article's count of views with what an older portal had counted."""
    ArticleViews.objects.filter(article=article).update(count=count)
    record("newsroom.set_first_views", on=article, by=by, at=at, count=count)


@transaction.atomic
def new_edition() -> None:
    """Say that what the public sees has changed."""
    if not Edition.objects.filter(pk=1).update(number=F("number") + 1):
        Edition.objects.get_or_create(pk=1)
