"""What is typed and not saved: kept for who types it, offered to them, and nothing else."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.models import Article, Edition, Unsaved
from tests.newsroom.test_holding import change
from tests.newsroom.test_web import BACKEND, desk, typed, url  # noqa: F401 -- a fixture
from tests.portal import made
from tests.portal.made import NOW


def keep(article, by, *, version=None, title="Đang gõ"):
    said = dict.fromkeys(["lead", "byline", "source", "exemplars", "tags"], "") | {"title": title, "html": "<p>Gõ.</p>"}
    version = article.version if article and version is None else version or 0
    return actions.keep_unsaved(article, said, form_key=uuid4(), version=version, by=by, at=NOW)


def test_what_is_typed_is_kept_and_is_neither_published_nor_a_version(cast, desk, client):  # noqa: F811
    article = made.article(cast.district, title="Đường quê")
    edition, events = Edition.objects.get().number, AuditEvent.objects.count()
    said = change(article, title="Đường quê sáng đèn", html="<p>Chữ <script>x</script>mới.</p>", section="0")
    assert desk.post(url("keep_unsaved", article.pk), said).status_code == 204
    assert Unsaved.objects.get().said["html"] == "<p>Chữ mới.</p>"
    assert (Article.objects.get().title, Article.objects.get().version) == ("Đường quê", article.version)
    assert (Edition.objects.get().number, AuditEvent.objects.count()) == (edition, events)
    assert article.history.count() == Article.objects.get().history.count()
    offered = desk.get(url("edit", article.pk)).content.decode()
    assert "bản chưa lưu của bạn" in offered
    assert "sáng đèn" not in offered
    assert "data-autosave=" not in offered  # what is offered is not written over
    taken = desk.get(url("edit", article.pk), {"viet": "tiep"}).content.decode()
    assert "Đường quê sáng đèn" in taken
    assert "data-autosave=" in taken
    desk.post(url("edit", article.pk), change(article, title="Đường quê sáng đèn", kept="1"))
    assert Article.objects.get().title == "Đường quê sáng đèn"
    assert not Unsaved.objects.exists()


def test_it_is_offered_to_nobody_else_and_dropped_when_asked(cast, desk, client):  # noqa: F811
    article = made.article(cast.district)
    keep(article, cast.district_office)
    assert "bản chưa lưu của bạn" not in desk.get(url("edit", article.pk)).content.decode()
    keep(article, cast.editor)
    keep(article, cast.editor, title="Gõ nữa")
    assert desk.post(url("drop_unsaved", article.pk)).status_code == 302
    assert desk.post(url("drop_new")).status_code == 404
    assert [each.by for each in Unsaved.objects.all()] == [cast.district_office]


def test_a_new_article_is_kept_by_the_key_of_its_form_and_goes_on_as_one(cast, desk):  # noqa: F811
    said = typed(cast.district, title="")
    assert desk.post(url("keep_new"), said | {"title": ""}).status_code == 204
    assert desk.post(url("keep_new"), said | {"title": "Bài mới"}).status_code == 204
    assert desk.post(url("keep_new"), typed(cast.district, title="Khác")).status_code == 204
    assert sorted(each.said["title"] for each in Unsaved.objects.all()) == ["Bài mới", "Khác"]
    assert not Article.objects.exists()
    assert "bản chưa lưu của bạn" in desk.get(url("new")).content.decode()
    page = desk.get(url("new"), {"viet": "tiep"}).content.decode()
    assert "Khác" in page
    desk.post(url("new"), said | {"title": "Bài mới", "kept": "1"})
    assert [each.said["title"] for each in Unsaved.objects.all()] == ["Khác"]
    desk.post(url("drop_new"), {"form_key": str(Unsaved.objects.get().form_key)})
    assert not Unsaved.objects.exists()


def test_what_was_offered_and_not_taken_stays_when_other_words_are_saved(cast, desk):  # noqa: F811
    article = made.article(cast.district)
    keep(article, cast.editor)
    desk.post(url("edit", article.pk), change(article, title="Lời khác"))
    assert Article.objects.get().title == "Lời khác"
    assert "Bài đã được sửa sau đó" in desk.get(url("edit", article.pk)).content.decode()


def test_over_somebody_elses_words_it_is_kept_and_told_and_saving_compares(cast, desk):  # noqa: F811
    article = made.article(cast.district, title="Đường quê")
    read = article.version
    theirs = made.facts(cast.district, title="Của người kia")
    actions.amend_article(article, theirs, version=read, by=cast.district_office, at=NOW)
    said = change(article, title="Của tôi", version=str(read), kept="1")
    answer = desk.post(url("keep_unsaved", article.pk), said)
    assert answer.status_code == 409
    assert Unsaved.objects.get().said["title"] == "Của tôi"
    answer = desk.post(url("edit", article.pk), said)
    assert answer.status_code == 422
    assert "Lưu đè bằng bản của tôi" in answer.content.decode()
    assert Unsaved.objects.exists()


def test_a_picture_hung_meanwhile_does_not_count(cast):
    article = made.article(cast.district)
    keep(article, cast.editor)
    words = {"alt": "Đường", "caption": "", "credit": ""}
    actions.add_photo(article, made.picture(), **words, by=cast.editor, at=NOW)
    assert Unsaved.objects.get().version == Article.objects.get().version


def test_only_who_may_write_it_keeps_anything(cast, client):
    article = made.article(cast.hoa)
    for nobody in (cast.commune_officer, cast.other_officer, cast.leader):
        with pytest.raises(PermissionDenied):
            keep(article, nobody)
    with pytest.raises(PermissionDenied):
        keep(None, cast.leader)
    client.force_login(cast.commune_officer, backend=BACKEND)
    draft = made.draft(cast.hoa)
    assert client.post(url("keep_unsaved", draft.pk), change(draft)).status_code == 204
    assert client.post(url("keep_unsaved", draft.pk), {"version": "x"}).status_code == 422
