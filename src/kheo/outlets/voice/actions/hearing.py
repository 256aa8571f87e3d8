"""What readers send: remarks and answers, stars, reports."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.movement.registry.models import Exemplar
from kheo.outlets.newsroom.actions import new_edition
from kheo.outlets.newsroom.models import Article
from kheo.outlets.voice.models import Comment, Rating, Report
from kheo.outlets.voice.queries import patterns_in_use
from kheo.outlets.voice.rules import STARS, VOTES_AN_ADDRESS, found_in, text_key, why_not_about, why_not_remark
from kheo.outlets.voice.states import ReportReason

Subject = Article | Exemplar


class NotHeard(Refused):
    """The rules are against this now."""


class TooManyVotes(NotHeard):
    """Too many readers have voted on one thing from one address today."""


def _on(about: Subject) -> dict[str, Any]:  # Any: what a lookup takes
    return {"article": about} if isinstance(about, Article) else {"exemplar": about}


@transaction.atomic
def add_comment(
    about: Subject,
    *,
    name: str,
    text: str,
    email: str = "",
    key: uuid.UUID | None = None,
    parent: Comment | None = None,
    sender: str = "",
    by: None = None,
    at: datetime,
) -> Comment:
    """Keep a reader's remark until somebody has read it; the same text sent twice with one key is kept once.

    An answer to an answer stands under the same remark. What the list of words and patterns finds is marked.

    :raises NotHeard: with every reason against.
    """
    name, text = normalise(name), normalise(text)
    if reasons := why_not_about(about) or [*why_not_remark(name, text), *_why_not_under(parent)]:
        raise NotHeard(*reasons)
    refused, marks = found_in(name, text, patterns_in_use())
    if refused:
        raise NotHeard(*refused)
    told = {"name": name, "text": text, "email": email, "at": at, "marks": marks, "sender": sender}
    above = {"parent_id": (parent.parent_id or parent.pk) if parent else None, "text_key": text_key(text)}
    comment, made = Comment.objects.get_or_create(
        key=uuid.uuid5(key or uuid.uuid4(), text), defaults={**_on(about), **told, **above}
    )
    if made:
        record("voice.add_comment", on=comment, by=by, at=at, **{name: each.pk for name, each in _on(about).items()})
    return comment


def _why_not_under(parent: Comment | None) -> list[str]:
    if parent is None or Comment.objects.shown().filter(pk=parent.pk).exists():
        return []
    return [_("The remark that you answer is no longer shown.")]


@transaction.atomic
def rate(about: Subject, *, reader: uuid.UUID, stars: int, sender: str = "", by: None = None, at: datetime) -> Rating:
    """Keep a reader's one vote; voting again changes it.

    :raises NotHeard: if there are not one to five stars, or what is voted on is not there any more.
    :raises TooManyVotes: if as many readers as may have voted on it from this address today.
    """
    if reasons := why_not_about(about):
        raise NotHeard(*reasons)
    if stars not in STARS:
        raise NotHeard(_("Choose one to five stars."))
    others = Rating.objects.filter(sender=sender, **_on(about)).exclude(reader=reader)
    if sender and others.count() >= VOTES_AN_ADDRESS:
        raise TooManyVotes(_("Many ratings have come from your network today. Please try again tomorrow."))
    told = {"stars": stars, "at": at, "sender": sender}
    rating, _made = Rating.objects.update_or_create(**_on(about), reader=reader, defaults=told)
    new_edition()
    return rating


@transaction.atomic
def report(
    comment: Comment,
    *,
    reader: uuid.UUID,
    reason: str,
    words: str = "",
    sender: str = "",
    by: None = None,
    at: datetime,
) -> None:
    """Keep one reader's word that a shown remark should not stand there; enough of them send it back to the queue,
    where a moderator decides. Until then it stays.

    :raises NotHeard: if the remark is not shown to readers, is an office's, or the reason is none of those offered.
    """
    if not Comment.objects.shown().filter(pk=comment.pk, office=None, erased_at=None).exists():
        raise NotHeard(_("This remark is no longer shown."))
    if reason not in ReportReason:
        raise NotHeard(_("Please choose the reason."))
    told = {"reason": reason, "words": normalise(words)[:300], "sender": sender, "at": at}
    if not _kept_once(comment, reader, told):
        return
    record("voice.report", on=comment, by=by, at=at, reason=reason)
    since = {"at__gt": comment.moderated_at} if comment.moderated_at else {}
    if Report.objects.filter(comment=comment, **since).count() >= settings.REMARK_REPORTS:
        Comment.objects.filter(pk=comment.pk, reported_at=None).update(reported_at=at)


def _kept_once(comment: Comment, reader: uuid.UUID, told: dict[str, object]) -> bool:
    """Keep a report, and return whether it is the first of its reader and of its address."""
    try:
        with transaction.atomic():
            Report.objects.create(comment=comment, reader=reader, **told)
    except IntegrityError:
        return False
    return True
