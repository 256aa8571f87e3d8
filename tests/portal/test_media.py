"""Pictures in the text, videos, sounds and documents, as readers get them."""

import re

import pytest
from django.urls import reverse

from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import CAPTION_KINDS
from kheo.machinery.search.queries import find
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.actions.enclosures import FileFacts
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.rules import FILE_KINDS, Place
from tests.directives.made import word
from tests.portal import clips, made
from tests.portal.made import NOW
from tests.portal.test_web import place, reader  # noqa: F401 -- a fixture


def enclosed(article, name="phong-su.mp4", data=None, **said):
    file = keep(clips.sent(name, data or clips.mp4()), kinds=FILE_KINDS, by=None, at=NOW)
    return actions.add_file(article, file, FileFacts(**{"title": "Phóng sự"} | said), by=None, at=NOW)


def address(clip, which="file"):
    file = getattr(clip, which)
    return reverse("portal:medium", args=[file.pk, file.name.rpartition(".")[0], file.kind])


def told(cast, parts):
    """Return a published article whose text holds what was hung on it, in that order."""
    article = made.draft(cast.district, html="<p>Một.</p><p>Hai.</p>")
    facts = made.facts(cast.district, title=article.title, html=parts(article))
    actions.amend_article(article, facts, version=article.version, by=None, at=NOW)
    actions.publish(article, by=None, at=NOW)
    return article


def hung(article, colour, alt):
    words = {"alt": alt, "caption": "", "credit": ""}
    return Place("photo", actions.add_photo(article, made.picture(colour=colour), **words, by=None, at=NOW).pk)


def test_a_picture_stands_where_it_was_set_and_the_others_as_before(cast, reader):  # noqa: F811
    def parts(article):
        _lead, placed, _under = (hung(article, colour, colour) for colour in ("red", "green", "blue"))
        return f"<p>Một.</p>{placed}<p>Hai.</p>"

    page = reader.get(place(told(cast, parts))).content.decode()
    order = [page.index(mark) for mark in ('alt="red"', "Một.", 'alt="green"', "Hai.", 'alt="blue"')]
    assert order == sorted(order)
    assert page.count('alt="green"') == 1
    assert "data-photo" not in page


def test_what_leads_is_no_longer_over_the_text_once_it_stands_in_it(cast, reader):  # noqa: F811
    page = reader.get(place(told(cast, lambda article: f"<p>Một.</p>{hung(article, 'red', 'red')}"))).content.decode()
    assert page.index("Một.") < page.index('alt="red"')
    assert page.count('alt="red"') == 1


def test_a_place_of_nothing_is_left_out(cast, reader):  # noqa: F811
    article = made.article(cast.district, html="<p>Một.</p>")
    article.body.html = '<p>Một.</p><figure data-photo="999"></figure><p>Hai.</p>'
    article.body.save()
    page = reader.get(place(article)).content.decode()
    assert "<p>Một.</p><p>Hai.</p>" in page


def test_video_sound_and_document_have_words_kind_and_size(cast, reader):  # noqa: F811
    article = made.draft(cast.district)
    captions = keep(clips.sent("p.vtt", clips.VTT), kinds=CAPTION_KINDS, by=None, at=NOW)
    clip = enclosed(article, captions=captions, poster=made.picture(), title="Cầu <Đông>")
    sound = enclosed(article, "Loa thôn.mp3", clips.mp3(), transcript="Dòng một.\n\nDòng <hai>.", title="Loa thôn")
    paper = enclosed(article, "Kế hoạch.pdf", b"%PDF-1.7\n", title="Kế hoạch")
    actions.publish(article, by=None, at=NOW)
    page = reader.get(place(article)).content.decode()
    poster = reverse("portal:picture", args=[clip.poster_id, clip.poster.widths[-1]])
    assert f'<video controls preload="none" aria-label="Cầu &lt;Đông&gt;" poster="{poster}">' in page
    assert f'<track kind="captions" src="{address(clip, "captions")}" srclang="vi"' in page
    assert f'src="/tep/{sound.file_id}/loa-thon.mp3" type="audio/mpeg"' in page
    assert "<p>Dòng một.</p>" in page
    assert "Dòng &lt;hai&gt;." in page
    assert f'href="/tep/{paper.file_id}/ke-hoach.pdf" download' in page
    assert re.search(r"\(PDF, 9\s+byte", page)


@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        (None, 200, (0, None)),
        ("bytes=0-9", 206, (0, 10)),
        ("bytes=10-", 206, (10, None)),
        ("bytes=-7", 206, (-7, None)),
        ("bytes=5-99999999", 206, (5, None)),
        ("bytes=99999999-", 416, None),
        ("bytes=9-3", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=0-1,4-5", 200, (0, None)),
        ("bytes=-", 200, (0, None)),
        ("lines=1-2", 200, (0, None)),
        ("bytes=" + "9" * 40 + "-", 200, (0, None)),
    ],
)
def test_a_phone_gets_the_part_that_it_asks_for(cast, reader, asked, status, span):  # noqa: F811
    article, data = made.draft(cast.district), clips.mp4()
    clip = enclosed(article, transcript="Lời.")
    actions.publish(article, by=None, at=NOW)
    answer = reader.get(address(clip), headers={"Range": asked} if asked else {})
    assert answer.status_code == status
    assert answer.headers["Accept-Ranges" if span else "Content-Range"] == ("bytes" if span else f"bytes */{len(data)}")
    if span:
        content = data[slice(*span)]
        assert b"".join(answer.streaming_content) == content
        assert answer.headers["Content-Length"] == str(len(content))
        assert answer.headers["Content-Type"] == "video/mp4"
    if status == 206:
        start = span[0] % len(data)
        assert answer.headers["Content-Range"] == f"bytes {start}-{start + len(content) - 1}/{len(data)}"


def test_a_part_of_another_version_is_the_whole(cast, reader):  # noqa: F811
    article = made.draft(cast.district)
    clip = enclosed(article, transcript="Lời.")
    actions.publish(article, by=None, at=NOW)
    tag = reader.get(address(clip), headers={"Range": "bytes=0-0"}).headers["ETag"]
    for known, status in ((tag, 206), ('"other"', 200)):
        answer = reader.get(address(clip), headers={"Range": "bytes=0-3", "If-Range": known})
        assert answer.status_code == status


def test_no_browser_takes_a_file_for_a_page(cast, reader):  # noqa: F811
    article = made.draft(cast.district)
    kept = [
        enclosed(article, "a.mp4", clips.mp4(), transcript="Lời."),
        enclosed(article, "a.mp3", clips.mp3(), transcript="Lời."),
        enclosed(article, "a.pdf", b"%PDF-1.7\n<script>alert(1)</script>"),
    ]
    actions.publish(article, by=None, at=NOW)
    for clip in kept:
        answer = reader.get(address(clip))
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "html" not in answer.headers["Content-Type"]
        assert answer.headers["Content-Security-Policy"]
        is_paper = clip.file.kind == "pdf"
        assert answer.headers.get("Content-Disposition", "inline").startswith("attachment" if is_paper else "inline")
        assert not answer.cookies
        other = reverse("portal:medium", args=[clip.file_id, "a", "html"])
        assert reader.get(other).status_code == 404


def test_only_what_readers_may_see_is_sent(cast, reader):  # noqa: F811
    article = made.draft(cast.district)
    captions = keep(clips.sent("p.vtt", clips.VTT), kinds=CAPTION_KINDS, by=None, at=NOW)
    clip = enclosed(article, captions=captions, poster=made.picture())
    poster = reverse("portal:picture", args=[clip.poster_id, clip.poster.widths[0]])
    addresses = [address(clip), address(clip, "captions"), poster]
    assert [reader.get(each).status_code for each in addresses] == [404] * 3
    actions.publish(article, by=None, at=NOW)
    answers = [reader.get(each) for each in addresses]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert all(b"".join(answer.streaming_content) for answer in answers)
    actions.withdraw(Article.objects.get(), reason="Sai", by=None, at=NOW)
    assert [reader.get(each).status_code for each in addresses] == [404] * 3
    photo = made.picture(colour="red")
    assert reader.get(f"/tep/{photo.pk}/anh.jpeg").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_an_article_with_files_costs_one_question_more(cast, reader, rows, django_assert_num_queries):  # noqa: F811
    article = made.draft(cast.district)
    for number in range(rows):
        enclosed(article, data=clips.mp4(words=bytes(number)), transcript="Lời.")
        hung(article, ("red", "green", "blue")[number], "Ảnh")
    actions.publish(article, by=None, at=NOW)
    reader.get("/van-ban/")  # the frame is kept from here on
    with django_assert_num_queries(4):
        reader.get(place(article))
    with django_assert_num_queries(1):
        reader.get(place(article))


def test_what_files_say_is_found_and_shown_where_it_is_said(cast, reader, settings):  # noqa: F811
    settings.JOBS = "inline"  # documents are read at once
    article = made.draft(cast.district, title="Hội nghị sơ kết", lead="Tin ngắn.")
    letter = word("Tổ hòa giải thôn Yên Thổ đã hòa giải mười hai vụ việc.")
    paper = enclosed(article, "bao-cao.docx", letter, title="Báo cáo của ban")
    enclosed(article, transcript="Bà con xóm Đông góp một nghìn ngày công.")
    actions.publish(article, by=None, at=NOW)
    for asked, said in (("hoa giai thon yen tho", "mười hai vụ việc"), ("nghìn ngày công", "xóm Đông")):
        page = reader.get("/tim-kiem/", {"q": asked}).content.decode()
        assert "Hội nghị sơ kết" in page, asked
        assert said in re.sub("<[^>]+>", "", page), asked
    actions.remove_file(paper, by=cast.editor, at=NOW)
    assert not find("báo cáo của ban", user=None).hits
    assert not find("hòa giải thôn Yên Thổ", user=None).hits
