"""What readers say, and what editors make of it. What changes a public page ends with a new edition."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.organisation.access.rules import require
from kheo.outlets.newsroom.actions import new_edition
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.states import ArticleState
from kheo.outlets.voice.models import Comment, Rating
from kheo.outlets.voice.rules import STARS, why_not_remark
from kheo.outlets.voice.states import CommentState


class NotHeard(Refused):
    """The rules are against this now."""


@transaction.atomic
def add_comment(
    article: Article,
    *,
    name: str,
    text: str,
    email: str = "",
    key: uuid.UUID | None = None,
    by: None = None,
    at: datetime,
) -> Comment:
    """Keep a reader's remark until somebody has read it; the same text sent twice with one key is kept once.

    :raises NotHeard: with every reason against.
    """
    name, text = normalise(name), normalise(text)
    if article.state != ArticleState.PUBLISHED:
        raise NotHeard(_("This article is no longer published."))
    if reasons := why_not_remark(name, text):
        raise NotHeard(*reasons)
    comment, made = Comment.objects.get_or_create(
        key=uuid.uuid5(key or uuid.uuid4(), text),
        defaults={"article": article, "name": name, "text": text, "email": email, "at": at},
    )
    if made:
        record("voice.add_comment", on=comment, by=by, at=at, article=article.pk)
    return comment


@transaction.atomic
def moderate(comment: Comment, *, show: bool, reason: str, by: User | None, at: datetime) -> None:
    """Show or hide a reader's remark; hiding needs a reason.

    :raises NotHeard: if the reason is missing.
    """
    if by is not None:
        require(by, "voice.moderate", on=comment.article.unit_id)
    reason = normalise(reason)
    if not show and not reason:
        raise NotHeard(_("Please give the reason."))
    comment.state = CommentState.SHOWN if show else CommentState.HIDDEN
    comment.reason = reason
    comment.moderated_by_id = by.pk if by else None
    comment.moderated_at = at
    comment.save()
    record("voice.moderate", on=comment, by=by, at=at, state=comment.state, reason=reason)
    new_edition()


@transaction.atomic
def moderate_all(comments: Iterable[Comment], *, show: bool, reason: str, by: User | None, at: datetime) -> None:
    """Show or hide several remarks: all of them, or none.

    :raises NotHeard: if the reason is missing.
    """
    for comment in comments:
        moderate(comment, show=show, reason=reason, by=by, at=at)


@transaction.atomic
def rate(article: Article, *, reader: uuid.UUID, stars: int, by: None, at: datetime) -> Rating:
    """Keep a reader's one vote; voting again changes it.

    :raises NotHeard: if there are not one to five stars, or no article any more.
    """
    if article.state != ArticleState.PUBLISHED:
        raise NotHeard(_("This article is no longer published."))
    if stars not in STARS:
        raise NotHeard(_("Choose one to five stars."))
    rating, _made = Rating.objects.update_or_create(article=article, reader=reader, defaults={"stars": stars, "at": at})
    new_edition()
    return rating
