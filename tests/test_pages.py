"""What every page keeps to: its cost in queries, its weight, its headers, and nothing inline or from outside."""

import gzip
import re
from functools import reduce
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.contrib.staticfiles import finders
from django.test import Client

from kheo.faces.demo.rules import PASSWORD
from kheo.movement.press.models import Edition
from kheo.movement.readings.models import Reading as Report
from kheo.movement.registry.models import Registration
from kheo.organisation.clusters.models import ClusterSeat
from kheo.outlets.newsroom.models import Article
from tests.crawl import EVERYBODY, UNLINKED, Reading, walk
from tests.district import browser_of

pytestmark = pytest.mark.slow
# Numbers of records differ from run to run: these stand for the news of 18/01/2018 and Yên Hòa's draft.
ARTICLE, DRAFT = "/tin/{article}/", "/lam-viec/dang-ky/{draft}/"
REPORT = "/lam-viec/doc-bao-cao/{report}/"  # of Yên Hòa, confirmed

# What a page costs in queries when it is asked for again: a public page only asks whether it is still right.
PUBLIC = dict.fromkeys(
    ["/", ARTICLE, "/tin/", "/doc-nhieu/", "/luu-tru/", "/luu-tru/2018/01/", "/mo-hinh/", "/van-ban/"], 1
)
PUBLIC |= dict.fromkeys(["/van-ban/nghi-quyet-25-nq-tw/", "/chuong-trinh/", "/thong-bao/"], 1)
PUBLIC |= dict.fromkeys(
    [
        "/doi-thoai/",
        "/nong-thon-moi/",
        "/cuoc-thi-bao-chi/",
        "/cuoc-thi-bao-chi/{edition}/",
        "/van-ban/quyet-dinh/",
        "/to-chuc/",
        "/tim-kiem/?q=dan+van+kheo",
    ],
    1,
)
PUBLIC |= dict.fromkeys(["/tim-kiem/?q=dann+van+kheo", "/du-lieu-mo/", "/du-lieu-mo/so-lieu-dan-van-kheo-2017/"], 1)
PUBLIC |= dict.fromkeys(["/so-lieu/", "/so-lieu/dinh-nghia/", "/so-lieu/dan-van-kheo-2017/", "/ban-do/"], 1)
WORKSPACE = {
    "/lam-viec/": 9,
    "/lam-viec/dang-ky/": 9,
    "/lam-viec/dang-ky/?campaign=dan-van-kheo-2017": 9,
    DRAFT: 7,
    f"{DRAFT}sua/": 10,
    "/lam-viec/so-lieu/": 10,
    "/lam-viec/so-lieu/chua-dat-chi-tieu/": 7,
    "/lam-viec/so-lieu/do-phu/": 9,
    "/lam-viec/so-lieu/do-phu/don-vi/?figure=units_never": 9,
    "/lam-viec/so-lieu/dung-han/": 10,
    "/lam-viec/so-lieu/qua-trinh/": 10,
    "/lam-viec/so-lieu/cac-nam/": 9,
    "/lam-viec/so-lieu/chi-tieu/": 6,
    "/lam-viec/so-lieu/chi-tieu/rewarded/": 9,
    "/lam-viec/bao-cao/": 8,
    "/lam-viec/bao-cao/sau-thang/": 8,
    "/lam-viec/bao-cao/giai-doan/": 9,
    "/lam-viec/nhap-tu-excel/": 6,
    "/lam-viec/doc-bao-cao/": 6,
    "/lam-viec/doc-bao-cao/moi/": 6,
    REPORT: 8,
    "/lam-viec/chu-viet/": 4,
    "/lam-viec/the-thuc/": 4,
    "/lam-viec/don-vi/xa-yen-hoa/": 19,
    "/lam-viec/cong-nhan/": 6,
    "/lam-viec/cong-nhan/kien-nghi/": 6,
    "/lam-viec/giay-chung-nhan/": 6,
    "/lam-viec/hoi-nghi/": 6,
    "/lam-viec/hoi-nghi/tham-luan/": 6,
    "/lam-viec/ban-chi-dao/": 6,
    "/lam-viec/uy-quyen/": 7,
    "/lam-viec/nhiem-vu/": 6,
    "/lam-viec/van-ban/": 8,
    "/lam-viec/phong-trao/": 5,
    "/lam-viec/tim-kiem/?q=duong": 10,
    "/lam-viec/don-vi/": 6,
    "/lam-viec/viec-nen/": 6,
    "/lam-viec/cum-thi-dua/": 12,
    "/lam-viec/tinh-trang/": 10,
    "/lam-viec/so/": 4,
    "/lam-viec/so/to-tu-quan/": 7,
    "/lam-viec/so/dong-gop/": 9,
    "/lam-viec/so/su-dung-dong-gop/": 9,
    "/lam-viec/so/doi-thoai/": 7,
    "/lam-viec/so/cau-hoi-doi-thoai/": 7,
    "/lam-viec/nong-thon-moi/": 8,
    "/lam-viec/nong-thon-moi/xa/xa-yen-hoa/": 9,
    "/lam-viec/nong-thon-moi/ke-hoach/?year=2018": 5,
    "/lam-viec/so/tieu-chi-nong-thon-moi/": 8,
    "/lam-viec/so/giam-sat/": 7,
    "/lam-viec/so/nhat-ky-mo-hinh/": 7,
    "/lam-viec/so/kiem-tra-mo-hinh/": 7,
    "/lam-viec/so/ket-qua-chi-tieu/": 7,
    "/lam-viec/so/kiem-tra-sau-cong-nhan/": 7,
    "/lam-viec/so/cum-khoi/": 8,
    "/lam-viec/so/cum-khoi/{cluster}/2017/": 8,
    "/lam-viec/so/giao-uoc-thi-dua/": 8,
    "/lam-viec/so/kiem-tra-cheo/": 8,
    "/lam-viec/so/co-quan-bao-chi/": 7,
    "/lam-viec/so/cuoc-thi-bao-chi-nam/": 7,
    "/lam-viec/so/tac-pham-du-thi/": 8,
    "/lam-viec/so/kien-nghi-giam-sat/": 7,
    "/lam-viec/so/lop-dao-tao/": 7,
    "/lam-viec/so/buoi-hoc/": 7,
    "/lam-viec/so/hoc-vien/": 8,
    "/lam-viec/so/lop-dao-tao/can-bo/": 8,
    "/lam-viec/so/lop-dao-tao/don-vi/": 8,
    "/lam-viec/so/lop-dao-tao/cua-toi/": 5,
    # replication
    "/lam-viec/nhan-rong/": 8,
    "/lam-viec/nhan-rong/goi-y/": 9,
    # periodic reports
    "/lam-viec/bao-cao-dinh-ky/": 7,
    "/lam-viec/bieu/": 7,
    # commendation
    "/lam-viec/khen-thuong/": 7,
    "/lam-viec/khen-thuong/so/": 9,
}
# Who stands at the body of the campaign is offered its closed figures too.
OFFICE = {
    "/lam-viec/bao-cao/": 9,
    "/lam-viec/bao-cao/sau-thang/": 9,
    "/lam-viec/bieu/": 8,
    "/lam-viec/": 7,
    "/lam-viec/nong-thon-moi/": 9,
}
# Pages that only the office of a contest has.
OF_OFFICE = {
    "/lam-viec/so/cuoc-thi-bao-chi/{edition}/tac-pham/": 9,
    "/lam-viec/so/cuoc-thi-bao-chi/{edition}/vong-cham/": 8,
}
MOST = 10


def real(url):
    """Return an address with the numbers of this run."""
    news = Article.objects.get(slug="hoi-nghi-tong-ket-dan-van-kheo-nam-2017")
    draft = Registration.objects.get(campaign__state="open", unit__slug="xa-yen-hoa", state="draft")
    report = Report.objects.get(unit__slug="xa-yen-hoa", state="confirmed")
    numbers = {"{article}": f"{news.pk}-{news.slug}", "{draft}": str(draft.pk), "{report}": str(report.pk)}
    seat = ClusterSeat.objects.filter(unit__slug="xa-yen-hoa", year=2017)
    numbers["{cluster}"] = str(seat.get().cluster_id)
    numbers["{edition}"] = str(Edition.objects.exclude(decided_on=None).get().pk)
    return reduce(lambda found, each: found.replace(*each), numbers.items(), url)


@pytest.mark.parametrize("url", PUBLIC)
def test_a_public_page_costs_little_when_it_is_made_and_next_to_nothing_again(
    demo, client, url, django_assert_num_queries, django_assert_max_num_queries
):
    path = real(url)
    with django_assert_max_num_queries(MOST):
        assert client.get(path).status_code == 200
    with django_assert_num_queries(PUBLIC[url]):
        client.get(path)


@pytest.mark.parametrize("username", ["yenhoa", "thuongtruc"])
@pytest.mark.parametrize("url", WORKSPACE)
def test_a_page_of_the_workspace_costs_what_it_did(demo, username, url, django_assert_num_queries):
    client, path = browser_of(username), real(url)
    client.get(path)
    costs = WORKSPACE | (OFFICE if username == "thuongtruc" else {})
    with django_assert_num_queries(costs[url]):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("url", OF_OFFICE)
def test_a_page_of_the_office_costs_what_it_did(demo, url, django_assert_num_queries):
    client, path = browser_of("thuongtruc"), real(url)
    client.get(path)
    with django_assert_num_queries(OF_OFFICE[url]):
        assert client.get(path).status_code == 200


@pytest.fixture(params=EVERYBODY, ids=lambda name: name or "reader")
def pages(request, demo, caplog):
    caplog.set_level("ERROR", logger="django.request")  # forms sent empty are refused, as they should be
    return walk(request.param, "vi")


def test_every_link_leads_somewhere(pages):
    allowed = {200, 301, 302, 422}
    wrong = {page.url: page.answer.status_code for page in pages if page.answer.status_code not in allowed}
    assert {url: code for url, code in wrong.items() if url not in UNLINKED} == {}


def test_every_page_is_guarded_by_its_headers(pages):
    wrong = []
    for page in pages:
        headers = page.answer.headers
        policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
        kept = {
            "script": re.sub(r"'nonce-\S+'", "'nonce'", policy["script-src"]) in {"'self'", "'self' 'nonce'"},
            "style": policy["style-src"] == "'self'",
            "default": policy["default-src"] == "'self'",
            "framed": (policy["frame-ancestors"], headers["X-Frame-Options"]) == ("'none'", "DENY"),
            "sniffed": headers["X-Content-Type-Options"] == "nosniff",
            "referrer": headers["Referrer-Policy"] == "same-origin",
        }
        wrong += [(page.url, name) for name, is_kept in kept.items() if not is_kept]
    assert wrong == []


def test_no_page_holds_script_or_style_or_asks_another_host(pages):
    read = [page for page in pages if page.reading]
    assert {(page.url, what) for page in read for what in page.reading.inline} == set()
    sources = {(page.url, source) for page in read for source in page.reading.sources}
    assert {each for each in sources if not re.match(r"/(?!/)|data:", each[1])} == set()


def weight(client, url):
    """Return what a browser loads for a page: HTML, style and script, each compressed as it is sent."""
    html = client.get(real(url)).content
    sources = [source for source in Reading(html.decode()).sources if source.endswith((".css", ".js"))]
    files = [Path(finders.find(source.removeprefix(settings.STATIC_URL))).read_bytes() for source in sources]
    return sum(len(gzip.compress(content)) for content in [html, *files])


@pytest.mark.parametrize("url", ["/", ARTICLE, "/mo-hinh/"])
def test_a_public_page_is_light(demo, url):
    assert weight(Client(), url) < 60_000


@pytest.mark.parametrize("url", ["/lam-viec/", "/lam-viec/dang-ky/", "/lam-viec/so-lieu/"])
def test_the_workspace_is_light(demo, url):
    assert weight(browser_of("thuongtruc"), url) < 120_000


def test_a_reader_is_given_no_session_and_no_cookie(demo):
    client = Client()
    for url in ("/", ARTICLE, "/mo-hinh/", "/tim-kiem/?q=dan+van+kheo"):
        assert dict(client.get(real(url)).cookies) == {}
    assert Session.objects.count() == 0


def test_cookies_are_out_of_reach_of_scripts(demo):
    client = Client()
    client.post("/hien-thi/", {"contrast": "high", "language": "en", "next": "/"})
    client.post(f"/tin/{Article.objects.first().pk}/danh-gia/", {"stars": "5"})
    client.post("/tai-khoan/dang-nhap/", {"login": "yenhoa", "password": PASSWORD})
    kept = {name: (cookie["httponly"], cookie["samesite"]) for name, cookie in client.cookies.items()}
    names = ["kheo_look", "django_language", "kheo_reader", "sessionid"]
    # The token against foreign forms is no secret of the session: forms carry it in the page itself.
    assert kept == dict.fromkeys(names, (True, "Lax")) | {"csrftoken": ("", "Lax")}
