import unicodedata
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from kheo.machinery.search import actions
from kheo.machinery.search.models import Entry
from kheo.machinery.search.queries import Only, find, index, suggest
from kheo.machinery.search.rules import tokens_of
from kheo.movement.registry import actions as registry
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
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


@pytest.fixture
def five(db):
    """Entries that are made of a word of their own and of some that all of them have."""
    Entry.objects.bulk_create(
        Entry(kind="article", object_id=n, title=each, is_public=True, tokens=tokens_of(each, "", ["xpublic"]))
        for n, each in enumerate(["Hoa bên đường", "Đường hoa", "Hoa trên đường", "Đường hoa", "Hoa ven đường"])
    )


def test_the_count_is_capped(five, monkeypatch):
    monkeypatch.setattr(index, "RANKED", 3)
    found = find("duong", user=None)
    assert (found.total, found.capped, found.pages) == (3, True, 1)
    monkeypatch.setattr(index, "RANKED", 5)
    found = find("duong", user=None)
    assert (found.total, found.capped) == (5, False)


@pytest.mark.parametrize(
    ("everywhere", "older", "first"),
    [(0, 100, ["Đường hoa", "Đường hoa"]), (10, 0, ["Đường hoa", "Hoa ven đường"])],
)
def test_words_that_are_everywhere_are_looked_for_side_by_side_among_the_newest_only(
    five, monkeypatch, everywhere, older, first
):
    monkeypatch.setattr(index, "RANKED", 2)
    monkeypatch.setattr(index, "OLDER", older)
    monkeypatch.setattr(index, "EVERYWHERE", everywhere)
    monkeypatch.setattr(index, "MOST_READ", 1 << 62)  # numbers go on from test to test on PostgreSQL
    assert titles("đường hoa")[:2] == first


def test_an_index_without_order_is_not_read_for_words_that_stand_apart_in_very_many(five, monkeypatch):
    monkeypatch.setattr(index, "RANKED", 2)
    monkeypatch.setattr(index, "EVERYWHERE", 0)
    monkeypatch.setattr(index, "MOST_READ", 0)
    older = "Hoa ven đường" if connection.vendor == "postgresql" else "Đường hoa"
    assert titles("đường hoa")[:2] == ["Đường hoa", older]


@pytest.mark.parametrize("asked", ["duong", "duong hoa", "đường hoa 5"])
def test_what_only_officers_see_does_not_hide_what_is_older_and_public(five, monkeypatch, asked):
    def found():
        each = []
        for ranked in (1, 3, 100):
            monkeypatch.setattr(index, "RANKED", ranked)
            each.append(titles(asked))
        return each

    before = found()
    Entry.objects.bulk_create(
        Entry(pk=20_000 + n, kind="registration", object_id=n, title=title, tokens=tokens_of(title, "", []))
        for n in range(50)
        if (title := f"Đường hoa {n}")
    )
    assert found() == before


FAR_APART = [1, 2, 5_000, 40_000, 300_000, 300_001, 3_000_000]


@pytest.mark.parametrize("ranked", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("asked", ["duong", "đườ", "duong hoa", "hoa ho"])
def test_the_newest_are_found_however_far_back_they_are(db, monkeypatch, ranked, asked):
    monkeypatch.setattr(index, "RANKED", ranked)
    monkeypatch.setattr(index, "OLDER", 0)
    entries = [(number, f"Đường hoa {number}") for number in FAR_APART] + [(2_999_999, "Tin khác")]
    Entry.objects.bulk_create(
        Entry(pk=n, kind="article", object_id=n, title=each, is_public=True, tokens=tokens_of(each, "", ["xpublic"]))
        for n, each in entries
    )
    found = find(asked, user=None)
    newest = [f"Đường hoa {number}" for number in sorted(FAR_APART, reverse=True)]
    assert [hit.title for hit in found.hits] == newest[: min(ranked, len(newest))]
    assert found.capped is (ranked < len(newest))


def test_a_half_typed_word_that_very_many_begin_with_is_found(news):
    news("Đường hoa", "<p>" + " ".join(f"quả{number}" for number in range(400)) + "</p>")
    assert titles("qua") == titles("đường qu") == titles("hoa quả") == ["Đường hoa"]


@pytest.mark.parametrize("asked", ["đường hoa", "duong hoa", "duong ho", "hoa ven", "hoa", "ntm"])
def test_both_ways_to_look_for_words_side_by_side_find_the_same(five, monkeypatch, asked):
    orders = []
    for everywhere in (0, 1_000):
        monkeypatch.setattr(index, "RANKED", 4)
        monkeypatch.setattr(index, "EVERYWHERE", everywhere)
        orders.append(titles(asked))
    assert orders[0] == orders[1]


def test_readers_find_what_is_public_and_officers_what_their_posts_reach(cast):
    campaign = make.campaign(cast.district)
    mine = make.registration(campaign, cast.hoa, cast.commune_officer, name="Thắp sáng đường quê")
    assert titles("thap sang") == titles("thap sang", user=cast.other_officer) == []
    assert titles("thap sang", user=cast.stranger) == []
    assert titles("thap sang", user=cast.commune_officer) == ["Thắp sáng đường quê"]
    assert titles("thap sang", user=cast.district_office) == ["Thắp sáng đường quê"]
    registry.delete_draft(mine, by=cast.commune_officer, at=make.NOW)
    assert titles("thap sang", user=cast.commune_officer) == []


@pytest.mark.parametrize("rows", [3, 6])
def test_finding_costs_the_same_for_three_and_six(cast, news, rows, django_assert_num_queries):
    for number in range(rows):
        news(f"Đường hoa {number}")
    with django_assert_num_queries(4):  # what is short for what, how many, which, what they say
        assert len(find("duong hoa", user=None).hits) == rows
    with django_assert_num_queries(5):  # and the posts of the officer
        assert len(find("duong hoa", user=cast.commune_officer).hits) == rows


def test_finding_little_costs_the_look_for_what_was_meant(news, django_assert_num_queries):
    news("Đường hoa, đường hoe")
    with django_assert_num_queries(7):  # and which words are known, and what they find
        assert titles("duong hoa") == ["Đường hoa, đường hoe"]
    with django_assert_num_queries(5):
        assert titles("duonng hoa") == ["Đường hoa, đường hoe"]


# Abbreviations


@pytest.mark.parametrize("asked", ["NTM", "ntm", "nông thôn mới", "nong thon moi", "xã NTM", "xã nông thôn mới"])
def test_an_abbreviation_and_what_it_stands_for_find_one_another(news, asked):
    news("Xã nông thôn mới Yên Hòa")
    news("Xã NTM Yên Bình")
    news("Thôn mới, nông dân mới ở xã")
    assert sorted(titles(asked)) == ["Xã NTM Yên Bình", "Xã nông thôn mới Yên Hòa"]


@pytest.fixture
def installed(cast):
    install(Installation(unit=cast.district, portal_name="Yên Mô"), by=None, at=make.NOW)


def test_abbreviations_are_the_offices_own(installed, cast, news):
    news("Tổ liên gia tự quản")
    assert titles("TLG") == []
    kept = actions.abbreviate("TLG", "tổ  liên gia", by=cast.district_office, at=make.NOW)
    assert titles("TLG") == titles("tlg tự quản") == ["Tổ liên gia tự quản"]
    assert actions.abbreviate("tlg", "Tổ liên gia", by=cast.district_office, at=make.NOW) == kept
    actions.drop_abbreviation(kept, by=cast.district_office, at=make.NOW)
    assert titles("TLG") == []


def test_an_abbreviation_is_refused_with_every_reason(installed, cast):
    with pytest.raises(actions.NotAbbreviated) as refused:
        actions.abbreviate("T L", "tổ", by=cast.district_office, at=make.NOW)
    assert len(refused.value.reasons) == 2
    with pytest.raises(PermissionDenied):
        actions.abbreviate("TLG", "tổ liên gia", by=cast.commune_officer, at=make.NOW)


# Slips


@pytest.mark.parametrize(
    "asked",
    [
        *("dan vna kheo", "dân vận khéoo", "dânn vận khéo", "dam van kheo", "danvan kheo", "dan van khe9o"),
        *("daan vaanj kheos", "da6n va65n khe1o", "dân vạn kéo"),
    ],
)
def test_a_slip_of_the_fingers_finds_what_was_meant_and_says_so(news, asked):
    news("Phong trào “Dân vận khéo” lan rộng")
    news("Kéo co mừng xuân")
    found = find(asked, user=None)
    assert (found.is_guess, found.meant) == (True, "Dân vận khéo")
    assert [hit.title for hit in found.hits] == ["Phong trào “Dân vận khéo” lan rộng"]


def test_what_nobody_can_have_meant_finds_nothing(news):
    news("Đường hoa")
    found = find("xkcdqq", user=None)
    assert (found.hits, found.is_guess, found.meant) == ([], False, "")


def test_little_that_was_found_is_doubted_where_another_word_finds_much(news):
    news("Đường hóa học trong bia")
    for number in range(6):
        news(f"Đường hoe {number}")
    assert find("duong hoa", user=None).meant == "Đường hoe"
    assert find("duong hoe", user=None).meant == ""


def test_what_was_meant_gives_nothing_away(cast):
    campaign = make.campaign(cast.district)
    make.registration(campaign, cast.hoa, cast.commune_officer, name="Thắp sáng đường quê")
    assert find("thap sanng", user=None).hits == []
    assert find("thap sanng", user=cast.other_officer).meant == ""
    assert find("thap sanng", user=cast.commune_officer).meant == "Thắp sáng"


# Narrowing, order, suggestions


def test_findings_are_narrowed_and_counted_by_kind_year_and_shelf(cast, news):
    news("Đường hoa")
    made.article(cast.district, title="Đường quê", section=made.section("guong", "Gương điển hình"))
    news("Con đường")
    assert _facets("đường") == {"article": 3, "2018": 3, "Tin hoạt động": 2, "Gương điển hình": 1}
    assert titles("đường", only=Only(shelf="Gương điển hình")) == ["Đường quê"]
    assert titles("đường", only=Only(kind="model")) == titles("đường", only=Only(year="2017")) == []


def _facets(asked):
    facets = find(asked, user=None, with_facets=True).facets
    return {each.value: each.count for each in (*facets.kinds, *facets.years, *facets.shelves)}


def test_by_day_the_newest_comes_first_however_well_it_fits(cast, news):
    news("Đường hoa")
    made.article(cast.district, title="Tin khác", html="<p>Bên đường có hoa.</p>", at=made.NOW + timedelta(days=1))
    assert titles("đường hoa") == ["Đường hoa", "Tin khác"]
    assert titles("đường hoa", by_day=True) == ["Tin khác", "Đường hoa"]


def test_suggestions_are_titles_that_begin_so(news):
    news("Thắp sáng đường quê")
    news("Tin ngắn", "<p>Thắp sáng đường quê.</p>")
    assert [hit.title for hit in suggest("sang du")] == ["Thắp sáng đường quê"]
    assert [hit.title for hit in suggest("thap s")] == ["Thắp sáng đường quê"]
    assert suggest("s") == suggest("") == suggest("“”") == []
