"""The way of an article to its readers."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.jobs.jobs import Worker
from kheo.foundation.jobs.models import Job
from kheo.lib.refusals import Stale
from kheo.machinery.notices.models import Notice
from kheo.machinery.search.models import Entry
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.actions import NotPublishable
from kheo.outlets.newsroom.models import Article, ArticleBody, Photo
from kheo.outlets.newsroom.queries import facts_then, versions_of
from kheo.outlets.newsroom.states import ArticleState
from tests.portal import made
from tests.portal.made import NOW

SOON = NOW + timedelta(hours=2)


@pytest.fixture
def theirs(cast):
    """A draft that an officer of a commune wrote for the own unit."""
    return actions.write_article(made.facts(cast.hoa), by=cast.commune_officer, at=NOW)


def test_an_officer_writes_and_sends_and_does_not_publish(cast, theirs):
    with pytest.raises(PermissionDenied):
        actions.publish(theirs, by=cast.commune_officer, at=NOW)
    with pytest.raises(PermissionDenied):
        actions.schedule(theirs, published_at=SOON, by=cast.commune_officer, at=NOW)
    with pytest.raises(PermissionDenied):
        actions.write_article(made.facts(cast.mac), by=cast.commune_officer, at=NOW)
    theirs.refresh_from_db()
    actions.submit(theirs, by=cast.commune_officer, at=NOW)
    assert theirs.state == ArticleState.IN_REVIEW
    assert cast.editor.pk in Notice.objects.filter(kind="newsroom.submit").values_list("user", flat=True)
    facts = made.facts(cast.hoa, title="Sửa sau khi gửi")
    with pytest.raises(PermissionDenied):
        actions.amend_article(theirs, facts, version=theirs.version, by=cast.commune_officer, at=NOW)
    with pytest.raises(PermissionDenied):
        actions.add_photo(theirs, made.picture(), alt="Ảnh", caption="", credit="", by=cast.commune_officer, at=NOW)
    actions.recall(theirs, by=cast.commune_officer, at=NOW)
    actions.amend_article(theirs, facts, version=theirs.version, by=cast.commune_officer, at=NOW)
    assert theirs.title == "Sửa sau khi gửi"


def test_an_editor_returns_with_the_reason_and_the_writer_hears_of_it(cast, theirs):
    actions.submit(theirs, by=cast.commune_officer, at=NOW)
    with pytest.raises(NotPublishable):
        actions.return_(theirs, reason=" ", by=cast.editor, at=NOW)
    with pytest.raises(PermissionDenied):
        actions.return_(theirs, reason="Tự trả", by=cast.commune_officer, at=NOW)
    actions.return_(theirs, reason="Thiếu ảnh", by=cast.editor, at=NOW)
    assert (theirs.state, theirs.returned_because) == (ArticleState.DRAFT, "Thiếu ảnh")
    notice = Notice.objects.get(kind="newsroom.return")
    assert (notice.user, notice.text) == (cast.commune_officer, "Thiếu ảnh")
    actions.submit(theirs, by=cast.commune_officer, at=NOW)
    assert theirs.returned_because == ""
    actions.publish(theirs, by=cast.editor, at=NOW)
    assert Notice.objects.get(kind="newsroom.publish").user == cast.commune_officer


def test_an_empty_draft_is_not_sent(cast):
    with pytest.raises(NotPublishable):
        actions.submit(made.draft(cast.hoa, html="<p> </p>"), by=cast.commune_officer, at=NOW)


def test_a_scheduled_article_is_published_at_its_minute_and_not_before(cast):
    article = made.draft(cast.district)
    actions.schedule(article, published_at=SOON, by=cast.editor, at=NOW)
    assert not Article.objects.published().exists()
    assert not Entry.objects.exists()
    assert Job.objects.get(kind=actions.PUBLISH_DUE).not_before == SOON
    assert actions.publish_due(by=None, at=SOON - timedelta(minutes=1)) == 0
    assert actions.publish_due(by=None, at=SOON + timedelta(minutes=3)) == 1
    article.refresh_from_db()
    assert (article.state, article.published_at) == (ArticleState.PUBLISHED, SOON)
    assert Entry.objects.get().is_public
    assert actions.publish_due(by=None, at=SOON + timedelta(minutes=4)) == 0


@pytest.mark.django_db(transaction=True)
def test_the_work_in_the_queue_publishes_it(cast):
    article = made.draft(cast.district)
    actions.schedule(article, published_at=SOON, by=cast.editor, at=NOW)
    assert not Worker(lambda: False).once(NOW)
    assert Worker(lambda: False).once(SOON)
    article.refresh_from_db()
    assert article.state == ArticleState.PUBLISHED


def test_schedule_refuses_the_past_and_can_be_moved_and_cancelled(cast):
    article = made.draft(cast.district)
    with pytest.raises(NotPublishable):
        actions.schedule(article, published_at=NOW, by=cast.editor, at=NOW)
    actions.schedule(article, published_at=SOON, by=cast.editor, at=NOW)
    actions.schedule(article, published_at=SOON + timedelta(days=1), by=cast.editor, at=NOW)
    assert actions.publish_due(by=None, at=SOON) == 0
    actions.unschedule(article, by=cast.editor, at=NOW)
    assert (article.state, article.published_at) == (ArticleState.DRAFT, None)
    assert actions.publish_due(by=None, at=SOON + timedelta(days=2)) == 0


def test_what_may_not_be_shown_by_its_minute_becomes_a_draft_with_the_reason(cast):
    article = made.draft(cast.district)
    actions.schedule(article, published_at=SOON, by=cast.editor, at=NOW)
    Photo.objects.create(article=article, file=made.picture(), alt="")
    assert actions.publish_due(by=None, at=SOON) == 0
    article.refresh_from_db()
    assert (article.state, bool(article.returned_because)) == (ArticleState.DRAFT, True)


def test_what_readers_see_is_never_emptied(cast):
    article = made.article(cast.district)
    with pytest.raises(NotPublishable):
        actions.amend_article(
            article, made.facts(cast.district, html="<p></p>"), version=article.version, by=cast.editor, at=NOW
        )


def test_a_picture_without_words_stops_publishing(cast):
    article = made.draft(cast.district)
    Photo.objects.create(article=article, file=made.picture(), alt="")
    with pytest.raises(NotPublishable):
        actions.publish(article, by=cast.editor, at=NOW)


def test_versions_tell_who_changed_what_and_are_restored_as_new_ones(cast):
    article = made.draft(cast.district, title="Một", html="<p>Chữ đầu.</p>")
    facts = made.facts(cast.district, title="Hai", html="<p>Chữ sau.</p>")
    actions.amend_article(article, facts, version=1, by=cast.editor, at=NOW)
    actions.publish(article, by=cast.district_office, at=NOW)
    found = versions_of(article)
    assert [version.number for version in found] == [3, 2, 1]
    assert [version.who for version in found][:2] == [str(cast.district_office), str(cast.editor)]
    assert [list(version.changes) for version in found] == [[], ["tiêu đề", "nội dung"], ["viết bài"]]
    with pytest.raises(Stale):
        actions.restore(article, 1, version=2, by=cast.editor, at=NOW)
    article.refresh_from_db()
    actions.restore(article, 1, version=3, by=cast.editor, at=NOW)
    assert (article.title, article.body.html, article.version) == ("Một", "<p>Chữ đầu.</p>", 4)
    assert AuditEvent.objects.filter(act="newsroom.restore").count() == 1
    then = facts_then(article, 3)
    assert (then.title, then.html) == ("Hai", "<p>Chữ sau.</p>")
    assert facts_then(article, 99) is None
    with pytest.raises(NotPublishable):
        actions.restore(article, 99, version=4, by=cast.editor, at=NOW)


def test_words_that_stay_the_same_make_no_new_words(cast):
    article = made.draft(cast.district, html="<p>Chữ.</p>")
    facts = made.facts(cast.district, title="Khác", html="<p>Chữ.</p>")
    actions.amend_article(article, facts, version=1, by=cast.editor, at=NOW)
    assert ArticleBody.history.count() == 1


def test_tags_are_shared(cast):
    one = made.draft(cast.district, tags=("Nông thôn mới", "nong thon moi"))
    two = made.draft(cast.district, tags=("nông thôn mới",))
    assert [tag.name for tag in two.tags.all()] == ["Nông thôn mới"]
    assert list(one.tags.all()) == list(two.tags.all())
    with pytest.raises(NotPublishable):
        made.draft(cast.district, tags=("chữ " * 30,))
