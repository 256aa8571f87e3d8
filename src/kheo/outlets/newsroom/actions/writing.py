"""Every write of an article. What changes a public page ends with a new edition, so that no reader sees an old one."""

import uuid
from collections.abc import Mapping, Set
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise, slugify
from kheo.machinery.search import actions as search
from kheo.organisation.access.rules import require
from kheo.outlets.newsroom.actions.belongings import hang_again, keep_belongings, save
from kheo.outlets.newsroom.models import (
    Article,
    ArticleBody,
    ArticleDay,
    ArticleViews,
    Edition,
    Tag,
)
from kheo.outlets.newsroom.queries import belongings_then, facts_now, facts_then, why_not_show_now
from kheo.outlets.newsroom.rules import (
    ArticleFacts,
    Place,
    clean_html,
    only_places,
    set_into,
    tag_names,
    why_not_show,
    why_not_tag,
    why_not_write,
    without_place,
)
from kheo.outlets.newsroom.states import AMENDED_BY, SEEN, WRITE, ArticleState


class NotPublishable(Refused):
    """The rules are against this now."""


@transaction.atomic
def write_article(facts: ArticleFacts, *, by: User | None, at: datetime, form_key: uuid.UUID | None = None) -> Article:
    """Keep a new draft; `by=None` is the program itself. What came by the form of this key before is returned as it is.

    :raises NotPublishable: with every reason against.
    """
    if by is not None:
        require(by, WRITE, on=facts.unit)
    if form_key and (twin := Article.objects.filter(form_key=form_key).first()):
        return twin
    facts = _cleaned(facts, frozenset())
    if reasons := why_not_write(facts) + why_not_tag(facts.tags):
        raise NotPublishable(*reasons)
    article = Article(state=ArticleState.DRAFT, form_key=form_key)
    _describe(article, facts, by, at)
    ArticleBody.objects.create(article=article, html=facts.html)
    ArticleViews.objects.create(article=article)
    keep_belongings(article)
    record("newsroom.write_article", on=article, by=by, at=at, title=facts.title)
    search.put("article", article)
    return article


def _cleaned(facts: ArticleFacts, places: Set[Place]) -> ArticleFacts:
    return replace(
        facts,
        title=normalise(facts.title),
        lead=normalise(facts.lead),
        byline=normalise(facts.byline),
        source=normalise(facts.source),
        html=only_places(clean_html(facts.html), places),
        tags=tag_names(",".join(facts.tags)),
    )


def _describe(article: Article, facts: ArticleFacts, by: User | None, at: datetime) -> None:
    for name in ("title", "section", "unit", "lead", "byline", "source", "event_on", "notice_until", "campaign"):
        setattr(article, name, getattr(facts, name))
    article.slug = slugify(facts.slug or facts.title) or "tin"
    save(article, by, at)
    article.exemplars.set(facts.exemplars)
    article.tags.set([_tag(name) for name in facts.tags])


def _places_of(article: Article) -> frozenset[Place]:
    """Return what may stand in the text of an article."""
    photos = (Place("photo", pk) for pk in article.photos.order_by().values_list("pk", flat=True))
    files = (Place("file", pk) for pk in article.enclosures.order_by().values_list("pk", flat=True))
    return frozenset([*photos, *files])


def _tag(name: str) -> Tag:
    """Return the tag of a name, made now if there was none like it."""
    return Tag.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


@transaction.atomic
def amend_article(article: Article, facts: ArticleFacts, *, version: int, by: User | None, at: datetime) -> Article:
    """Change what an article says; `version` is the one that the writer had read.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else changed it meanwhile.
    """
    may_amend(article, by)
    if by is not None:
        require(by, AMENDED_BY[ArticleState(article.state)], on=facts.unit)
    facts = _cleaned(facts, _places_of(article))
    reasons = why_not_write(facts) + why_not_tag(facts.tags)
    if article.state in SEEN:
        reasons += why_not_show(article, html=facts.html, alts=[])
    if reasons:
        raise NotPublishable(*reasons)
    claim(article, version=version)
    _describe(article, facts, by, at)
    if article.body.html != facts.html:
        article.body.html, article.body.version = facts.html, article.version
        article.body.save()
    keep_belongings(article)
    record("newsroom.amend_article", on=article, by=by, at=at, title=facts.title)
    search.put("article", article)
    if article.state == ArticleState.PUBLISHED:
        new_edition()
    return article


def may_amend(article: Article, by: User | None) -> None:
    """Do nothing if the person may change the article in its state; raise `PermissionDenied` otherwise."""
    if by is not None:
        require(by, AMENDED_BY[ArticleState(article.state)], on=article.unit_id)


@transaction.atomic
def restore(article: Article, number: int, *, version: int, by: User, at: datetime) -> None:
    """Let an article say again what it said in a version, with its pictures, files, models and tags, as a new version.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else changed it meanwhile.
    """
    facts = facts_then(article, number)
    if facts is None:
        raise NotPublishable(_("There is no version %(number)s.") % {"number": number})
    may_amend(article, by)
    hang_again(article, belongings_then(article, number))
    amend_article(article, facts, version=version, by=by, at=at)
    if article.state in SEEN and (reasons := why_not_show_now(article, facts.html)):
        raise NotPublishable(*reasons)
    record("newsroom.restore", on=article, by=by, at=at, restored=number)


@transaction.atomic
def place(article: Article, what: Place, *, after: int | None, version: int, by: User, at: datetime) -> None:
    """Set a picture or a file into the text behind one of its outermost blocks (0: before the first), or take it out of
    the text (None); what stood there before moves.

    :raises NotPublishable: if it does not hang on this article.
    :raises Stale: if somebody else changed the text meanwhile.
    """
    may_amend(article, by)
    if what not in _places_of(article):
        raise NotPublishable(_("This picture or file is no longer with the article. Reload the page."))
    facts = facts_now(article)
    html = without_place(facts.html, what) if after is None else set_into(facts.html, what, after)
    amend_article(article, replace(facts, html=html), version=version, by=by, at=at)


def claim(article: Article, *, version: int) -> None:
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
    require(by, WRITE, on=article.unit_id)
    if article.state != ArticleState.DRAFT:
        raise NotPublishable(_("Only a draft can be deleted. Withdraw the article instead."))
    record("newsroom.delete_draft", on=article, by=by, at=at, title=article.title)
    search.remove("article", article.pk)
    article.delete()


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
