"""What editors see and do."""

import re
from datetime import datetime
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import docx
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx.oxml.ns import qn

from kheo.foundation.files.models import StoredFile
from kheo.lib.dates import LOCAL
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.models import Article, ArticleBody, Photo
from kheo.outlets.newsroom.queries import belongings_then, facts_then
from kheo.outlets.newsroom.states import ArticleState
from tests import make
from tests.portal import made
from tests.portal.made import NOW

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def desk(client, cast):
    cache.clear()
    client.force_login(cast.editor, backend=BACKEND)
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
        client.force_login(nobody, backend=BACKEND)
        assert {client.get(page).status_code for page in pages} <= {403, 404}
        assert client.post(url("publish", article.pk)).status_code == 404
    client.force_login(cast.commune_officer, backend=BACKEND)
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
        with django_assert_max_num_queries(13):
            assert desk.get(page).status_code == 200


# On the way to readers ------------------------------------------------------------------------------------------------


def test_an_officer_sends_and_an_editor_finds_it_waiting_and_returns_it(cast, client, desk):
    article = made.draft(cast.hoa)
    client.force_login(cast.commune_officer, backend=BACKEND)
    assert "Gửi duyệt" in client.get(url("edit", article.pk)).content.decode()
    page = client.post(url("submit", article.pk), follow=True).content.decode()
    assert "Rút lại để viết tiếp" in page
    assert "Trả lại người viết" not in page
    assert client.get(url("publish", article.pk)).status_code == 403
    client.force_login(cast.editor, backend=BACKEND)
    assert "Chờ duyệt: 1" in client.get(url("articles")).content.decode()
    assert client.post(url("return", article.pk), {"reason": ""}).status_code == 422
    client.post(url("return", article.pk), {"reason": "Thiếu ảnh hiện trường"})
    client.force_login(cast.commune_officer, backend=BACKEND)
    assert "Thiếu ảnh hiện trường" in client.get(url("edit", article.pk)).content.decode()


def test_publishing_is_set_for_a_minute_of_our_clock(cast, desk):
    article = made.draft(cast.district)
    address = url("publish", article.pk)
    for wrong in ({"day": "30/12/2090"}, {"time": "7h30"}, {"day": "30/12/2090", "time": "25:00"}, {"day": "x"}):
        assert desk.post(address, wrong).status_code == 422
    past = desk.post(address, {"day": "30/12/2001", "time": "07:30"})
    assert "Thời điểm này đã qua." in past.content.decode()
    desk.post(address, {"day": "30/12/2090", "time": "7h30"})
    article.refresh_from_db()
    assert (article.state, article.published_at) == (
        ArticleState.SCHEDULED,
        datetime(2090, 12, 30, 7, 30, tzinfo=LOCAL),
    )
    assert "07:30, 30/12/2090" in desk.get(url("edit", article.pk)).content.decode()
    desk.post(url("unschedule", article.pk))
    article.refresh_from_db()
    assert article.state == ArticleState.DRAFT


def test_remarks_of_the_check_are_passed_by_and_errors_are_not(cast, desk):
    article = made.draft(cast.district, title="ĐƯỜNG QUÊ SÁNG ĐÈN")
    answer = desk.post(url("publish", article.pk))
    assert answer.status_code == 422
    assert "Tiêu đề viết toàn chữ in hoa." in answer.content.decode()
    desk.post(url("publish", article.pk), {"passed": "on"})
    article.refresh_from_db()
    assert article.state == ArticleState.PUBLISHED
    lacking = made.draft(cast.district)
    Photo.objects.create(article=lacking, file=made.picture(), alt="")
    answer = desk.post(url("publish", lacking.pk), {"passed": "on"})
    assert "Ảnh 1 chưa có mô tả" in answer.content.decode()
    lacking.refresh_from_db()
    assert lacking.state == ArticleState.DRAFT


def test_figures_are_compared_with_the_register(cast, desk):
    campaign = make.campaign(cast.district)
    for name in ("Đường hoa", "Tổ hòa giải"):
        make.registration(
            campaign, cast.hoa, cast.commune_officer, name=name, state="registered", office=cast.district_office
        )
    here = f"Năm {campaign.year}, toàn huyện đăng ký"
    said = "Bài viết ghi 138 mô hình (đăng ký); sổ đăng ký có 2."

    def page_of(title, words):
        told = {"title": title, "html": f"<p>{words} mô hình dân vận khéo.</p>"}
        article = made.draft(cast.district, campaign=campaign, **told)
        return desk.get(url("preview", article.pk)).content.decode()

    assert said in page_of("Yên Mô tổng kết phong trào", f"{here} 138")
    assert said in page_of("Xã Yên Hòa ra quân", f"Năm {campaign.year}, xã Yên Hòa đăng ký 138")
    assert "sổ đăng ký có 0" in page_of("Xã Yên Mạc ra quân", f"Năm {campaign.year}, xã Yên Mạc đăng ký 138")
    for title, words in (
        ("Yên Mô tổng kết phong trào", f"{here} 2"),
        ("Yên Mô tổng kết phong trào", f"Năm {campaign.year - 3}, toàn huyện đăng ký 138"),
        ("Xã Khánh Thủy ra quân", f"Năm {campaign.year}, xã Khánh Thủy đăng ký 138"),
        ("Yên Mô tổng kết phong trào", f"Năm {campaign.year}, toàn huyện phấn đấu đăng ký 138"),
    ):
        assert "sổ đăng ký có" not in page_of(title, words)


# Two at once, and earlier versions ------------------------------------------------------------------------------------


def test_a_second_editor_is_told_who_writes_and_may_take_over(cast, desk):
    article = made.draft(cast.district)
    assert "đang sửa bài này" not in desk.get(url("edit", article.pk)).content.decode()
    other = Client()
    other.force_login(cast.district_office, backend=BACKEND)
    page = other.get(url("edit", article.pk)).content.decode()
    assert f"{cast.editor} đang sửa bài này" in page
    assert desk.post(url("keep_lease", article.pk)).status_code == 204
    other.post(url("take_over", article.pk))
    assert f"{cast.district_office} đang sửa bài này" in desk.post(url("keep_lease", article.pk)).content.decode()
    other.post(url("keep_lease", article.pk), {"closed": "1"})
    assert desk.post(url("keep_lease", article.pk)).status_code == 204


def test_saving_over_anothers_text_loses_neither(cast, desk):
    article = made.draft(cast.district, html="<p>Có 138 mô hình.</p>")
    said = typed(cast.district, version="1", html="<p>Có 139 mô hình.</p>")
    desk.post(url("edit", article.pk), said | {"html": "<p>Có 140 mô hình.</p>"})
    answer = desk.post(url("edit", article.pk), said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r"<del><span[^>]*>[^<]*</span>140</del><ins><span[^>]*>[^<]*</span>139</ins>", page)
    assert 'name="over" value="2"' in page
    assert desk.post(url("edit", article.pk), said | {"over": "2"}).status_code == 302
    assert "139" in ArticleBody.objects.get(article=article).html
    assert [row.html for row in ArticleBody.history.order_by("history_id")][1] == "<p>Có 140 mô hình.</p>"


def test_versions_are_listed_compared_and_restored(cast, desk):
    article = made.draft(cast.district, html="<p>Chữ đầu.</p>")
    desk.post(url("edit", article.pk), typed(cast.district, version="1", html="<p>Chữ sau.</p>"))
    assert url("compare", article.pk, 1) in desk.get(url("versions", article.pk)).content.decode()
    page = desk.get(url("compare", article.pk, 1)).content.decode()
    assert "Khôi phục phiên bản 1" in page
    assert "<del>" in page
    assert "Hai bản giống nhau." in desk.get(url("compare", article.pk, 1), {"voi": "1"}).content.decode()
    assert desk.get(url("compare", article.pk, 9)).status_code == 404
    desk.post(url("restore", article.pk, 1))
    assert ArticleBody.objects.get(article=article).html == "<p>Chữ đầu.</p>"


# Out of Word ----------------------------------------------------------------------------------------------------------


def test_a_word_document_becomes_a_draft_with_its_pictures(cast, desk):
    written = docx.Document()
    written.add_paragraph("Yên Hòa thắp sáng đường quê")
    written.add_heading("Kết quả", 1)
    written.add_paragraph("Hơn hai cây số.")
    written.add_paragraph("Một việc", style="List Bullet")
    written.add_paragraph("Hai việc", style="List Bullet")
    table = written.add_table(2, 2)
    for number, words in enumerate(("Năm", "Số mô hình", "2017", "<b>138</b>")):
        table.cell(number // 2, number % 2).text = words
    written.add_picture(BytesIO(made.picture(colour="red").original.read_bytes()))
    out = BytesIO()
    written.save(out)
    upload = SimpleUploadedFile("bai.docx", out.getvalue())
    before = StoredFile.objects.count()
    desk.post(url("import"), {"upload": upload, "section": made.section().pk, "unit": cast.district.pk})
    article = Article.objects.get()
    assert (article.title, article.state) == ("Yên Hòa thắp sáng đường quê", ArticleState.DRAFT)
    assert article.body.html == (
        "<h2>Kết quả</h2><p>Hơn hai cây số.</p><ul><li><p>Một việc</p></li><li><p>Hai việc</p></li></ul>"
        "<table><tbody><tr><th>Năm</th><th>Số mô hình</th></tr><tr><td>2017</td><td>&lt;b&gt;138&lt;/b&gt;</td></tr>"
        f'</tbody></table><figure data-photo="{article.photos.get().pk}"></figure>'
    )
    assert [photo.alt for photo in article.photos.all()] == [""]
    assert StoredFile.objects.count() == before + 1
    assert "Ảnh 1 chưa có mô tả" in desk.get(url("preview", article.pk)).content.decode()


def test_pictures_of_a_document_become_photos_in_the_text_and_others_are_told(cast, desk):
    written = docx.Document()
    written.add_paragraph("Yên Hòa thắp sáng đường quê")
    for number, colour in enumerate(("red", "blue", "green"), 1):
        if number > 1:
            written.add_paragraph(f"Đoạn {number}.")
        written.add_picture(BytesIO(made.picture(colour=colour).original.read_bytes()))
        list(written.element.body.iter(qn("wp:docPr")))[-1].set("descr", f"Đường làng {number}")
        written.add_paragraph(f"Ngõ số {number}. Ảnh: Thu Hà", style="Caption")
    out = BytesIO()
    written.save(out)
    upload = SimpleUploadedFile("bai.docx", swapped(out.getvalue(), "image2", b"\x01\x00\x00\x00 no photo"))
    said = {"upload": upload, "section": made.section().pk, "unit": cast.district.pk}
    page = desk.post(url("import"), said, follow=True).content.decode()
    article = Article.objects.get()
    first, third = article.photos.all()
    assert (first.alt, first.caption, first.credit) == ("Đường làng 1", "Ngõ số 1", "Thu Hà")
    assert (third.alt, third.caption, third.order) == ("Đường làng 3", "Ngõ số 3", 1)
    assert article.body.html == (
        f'<p>Đoạn 2.</p><p><em>Ngõ số 2. Thu Hà</em></p><p>Đoạn 3.</p><figure data-photo="{third.pk}"></figure>'
    )
    assert "Ảnh 2 trong văn bản (tại “Ngõ số 2”) không đưa vào bài được" in page
    assert [row["number"] for row in belongings_then(article, 1)["photos"]] == [first.pk, third.pk]
    assert facts_then(article, 1).html == article.body.html


def swapped(document, name, data):
    """Return a Word document with other bytes in one of its pictures."""
    out = BytesIO()
    with ZipFile(BytesIO(document)) as before, ZipFile(out, "w") as after:
        for entry in before.namelist():
            after.writestr(entry, data if f"media/{name}." in entry else before.read(entry))
    return out.getvalue()


def test_what_is_no_word_document_is_refused(cast, desk):
    said = {"section": made.section().pk, "unit": cast.district.pk}
    for upload in (photo(), SimpleUploadedFile("bai.docx", b"PK\x03\x04hong")):
        before = StoredFile.objects.count()
        assert desk.post(url("import"), said | {"upload": upload}).status_code == 422
        assert StoredFile.objects.count() == before
    assert not Article.objects.exists()


def test_pasted_html_is_answered_clean(cast, desk):
    html = "<p class=MsoNormal onclick=x()>Chữ<script>alert(1)</script></p>"
    answer = desk.post(url("clean"), {"html": html})
    assert (answer.content.decode(), answer.headers["Content-Type"]) == ("<p>Chữ</p>", "text/plain; charset=utf-8")


def test_a_link_is_chosen_by_words_of_a_name_and_only_among_public_pages(cast, desk):
    article = made.article(cast.district, title="Thôn Trung thắp sáng đường quê")
    made.draft(cast.district, title="Thôn Trung còn viết dở")
    found = desk.get(url("targets"), {"q": "thon trung"}).json()["found"]
    assert found == [[article.title, f"/tin/{article.pk}-{article.slug}/", "Tin, bài"]]
    assert desk.get(url("targets"), {"q": ""}).json()["found"] == []
    assert url("targets") in desk.get(url("edit", article.pk)).content.decode()
