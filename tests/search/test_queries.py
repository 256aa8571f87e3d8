import unicodedata

import pytest

from kheo.machinery.search.models import Entry
from kheo.machinery.search.queries import find
from kheo.machinery.search.rules import tokens_of
from kheo.movement.registry import actions as registry
from tests import make
from tests.portal import made


def titles(text, **how):
    how.setdefault("user", None)
    return [hit.title for hit in find(text, **how).hits]


@pytest.fixture
def news(cast):
    def write(title, html="<p>Bà con thôn xóm.</p>"):
        return made.article(cast.district, title=title, html=html)

    return write


@pytest.mark.parametrize(
    "asked",
    [
        "dan van kheo",
        "Dân vận khéo",
        "DÂN VẬN KHÉO",
        unicodedata.normalize("NFD", "dân vận khéo"),
        "dân vận kh",
        "khéo dân",
    ],
)
def test_a_title_is_found_however_it_is_typed(news, asked):
    news("Phong trào “Dân vận khéo” lan rộng")
    assert titles(asked) == ["Phong trào “Dân vận khéo” lan rộng"]


def test_d_with_and_without_its_stroke_are_one(news):
    news("Đoạn đường tự quản")
    assert titles("doan duong") == titles("đoạn đường") == titles("Ðoạn đường") == ["Đoạn đường tự quản"]


def test_both_placings_of_a_tone_are_one_even_where_spelling_decides(news):
    news("Tổ hoà giải thôn Đông")
    news("Đường hoa thôn Đoài")
    assert titles("hòa") == titles("hoà") == ["Tổ hoà giải thôn Đông", "Đường hoa thôn Đoài"]
    assert titles("hoa") == ["Đường hoa thôn Đoài", "Tổ hoà giải thôn Đông"]


def test_what_is_spelt_as_asked_comes_first(news):
    news("Dân vận khéo ở Yên Hòa")
    news("Dẫn vạn khẻo ra đồng")
    assert titles("Dân vận khéo") == ["Dân vận khéo ở Yên Hòa", "Dẫn vạn khẻo ra đồng"]
    assert titles("dẫn vạn khẻo") == ["Dẫn vạn khẻo ra đồng", "Dân vận khéo ở Yên Hòa"]


def test_typed_in_haste_text_with_its_marks_comes_first(news):
    news("Dân vận khéo ở Yên Hòa")
    news("Dan van kheo go khong dau")
    assert titles("dan van kheo") == ["Dân vận khéo ở Yên Hòa", "Dan van kheo go khong dau"]


def test_a_title_goes_before_a_text_and_words_side_by_side_before_scattered_ones(news):
    news("Đường quê sáng đèn")
    news("Tin ngắn", "<p>Bàn về đường quê.</p>")
    news("Tin khác", "<p>Quê hương có nhiều đường.</p>")
    assert titles("duong que") == ["Đường quê sáng đèn", "Tin ngắn", "Tin khác"]
    assert titles("đường quê") == ["Đường quê sáng đèn", "Tin ngắn", "Tin khác"]


@pytest.mark.parametrize(
    "asked", ["", "   ", '"', "*", "AND", "NEAR(", "'; --", "a:b", "(((", "title:x OR", "%", "\\", "\x00", "x" * 5000]
)
def test_nothing_that_is_typed_is_syntax(news, asked):
    news("Đường hoa")
    assert titles(asked) == []


def test_words_between_signs_are_found(news):
    news("Quyết định 140-QĐ/TU về mô hình")
    assert titles('"140-QD/TU"') == titles("140 qđ") == ["Quyết định 140-QĐ/TU về mô hình"]


def test_newest_first_and_page_by_page(news):
    for number in range(23):
        news(f"Đường hoa {number}")
    first, second = find("đường hoa", user=None), find("đường hoa", user=None, page=2)
    assert (first.total, first.capped, first.pages, len(first.hits), len(second.hits)) == (23, False, 2, 20, 3)
    assert [hit.title for hit in first.hits + second.hits] == [f"Đường hoa {number}" for number in range(22, -1, -1)]
    assert find("đường hoa", user=None, page=99).page == 2


def test_the_count_is_capped(db, monkeypatch):
    monkeypatch.setattr("kheo.machinery.search.queries.COUNTED", 3)
    monkeypatch.setattr("kheo.machinery.search.queries.MOST", 4)
    Entry.objects.bulk_create(
        Entry(kind="article", object_id=n, title="Đường", is_public=True, tokens=tokens_of("Đường", "", ["xpublic"]))
        for n in range(5)
    )
    found = find("duong", user=None)
    assert (found.total, found.capped) == (3, True)


def test_readers_find_what_is_public_and_officers_what_their_posts_reach(cast):
    campaign = make.campaign(cast.district)
    mine = make.registration(campaign, cast.hoa, cast.commune_officer, name="Thắp sáng đường quê")
    assert titles("thap sang") == titles("thap sang", user=cast.other_officer) == []
    assert titles("thap sang", user=cast.stranger) == []
    assert titles("thap sang", user=cast.commune_officer) == ["Thắp sáng đường quê"]
    assert titles("thap sang", user=cast.district_office) == ["Thắp sáng đường quê"]
    registry.delete_draft(mine, by=cast.commune_officer, at=make.NOW)
    assert titles("thap sang", user=cast.commune_officer) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_finding_costs_the_same_for_one_and_three(cast, news, rows, django_assert_num_queries):
    for number in range(rows):
        news(f"Đường hoa {number}")
    with django_assert_num_queries(2):
        assert len(find("duong hoa", user=None).hits) == rows
    with django_assert_num_queries(3):  # and the posts of the officer
        assert len(find("duong hoa", user=cast.commune_officer).hits) == rows
