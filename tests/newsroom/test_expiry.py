"""Articles that are taken down at a set time."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.jobs.jobs import Worker
from kheo.foundation.jobs.models import Job
from kheo.lib.dates import local_day
from kheo.lib.refusals import Stale
from kheo.machinery.notices.models import Notice
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.actions import NotPublishable
from kheo.outlets.newsroom.models import Article, Edition
from kheo.outlets.newsroom.queries import versions_of
from kheo.outlets.newsroom.rules import why_not_expire
from kheo.outlets.newsroom.states import ArticleState
from tests.portal import made
from tests.portal.made import NOW

HOUR = timedelta(hours=1)
SOON, LATE = NOW + HOUR, NOW + 3 * HOUR


def url(name, article):
    return reverse(f"newsroom:{name}", args=[article.pk])


@pytest.fixture
def shown(cast):
    """An article that readers see until LATE."""
    article = made.draft(cast.district)
    actions.publish(article, by=cast.editor, at=NOW, expires_at=LATE)
    return article


def test_the_moment_comes_after_publication_and_is_not_past():
    article = Article(notice_until=local_day(NOW) + timedelta(days=2))
    plain = Article()
    assert why_not_expire(plain, None, published_at=SOON, at=NOW) == []
    assert why_not_expire(plain, LATE, published_at=SOON, at=NOW) == []
    assert len(why_not_expire(plain, SOON, published_at=SOON, at=NOW)) == 1
    assert len(why_not_expire(plain, NOW, published_at=NOW - HOUR, at=NOW)) == 1
    assert len(why_not_expire(plain, NOW, published_at=SOON, at=NOW)) == 2
    assert len(why_not_expire(article, LATE, published_at=SOON, at=NOW)) == 1
    assert why_not_expire(article, NOW + timedelta(days=2), published_at=SOON, at=NOW) == []


def test_it_is_withdrawn_at_its_minute_and_not_before(cast, shown):
    assert Job.objects.get(kind=actions.PUBLISH_DUE).not_before == LATE
    assert actions.move_due(by=None, at=LATE - timedelta(minutes=1)) == (0, 0)
    before = Edition.objects.get().number
    assert actions.move_due(by=None, at=LATE) == (0, 1)
    shown.refresh_from_db()
    assert (shown.state, shown.expires_at) == (ArticleState.WITHDRAWN, None)
    assert Edition.objects.get().number == before + 1
    event = AuditEvent.objects.get(act="newsroom.withdraw")
    assert (event.actor_id, event.data["reason"]) == (None, "Hết hạn đăng")
    assert actions.move_due(by=None, at=LATE + HOUR) == (0, 0)


def test_its_editors_and_its_writer_are_told_once(cast):
    article = actions.write_article(made.facts(cast.hoa), by=cast.commune_officer, at=NOW)
    actions.submit(article, by=cast.commune_officer, at=NOW)
    actions.publish(article, by=cast.editor, at=NOW, expires_at=LATE)
    actions.move_due(by=None, at=LATE)
    told = Notice.objects.filter(kind="newsroom.expire")
    assert {cast.editor.pk, cast.commune_officer.pk} <= set(told.values_list("user", flat=True))
    assert len(told) == len(set(told.values_list("user", flat=True)))
    assert {(notice.text, notice.url) for notice in told} == {("Hết hạn đăng", url("edit", article))}


@pytest.mark.django_db(transaction=True)
def test_the_work_in_the_queue_withdraws_it(cast):
    article = made.draft(cast.district)
    now = timezone.now()
    actions.schedule(
        article, published_at=now - HOUR, expires_at=now - timedelta(minutes=1), by=cast.editor, at=now - 2 * HOUR
    )
    assert Job.objects.filter(kind=actions.PUBLISH_DUE).count() == 2
    Article.objects.filter(pk=article.pk).update(state=ArticleState.PUBLISHED)
    assert Worker(lambda: False).once(now)
    article.refresh_from_db()
    assert article.state == ArticleState.WITHDRAWN


def test_a_scheduled_article_keeps_its_end_when_it_is_published(cast):
    article = made.draft(cast.district)
    actions.schedule(article, published_at=SOON, expires_at=LATE, by=cast.editor, at=NOW)
    assert actions.move_due(by=None, at=SOON) == (1, 0)
    article.refresh_from_db()
    assert (article.state, article.expires_at) == (ArticleState.PUBLISHED, LATE)


def test_what_was_never_shown_before_its_end_becomes_a_draft(cast):
    article = made.draft(cast.district)
    actions.schedule(article, published_at=SOON, expires_at=LATE, by=cast.editor, at=NOW)
    assert actions.move_due(by=None, at=LATE + HOUR) == (0, 0)
    article.refresh_from_db()
    assert (article.state, article.expires_at, bool(article.returned_because)) == (ArticleState.DRAFT, None, True)


def test_the_end_is_moved_and_cleared_later(cast, shown):
    actions.set_expiry(shown, expires_at=LATE + HOUR, by=cast.editor, at=NOW)
    assert actions.move_due(by=None, at=LATE) == (0, 0)
    actions.set_expiry(shown, expires_at=None, by=cast.editor, at=LATE)
    assert actions.move_due(by=None, at=LATE + 2 * HOUR) == (0, 0)
    shown.refresh_from_db()
    assert (shown.state, shown.expires_at) == (ArticleState.PUBLISHED, None)
    assert AuditEvent.objects.filter(act="newsroom.set_expiry").count() == 2
    assert list(versions_of(shown)[0].changes) == ["thời điểm gỡ xuống"]


def test_what_was_withdrawn_is_published_again_without_its_old_end(cast, shown):
    actions.withdraw(shown, reason="Nhầm ảnh", by=cast.editor, at=NOW)
    actions.publish(shown, by=cast.editor, at=SOON)
    assert actions.move_due(by=None, at=LATE) == (0, 0)
    assert Article.objects.get(pk=shown.pk).expires_at is None


def test_changing_the_words_or_restoring_them_leaves_the_end(cast, shown):
    facts = made.facts(cast.district, title="Chữ mới")
    actions.amend_article(shown, facts, version=shown.version, by=cast.editor, at=NOW)
    actions.restore(shown, 1, version=shown.version, by=cast.editor, at=NOW)
    shown.refresh_from_db()
    assert shown.expires_at == LATE


def test_what_is_kept_back_follows_and_is_kept(cast, shown):
    said = {"title": "Giữ lại", "html": "<p>Chữ.</p>"}
    actions.hold_changes(shown, said, version=shown.version, by=cast.editor, at=NOW)
    actions.set_expiry(shown, expires_at=LATE + HOUR, by=cast.editor, at=NOW)
    actions.move_due(by=None, at=LATE + HOUR)
    shown = Article.objects.get(pk=shown.pk)
    assert (shown.held.version, shown.held.said["title"]) == (shown.version, "Giữ lại")


def test_setting_it_is_refused(cast, shown):
    stale = Article.objects.get(pk=shown.pk)
    with pytest.raises(NotPublishable):
        actions.set_expiry(shown, expires_at=NOW, by=cast.editor, at=NOW)
    with pytest.raises(NotPublishable):
        actions.set_expiry(made.draft(cast.district), expires_at=LATE, by=cast.editor, at=NOW)
    with pytest.raises(PermissionDenied):
        actions.set_expiry(shown, expires_at=LATE, by=cast.commune_officer, at=NOW)
    with pytest.raises(NotPublishable):
        actions.publish(made.draft(cast.district), by=cast.editor, at=NOW, expires_at=NOW)
    with pytest.raises(NotPublishable):
        actions.schedule(made.draft(cast.district), published_at=LATE, expires_at=SOON, by=cast.editor, at=NOW)
    actions.set_expiry(shown, expires_at=None, by=cast.editor, at=NOW)
    with pytest.raises(Stale):
        actions.set_expiry(stale, expires_at=LATE, by=cast.editor, at=NOW)


def test_an_editor_gives_both_moments_and_sees_them(cast, client):
    client.force_login(cast.editor)
    article = made.draft(cast.district)
    wrong = client.post(url("publish", article), {"until_day": "09/08/2099"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["until_time"])
    wrong = client.post(url("publish", article), {"until_day": "09/08/2019", "until_time": "07:30"})
    assert (wrong.status_code, "09/08/2019" in wrong.content.decode()) == (422, True)
    said = {"day": "08/08/2099", "time": "7h", "until_day": "09/08/2099", "until_time": "07:30"}
    assert client.post(url("publish", article), said).status_code == 302
    for page in (url("edit", article), url("preview", article), url("publish", article), reverse("newsroom:articles")):
        assert "07:30, 09/08/2099" in client.get(page).content.decode()
    assert client.get(url("publish", article)).context["form"]["until_time"].value() == "07:30"


def test_an_editor_moves_the_end_of_what_readers_see(cast, client):
    client.force_login(cast.editor)
    article = made.article(cast.district)
    assert url("expiry", article) in client.get(url("edit", article)).content.decode()
    assert client.post(url("expiry", article), {"until_day": "01/02/2019", "until_time": "0h"}).status_code == 422
    assert client.post(url("expiry", article), {"until_time": "0h"}).status_code == 422
    assert client.post(url("expiry", article), {"until_day": "01/02/2099", "until_time": "0h"}).status_code == 302
    assert "00:00, 01/02/2099" in client.get(url("expiry", article)).content.decode()
    client.post(url("expiry", article), {})
    assert Article.objects.get(pk=article.pk).expires_at is None
    assert client.get(url("expiry", made.draft(cast.district))).status_code == 404
