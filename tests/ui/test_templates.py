import hashlib
import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

import kheo

UI = Path(kheo.__file__).parent / "ui"
VENDOR = UI / "static/ui/vendor"
PAGES = ["/workspace/", "/form/", "/list/", "/public/", "/article/", "/plain/", "/refused/", "/error/404/"]
OUTSIDE = re.compile(r"""(?:src|href|action|srcset)=["']?(?:https?:)?//""")


class Seen(HTMLParser):
    """Collects what the rules ask about: inline script and style, identifiers, headings."""

    def __init__(self, html):
        super().__init__()
        self.inline, self.ids, self.h1 = [], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.h1 += tag == "h1"
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or (name.startswith("on") and name != "on")]


@pytest.mark.django_db
@pytest.mark.parametrize("url", PAGES)
def test_pages_hold_nothing_inline_and_nothing_from_outside(gallery, url):
    html = gallery.get(url).content.decode()
    seen = Seen(html)
    assert seen.inline == []
    assert OUTSIDE.findall(html) == []
    assert len(seen.ids) == len(set(seen.ids))


@pytest.mark.django_db
def test_empty_blocks_leave_truly_empty_elements(gallery):
    html = gallery.get("/list/").content.decode()
    assert '<div class="help-body"></div>' in html
    assert '<p class="lead"></p>' in html
    assert re.search(r"<aside [^>]*></aside>", html)


@pytest.mark.django_db
def test_frame_marks_the_open_entry_and_shows_the_body(gallery):
    html = gallery.get("/form/").content.decode()
    assert html.count('aria-current="page"><svg') == 2  # the menu beside the page and the one of a phone
    assert "Ban Chỉ đạo phong trào thi đua “Dân vận khéo” huyện Yên Mô" in html
    assert "Phạm Thị Hường" in html


@pytest.mark.django_db
def test_public_frame_says_the_day_as_readers_know_it(gallery):
    with override("vi"):
        html = gallery.get("/public/").content.decode()
    assert "Chủ nhật ngày 22/11/2026" in html
    assert "csrfmiddlewaretoken" not in html  # it is cached for everybody


@pytest.mark.django_db
def test_messages_carry_a_word_and_an_icon(gallery):
    gallery.post("/hien-thi/", {"language": "en"})
    html = gallery.get("/workspace/").content.decode()
    for tone, word in [("ok", "Done:"), ("warn", "Note:"), ("stop", "Not done:"), ("info", "For information:")]:
        assert re.search(rf'class="notice tone-{tone}".*?<svg.*?<strong[^>]*>{word}</strong>', html, re.DOTALL)


@pytest.mark.django_db
def test_list_page_tells_total_and_leads_on_keeping_filters(gallery):
    gallery.post("/hien-thi/", {"language": "en"})
    html = gallery.get("/list/?field=e&after=old&sort=name").content.decode()
    assert "More than 10,000 records" in html
    assert 'rel="next" href="?field=e&amp;after=next&amp;sort=name"' in html
    assert 'rel="prev" href="?field=e&amp;sort=name&amp;before=previous"' in html
    assert 'class="chip" href="?sort=name"' in html
    assert '<input type="hidden" name="sort" value="name">' in html
    assert 'aria-sort="ascending"' in html


@pytest.mark.django_db
def test_form_page_answers_422_with_the_summary_first(gallery):
    answer = gallery.post("/form/", {"name": "Tên"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.index('class="error-summary"') < html.index('id="id_name"')
    assert 'value="Tên"' in html


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_pages_need_neither_request_nor_database(name):
    html = render_to_string(f"{name}.html")
    assert Seen(html).h1 == 1
    assert 'class="look"' not in html


@pytest.mark.parametrize("entry", tomllib.loads((VENDOR / "VENDOR.toml").read_text())["file"], ids=lambda e: e["file"])
def test_vendored_file_is_the_one_listed(entry):
    content = (VENDOR / entry["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert b"sourceMappingURL" not in content
    assert {"name", "version", "licence", "source"} <= entry.keys()


def test_every_vendored_file_is_listed_with_its_licence():
    listed = {entry["file"] for entry in tomllib.loads((VENDOR / "VENDOR.toml").read_text())["file"]}
    here = {path.name for path in VENDOR.iterdir()} - {"VENDOR.toml"}
    assert here == listed | {"bootstrap.LICENSE.txt", "icons.LICENSE.txt"}
