"""Changes of a published article that readers are not to see yet."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Stale
from kheo.outlets.newsroom.actions.writing import NotPublishable, amend_article, may_amend
from kheo.outlets.newsroom.models import Article, Held
from kheo.outlets.newsroom.rules import ArticleFacts, clean_html
from kheo.outlets.newsroom.states import ArticleState


@transaction.atomic
def hold_changes(article: Article, said: Mapping[str, str], *, version: int, by: User, at: datetime) -> None:
    """Keep what was typed over a published article beside it; `version` is the one that the writer had read. What was
    kept before is replaced.

    :raises NotPublishable: if readers do not see the article.
    :raises Stale: if somebody else changed it meanwhile.
    """
    may_amend(article, by)
    now = Article.objects.select_for_update().get(pk=article.pk)
    if now.state != ArticleState.PUBLISHED:
        raise NotPublishable(_("Readers do not see this article: save it, and it stays as hidden as it is."))
    if now.version != version:
        raise Stale(_("Somebody changed this article meanwhile. Reload the page to see it."))
    typed = {**said, "html": clean_html(said["html"])}
    Held.objects.update_or_create(article=article, defaults={"said": typed, "version": version, "by": by, "at": at})
    record("newsroom.hold_changes", on=article, by=by, at=at, title=typed["title"])


@transaction.atomic
def release_changes(article: Article, facts: ArticleFacts, *, version: int, by: User, at: datetime) -> Article:
    """Let readers see what was kept back, as it is now typed.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else changed the article meanwhile.
    """
    amend_article(article, facts, version=version, by=by, at=at)
    Held.objects.filter(article=article).delete()
    return article


@transaction.atomic
def drop_changes(article: Article, *, by: User, at: datetime) -> None:
    """Forget what was kept back; the article stays as readers see it."""
    may_amend(article, by)
    if Held.objects.filter(article=article).delete()[0]:
        record("newsroom.drop_changes", on=article, by=by, at=at)
