"""A new draft begins as an older article: a yearly call, a notice that comes again."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.outlets.newsroom.actions.belongings import keep_belongings
from kheo.outlets.newsroom.actions.writing import write_article
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.queries import facts_now
from kheo.outlets.newsroom.rules import TITLE_LIMIT, Place, pieces_of

COPY_MARK = 40  # characters left for the words that tell a copy


@transaction.atomic
def copy_article(article: Article, *, by: User, at: datetime) -> Article:
    """Return a new draft with the words, pictures, files, models and tags of an article. Days and remarks stay with the
    old one, and its figures are not locked in the new one.

    :raises NotPublishable: with every reason against.
    """
    title = _("%(title)s (copy)") % {"title": Truncator(article.title).chars(TITLE_LIMIT - COPY_MARK)}
    facts = replace(facts_now(article), title=title, slug="", event_on=None, notice_until=None)
    copy = write_article(facts, by=by, at=at)
    hung = _hang_alike(article, copy)
    body = copy.body
    body.html = "".join(str(hung[each] if isinstance(each, Place) else each) for each in pieces_of(article.body.html))
    body.save()
    keep_belongings(copy)
    record("newsroom.copy_article", on=copy, by=by, at=at, of=article.pk)
    return copy


def _hang_alike(article: Article, copy: Article) -> dict[Place, Place]:
    """Hang on a copy what hangs on its article, the same bytes, and return which place in its words became which."""
    places: dict[Place, Place] = {}
    kinds: list[tuple[str, Any]] = [
        ("photo", article.photos.all()),
        ("file", article.enclosures.all()),
    ]  # Any: two models
    for kind, rows in kinds:
        for thing in rows:
            old = Place(kind, thing.pk)
            thing.pk, thing.article = None, copy
            thing.save(force_insert=True)
            places[old] = Place(kind, thing.pk)
    return places
