"""What editors see and do."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.foundation.files.models import StoredFile
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.states import ArticleState
from tests import make
from tests.portal import made
from tests.portal.made import NOW


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def url(name, *args):
    return reverse(f"newsroom:{name}", args=args)


def typed(unit, **more):
    return {
        "title": "Đường quê sáng đèn",
        "html": "<p>Hơn hai cây số.</p>",
        "section": made.section().pk,
        "unit": unit.pk,
        "form_key": str(uuid4()),
        "version": "0",
    } | more


def photo():
    return SimpleUploadedFile("anh.jpg", made.picture(colour="blue").original.read_bytes())


def test_only_editors_come_here_and_only_to_their_own(cast, client):
    article = made.article(cast.district)
    pages = [url("articles"), url("new"), url("edit", article.pk), url("preview", article.pk)]
    for page in pages:
        assert client.get(page).status_code == 302
    for nobody in (cast.leader, cast.stranger):
        client.force_login(nobody, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert {client.get(page).status_code for page in pages} <= {403, 404}
        assert client.post(url("publish", article.pk)).status_code == 404
    client.force_login(cast.commune_officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert [client.get(page).status_code for page in pages] == [200, 200, 404, 404]


def test_an_article_is_written_once_however_often_the_form_is_sent(cast, desk):
    said = typed(cast.district, event_on="17/01/2018", byline="Bùi Thúy", exemplars="")
    for _ in range(2):
        answer = desk.post(url("new"), said)
        assert answer.status_code == 302
    article = Article.objects.get()
    assert (article.title, article.state, article.byline) == (said["title"], ArticleState.DRAFT, "Bùi Thúy")
    assert answer.headers["Location"] == url("edit", article.pk)
    assert "Đường quê sáng đèn" in desk.get(url("edit", article.pk)).content.decode()


def test_what_is_wrong_is_named_and_nothing_is_lost(cast, desk):
    answer = desk.post(url("new"), typed(cast.district, title="", event_on="31/02/2018", exemplars="Không có\n"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Không có mô hình nào tên “Không có”." in page
    assert "31/02/2018" in page
    assert "Hơn hai cây số." in page
    assert not Article.objects.exists()


def test_models_named_are_found_by_their_names(cast, desk):
    campaign = make.campaign(cast.district)
    one = make.registration(campaign, cast.hoa, cast.commune_officer, name="Tổ hòa giải")
    desk.post(url("new"), typed(cast.district, exemplars="tổ hoà giải\n\n"))
    assert list(Article.objects.get().exemplars.all()) == [one.exemplar]


def test_an_article_is_changed_and_a_second_editor_is_told(cast, desk):
    article = made.draft(cast.district)
    said = typed(cast.district, version="1", title="Sửa lần một")
    assert desk.post(url("edit", article.pk), said).status_code == 302
    answer = desk.post(url("edit", article.pk), said | {"title": "Sửa lần hai"})
    assert answer.status_code == 422
    assert "Bài viết vừa được người khác sửa." in answer.content.decode()
    assert "Sửa lần hai" in answer.content.decode()
    article.refresh_from_db()
    assert article.title == "Sửa lần một"


def test_publish_and_withdraw(cast, desk):
    article = made.draft(cast.district)
    assert article.title in desk.get(url("preview", article.pk)).content.decode()
    desk.post(url("publish", article.pk))
    article.refresh_from_db()
    assert article.state == ArticleState.PUBLISHED
    assert "Đã gỡ" not in desk.get(url("edit", article.pk)).content.decode()
    assert desk.post(url("withdraw", article.pk), {"reason": ""}).status_code == 422
    desk.post(url("withdraw", article.pk), {"reason": "Sai số liệu"})
    article.refresh_from_db()
    assert article.state == ArticleState.WITHDRAWN
    answer = desk.post(url("withdraw", article.pk), {"reason": "Lần nữa"})
    assert "Không thể “Gỡ bài”" in answer.content.decode()


def test_an_empty_article_is_not_published(cast, desk):
    article = made.draft(cast.district, html="")
    page = desk.post(url("publish", article.pk), follow=True).content.decode()
    assert "Bài chưa có nội dung." in page


def test_a_draft_is_deleted_after_a_question_and_nothing_else_is(cast, desk):
    article, shown = made.draft(cast.district), made.article(cast.district)
    assert article.title in desk.get(url("delete_draft", article.pk)).content.decode()
    desk.post(url("delete_draft", article.pk))
    assert desk.post(url("delete_draft", shown.pk)).status_code == 404
    assert list(Article.objects.all()) == [shown]


def test_a_picture_needs_words_and_is_refused_if_it_is_none(cast, desk):
    article = made.draft(cast.district)
    answer = desk.post(url("add_photo", article.pk), {"photo-file": photo(), "photo-alt": ""})
    assert answer.status_code == 422
    drawing = SimpleUploadedFile("anh.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    answer = desk.post(url("add_photo", article.pk), {"photo-file": drawing, "photo-alt": "Ảnh"})
    assert answer.status_code == 422
    assert "SVG" in answer.content.decode()
    before = StoredFile.objects.count()
    assert desk.post(url("add_photo", article.pk), {"photo-file": photo(), "photo-alt": "Ảnh"}).status_code == 302
    hung = article.photos.get()
    assert StoredFile.objects.count() == before + 2
    sent = desk.get(url("picture", article.pk, hung.pk, 320))
    assert (sent.headers["Content-Type"], b"".join(sent.streaming_content)[:4]) == ("image/webp", b"RIFF")
    assert desk.get(url("picture", article.pk, hung.pk, 5)).status_code == 404
    assert desk.post(url("photo", article.pk, hung.pk), {"alt": " "}).status_code == 422
    desk.post(url("photo", article.pk, hung.pk), {"alt": "Sân đình", "caption": "Toàn cảnh"})
    hung.refresh_from_db()
    assert (hung.alt, hung.caption) == ("Sân đình", "Toàn cảnh")
    desk.post(url("remove_photo", article.pk, hung.pk))
    assert not article.photos.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_for_one_and_three(cast, desk, rows, django_assert_max_num_queries):
    for _ in range(rows):
        article = made.article(cast.district)
        made.comment(article)
        actions.add_photo(article, made.picture(), alt="Ảnh", caption="", credit="", by=None, at=NOW)
    for page in (url("articles"), url("edit", article.pk), url("preview", article.pk)):
        with django_assert_max_num_queries(12):
            assert desk.get(page).status_code == 200
