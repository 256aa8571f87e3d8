from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.machinery.search.models import Entry
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.actions import NotPublishable
from kheo.outlets.newsroom.models import Article, ArticleDay, ArticleViews, Edition
from kheo.outlets.newsroom.states import ArticleState
from tests.portal import made
from tests.portal.made import NOW

KEY = UUID(int=7)
READER = UUID(int=9)


def edition():
    return Edition.objects.values_list("number", flat=True).first() or 0


def test_write_article_keeps_a_cleaned_draft(cast):
    facts = made.facts(
        cast.district,
        title="  Tổ   hoà giải ",
        html='<h1>To</h1><p onclick="x()">Việc <script>alert(1)</script><a href="javascript:x">nhà</a></p><img src=x>',
    )
    article = actions.write_article(facts, by=cast.editor, at=NOW)
    assert (article.title, article.slug, article.state) == ("Tổ hoà giải", "to-hoa-giai", ArticleState.DRAFT)
    assert article.body.html == '<h2>To</h2><p>Việc <a rel="noopener noreferrer">nhà</a></p>'
    assert ArticleViews.objects.get(article=article).count == 0
    assert AuditEvent.objects.filter(act="newsroom.write_article", object_id=str(article.pk)).count() == 1
    assert not Entry.objects.exists()


def test_write_article_needs_a_title_and_the_right(cast):
    with pytest.raises(NotPublishable):
        actions.write_article(made.facts(cast.district, title="  "), by=cast.editor, at=NOW)
    with pytest.raises(NotPublishable):
        actions.write_article(made.facts(cast.district, title="x" * 301), by=cast.editor, at=NOW)
    for nobody in (cast.commune_officer, cast.leader, cast.stranger):
        with pytest.raises(PermissionDenied):
            actions.write_article(made.facts(cast.district), by=nobody, at=NOW)
    assert not Article.objects.exists()


def test_amend_article_changes_it_once_and_makes_pages_anew(cast):
    article = made.article(cast.district, title="Cũ")
    before, version = edition(), article.version
    actions.amend_article(article, made.facts(cast.district, title="Mới"), version=version, by=cast.editor, at=NOW)
    assert Entry.objects.get().title == "Mới"
    assert edition() > before
    facts = made.facts(cast.district, title="Muộn")
    with pytest.raises(Stale):
        actions.amend_article(article, facts, version=version, by=cast.district_office, at=NOW)
    assert [row.title for row in Article.history.order_by("history_id")] == ["Cũ", "Cũ", "Mới"]


def test_publish_shows_and_withdraw_takes_away(cast):
    article = made.draft(cast.district)
    actions.publish(article, by=cast.editor, at=NOW)
    assert (article.state, article.published_at) == (ArticleState.PUBLISHED, NOW)
    assert Entry.objects.get().is_public
    with pytest.raises(NotPublishable):
        actions.withdraw(article, reason="  ", by=cast.editor, at=NOW)
    actions.withdraw(article, reason="Sai số liệu", by=cast.editor, at=NOW)
    assert not Article.objects.published().exists()
    assert not Entry.objects.exists()
    actions.publish(article, by=cast.editor, at=NOW + timedelta(days=2))
    assert article.published_at == NOW


def test_publish_refuses_what_is_empty_early_or_published_already(cast):
    article = made.draft(cast.district, html="<p> </p>", event_on=NOW.date())
    yesterday, tomorrow = NOW - timedelta(days=1), NOW + timedelta(days=1)
    with pytest.raises(NotPublishable) as refused:
        actions.publish(article, by=cast.editor, at=NOW, published_at=yesterday)
    assert len(refused.value.reasons) == 2
    shown = made.article(cast.district)
    with pytest.raises(NotPublishable) as refused:
        actions.publish(shown, by=cast.editor, at=NOW, published_at=tomorrow)
    assert len(refused.value.reasons) == 2
    with pytest.raises(PermissionDenied):
        actions.publish(made.draft(cast.district), by=cast.commune_officer, at=NOW)


def test_two_editors_at_once_the_second_is_told(cast):
    mine = made.draft(cast.district)
    theirs = Article.objects.get(pk=mine.pk)
    actions.publish(mine, by=cast.editor, at=NOW)
    with pytest.raises(Stale):
        actions.publish(theirs, by=cast.district_office, at=NOW)


def test_delete_draft_leaves_its_history_and_nothing_else(cast):
    article = made.draft(cast.district)
    with pytest.raises(PermissionDenied):
        actions.delete_draft(article, by=cast.stranger, at=NOW)
    actions.delete_draft(article, by=cast.editor, at=NOW)
    assert not Article.objects.exists()
    assert Article.history.count() == 2
    with pytest.raises(NotPublishable):
        actions.delete_draft(made.article(cast.district), by=cast.editor, at=NOW)


def test_a_photo_needs_words_for_those_who_cannot_see_it_and_hangs_once(cast):
    article, file = made.draft(cast.district), made.picture()
    words = {"caption": "Toàn cảnh", "credit": "Bùi Thúy"}
    with pytest.raises(NotPublishable):
        actions.add_photo(article, file, alt=" ", **words, by=cast.editor, at=NOW)
    first = actions.add_photo(article, file, alt="Hội trường", **words, by=cast.editor, at=NOW)
    twin = actions.add_photo(article, made.picture("lai.jpg"), alt="Hội trường", **words, by=cast.editor, at=NOW)
    other = actions.add_photo(article, made.picture(colour="red"), alt="Sân", **words, by=cast.editor, at=NOW)
    assert (twin, other.order) == (first, 1)
    actions.describe_photo(first, alt="Sân khấu", caption="", credit="", by=cast.editor, at=NOW)
    with pytest.raises(NotPublishable):
        actions.describe_photo(first, alt="", caption="", credit="", by=cast.editor, at=NOW)
    actions.remove_photo(other, by=cast.editor, at=NOW)
    assert [photo.alt for photo in article.photos.all()] == ["Sân khấu"]


def test_a_photo_moves_and_the_first_one_leads(cast):
    article, words = made.article(cast.district), {"caption": "", "credit": ""}
    one, two = (
        actions.add_photo(article, made.picture(colour=colour), alt=colour, **words, by=cast.editor, at=NOW)
        for colour in ("red", "green")
    )
    with pytest.raises(PermissionDenied):
        actions.shift_photo(two, up=True, by=cast.commune_officer, at=NOW)
    before, version = edition(), Article.objects.get().version
    actions.shift_photo(two, up=True, by=cast.editor, at=NOW)
    assert [photo.pk for photo in article.photos.all()] == [two.pk, one.pk]
    assert edition() > before
    assert Article.objects.get().version == version + 1
    actions.shift_photo(two, up=True, by=cast.editor, at=NOW)  # it stands first
    assert Article.objects.get().version == version + 1
    article = Article.objects.get()
    actions.restore(article, version, version=article.version, by=cast.editor, at=NOW)
    assert [photo.pk for photo in article.photos.all()] == [one.pk, two.pk]


def test_views_are_added_and_set(cast):
    article, other = made.article(cast.district), made.article(cast.district)
    actions.set_first_views(article, 89, by=cast.editor, at=NOW)
    actions.add_views({article.pk: 3, other.pk: 1, 10**6: 5}, by=None, at=NOW)
    assert dict(ArticleViews.objects.values_list("article_id", "count")) == {article.pk: 92, other.pk: 1}
    actions.add_views({article.pk: 2}, by=None, at=NOW)
    actions.add_views({article.pk: 4}, by=None, at=NOW + timedelta(days=1))
    days = ArticleDay.objects.filter(article=article).order_by("day").values_list("day", "count")
    assert list(days) == [(NOW.date(), 5), (NOW.date() + timedelta(days=1), 4)]


def test_a_section_is_opened_once(cast):
    first = made.section()
    before = edition()
    assert made.section() == first
    assert edition() == before
