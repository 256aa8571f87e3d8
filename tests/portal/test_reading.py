"""Ways to what readers read: lists, the archive, feeds, maps, old addresses, and what programs are told of a page."""

import json
import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from kheo.lib.dates import LOCAL
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from kheo.outlets.newsroom import actions
from kheo.outlets.portal.web import feeds
from tests.portal import made
from tests.portal.made import NOW, recognised
from tests.portal.test_web import place, reader, text  # noqa: F401 -- a fixture

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def titles(page, of):
    """Return which of some articles a page lists, in the order in which it does."""
    found = re.findall(r"<h3><a href=\"/tin/(\d+)-", page.content.decode())
    names = {str(article.pk): name for name, article in of.items()}
    return [names[number] for number in found]


def read(article, count, days_ago):
    actions.add_views({article.pk: count}, by=None, at=timezone.now() - timedelta(days=days_ago))


# What is read most -------------------------------------------------------------------------------------------------


def test_what_is_read_most_is_told_by_day_week_and_month(cast, reader):  # noqa: F811
    of = {name: made.article(cast.district, title=name) for name in ("now", "week", "month", "old", "gone")}
    for name, count, days_ago in (("now", 2, 0), ("week", 5, 6), ("month", 9, 29), ("old", 99, 30), ("gone", 99, 0)):
        read(of[name], count, days_ago)
    actions.withdraw(of["gone"], reason="Sai", by=None, at=NOW)
    spans = {"": ["week", "now"], "ngay/": ["now"], "tuan/": ["week", "now"], "thang/": ["month", "week", "now"]}
    assert {span: titles(reader.get(f"/doc-nhieu/{span}"), of) for span in spans} == spans
    assert reader.get("/doc-nhieu/nam/").status_code == 404
    block = re.search(r'<ol class="ranks">.*?</ol>', reader.get("/tin/").content.decode(), re.DOTALL)[0]
    assert re.findall(r"/tin/(\d+)-", block) == [str(of["week"].pk), str(of["now"].pk)]


def test_without_readers_the_list_says_so(cast, reader):  # noqa: F811
    made.article(cast.district)
    assert "Chưa có lượt xem" in text(reader.get("/doc-nhieu/"))
    assert "Đọc nhiều" not in text(reader.get("/tin/"))


# Archive and authors -----------------------------------------------------------------------------------------------


def test_the_archive_goes_by_local_months_and_days(cast, reader):  # noqa: F811
    moments = {
        "last of January": datetime(2018, 1, 31, 23, 59, tzinfo=LOCAL),
        "first of February": datetime(2018, 2, 1, 0, 0, tzinfo=LOCAL),
        "later": datetime(2018, 2, 3, 9, 0, tzinfo=LOCAL),
    }
    of = {name: made.article(cast.district, title=name, at=at) for name, at in moments.items()}
    made.draft(cast.district, at=moments["later"])
    archive = text(reader.get("/luu-tru/"))
    assert re.findall(r"Tháng (\S+) (\d+) tin", archive) == [("02/2018", "2"), ("01/2018", "1")]
    assert titles(reader.get("/luu-tru/2018/01/"), of) == ["last of January"]
    february = reader.get("/luu-tru/2018/02/")
    assert titles(february, of) == ["later", "first of February"]
    assert re.findall(r"(\d\d/02) <span[^>]*>\((\d)\)", february.content.decode()) == [("01/02", "1"), ("03/02", "1")]
    assert titles(reader.get("/luu-tru/2018/02/01/"), of) == ["first of February"]
    assert "Không có tin, bài đăng" in text(reader.get("/luu-tru/2018/02/02/"))


@pytest.mark.parametrize("wrong", ["2018/13/", "2018/00/", "2018/02/29/", "2018/1/", "9999/12/", "0000/01/"])
def test_there_is_no_page_of_what_is_no_day(db, reader, wrong):  # noqa: F811
    assert reader.get(f"/luu-tru/{wrong}").status_code == 404


def test_the_name_under_an_article_leads_to_all_by_that_author(cast, reader):  # noqa: F811
    name = "Bùi Thúy & Lan – Đài <huyện>"
    of = {"hers": made.article(cast.district, byline=name), "his": made.article(cast.district, byline="Nam")}
    link = re.search(r'rel="author" href="([^"]+)"', reader.get(place(of["hers"])).content.decode())[1]
    page = reader.get(link.replace("&amp;", "&"))
    assert titles(page, of) == ["hers"]
    assert "Đài &lt;huyện&gt;" in page.content.decode()
    for nobody in ("?ten=Ai", "", "?ten="):
        assert reader.get(f"/tac-gia/{nobody}").status_code == 404


# For programs ------------------------------------------------------------------------------------------------------


def test_feeds_tell_the_newest_of_all_and_of_a_section(cast, reader):  # noqa: F811
    other = made.section("tu-co-so", "Từ cơ sở")
    made.article(cast.district, title="Một & <hai>", lead="<img src=x onerror=alert(1)>")
    made.article(cast.district, title="Ba", section=other, at=NOW + timedelta(days=1))
    made.draft(cast.district, title="Nháp")
    atom = reader.get("/tin/atom.xml")
    assert atom.headers["Content-Type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(atom.content).findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text for entry in entries] == ["Ba", "Một & <hai>"]
    assert entries[1].find(f"{ATOM}summary").text == "&lt;img src=x onerror=alert(1)&gt;"
    assert entries[0].find(f"{ATOM}link").get("href").startswith("http://testserver/tin/")
    rss = ElementTree.fromstring(reader.get("/chuyen-muc/tu-co-so/rss.xml").content)
    assert [item.find("title").text for item in rss.iter("item")] == ["Ba"]
    assert reader.get("/chuyen-muc/khong-co/rss.xml").status_code == 404
    assert reader.get("/tin/atom.xml", HTTP_IF_NONE_MATCH=atom.headers["ETag"]).status_code == 304
    made.article(cast.district)
    assert reader.get("/tin/atom.xml", HTTP_IF_NONE_MATCH=atom.headers["ETag"]).status_code == 200


def places_in(answer):
    return [place.text for place in ElementTree.fromstring(answer.content).iter(f"{MAP}loc")]


def test_the_map_names_what_is_public_and_nothing_else(cast, reader, monkeypatch, django_assert_max_num_queries):  # noqa: F811
    monkeypatch.setattr(feeds.Numbered, "limit", 2)
    articles = [made.article(cast.district) for _ in range(3)]
    made.draft(cast.district)
    model = recognised(cast)
    with django_assert_max_num_queries(10):
        index = places_in(reader.get("/sitemap.xml"))
    start = "http://testserver"
    names = ("trang", "tin", "tin.xml?p=2", "mo-hinh", "van-ban")
    assert index == [f"{start}/sitemap-{name}{'' if '?' in name else '.xml'}" for name in names]
    with django_assert_max_num_queries(4):
        first = places_in(reader.get("/sitemap-tin.xml"))
    second = places_in(reader.get("/sitemap-tin.xml?p=2"))
    assert first + second == [start + place(article) for article in articles]
    there = [start + reverse("portal:model", args=[model.pk, model.exemplar.slug])]
    assert places_in(reader.get("/sitemap-mo-hinh.xml")) == there
    lists = places_in(reader.get("/sitemap-trang.xml"))
    assert {reader.get(each.removeprefix(start)).status_code for each in lists if each != f"{start}/"} == {200}
    for wrong in ("/sitemap-tin.xml?p=9", "/sitemap-tin.xml?p=x", "/sitemap-khac.xml"):
        assert reader.get(wrong).status_code == 404


def test_robots_are_kept_from_the_workspace_and_shown_the_map(db, reader):  # noqa: F811
    said = reader.get("/robots.txt").content.decode()
    assert "Disallow: /lam-viec/" in said
    assert said.endswith("Sitemap: http://testserver/sitemap.xml\n")


def linked_data(page):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.content.decode(), re.DOTALL)
    return [json.loads(each) for each in found]


def test_programs_are_told_what_an_article_is_and_nothing_breaks_out(cast, reader):  # noqa: F811
    home = Installation(unit=cast.district, portal_name="Huyện </script>", issuer_name="B", place_name="Yên Mô")
    install(home, by=None, at=NOW)
    title = "Đường </script><script>alert(1)</script> \u2028 “hoa”"
    article = made.article(cast.district, title=title, lead='Một "lời" <b>', byline="Lan")
    actions.add_photo(article, made.picture(), alt="Ảnh", caption="", credit="", by=None, at=NOW)
    page = reader.get(place(article))
    (said,) = linked_data(page)
    assert (said["@type"], said["headline"], said["datePublished"]) == (
        "NewsArticle",
        article.title,
        "2018-01-18T07:30:00+07:00",
    )
    assert said["publisher"]["@type"] == "GovernmentOrganization"
    assert re.fullmatch(r"http://testserver/anh/[-0-9a-f]+/1280\.webp", said["image"][0])
    html = page.content.decode()
    assert "<script>alert" not in html
    assert f'<meta property="og:url" content="http://testserver{place(article)}">' in html
    assert f'<link rel="canonical" href="http://testserver{place(article)}">' in html
    (front,) = linked_data(reader.get("/"))
    assert (front["@type"], front["name"]) == ("GovernmentOrganization", "Huyện </script>")


def test_a_page_is_shared_by_plain_links(cast, reader):  # noqa: F811
    article = made.article(cast.district, title="Một & hai")
    html = reader.get(place(article)).content.decode()
    here = f"http%3A%2F%2Ftestserver{place(article).replace('/', '%2F')}"
    for start in ("https://www.facebook.com/sharer/sharer.php?u=", "https://zalo.me/share?url="):
        assert f'href="{start}{here}" rel="nofollow noopener noreferrer"' in html
    assert f"mailto:?subject=M%E1%BB%99t%20%26%20hai&amp;body={here}" in html
    assert re.findall(r'(?:src|action)="(?:https?:)?//', html) == []


# Old addresses -----------------------------------------------------------------------------------------------------


def test_an_address_of_an_older_portal_leads_to_the_article(cast, reader):  # noqa: F811
    article, other = made.article(cast.district), made.article(cast.district)
    old = ["https://cu.example/news/123/", "/detail.asp?id=7", "/Tin tức/bài 5.html", "/tim-kiem-cu?x=1"]
    actions.lead_on([(address, article.pk) for address in old], by=cast.editor, at=NOW)
    actions.lead_on([("/detail.asp?id=8", other.pk)], by=cast.editor, at=NOW)
    for asked, to in (
        ("/news/123", article),
        ("/news/123/", article),
        ("/news/123?fbclid=abc", article),
        ("/detail.asp?id=7", article),
        ("/detail.asp?id=8", other),
        ("/Tin%20t%E1%BB%A9c/b%C3%A0i%205.html", article),
    ):
        answer = reader.get(asked)
        assert (asked, answer.status_code, answer.headers.get("Location")) == (asked, 301, place(to))
    for unknown in ("/news/124", "/detail.asp", "/detail.asp?id=9", "/[x"):
        assert reader.get(unknown).status_code == 404
    assert reader.post("/news/123").status_code == 404
    actions.withdraw(article, reason="Sai", by=None, at=NOW)
    assert reader.get("/news/123").status_code == 404
