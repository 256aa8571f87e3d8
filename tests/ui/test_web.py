import pytest
from django.http import QueryDict
from django.test import Client

from kheo.ui.context import Look, look_of


@pytest.mark.parametrize(
    ("cookie", "look"),
    [
        ("", Look()),
        ("large.high", Look("large", "high")),
        ("small.normal", Look("small", "normal")),
        ("huge.high", Look("normal", "high")),
        ("large", Look("large", "normal")),
        ("<script>.high.x", Look()),
    ],
)
def test_look_is_read_from_its_cookie(cookie, look):
    assert look_of({"kheo_look": cookie}) == look


@pytest.mark.parametrize("choice", [{"size": "large"}, {"contrast": "high"}, {"size": "small", "contrast": "high"}])
def test_look_survives_its_cookie(choice):
    look = Look().changed(choice)
    assert look != Look()
    assert look_of({"kheo_look": look.as_cookie()}) == look


def test_switch_sets_the_cookie_and_returns_to_the_page(gallery):
    answer = gallery.post("/hien-thi/", {"size": "large", "next": "/list/?field=e"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/list/?field=e")
    cookie = answer.cookies["kheo_look"]
    assert cookie.value == "large.normal"
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page = gallery.get("/plain/").content.decode()
    assert 'data-size="large" data-contrast="normal"' in page


def test_one_switch_keeps_the_other(gallery):
    gallery.post("/hien-thi/", {"size": "large"})
    gallery.post("/hien-thi/", {"contrast": "high"})
    page = gallery.get("/plain/").content.decode()
    assert 'data-size="large" data-contrast="high" data-bs-theme="dark"' in page


def test_language_switch_changes_the_language_only_to_a_known_one(gallery):
    gallery.post("/hien-thi/", {"language": "en"})
    assert '<html lang="en"' in gallery.get("/plain/").content.decode()
    gallery.post("/hien-thi/", {"language": "fr"})
    assert '<html lang="en"' in gallery.get("/plain/").content.decode()
    gallery.post("/hien-thi/", {"language": "vi"})
    assert '<html lang="vi"' in gallery.get("/plain/").content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_switch_never_leads_away_from_the_site(gallery, target):
    answer = gallery.post("/hien-thi/", QueryDict(mutable=True) | {"size": "large", "next": target})
    assert answer.headers["Location"] == "/"


def test_switch_is_not_worked_by_a_link(gallery):
    assert gallery.get("/hien-thi/?size=large").status_code == 405


def test_switch_needs_no_token_because_pages_with_it_are_cached(gallery):

    assert Client(enforce_csrf_checks=True).post("/hien-thi/", {"size": "large"}).status_code == 302
