"""What strangers try against the public pages, and what they get."""

import json
import re
from io import BytesIO
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from kheo.foundation.files.actions import keep
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import PHOTO_KINDS
from kheo.lib.refusals import Refused
from kheo.outlets.newsroom.actions import add_photo, write_article
from kheo.outlets.newsroom.models import ArticleViews
from kheo.outlets.portal.web.tally import tally
from tests import make
from tests.portal import made
from tests.portal.made import NOW

# Known ways to get a program into a page; the mark tells what would have to run.
SCRIPTS = [
    "<script>alert('kheo-xss')</script>",
    '"><img src=x onerror=alert("kheo-xss")>',
    "<svg/onload=alert('kheo-xss')>",
    "javascript:alert('kheo-xss')",
    "<a href=\"java\tscript:alert('kheo-xss')\">x</a>",
    "</title><script>alert('kheo-xss')</script>",
    "{{ 7|add:7 }}{% load x %}kheo-xss",
    "<iframe srcdoc=\"<script>alert('kheo-xss')</script>\">",
]
# What of them, found in a page outside of escaped text, would run.
RUNS = re.compile(
    r"""<script(?! type="application/ld\+json")[^>]*>[^<]*kheo-xss"""
    r"""|<svg[^>]*onload|<img[^>]*onerror|<iframe|href=["']?\s*java[\t\r\n]*script:""",
    re.IGNORECASE,
)


@pytest.fixture
def reader(client, db):
    client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 10; K) Chrome/140.0"
    return client


def runs(answer):
    return RUNS.findall(answer.content.decode())


def place(article):
    return reverse("portal:article", args=[article.pk, article.slug])


@pytest.mark.parametrize("text", SCRIPTS)
def test_what_is_asked_for_is_never_run(cast, reader, text):
    for url, names in (("portal:search", ("q", "kind", "page")), ("portal:models", ("field", "unit", "year", "after"))):
        for name in names:
            answer = reader.get(reverse(url), {name: text})
            assert answer.status_code < 500
            assert runs(answer) == []
    assert runs(reader.get(f"/{text}/")) == []


@pytest.mark.parametrize("text", SCRIPTS)
def test_what_is_written_is_never_run(cast, reader, text):
    said = {"lead": text, "byline": text, "source": text, "html": f"<p>Chữ {text}</p>"}
    article = made.article(cast.district, title=f"Tin {text}"[:290], **said)
    made.comment(article, name=f"Lan {text}"[:100], text=f"Nhận xét {text}", state="shown")
    for url in (place(article), reverse("portal:news"), reverse("portal:section", args=[article.section.slug])):
        answer = reader.get(url)
        assert answer.status_code == 200
        assert runs(answer) == []
        for data in re.findall(
            r'<script type="application/ld\+json"[^>]*>(.*?)</script>', answer.content.decode(), re.S
        ):
            assert json.loads(data)["@context"]
            assert "<" not in data


def test_a_remark_with_a_wrong_field_shows_what_was_typed_without_running_it(cast, reader):
    article = made.article(cast.district)
    for name in ("name", "email", "text", "key", "website"):
        said = {"name": "Lan", "email": "", "text": "Hay", "key": "x"} | {name: "\"><svg/onload=alert('kheo-xss')>"}
        assert runs(reader.post(reverse("portal:remark", args=[article.pk]), said)) == []


def test_pages_forbid_programs_that_are_not_the_sites_own(cast, reader):
    policy = reader.get(place(made.article(cast.district)))["Content-Security-Policy"]
    rules = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert "unsafe" not in rules.get("script-src", rules["default-src"])
    assert "*" not in policy
    assert rules["object-src"] == rules["base-uri"] == "'none'"


def test_only_pictures_are_pictures(db, settings):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    html = b"<!doctype html><script>alert(1)</script>"
    for name, data in (("a.svg", svg), ("a.jpg", svg), ("a.png", html), ("a.webp", b"RIFF0000WEBP" + html)):
        with pytest.raises(Refused):
            keep(SimpleUploadedFile(name, data), kinds=PHOTO_KINDS, by=None, at=NOW)
    assert not StoredFile.objects.exists()


def test_two_faced_pictures_are_refused_or_lose_their_second_face(cast, reader):
    plain, said = BytesIO(), BytesIO()
    Image.new("RGB", (900, 600), "green").save(plain, "JPEG")
    Image.new("RGB", (900, 600), "green").save(said, "JPEG", comment=b"<script>alert('kheo-xss')</script>")
    with pytest.raises(Refused, match="nội dung khác"):
        keep(SimpleUploadedFile("a.jpg", said.getvalue()), kinds=PHOTO_KINDS, by=None, at=NOW)
    behind = plain.getvalue() + b"<script>alert('kheo-xss')</script>"
    file = keep(SimpleUploadedFile("a.jpg", behind), kinds=PHOTO_KINDS, by=None, at=NOW)
    add_photo(made.article(cast.district), file, alt="Đường hoa", caption="", credit="", by=None, at=NOW)
    answer = reader.get(reverse("portal:picture", args=[file.pk, file.widths[0]]))
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"kheo-xss" not in b"".join(answer.streaming_content)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:80@evil.example", "evil.example:8000"])
def test_a_foreign_host_is_refused_and_never_echoed(cast, reader, host):
    article = made.article(cast.district)
    answer = reader.get(place(article), HTTP_HOST=host)
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def test_no_header_poisons_the_page_that_is_kept_for_all(cast, reader):
    url = place(made.article(cast.district))
    forged = {
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_ORIGINAL_URL": "/evil",
        "HTTP_X_REWRITE_URL": "/evil",
        "HTTP_REFERER": "https://evil.example/",
        "HTTP_COOKIE": "kheo_look=evil.example",
        "HTTP_ACCEPT_LANGUAGE": "evil.example",
    }
    first = reader.get(url, **forged).content.decode()
    second = reader.get(url).content.decode()
    assert "evil" not in first + second


def test_what_a_page_does_not_depend_on_does_not_fill_the_store(cast, reader):
    from kheo.outlets.portal.web.pages import MOST_KEPT, kept  # noqa: PLC0415 -- tested from within

    url = place(made.article(cast.district))
    for number in range(50):
        assert reader.get(url, {"utm": str(number)}).status_code == 200
    assert len(kept._made) <= 5
    for number in range(MOST_KEPT + 50):
        reader.get(reverse("portal:search"), {"q": f"x{number}"})
    assert len(kept._made) <= MOST_KEPT


def _signed_in(target):
    """Return where somebody is led who signs in on a page that was reached with that address to go on to."""
    make.user("nguoi_doc", "Người Đọc", "dan-van-kheo-2017")
    said = {"login": "nguoi_doc", "password": "dan-van-kheo-2017", "next": target}
    answer = Client().post(f"/tai-khoan/dang-nhap/?next={quote(target)}", said)
    assert answer.status_code == 302
    return answer


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nothing_leads_to_another_site(cast, reader, target):
    leads = [
        reader.post(reverse("ui:look"), {"next": target}),
        _signed_in(target),
        reader.get(f"/{target}"),
    ]
    for answer in leads:
        assert "evil.example" not in answer.headers.get("Location", "")
        assert not answer.headers.get("Location", "").startswith("javascript")


def test_views_are_not_forged_by_what_is_no_reader(cast, reader):
    article = made.article(cast.district)
    for forged in (
        {"HTTP_USER_AGENT": "Googlebot/2.1"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_USER_AGENT": "curl/8"},
        {"HTTP_SEC_PURPOSE": "prefetch"},
    ):
        reader.get(place(article), **forged)
    reader.head(place(article))
    reader.post(place(article))
    tally.write_down()
    assert ArticleViews.objects.get(article=article).count == 0


def test_a_form_key_is_only_ours(cast, reader):
    article = made.article(cast.district)
    for key in (f"{uuid4()}.0.00", "…", "a.b.c", f"{uuid4()}.9999999999.{'0' * 32}"):
        answer = reader.post(reverse("portal:remark", args=[article.pk]), {"name": "Lan", "text": "Hay", "key": key})
        assert answer.status_code == 422


def test_long_and_odd_addresses_are_answered(cast, reader):
    for url in ("/" + "a" * 5_000 + "/", "/tin/99999999999999999999/", "/mo-hinh/0-x/", "/tim-kiem/?q=" + "%00"):
        assert reader.get(url).status_code in (200, 301, 302, 400, 404)


def test_a_draft_is_not_found_by_its_number(cast, reader):
    draft = write_article(made.facts(cast.district), by=None, at=NOW)
    for name, args in (("short", [draft.pk]), ("article", [draft.pk, draft.slug])):
        assert reader.get(reverse(f"portal:{name}", args=args)).status_code == 404
