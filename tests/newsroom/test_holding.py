"""Changes of a published article that readers do not see yet."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.actions import NotPublishable
from kheo.outlets.newsroom.models import Article, Edition, Held
from tests.newsroom.test_web import BACKEND, desk, typed, url  # noqa: F401 -- a fixture
from tests.portal import made
from tests.portal.made import NOW


def change(article, **more):
    return typed(article.unit, version=str(article.version), section=article.section_id) | more


def test_kept_changes_are_shown_to_the_writer_and_not_to_readers_until_they_are_saved(cast, desk, client):  # noqa: F811
    article = made.article(cast.district, title="Đường quê")
    before = Edition.objects.get().number
    said = change(article, title="Đường quê sáng đèn", html="<p>Chữ <script>x</script>mới.</p>", tags="nông thôn mới")
    assert desk.post(url("edit", article.pk), {**said, "hold": "1"}).status_code == 302
    assert Article.objects.get().title == "Đường quê"
    assert Edition.objects.get().number == before
    page = desk.get(url("edit", article.pk)).content.decode()
    assert "Đường quê sáng đèn" in page
    assert "nông thôn mới" in page
    assert "bản sửa chưa đăng" in page
    assert "bản sửa chưa đăng" in desk.get(url("articles")).content.decode()
    seen = desk.get(url("preview", article.pk), {"ban": "sua"}).content.decode()
    assert "<p>Chữ mới.</p>" in seen
    assert "<p>Chữ mới.</p>" not in desk.get(url("preview", article.pk)).content.decode()
    assert "sáng đèn" not in client.get(f"/tin/{article.pk}-{article.slug}/").content.decode()
    desk.post(url("edit", article.pk), said)
    assert Article.objects.get().title == "Đường quê sáng đèn"
    assert not Held.objects.exists()


def test_kept_changes_are_dropped_only_when_asked(cast, desk):  # noqa: F811 -- the fixture
    article = made.article(cast.district, title="Đường quê")
    desk.post(url("edit", article.pk), {**change(article, title="Khác"), "hold": "1"})
    assert "Khác" in desk.get(url("edit", article.pk)).content.decode()
    assert desk.get(url("drop_changes", article.pk)).status_code == 200
    assert Held.objects.exists()
    desk.post(url("drop_changes", article.pk))
    assert not Held.objects.exists()
    assert Article.objects.get().title == "Đường quê"


def test_what_somebody_else_saved_meanwhile_is_compared_and_a_picture_does_not_count(cast, desk):  # noqa: F811
    article = made.article(cast.district, title="Đường quê")
    said = dict.fromkeys(["lead", "byline", "source", "exemplars", "tags"], "") | {"title": "Khác", "html": ""}
    actions.hold_changes(article, said, version=article.version, by=cast.editor, at=NOW)
    words = {"alt": "Đường", "caption": "", "credit": ""}
    actions.add_photo(article, made.picture(), **words, by=cast.editor, at=NOW)
    assert Held.objects.get().version == Article.objects.get().version
    article = Article.objects.get()
    actions.amend_article(
        article, made.facts(cast.district, title="Của người kia"), version=article.version, by=cast.editor, at=NOW
    )
    held = Held.objects.get()
    answer = desk.post(url("edit", article.pk), change(article, title="Khác", version=str(held.version)))
    assert answer.status_code == 422
    assert "Lưu đè bằng bản của tôi" in answer.content.decode()
    with pytest.raises(Stale):
        actions.hold_changes(article, said, version=held.version, by=cast.editor, at=NOW)


def test_only_changes_of_what_readers_see_are_kept_back_and_only_by_editors(cast):
    draft, article = made.draft(cast.hoa), made.article(cast.hoa)
    said = {"title": "Khác", "html": ""}
    with pytest.raises(NotPublishable):
        actions.hold_changes(draft, said, version=draft.version, by=cast.editor, at=NOW)
    with pytest.raises(PermissionDenied):
        actions.hold_changes(article, said, version=article.version, by=cast.commune_officer, at=NOW)
    actions.hold_changes(article, said, version=article.version, by=cast.editor, at=NOW)
    actions.hold_changes(
        article, said | {"title": "Nữa"}, version=article.version, by=cast.editor, at=NOW + timedelta(1)
    )
    assert Held.objects.get().said["title"] == "Nữa"
    with pytest.raises(PermissionDenied):
        actions.drop_changes(article, by=cast.commune_officer, at=NOW)
    assert AuditEvent.objects.filter(act="newsroom.hold_changes").count() == 2
