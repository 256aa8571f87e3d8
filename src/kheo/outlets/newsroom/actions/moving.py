"""The steps of an article on its way to readers and back."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.jobs.actions import start
from kheo.foundation.jobs.kit import KINDS
from kheo.lib.dates import local_day
from kheo.lib.vitext import normalise
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.machinery.search import actions as search
from kheo.organisation.access.rules import require
from kheo.outlets.newsroom.actions.belongings import follow, save
from kheo.outlets.newsroom.actions.writing import NotPublishable, claim, new_edition
from kheo.outlets.newsroom.models import (
    Article,
)
from kheo.outlets.newsroom.queries import editors_of, why_not_show_now
from kheo.outlets.newsroom.rules import (
    why_not_at,
    why_not_expire,
    why_not_move,
    why_not_show,
)
from kheo.outlets.newsroom.states import MOVES, PUBLISH, SEEN

PUBLISH_DUE = "newsroom.publish_due"


@transaction.atomic
def submit(article: Article, *, by: User, at: datetime) -> None:
    """Send a draft to those who publish, and tell them.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else moved it first.
    """
    if reasons := why_not_move(article, "submit") + why_not_show(article, html=article.body.html, alts=[]):
        raise NotPublishable(*reasons)
    article.submitted_by, article.returned_because = by, ""
    _move(article, "submit", by=by, at=at)
    others = [editor for editor in editors_of(article, local_day(at)) if editor.pk != by.pk]
    _tell(article, others, "submit", _("An article waits for review: %(title)s"), "", by, at)


@transaction.atomic
def recall(article: Article, *, by: User, at: datetime) -> None:
    """Take an article back from review, to go on writing.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else moved it first.
    """
    _step(article, "recall", by=by, at=at)


@transaction.atomic
def return_(article: Article, *, reason: str, by: User, at: datetime) -> None:
    """Give an article back to who sent it, with what is to be changed, and tell them.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else moved it first.
    """
    article.returned_because = normalise(reason)
    _step(article, "return", by=by, at=at, reason=article.returned_because)
    _tell_writer(article, "return", _("Your article was returned: %(title)s"), by, at)


@transaction.atomic
def publish(
    article: Article,
    *,
    by: User | None,
    at: datetime,
    published_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Let readers see an article: from now on, or from the moment given; one published before keeps its moment. It is
    taken away again at `expires_at`, if that is given.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else moved it first.
    """
    past = article.published_at if article.published_at and article.published_at <= at else at
    moment = published_at or past
    reasons = why_not_move(article, "publish") + _why_not_show(article, moment)
    if moment > at:
        reasons.append(_("The moment of publication must not lie in the future."))
    reasons += why_not_expire(article, expires_at, published_at=moment, at=at)
    if reasons:
        raise NotPublishable(*reasons)
    article.published_at, article.expires_at, article.returned_because = moment, expires_at, ""
    _move(article, "publish", by=by, at=at)
    _wake(expires_at, at)
    _tell_writer(article, "publish", _("Your article is published: %(title)s"), by, at)


@transaction.atomic
def schedule(
    article: Article, *, published_at: datetime, by: User, at: datetime, expires_at: datetime | None = None
) -> None:
    """Let readers see an article from a moment to come; until `expires_at`, if that is given.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else moved it first.
    """
    reasons = why_not_move(article, "schedule") + _why_not_show(article, published_at)
    if published_at <= at:
        reasons.append(_("This moment is past. Choose one to come, or publish at once."))
    reasons += why_not_expire(article, expires_at, published_at=published_at, at=at)
    if reasons:
        raise NotPublishable(*reasons)
    article.published_at, article.expires_at, article.returned_because = published_at, expires_at, ""
    _move(article, "schedule", by=by, at=at)
    _wake(published_at, at)
    _wake(expires_at, at)


@transaction.atomic
def set_expiry(article: Article, *, expires_at: datetime | None, by: User, at: datetime) -> None:
    """Set when an article that readers see, or are to see, is taken away from them; None: it stays.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else changed it meanwhile.
    """
    require(by, PUBLISH, on=article.unit_id)
    if article.state not in SEEN or article.published_at is None:
        raise NotPublishable(_("Only what is published or scheduled can be taken down at a set time."))
    if reasons := why_not_expire(article, expires_at, published_at=article.published_at, at=at):
        raise NotPublishable(*reasons)
    claim(article, version=article.version)
    follow(article)
    article.expires_at = expires_at
    save(article, by, at)
    record("newsroom.set_expiry", on=article, by=by, at=at, expires_at=expires_at)
    _wake(expires_at, at)


@transaction.atomic
def unschedule(article: Article, *, by: User | None, at: datetime, reason: str = "") -> None:
    """Make a scheduled article a draft again.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else moved it first.
    """
    article.published_at, article.expires_at, article.returned_because = None, None, reason
    _step(article, "unschedule", by=by, at=at, reason=reason)


@transaction.atomic
def publish_due(*, by: User | None, at: datetime) -> int:
    """Publish what was scheduled for now or earlier, each from its own moment; return how many. What the rules are
    against by now becomes a draft again, with the reason."""
    done = 0
    for article in Article.objects.due(at).select_related("body"):
        try:
            publish(article, by=by, at=at, published_at=article.published_at, expires_at=article.expires_at)
            done += 1
        except NotPublishable as refused:
            unschedule(article, by=by, at=at, reason=str(refused)[:300])
    return done


@transaction.atomic
def withdraw_due(*, by: User | None, at: datetime) -> int:
    """Withdraw what was to be seen until now or earlier, and tell its editors and its writer; return how many."""
    reason = pgettext("article", "Its time on the portal is over")
    found = list(Article.objects.expired(at).select_related("body", "submitted_by"))
    for article in found:
        withdraw(article, reason=reason, by=by, at=at)
        people = {person.pk: person for person in editors_of(article, local_day(at))}
        if article.submitted_by:
            people[article.submitted_by.pk] = article.submitted_by
        _tell(article, people.values(), "expire", _("An article was taken down: %(title)s"), reason, by, at)
    return len(found)


class Moved(NamedTuple):
    """How many articles readers see since, and how many they see no longer."""

    published: int
    withdrawn: int


@transaction.atomic
def move_due(*, by: User | None, at: datetime) -> Moved:
    """Publish and withdraw what was set for now or earlier."""
    return Moved(publish_due(by=by, at=at), withdraw_due(by=by, at=at))


@transaction.atomic
def withdraw(article: Article, *, reason: str, by: User | None, at: datetime) -> None:
    """Take an article away from readers, with the reason; it is kept with its remarks.

    :raises NotPublishable: with every reason against.
    :raises Stale: if somebody else moved it first.
    """
    article.expires_at = None
    _step(article, "withdraw", by=by, at=at, reason=normalise(reason))


def _wake(moment: datetime | None, at: datetime) -> None:
    """Let the work that moves what is due run at a moment to come, once however many articles it is for."""
    if moment and moment > at:
        start(KINDS[PUBLISH_DUE], by=None, at=at, not_before=moment, dedupe=moment.isoformat())


def _why_not_show(article: Article, moment: datetime) -> list[str]:
    return why_not_show_now(article, article.body.html) + why_not_at(article, published_at=moment)


def _step(article: Article, step: str, *, by: User | None, at: datetime, reason: str = "") -> None:
    if reasons := why_not_move(article, step, reason=reason):
        raise NotPublishable(*reasons)
    _move(article, step, by=by, at=at, reason=reason)


def _move(article: Article, step: str, *, by: User | None, at: datetime, reason: str = "") -> None:
    move = MOVES[step]
    if by is not None:
        require(by, move.act, on=article.unit_id)
    claim(article, version=article.version)
    follow(article)
    article.state = move.to
    save(article, by, at)
    moments = {"published_at": article.published_at, "expires_at": article.expires_at}
    record(f"newsroom.{step}", on=article, by=by, at=at, reason=reason, **moments)
    search.put("article", article)
    if move.is_shown:
        new_edition()


def _tell_writer(article: Article, step: str, title: str, by: User | None, at: datetime) -> None:
    if article.submitted_by and article.submitted_by != by:
        _tell(article, [article.submitted_by], step, title, article.returned_because, by, at)


def _tell(
    article: Article, people: Iterable[User], step: str, title: str, text: str, by: User | None, at: datetime
) -> None:
    message = Message(
        kind=f"newsroom.{step}",
        key=f"newsroom.{step}:{article.pk}:{article.version}",
        title=title % {"title": article.title},
        text=text,
        url=reverse("newsroom:edit", args=[article.pk]),
        unit_id=article.unit_id,
    )
    tell(people, message, by=by, at=at)
