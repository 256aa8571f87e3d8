"""What colleagues remark on an article: who may, who is told, what is counted, and that no reader sees it."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.notices.models import Notice
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.actions import NotPublishable
from kheo.outlets.newsroom.models import Article, Note
from kheo.outlets.newsroom.rules import NOTE_LIMIT, why_not_note
from tests.newsroom.test_web import BACKEND, desk, url  # noqa: F401 -- a fixture
from tests.portal import made
from tests.portal.made import NOW


def remark(article, by, text="Xem lại số liệu đoạn hai.", key=None):
    return actions.add_note(article, text, form_key=key or uuid4(), by=by, at=NOW)


def of_the_commune(cast):
    return actions.write_article(made.facts(cast.hoa), by=cast.commune_officer, at=NOW)


def test_why_not_note_asks_for_words_and_not_too_many():
    assert why_not_note("Được.") == why_not_note("x" * NOTE_LIMIT) == []
    assert len(why_not_note("")) == len(why_not_note("x" * (NOTE_LIMIT + 1))) == 1


def test_a_remark_tells_who_wrote_the_article_and_who_publishes_it_but_not_oneself(cast):
    article = of_the_commune(cast)
    remark(article, cast.editor)
    assert {each.user for each in Notice.objects.all()} == {cast.commune_officer, cast.district_office}
    assert {each.url for each in Notice.objects.all()} == {url("notes", article.pk)}
    remark(article, cast.commune_officer, "Đã sửa.")
    assert Notice.objects.filter(user=cast.editor).count() == 1
    assert AuditEvent.objects.filter(act="newsroom.add_note").count() == 2


def test_the_same_form_sent_twice_is_one_remark_and_empty_words_are_refused(cast):
    article, key = of_the_commune(cast), uuid4()
    assert remark(article, cast.editor, key=key) == remark(article, cast.editor, key=key)
    with pytest.raises(NotPublishable):
        remark(article, cast.editor, "   ")
    assert Note.objects.count() == 1


def test_a_remark_is_settled_and_opened_again_once_each(cast):
    article = of_the_commune(cast)
    note = remark(article, cast.editor)
    for act, number in ((actions.resolve_note, None), (actions.reopen_note, 1)):
        act(note, by=cast.commune_officer, at=NOW)
        act(note, by=cast.editor, at=NOW)
        assert Article.objects.with_open_notes().get().open_notes == number
    acts = AuditEvent.objects.filter(act__endswith="_note").order_by("pk").values_list("act", flat=True)
    assert [*acts] == ["newsroom.add_note", "newsroom.resolve_note", "newsroom.reopen_note"]


def test_only_who_may_see_the_article_in_the_desk_remarks_and_settles(cast, client):
    article = of_the_commune(cast)
    note = remark(article, cast.editor)
    for nobody in (cast.other_officer, cast.leader, cast.administrator):
        for act in (lambda by: remark(article, by), lambda by: actions.resolve_note(note, by=by, at=NOW)):
            with pytest.raises(PermissionDenied):
                act(nobody)
        client.force_login(nobody, backend=BACKEND)
        assert client.get(url("notes", article.pk)).status_code in {403, 404}
    assert Note.objects.open().count() == 1


def test_the_desk_counts_what_is_open_and_readers_see_nothing(cast, desk, client):  # noqa: F811
    article = made.article(cast.district)
    said = {"text": "Ảnh này <b>mờ</b>.", "form_key": str(uuid4())}
    assert desk.post(url("notes", article.pk), said).status_code == 302
    assert desk.post(url("notes", article.pk), {**said, "text": " "}).status_code == 422
    page = desk.get(url("notes", article.pk)).content.decode()
    assert "Ảnh này &lt;b&gt;mờ&lt;/b&gt;." in page
    assert "1 ý kiến chưa giải quyết" in desk.get(url("articles")).content.decode()
    for name in ("edit", "preview"):
        assert "1 chưa giải quyết" in desk.get(url(name, article.pk)).content.decode()
    desk.post(url("settle_note", article.pk, Note.objects.get().pk), {"do": "resolve"})
    assert "chưa giải quyết" not in desk.get(url("articles")).content.decode()
    assert "Mở lại" in desk.get(url("notes", article.pk)).content.decode()
    desk.post(url("settle_note", article.pk, Note.objects.get().pk), {"do": "reopen"})
    assert Note.objects.open().count() == 1
    other = made.article(cast.district)
    assert desk.post(url("settle_note", other.pk, Note.objects.get().pk), {"do": "resolve"}).status_code == 404
    client.logout()
    for address in (f"/tin/{article.pk}-{article.slug}/", "/", "/rss.xml"):
        assert "mờ" not in client.get(address).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_thread_and_the_list_cost_the_same_for_one_and_three(cast, desk, number, django_assert_num_queries):  # noqa: F811
    article = made.article(cast.district)
    for _each in range(number):
        actions.resolve_note(remark(article, cast.editor), by=cast.editor, at=NOW)
        remark(article, cast.district_office)
    desk.get(url("notes", article.pk))
    for page, cost in ((url("notes", article.pk), 8), (url("articles"), 12)):
        with django_assert_num_queries(cost):
            desk.get(page)
