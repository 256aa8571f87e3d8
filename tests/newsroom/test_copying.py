"""An article copied to a new draft, and pictures that are used again."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.queries import belongings_then
from kheo.outlets.newsroom.rules import Place
from kheo.outlets.newsroom.states import ArticleState
from tests.newsroom.test_web import BACKEND, desk, url  # noqa: F401 -- a fixture
from tests.portal import made
from tests.portal.made import NOW

WORDS = {"alt": "Đường hoa", "caption": "Đường hoa thôn Trung", "credit": "Bùi Thúy"}


def with_photo(unit, colour="green", **more):
    article = made.draft(unit, **more)
    return article, actions.add_photo(article, made.picture(colour=colour), **WORDS, by=None, at=NOW)


def test_copy_article_is_a_draft_of_its_own_with_its_pictures_in_their_places(cast):
    article, photo = with_photo(
        cast.district, tags=["nông thôn mới"], event_on=date(2018, 1, 17), notice_until=date(2018, 2, 1)
    )
    actions.place(article, Place("photo", photo.pk), after=1, version=article.version, by=cast.editor, at=NOW)
    actions.publish(article, by=cast.editor, at=NOW)
    copy = Article.objects.get(pk=actions.copy_article(article, by=cast.editor, at=NOW).pk)
    mine = copy.photos.get()
    assert (copy.state, copy.title) == (ArticleState.DRAFT, f"{article.title} (bản sao)")
    assert (copy.event_on, copy.notice_until, copy.published_at) == (None, None, None)
    assert (mine.file_id, mine.alt, mine.pk != photo.pk) == (photo.file_id, photo.alt, True)
    assert f'data-photo="{mine.pk}"' in copy.body.html
    assert f'data-photo="{photo.pk}"' not in copy.body.html
    assert [tag.name for tag in copy.tags.all()] == ["nông thôn mới"]
    assert [row["number"] for row in belongings_then(copy, copy.version)["photos"]] == [mine.pk]
    actions.remove_photo(mine, by=cast.editor, at=NOW, out_of_text=True)
    assert article.photos.count() == 1  # the old one keeps its own
    with pytest.raises(PermissionDenied):
        actions.copy_article(article, by=cast.commune_officer, at=NOW)


def test_a_long_title_leaves_room_for_what_tells_a_copy(cast):
    article = made.draft(cast.district, title="Đ" * 300)
    assert actions.copy_article(article, by=cast.editor, at=NOW).title.endswith("… (bản sao)")


def test_the_desk_copies_and_leads_to_the_draft(cast, desk):  # noqa: F811 -- the fixture
    article = made.article(cast.district)
    answer = desk.post(url("copy", article.pk))
    copy = Article.objects.exclude(pk=article.pk).get()
    assert answer.headers["Location"] == url("edit", copy.pk)
    assert url("copy", article.pk) in desk.get(url("edit", article.pk)).content.decode()


def test_a_picture_of_another_article_is_chosen_and_described_here(cast, desk):  # noqa: F811 -- the fixture
    _other, photo = with_photo(cast.district)
    again = made.draft(cast.district)
    actions.add_photo(again, photo.file, **WORDS, by=None, at=NOW)  # the same file twice is offered once
    article = made.draft(cast.district)
    page = desk.get(url("pick_photo", article.pk)).content.decode()
    assert page.count("Đường hoa</p>") == 1
    assert "Không có ảnh nào" in desk.get(url("pick_photo", article.pk), {"words": "cây cầu"}).content.decode()
    offered = again.photos.get()
    assert desk.post(url("pick_photo", article.pk), {"photo": offered.pk}).status_code == 302
    mine = article.photos.get()
    assert (mine.file_id, mine.alt, mine.caption) == (photo.file_id, "Đường hoa", "Đường hoa thôn Trung")
    assert "Đường hoa</p>" not in desk.get(url("pick_photo", article.pk)).content.decode()  # it hangs here already


def test_nobody_chooses_pictures_of_units_that_are_not_theirs(cast, client):
    _article, photo = with_photo(cast.district)
    mine = made.draft(cast.hoa)
    client.force_login(cast.commune_officer, backend=BACKEND)
    page = reverse("newsroom:pick_photo", args=[mine.pk])
    assert "Đường hoa" not in client.get(page).content.decode()
    assert client.post(page, {"photo": photo.pk}).status_code == 404
    assert client.post(page, {"photo": "x"}).status_code == 404
    assert not mine.photos.exists()
    published = made.article(cast.hoa)
    assert client.get(reverse("newsroom:pick_photo", args=[published.pk])).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_pictures_to_choose_cost_the_same_for_one_and_three(cast, desk, rows, django_assert_max_num_queries):  # noqa: F811
    for colour in ("red", "green", "blue")[:rows]:
        with_photo(cast.district, colour)
    page = url("pick_photo", made.draft(cast.district).pk)
    desk.get(page)
    with django_assert_max_num_queries(10):
        assert desk.get(page).content.decode().count("Đường hoa</p>") == rows
