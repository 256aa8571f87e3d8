"""Videos, sounds and documents at the desk, and where they stand in the text."""

import pytest
from django.urls import reverse

from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.models import Article, Enclosure, Photo
from kheo.outlets.newsroom.rules import Place
from tests.newsroom.test_placing import TEXT, enclosed, hung, stored
from tests.newsroom.test_web import BACKEND, desk, photo, typed, url  # noqa: F401 -- a fixture
from tests.portal import clips, made
from tests.portal.made import NOW


@pytest.fixture
def article(cast):
    return made.draft(cast.district, html=TEXT)


def sent(desk, article, data=None, name="phim.mp4", **said):  # noqa: F811
    body = {"file-file": clips.sent(name, data or clips.mp4()), "file-title": "Phóng sự"}
    return desk.post(url("add_file", article.pk), body | {f"file-{key}": value for key, value in said.items()})


def text(answer):
    return answer.content.decode()


def test_a_video_is_added_with_captions_and_a_picture_and_shown(desk, article):  # noqa: F811
    answer = sent(desk, article, captions=clips.sent("p.vtt", clips.VTT), poster=photo())
    assert answer.status_code == 302
    clip = Enclosure.objects.get()
    assert (clip.sort, clip.captions.kind, clip.poster.is_photo) == ("video", "vtt", True)
    assert "Phóng sự" in text(desk.get(url("edit", article.pk)))
    shown = text(desk.get(url("preview", article.pk)))
    poster = url("file_poster", article.pk, clip.pk, clip.poster.widths[-1])
    for address in (url("file_content", article.pk, clip.pk), url("file_captions", article.pk, clip.pk), poster):
        assert f'"{address}"' in shown
        assert b"".join(desk.get(address).streaming_content)
    assert '<video controls preload="none"' in shown


@pytest.mark.parametrize(
    ("data", "name", "said", "why"),
    [
        (b"<html><script>alert(1)</script></html>", "phim.mp4", {}, "Không nhận loại tệp của"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "phim.mp4", {}, "SVG"),
        (clips.mp4(words=b"<script>"), "phim.mp4", {}, "chứa nội dung khác ngoài hình và tiếng"),
        (None, "phim.mp4", {"title": ""}, "Tên tệp cho bạn đọc"),
        (None, "phim.mp4", {"captions": clips.sent("p.srt", b"1\n00:00:01,000 --> 00:00:02,000\n")}, "p.srt"),
        (None, "phim.mp4", {"poster": clips.sent("p.jpg", b"<html>")}, "p.jpg"),
    ],
)
def test_what_is_no_clip_is_refused_and_the_words_stay(desk, article, data, name, said, why):  # noqa: F811
    answer = sent(desk, article, data, name, **{"transcript": "Lời đã gõ"} | said)
    assert answer.status_code == 422
    assert why in text(answer)
    assert "Lời đã gõ" in text(answer)
    assert not Enclosure.objects.exists()


def test_too_large_is_refused(desk, article, settings):  # noqa: F811
    settings.MAX_MEDIA_MB = 0
    answer = sent(desk, article)
    assert answer.status_code == 422
    assert "lớn hơn" in text(answer)


def test_the_check_asks_for_what_is_said(cast, desk, article):  # noqa: F811
    clip = enclosed(article, cast)
    assert "Video “Phóng sự” chưa có phụ đề hoặc lời." in text(desk.get(url("preview", article.pk)))
    assert "chưa có phụ đề hoặc lời" in text(desk.get(url("publish", article.pk)))
    page = url("file", article.pk, clip.pk)
    assert desk.post(page, {"title": "Phóng sự", "transcript": "Thôn\nĐông"}).status_code == 302
    assert "chưa có phụ đề" not in text(desk.get(url("preview", article.pk)))
    assert Enclosure.objects.get().transcript == "Thôn\nĐông"


def test_captions_stay_until_others_come_or_they_are_taken_off(cast, desk, article):  # noqa: F811
    sent(desk, article, captions=clips.sent("p.vtt", clips.VTT))
    clip = Enclosure.objects.get()
    page = url("file", article.pk, clip.pk)
    assert "Bỏ phụ đề" in text(desk.get(page))
    desk.post(page, {"title": "Tên khác"})
    assert Enclosure.objects.get().captions_id == clip.captions_id
    desk.post(page, {"title": "Tên khác", "no_captions": "on"})
    assert Enclosure.objects.get().captions_id is None
    assert desk.get(url("file_captions", article.pk, clip.pk)).status_code == 404
    assert desk.post(page, {"title": ""}).status_code == 422


def test_a_picture_is_set_and_moved_without_script(cast, desk, article):  # noqa: F811
    photo_ = hung(article, cast)
    page = text(desk.get(url("edit", article.pk)))
    assert "<noscript><form" in page
    assert "Sau: Một." in page
    assert "Ảnh đầu bài" in page
    here = {"kind": "photo", "number": photo_.pk, "version": article.version}
    assert desk.post(url("place", article.pk), here | {"after": "1"}).status_code == 302
    article = Article.objects.get(pk=article.pk)
    assert article.body.html == f"<p>Một.</p>{Place('photo', photo_.pk)}<p>Hai.</p>"
    page = text(desk.get(url("edit", article.pk)))
    assert "Trong bài" in page
    shown = text(desk.get(url("preview", article.pk)))
    assert shown.index("Một.") < shown.index("<figure>") < shown.index("Hai.")
    desk.post(url("place", article.pk), here | {"after": "0"})  # the version of the page before
    assert Article.objects.get(pk=article.pk).body.html == article.body.html
    desk.post(url("place", article.pk), here | {"after": "", "version": article.version})
    assert Article.objects.get(pk=article.pk).body.html == TEXT
    assert desk.post(url("place", article.pk), here | {"kind": "x"}).status_code == 404


def test_taking_off_what_stands_in_the_text_asks_first(cast, desk, article):  # noqa: F811
    photo_, clip = hung(article, cast), enclosed(article, cast)
    for kind, thing in (("photo", photo_), ("file", clip)):
        actions.place(article, Place(kind, thing.pk), after=1, version=article.version, by=cast.editor, at=NOW)
    for name, thing, model in (("remove_photo", photo_, Photo), ("remove_file", clip, Enclosure)):
        address = url(name, article.pk, thing.pk)
        assert "đang đặt trong bài" in text(desk.post(address))
        assert model.objects.exists()
        assert desk.post(address, {"sure": "1"}).status_code == 302
        assert not model.objects.exists()
    assert Article.objects.get(pk=article.pk).body.html == TEXT


def test_others_neither_see_nor_change_the_files_of_a_unit(cast, client, article):
    clip = enclosed(article, cast)
    client.force_login(cast.commune_officer, backend=BACKEND)
    where = [article.pk, clip.pk]
    for name in ("file", "file_content", "file_captions"):
        assert client.get(url(name, *where)).status_code == 404
    for name, args in (("remove_file", where), ("add_file", where[:1]), ("place", where[:1])):
        assert client.post(url(name, *args)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_costs_the_same_for_one_and_three(cast, desk, rows, article, django_assert_num_queries):  # noqa: F811
    for number in range(rows):
        enclosed(article, cast, data=clips.mp4(words=bytes(number)))
        hung(article, cast, colour=("red", "blue", "green")[number])
    desk.get(url("edit", article.pk))
    for name, cost in (("edit", 14), ("preview", 13)):
        with django_assert_num_queries(cost):
            desk.get(url(name, article.pk))


def test_saving_keeps_the_places_that_the_editor_sends(cast, desk, article):  # noqa: F811
    photo_ = hung(article, cast)
    html = f'<p>Một.</p><figure data-photo="{photo_.pk}"><img src="x"></figure>'
    said = typed(cast.district, html=html, version=str(article.version))
    desk.post(url("edit", article.pk), said)
    assert Article.objects.get(pk=article.pk).body.html == f"<p>Một.</p>{Place('photo', photo_.pk)}"
    assert reverse("newsroom:picture", args=[article.pk, photo_.pk, 320]) in text(desk.get(url("edit", article.pk)))
    assert stored("a.pdf", b"%PDF-1.7\n").kind == "pdf"
