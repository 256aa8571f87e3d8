"""News is drafted from a record of the register, with its figures locked; what counts otherwise later is told."""

from collections import defaultdict
from datetime import datetime
from hashlib import blake2b

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.machinery.notices.queries import people_at
from kheo.organisation.access.rules import require
from kheo.organisation.access.states import Role
from kheo.outlets.newsroom.actions import add_photo, write_article
from kheo.outlets.newsroom.models import Article, Section
from kheo.outlets.newsroom.rules import ArticleFacts
from kheo.outlets.newsroom.states import ArticleState
from kheo.outlets.releases.models import Locked, Origin
from kheo.outlets.releases.queries import Release, release_of, values_now
from kheo.outlets.releases.states import Subject


class NotReleasable(Refused):
    """No news can be made of this."""


@transaction.atomic
def draft(subject: Subject, number: int, *, by: User, at: datetime) -> Article:
    """Keep a draft of news about a record (by its number), with photos that were released and figures locked. While a
    draft about the same record is being written, that one is returned.

    :raises NotReleasable: if there is no such record to tell of, or no section to put it in.
    """
    section = Section.objects.select_for_update().first()  # pressed twice, one waits for the other
    with override(settings.LANGUAGE_CODE):
        release = release_of(subject, number, by, local_day(at))
    if release is None:
        raise NotReleasable(_("There is nothing here that news could be made of."))
    if section is None:
        raise NotReleasable(_("The portal has no section yet to put the news in."))
    require(by, "newsroom.publish", on=release.unit)
    begun = Origin.objects.filter(subject=subject, number=number, article__state=ArticleState.DRAFT)
    if origin := begun.select_related("article").order_by("-pk").first():
        return origin.article
    article = write_article(_facts(release, section), by=by, at=at)
    Origin.objects.create(article=article, subject=subject, number=number)
    for shot in release.photos:
        add_photo(article, shot.file, alt=shot.says, caption=shot.says, credit="", by=by, at=at)
    Locked.objects.bulk_create(_locked(article, release, at))
    record("releases.draft", on=article, by=by, at=at, subject=subject, number=number)
    return article


def _facts(release: Release, section: Section) -> ArticleFacts:
    return ArticleFacts(
        title=release.words.title,
        lead=release.words.lead,
        html=release.words.html,
        section=section,
        unit=release.unit,
        event_on=release.event_on,
        campaign=release.campaign,
        exemplars=release.exemplars,
    )


def _locked(article: Article, release: Release, at: datetime) -> list[Locked]:
    about = {"article": article, "campaign": release.campaign, "unit": release.campaign.unit, "taken_at": at}
    return [
        Locked(figure=each.key, field=each.field, words=each.words, value=each.value, **about)
        for each in release.figures
    ]


@transaction.atomic
def lock_anew(article: Article, *, by: User, at: datetime) -> int:
    """Take the figures of an article as they are now, once its text tells them; returns how many were others."""
    require(by, "newsroom.publish", on=article.unit_id)
    rows = list(Locked.objects.filter(article=article).select_related("campaign__unit", "unit"))
    now = values_now(rows)
    changed = {row.words: [row.value, now[row.pk]] for row in rows if now[row.pk] != row.value}
    for row in rows:
        row.value, row.taken_at, row.found = now[row.pk], at, None
    Locked.objects.bulk_update(rows, ["value", "taken_at", "found"])
    if changed:
        record("releases.lock_anew", on=article, by=by, at=at, changed=changed)
    return len(changed)


@transaction.atomic
def look_again(*, by: User | None, at: datetime) -> int:
    """Count the locked figures of all articles anew, and tell the editors of those that differ, once for each new
    difference; returns how many articles that is."""
    rows = list(Locked.objects.watched().select_related("campaign__unit", "unit", "article__unit"))
    now = values_now(rows)
    differing = [row for row in rows if now[row.pk] != (row.value if row.found is None else row.found)]
    by_article: dict[int, list[Locked]] = defaultdict(list)
    for row in differing:
        row.found = now[row.pk]
        by_article[row.article_id].append(row)
    Locked.objects.bulk_update(differing, ["found"])
    told = [changed for each in by_article.values() if (changed := [row for row in each if row.found != row.value])]
    for changed in told:
        _tell(changed, by, at)
    return len(told)


def _tell(changed: list[Locked], by: User | None, at: datetime) -> None:
    """Let the editors of an article hear which of its figures count otherwise now."""
    article = changed[0].article
    with override(settings.LANGUAGE_CODE):
        title = _("Figures of an article have changed: %(title)s") % {"title": article.title}
        line = _("%(words)s: %(then)s in the article, %(now)s in the register now.")
        text = "\n".join(line % {"words": r.words, "then": r.value, "now": r.found} for r in changed)
    message = Message(
        kind="releases.changed",
        key=f"releases.changed:{article.pk}:{local_day(at)}:{_digest(changed)}",
        title=title[:200],
        text=text,
        url=reverse("releases:figures", args=[article.pk]),
        unit_id=article.unit_id,
    )
    tell(people_at(article.unit, {Role.EDITOR}, local_day(at)), message, by=by, at=at)


def _digest(changed: list[Locked]) -> str:
    """Return by what these very differences are known: the same are told once a day."""
    said = ",".join(f"{row.pk}={row.found}" for row in changed)
    return blake2b(said.encode(), digest_size=8).hexdigest()
