"""The screen of abbreviations, and search on the portal."""

import pytest
from django.urls import reverse

from kheo.machinery.search.models import Abbreviation
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from tests import make
from tests.portal import made

SEARCH, SUGGESTIONS = "/tim-kiem/", "/tim-kiem/goi-y/"


@pytest.fixture
def editor(cast, client):
    install(Installation(unit=cast.district, portal_name="Yên Mô"), by=None, at=make.NOW)
    client.force_login(cast.editor)
    return client


def test_an_editor_adds_an_abbreviation_and_takes_one_out(editor):
    place = reverse("search:abbreviations")
    page = editor.post(place, {"short": "TLG", "long": "tổ liên gia"}, follow=True)
    assert "Đã thêm chữ viết tắt" in page.content.decode()
    page = editor.post(reverse("search:drop", args=[Abbreviation.objects.get(short="TLG").pk]), follow=True)
    assert "Đã bỏ TLG." in page.content.decode()
    assert not Abbreviation.objects.filter(short="TLG").exists()


def test_a_wrong_abbreviation_is_kept_on_the_form_with_every_reason(editor):
    page = editor.post(reverse("search:abbreviations"), {"short": "T L", "long": "tổ"})
    assert page.status_code == 422
    html = page.content.decode()
    assert "phải là một từ" in html
    assert "từ hai đến 8 tiếng" in html
    assert 'value="T L"' in html


def test_the_portal_says_what_was_meant_and_leads_to_it(cast, client):
    made.article(cast.district, title="Phong trào “Dân vận khéo” lan rộng")
    html = client.get(SEARCH, {"q": "dan vna kheo"}).content.decode()
    assert "Không có kết quả nào đúng như “dan vna kheo”." in html
    assert '<a href="/tim-kiem/?q=D%C3%A2n%20v%E1%BA%ADn%20kh%C3%A9o">Dân vận khéo</a>?' in html
    assert "<mark>Dân vận khéo</mark>" in html


def test_the_portal_narrows_and_widens(cast, client):
    for number in range(3):
        made.article(cast.district, title=f"Đường hoa {number}")
    made.article(cast.district, title="Đường quê", section=made.section("guong", "Gương điển hình"))
    html = client.get(SEARCH, {"q": "đường"}).content.decode()
    assert "shelf=G%C6%B0%C6%A1ng+%C4%91i%E1%BB%83n+h%C3%ACnh" in html
    assert "(3)" in html
    html = client.get(SEARCH, {"q": "đường", "shelf": "Gương điển hình", "year": "2018"}).content.decode()
    assert 'aria-current="true"' in html
    assert "Đường hoa" not in html.partition("<aside")[0]
    html = client.get(SEARCH, {"q": "đường", "year": "2001"}).content.decode()
    assert "Tìm ở mọi nơi" in html


def test_suggestions_are_small_kept_and_limited(cast, client, monkeypatch, django_assert_num_queries):
    article = made.article(cast.district, title="Thắp sáng đường quê")
    asked = client.get(SUGGESTIONS, {"q": "sang duo"})
    assert asked.json() == {"titles": [["Thắp sáng đường quê", f"/tin/{article.pk}-thap-sang-duong-que/"]]}
    assert (asked["Cache-Control"], asked.cookies) == ("public, max-age=60", {})
    with django_assert_num_queries(1):
        client.get(SUGGESTIONS, {"q": " Sang  duo"})
    monkeypatch.setattr("kheo.outlets.portal.web.finding.SUGGESTIONS", ("suggestion", 2, 60))
    assert client.get(SUGGESTIONS, {"q": "sang duo"}).status_code == 429
