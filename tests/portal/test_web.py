"""What readers see and send."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from kheo.movement.registry.actions import attach
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from kheo.outlets.newsroom import actions
from kheo.outlets.portal.web import pages
from kheo.outlets.portal.web.readers import BROWSERS, Readers
from kheo.outlets.portal.web.tally import Tally, tally
from kheo.outlets.voice import actions as voice
from kheo.outlets.voice.actions import moderate
from kheo.outlets.voice.models import Comment, Rating
from kheo.ui import limits
from tests import make
from tests.portal import made
from tests.portal.made import NOW

BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"}


def place(article):
    return reverse("portal:article", args=[article.pk, article.slug])


def text(response):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def reader(client):
    client.defaults |= BROWSER
    return client


@pytest.fixture
def later(monkeypatch):
    """Let time pass between handing out a form and its coming back."""
    handed_out = pages.time.time
    monkeypatch.setattr(pages.time, "time", lambda: handed_out() - 60)
    return lambda: monkeypatch.setattr(pages.time, "time", handed_out)


def key(response):
    return re.search(r'name="key" value="([^"]+)"', response.content.decode())[1]


# Pages -------------------------------------------------------------------------------------------------------------


def test_the_article_page_says_what_a_reader_knows_it_by(cast, reader):
    article = made.article(cast.district, title="Hội nghị tổng kết", byline="Bùi Thúy – Đài truyền thanh huyện")
    actions.set_first_views(article, 88, by=None, at=NOW)
    for number in range(10):
        made.comment(article, text=f"Ý kiến {number}", state="shown")
    made.comment(article, text="Còn chờ")
    made.comment(article, text="Đã ẩn", state="hidden")
    page = text(reader.get(place(article)))
    assert "Thứ năm, 18/01/2018" in page
    assert "Đã xem: 89" in page
    assert "Nhận xét: 10" in page
    assert "Chưa có đánh giá" in page
    assert [f"Ý kiến {n}" in page for n in range(10)] == [True] * 10
    assert "Còn chờ" not in page
    assert "Đã ẩn" not in page
    assert "Bùi Thúy – Đài truyền thanh huyện" in page


def test_pictures_come_in_their_widths_with_words_and_lazily_after_the_first(cast, reader):
    article = made.article(cast.district)
    for colour in ("green", "red"):
        file = made.picture(colour=colour)
        actions.add_photo(article, file, alt=f"Ảnh {colour}", caption="Toàn cảnh", credit="Lan", by=None, at=NOW)
    page = reader.get(place(article)).content.decode()
    assert page.count("srcset=") == 2
    assert page.count('loading="lazy"') == 1
    assert re.search(r'width="1280" height="82\d" alt="Ảnh green"', page)
    url = re.search(r'src="(/anh/[^"]+)"', page)[1]
    answer = reader.get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert b"".join(answer.streaming_content)[:4] == b"RIFF"
    assert reader.get(url.replace("320", "321")).status_code == 404
    actions.withdraw(article, reason="Sai", by=None, at=NOW)
    assert reader.get(url).status_code == 404


@pytest.mark.parametrize("move", ["draft", "withdrawn"])
def test_what_is_not_published_is_not_there(cast, reader, move):
    article = made.draft(cast.district)
    if move == "withdrawn":
        actions.publish(article, by=None, at=NOW)
        actions.withdraw(article, reason="Sai", by=None, at=NOW)
    for url in (place(article), reverse("portal:short", args=[article.pk])):
        assert reader.get(url).status_code == 404
    for name in ("remark", "rate"):
        assert reader.post(reverse(f"portal:{name}", args=[article.pk]), {"stars": "3"}).status_code == 404
    assert article.title not in text(reader.get("/tin/"))


def test_an_old_address_leads_to_the_new_one(cast, reader):
    article = made.article(cast.district, title="Tên cũ")
    before = place(article)
    actions.amend_article(article, made.facts(cast.district, title="Tên mới"), version=2, by=None, at=NOW)
    for old in (before, reverse("portal:short", args=[article.pk])):
        answer = reader.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, place(article))
    assert reader.get("/tin/99999999999999999999999-x/").status_code == 404


def test_a_page_that_is_not_there_offers_the_search(db, reader):
    answer = reader.get("/khong-co/")
    assert answer.status_code == 404
    assert 'action="/tim-kiem/"' in answer.content.decode()


def test_a_recognised_model_is_public_and_nothing_else_of_the_register(cast, reader):
    campaign = make.campaign(cast.district)
    shown = made.recognised(
        cast,
        campaign=campaign,
        particulars={
            "purpose": "Đường sáng",
            "method": "Góp đèn",
            "targets": "86 bóng",
            "person_in_charge": "Lê Văn Kín",
        },
    )
    waiting = make.registration(campaign, cast.mac, cast.other_officer, state="submitted", name="Chưa công nhận")
    attach(shown, made.picture(), caption="Lúc lên đèn", is_public=True, by=cast.commune_officer, at=make.NOW)
    attach(
        shown, made.picture(colour="red"), caption="Ảnh riêng", is_public=False, by=cast.commune_officer, at=make.NOW
    )
    made.article(cast.district, title="Đêm đầu tiên", exemplars=[shown.exemplar])
    page = text(reader.get(reverse("portal:model", args=[shown.pk, shown.exemplar.slug])))
    for said in (
        "Xã Yên Hòa",
        "Quyết định số 12-QĐ/HU",
        "Đường sáng",
        "Góp đèn",
        "86 bóng",
        "Lúc lên đèn",
        "Đêm đầu tiên",
    ):
        assert said in page
    for kept in ("Lê Văn Kín", "Ảnh riêng"):
        assert kept not in page
    assert reader.get(reverse("portal:model", args=[waiting.pk, waiting.exemplar.slug])).status_code == 404
    listed = text(reader.get(reverse("portal:models")))
    assert "Thắp sáng đường quê" in listed
    assert "Chưa công nhận" not in listed
    assert reader.get(reverse("portal:model", args=[shown.pk, "ten-cu"])).status_code == 301


def test_models_are_narrowed_by_field_unit_and_year(cast, reader):
    campaign = make.campaign(cast.district)
    made.recognised(cast, "Một", campaign=campaign)
    made.recognised(cast, "Hai", campaign=campaign, field="culture_society")
    url = reverse("portal:models")
    for query, seen in (
        ("", {"Một", "Hai"}),
        ("?field=economy", {"Một"}),
        (f"?unit={cast.hoa.slug}&year=2017", {"Một", "Hai"}),
        ("?words=hai", {"Hai"}),
        ("?words=MỘT+yên+hoa", {"Một"}),
        ("?words=ai", set()),  # within words only
    ):
        page = reader.get(url + query).content.decode()
        assert {name for name in ("Một", "Hai") if f">{name}</a>" in page} == seen
    assert "Chọn một lựa chọn" not in text(reader.get(url + "?year=1999"))
    assert reader.get(url + "?after=sai&unit=khong-co").status_code == 200


def test_search_marks_the_words_and_survives_anything(cast, reader):
    made.article(cast.district, title="Phong trào <b>Dân vận khéo</b>")
    page = reader.get("/tim-kiem/?q=dan+van").content.decode()
    assert "Phong trào &lt;b&gt;<mark>Dân vận</mark> khéo&lt;/b&gt;" in page
    for query in ('?q="&page=x', "?q=%00&kind=zzz", "?page=" + "9" * 5000, "?q=dan&page=7"):
        assert reader.get("/tim-kiem/" + query).status_code == 200


def test_the_language_of_the_frame_changes_and_the_news_does_not(cast, reader):
    article = made.article(cast.district, title="Đường hoa")
    reader.cookies["django_language"] = "en"
    page = text(reader.get(place(article)))
    assert "Read: 1" in page
    assert "Đường hoa" in page


def test_a_public_page_touches_no_session_and_sets_no_cookie(cast, reader):
    answer = reader.get(place(made.article(cast.district)))
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-cache"


# Cost --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_one_and_three_and_one_question_when_kept(
    cast, reader, rows, django_assert_num_queries, django_assert_max_num_queries
):
    home = Installation(unit=cast.district, portal_name="Huyện Yên Mô", issuer_name="Ban Chỉ đạo", place_name="Yên Mô")
    install(home, by=None, at=NOW)
    campaign = make.campaign(cast.district)
    models = [made.recognised(cast, f"Mô hình {n}", campaign=campaign) for n in range(rows)]
    articles = [made.article(cast.district, exemplars=[m.exemplar for m in models]) for _ in range(rows)]
    for article in articles:
        actions.add_photo(article, made.picture(), alt="Ảnh", caption="", credit="", by=None, at=NOW)
        made.comment(article, state="shown")
    reader.get("/van-ban/")  # the frame is kept from here on
    costs = {
        place(articles[0]): 3,
        reverse("portal:model", args=[models[0].pk, models[0].exemplar.slug]): 9,
        reverse("portal:models"): 6,
        reverse("portal:news"): 4,
        reverse("portal:front"): 5,
    }
    for url, cost in costs.items():
        with django_assert_num_queries(cost):
            assert reader.get(url).status_code == 200
        with django_assert_num_queries(1):
            assert reader.get(url).status_code == 200
    pages.kept.clear()
    with django_assert_num_queries(4):
        reader.get(place(articles[0]))
    pages.kept.clear()
    with django_assert_max_num_queries(10):
        reader.get(reverse("portal:front"))


def test_a_kept_page_is_right_to_the_last_view_and_remark(cast, reader):
    article = made.article(cast.district)
    url = place(article)
    for number, address in enumerate(("10.0.0.1", "10.0.0.2"), start=1):
        assert f"Đã xem: {number} " in text(reader.get(url, REMOTE_ADDR=address))
    tally.write_down()
    assert "Đã xem: 3 " in text(reader.get(url, REMOTE_ADDR="10.0.0.3"))
    actions.add_views({article.pk: 10}, by=None, at=NOW)  # another process
    assert "Đã xem: 14 " in text(reader.get(url))
    remark = made.comment(article, text="Rất hay", state="shown")
    assert "Nhận xét: 1 " in text(reader.get(url))
    moderate(remark, show=False, reason="Trùng", by=None, at=NOW)
    page = text(reader.get(url))
    assert "Nhận xét: 0 " in page
    assert "Rất hay" not in page


def test_an_unchanged_page_is_not_sent_again(cast, reader):
    made.article(cast.district)
    first = reader.get("/tin/")
    again = reader.get("/tin/", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    made.article(cast.district)
    assert reader.get("/tin/", HTTP_IF_NONE_MATCH=first.headers["ETag"]).status_code == 200


# Views -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_USER_AGENT": "Googlebot/2.1"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_USER_AGENT": "curl/8.1"},
        {"HTTP_USER_AGENT": "facebookexternalhit/1.1"},
        {"HTTP_USER_AGENT": "okhttp/4.9"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"REQUEST_METHOD": "HEAD"},
    ],
)
def test_programs_are_not_counted(cast, reader, headers):
    article = made.article(cast.district)
    reader.get(place(article), **headers)
    assert tally.pending(article.pk) == 0


def asked(article, *, times=1, **said):
    """Return how often a reader is counted who asks so many times on a day; %s in what is said is the time."""
    usual = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64)", "REMOTE_ADDR": "10.0.0.1"}
    return sum(
        readers.is_first(article, usual | said_at(said, time), NOW.date())
        for readers in [Readers()]
        for time in range(times)
    )


def said_at(said, time):
    return {name: value.replace("%s", f"{time:x}") for name, value in said.items()}


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ({}, 1),
        ({"HTTP_USER_AGENT": "Mozilla/%s.0"}, BROWSERS),  # a thousand names of browsers
        ({"REMOTE_ADDR": "2405:4800:1:2::%s"}, 1),  # a thousand addresses of one network
        ({"REMOTE_ADDR": "2405:4800:1:%s::1"}, 1000),
        ({"REMOTE_ADDR": "10.0.%s"}, 1000),
        ({"HTTP_X_FORWARDED_FOR": "10.9.%s"}, 1),  # a reader's own words
    ],
)
def test_a_reader_who_asks_a_thousand_times_is_one_reader(said, counted):
    assert asked(7, times=1000, **said) == counted


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(settings):
    settings.PRODUCTION = True
    assert asked(7, times=1000, HTTP_X_FORWARDED_FOR="10.9.%s, 10.0.0.7") == 1
    assert asked(7, times=1000, HTTP_X_FORWARDED_FOR="10.0.0.7, 10.9.%s") == 1000


def test_a_reader_counts_anew_for_another_article_and_on_another_day(monkeypatch):
    readers, meta, day = Readers(), {"HTTP_USER_AGENT": "Mozilla/5.0", "REMOTE_ADDR": "10.0.0.1"}, NOW.date()
    assert [readers.is_first(article, meta, day) for article in (1, 2, 1)] == [True, True, False]
    before = vars(readers).copy()
    assert readers.is_first(1, meta, day + timedelta(days=1))
    assert len(vars(readers)["_now"]) == 1, "yesterday is forgotten"
    assert vars(readers)["_salt"] != before["_salt"]
    assert not [mark for mark in vars(readers)["_now"] if b"10.0.0.1" in mark]


def test_readers_take_no_more_than_their_room(monkeypatch):
    monkeypatch.setattr("kheo.outlets.portal.web.readers.MOST", 10)
    readers = Readers()
    first = [readers.is_first(n, {"REMOTE_ADDR": "10.0.0.1"}, NOW.date()) for n in range(1000)]
    assert all(first)
    assert len(vars(readers)["_now"]) + len(vars(readers)["_before"]) <= 20


def test_views_are_counted_right_under_load(cast):
    article, counted = made.article(cast.district), Tally()

    def read(reader):
        for _ in range(20):
            counted.count(article.pk, {"HTTP_USER_AGENT": "Mozilla/5.0", "REMOTE_ADDR": f"10.0.0.{reader}"})

    with ThreadPoolExecutor(8) as many:
        list(many.map(read, range(200)))
    assert counted.pending(article.pk) == 200


def test_what_cannot_be_written_down_stays_counted(cast, monkeypatch):
    article, counted = made.article(cast.district), Tally()
    for number in range(3):
        counted.count(article.pk, {"HTTP_USER_AGENT": "Mozilla/5.0", "REMOTE_ADDR": f"10.0.0.{number}"})

    def failing(*args, **kwargs):
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr("kheo.outlets.newsroom.actions.add_views", failing)
        with pytest.raises(ConnectionError):
            counted.write_down()
    assert counted.pending(article.pk) == 3
    counted.write_down()
    assert counted.pending(article.pk) == 0
    article.views.refresh_from_db()
    assert article.views.count == 3


# Remarks -----------------------------------------------------------------------------------------------------------


def send(reader, article, **said):
    return reader.post(reverse("portal:remark", args=[article.pk]), {"name": "Lan", "text": "Bài hay"} | said)


def test_a_remark_is_taken_in_and_waits_for_an_editor(cast, reader, later):
    article = made.article(cast.district)
    token = key(reader.get(place(article)))
    later()
    answer = send(reader, article, key=token, email="lan@example.vn")
    assert answer.headers["Location"] == f"{place(article)}?da=gui#nhan-xet"
    send(reader, article, key=token)
    assert [(c.name, c.email, c.text, c.state) for c in Comment.objects.all()] == [
        ("Lan", "lan@example.vn", "Bài hay", "pending")
    ]
    page = text(reader.get(answer.headers["Location"]))
    assert "Đã nhận nhận xét của bạn." in page
    assert "Nhận xét: 0 " in page


def test_what_is_missing_is_named_and_nothing_is_lost(cast, reader, later):
    article = made.article(cast.district)
    token = key(reader.get(place(article)))
    later()
    answer = send(reader, article, key=token, name=" ", text="Tôi đã viết rất dài")
    page = text(answer)
    assert answer.status_code == 422
    assert "Vui lòng nhập đầy đủ thông tin" in page
    assert "Họ và tên : Hãy nhập họ và tên." in page
    assert "Tôi đã viết rất dài" in page
    assert send(reader, article, key=key(answer), text="Tôi đã viết rất dài").status_code == 422  # too quick
    assert not Comment.objects.exists()


@pytest.mark.parametrize("wrong", [{"website": "http://x"}, {"key": ""}, {"key": "x:y"}, {"email": "không"}])
def test_programs_and_wrong_forms_are_refused_with_a_reason(cast, reader, later, wrong):
    article = made.article(cast.district)
    token = key(reader.get(place(article)))
    later()
    answer = send(reader, article, **({"key": token} | wrong))
    assert answer.status_code == 422
    assert "Chưa gửi được nhận xét" in text(answer)
    assert not Comment.objects.exists()


def test_one_address_cannot_flood(cast, reader, later, monkeypatch):
    monkeypatch.setattr("kheo.outlets.portal.web.voice.REMARKS", ("remark", 2, 600))
    article = made.article(cast.district)
    token = key(reader.get(place(article)))
    later()
    codes = [send(reader, article, key=token, text=f"Ý {n}").status_code for n in range(3)]
    assert codes == [302, 302, 422]
    assert send(reader, article, key=token, text="Ý khác").status_code == 422
    assert Comment.objects.count() == 2


def test_a_flood_from_everywhere_is_shed_cheaply_and_loses_no_words(
    cast, reader, later, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr("kheo.outlets.portal.web.voice.REMARKS_OF_ALL", ("remarks", 2, 60))
    article = made.article(cast.district)
    token = key(reader.get(place(article)))
    later()
    url, said = reverse("portal:remark", args=[article.pk]), {"name": "Lan", "key": token}
    codes = [reader.post(url, said | {"text": f"Ý {n}"}, REMOTE_ADDR=f"10.0.0.{n}").status_code for n in range(4)]
    assert codes == [302, 302, 429, 429]
    with django_assert_max_num_queries(3):
        answer = reader.post(url, said | {"text": "Tôi viết đã lâu"}, REMOTE_ADDR="10.0.1.1")
    assert "Tôi viết đã lâu" in text(answer)
    assert "Hãy chờ một phút rồi gửi lại." in text(answer)
    assert Comment.objects.count() == 2
    assert reader.get(place(article)).status_code == 200


def test_a_window_of_a_limit_ends(rf, monkeypatch):
    request, limit = rf.get("/"), ("x", 1, 600)
    assert [limits.too_many(request, limit) for _ in range(2)] == [False, True]
    now = limits.time.time
    monkeypatch.setattr(limits.time, "time", lambda: now() + 600)
    assert not limits.too_many(request, limit)


# Stars -------------------------------------------------------------------------------------------------------------


def test_a_reader_has_one_vote_and_may_change_it(cast, reader):
    article = made.article(cast.district)
    url = reverse("portal:rate", args=[article.pk])
    answer = reader.post(url, {"stars": "5"})
    assert answer.headers["Location"] == f"{place(article)}?da=danh-gia#danh-gia"
    UUID(reader.cookies["kheo_reader"].value)
    reader.post(url, {"stars": "4"})
    assert [rating.stars for rating in Rating.objects.all()] == [4]
    reader.cookies.clear()
    reader.post(url, {"stars": "5"})
    page = text(reader.get(answer.headers["Location"]))
    assert "4,5 điểm (2 đánh giá)" in page
    assert "Cảm ơn bạn." in page


@pytest.mark.parametrize("stars", ["0", "6", "x", ""])
def test_other_stars_are_refused(cast, reader, stars):
    article = made.article(cast.district)
    assert reader.post(reverse("portal:rate", args=[article.pk]), {"stars": stars}).status_code == 400
    assert not Rating.objects.exists()


def test_votes_of_one_address_are_limited(cast, reader, monkeypatch):
    monkeypatch.setattr("kheo.outlets.portal.web.voice.VOTES", ("vote", 1, 600))
    url = reverse("portal:rate", args=[made.article(cast.district).pk])
    assert "da=danh-gia" in reader.post(url, {"stars": "5"}).headers["Location"]
    answer = reader.post(url, {"stars": "1"})
    assert "quá nhiều đánh giá" in text(reader.get(answer.headers["Location"]))
    assert [rating.stars for rating in Rating.objects.all()] == [5]


def test_a_form_that_is_a_day_old_is_given_back(cast, reader, monkeypatch):
    article = made.article(cast.district)
    handed_out = pages.time.time
    with monkeypatch.context() as yesterday:
        yesterday.setattr(pages.time, "time", lambda: handed_out() - 2 * 86400)
        token = key(reader.get(place(article)))
    answer = send(reader, article, key=token)
    assert "Trang đã mở quá lâu." in text(answer)
    assert timezone.now() > NOW


# Models, answers, reports -------------------------------------------------------------------------------------------


@pytest.fixture
def model(cast):
    """A recognised model, and the address of its page."""
    registration = made.recognised(cast)
    return registration, reverse("portal:model", args=[registration.pk, registration.exemplar.slug])


def test_a_model_is_spoken_of_and_rated_on_its_page(cast, reader, later, model):
    registration, url = model
    page = reader.get(url)
    assert "Chưa có đánh giá" in text(page)
    token = key(page)
    later()
    sent = reverse("portal:remark_model", args=[registration.pk])
    answer = reader.post(sent, {"name": "Lan", "text": "Đã dừng từ năm ngoái.", "key": token})
    assert answer.headers["Location"] == f"{url}?da=gui#nhan-xet"
    comment = Comment.objects.get()
    assert (comment.exemplar, comment.state) == (registration.exemplar, "pending")
    assert comment.sender not in ("", "127.0.0.1")
    assert reader.post(sent, {"name": "", "text": "Dài", "key": token}).status_code == 422
    moderate(comment, show=True, reason="", by=cast.editor, at=NOW)
    reader.post(reverse("portal:rate_model", args=[registration.pk]), {"stars": "4"})
    page = text(reader.get(url))
    assert "4 điểm (1 đánh giá)" in page
    assert "Ý kiến bạn đọc (1)" in page or "Nhận xét của bạn đọc (1)" in page
    assert "Đã dừng từ năm ngoái." in page


def test_an_answer_is_written_under_a_shown_remark_and_no_other(cast, reader, later):
    article = made.article(cast.district)
    remark = made.comment(article, name="Mận", text="Hay quá", state="shown")
    hidden = made.comment(article, text="Quảng cáo đây", state="hidden")
    elsewhere = made.comment(made.article(cast.district), text="Bài khác", state="shown")
    page = reader.get(place(article), {"tra-loi": remark.pk})
    assert "Bạn đang trả lời Mận: “Hay quá”" in text(page)
    token = key(page)
    later()
    for wrong in (hidden, elsewhere):
        assert send(reader, article, key=token, text="Trả lời", parent=wrong.pk).status_code == 422
        assert "Bạn đang trả lời" not in text(reader.get(place(article), {"tra-loi": wrong.pk}))
    assert send(reader, article, key=token, text="Đúng vậy", parent=remark.pk).status_code == 302
    made_now = Comment.objects.get(text="Đúng vậy")
    assert made_now.parent == remark
    moderate(made_now, show=True, reason="", by=None, at=NOW)
    voice.answer(remark, text="Cảm ơn bạn đọc.", by=cast.editor, at=NOW)
    page = reader.get(place(article))
    assert "Nhận xét: 3 " in text(page)
    assert page.content.decode().count('class="comment-who"') == 3
    assert "Huyện Yên Mô Trả lời của cơ quan" in text(page)
    moderate(remark, show=False, reason="Trùng", by=None, at=NOW)
    page = reader.get(place(article))
    assert "Nhận xét: 0 " in text(page)
    assert 'class="comment-who"' not in page.content.decode()


def test_a_remark_taken_out_says_so_and_still_counts(cast, reader):
    article = made.article(cast.district)
    remark = made.comment(article, name="Lương Thị Na", text="Nhà tôi ở số 5", state="shown")
    voice.erase(remark, reason="Đề nghị", text=True, by=cast.editor, at=NOW)
    page = text(reader.get(place(article)))
    assert "Nội dung đã gỡ theo yêu cầu." in page
    assert "Nhận xét: 1 " in page
    assert "Lương Thị Na" not in page
    assert reader.get(reverse("portal:report", args=[remark.pk])).status_code == 404


def test_a_shown_remark_is_reported_once_a_reader_and_stays(cast, reader, model):
    for about in (made.article(cast.district), model[0].exemplar):
        remark = made.comment(about, state="shown")
        url = reverse("portal:report", args=[remark.pk])
        assert "Báo cáo nhận xét vi phạm" in text(reader.get(url))
        assert reader.post(url, {"reason": ""}).status_code == 422
        assert reader.post(url, {"reason": "false", "website": "x"}).status_code == 422
        for _twice in range(2):
            answer = reader.post(url, {"reason": "private", "words": "Nêu tên tôi"})
            assert "da=bao-cao" in answer.headers["Location"]
        assert remark.reports.count() == 1
        assert "Người duyệt đã nhận được báo cáo." in text(reader.get(answer.headers["Location"]))
    waits = made.comment(made.article(cast.district), text="Chờ")
    assert reader.post(reverse("portal:report", args=[waits.pk]), {"reason": "false"}).status_code == 404


def test_reports_of_one_address_are_limited(cast, reader, monkeypatch):
    monkeypatch.setattr("kheo.outlets.portal.web.voice.REPORTS", ("report", 1, 600))
    url = reverse("portal:report", args=[made.comment(made.article(cast.district), state="shown").pk])
    assert [reader.post(url, {"reason": "false"}).status_code for _ in range(2)] == [302, 422]


def test_votes_with_ever_new_cookies_are_stopped(cast, reader, monkeypatch):
    monkeypatch.setattr("kheo.outlets.voice.actions.hearing.VOTES_AN_ADDRESS", 3)
    article = made.article(cast.district)
    for _number in range(6):
        reader.cookies.clear()
        answer = reader.post(reverse("portal:rate", args=[article.pk]), {"stars": "1"})
    assert "Hôm nay mạng của bạn đã gửi quá nhiều đánh giá." in text(reader.get(answer.headers["Location"]))
    assert Rating.objects.count() == 3


def test_behind_a_proxy_each_reader_has_an_address(cast, reader, monkeypatch, settings):
    settings.PRODUCTION = True
    monkeypatch.setattr("kheo.outlets.voice.actions.hearing.VOTES_AN_ADDRESS", 1)
    article = made.article(cast.district)
    for number in range(3):
        reader.cookies.clear()
        said = {"HTTP_X_FORWARDED_FOR": f"10.9.0.{number}", "secure": True}
        reader.post(reverse("portal:rate", args=[article.pk]), {"stars": "4"}, **said)
    assert Rating.objects.count() == 3


def test_scripts_in_every_field_are_words(cast, reader, later, model):
    bad = '"><script>alert(1)</script>'
    article = made.article(cast.district)
    token = key(reader.get(place(article)))
    later()
    pages_given = [
        send(reader, article, name=bad, email=bad, text=bad, website=bad, key=bad, parent=bad),
        reader.get(place(article), {"da": bad, "tra-loi": bad}),
        reader.get(model[1], {"da": bad, "tra-loi": bad}),
    ]
    assert send(reader, article, name=bad, text=bad, key=token).status_code == 302
    remark = Comment.objects.get()
    moderate(remark, show=True, reason="", by=None, at=NOW)
    report = reverse("portal:report", args=[remark.pk])
    pages_given += [reader.get(place(article)), reader.get(place(article), {"tra-loi": remark.pk}), reader.get(report)]
    pages_given.append(reader.post(report, {"reason": bad, "words": bad * 20, "website": bad}))
    voice.answer(remark, text=bad, by=cast.editor, at=NOW)
    pages_given.append(reader.get(place(article)))
    for page in pages_given:
        assert "<script>alert" not in page.content.decode()
