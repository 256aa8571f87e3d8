"""Pictures and files in the text, and the versions that remember them."""

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.files.actions import keep
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import CAPTION_KINDS
from kheo.lib.refusals import Stale
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.actions import NotPublishable
from kheo.outlets.newsroom.actions.enclosures import FileFacts
from kheo.outlets.newsroom.models import Article, Enclosure, Photo
from kheo.outlets.newsroom.queries import belongings_then, differences, facts_now, facts_then, versions_of
from kheo.outlets.newsroom.rules import FILE_KINDS, Place, clean_html, places_in, set_into, without_place
from tests import make
from tests.portal import clips, made
from tests.portal.made import NOW

TEXT = "<p>Một.</p><p>Hai.</p>"


def hung(article, cast, colour="green", alt="Hội trường"):
    words = {"alt": alt, "caption": "", "credit": ""}
    return actions.add_photo(article, made.picture(colour=colour), **words, by=cast.editor, at=NOW)


def stored(name="phim.mp4", data=None, kinds=FILE_KINDS):
    return keep(clips.sent(name, data or clips.mp4()), kinds=kinds, by=None, at=NOW)


def enclosed(article, cast, name="phim.mp4", data=None, **said):
    facts = FileFacts(**{"title": "Phóng sự"} | said)
    return actions.add_file(article, stored(name, data), facts, by=cast.editor, at=NOW)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('<p>A</p><figure data-photo="12"></figure>', '<p>A</p><figure data-photo="12"></figure>'),
        ('<figure data-photo="1"><img src=x onerror=y><b>chữ</b></figure>', '<figure data-photo="1"></figure>'),
        ('<figure class="x"><img src="/x"><figcaption>Chú thích</figcaption></figure>', "Chú thích"),
        ('<figure data-photo="1"></figure><figure data-photo="1"></figure>', '<figure data-photo="1"></figure>'),
        ('<figure data-photo="1" data-file="2"></figure><p>B</p>', "<p>B</p>"),
        ('<figure data-photo="1 onclick=x"></figure>', ""),
        ('<figure data-photo="x"><figure data-file="3"></figure></figure>', '<figure data-file="3"></figure>'),
        ('<ul><li>A<figure data-file="3"></figure>', '<ul><li>A<figure data-file="3"></figure></li></ul>'),
    ],
)
def test_only_places_are_left_of_figures(typed, kept):
    assert clean_html(typed) == kept
    assert clean_html(kept) == kept


def test_a_place_is_set_moved_and_taken_out():
    here = Place("photo", 5)
    first = set_into(TEXT, here, 1)
    assert first == f"<p>Một.</p>{here}<p>Hai.</p>"
    assert set_into(first, here, 2) == f"{TEXT}{here}"
    assert set_into(first, here, 0) == f"{here}{TEXT}"
    assert set_into(first, here, 99) == f"{TEXT}{here}"
    assert without_place(first, here) == TEXT
    assert set_into("", here, 3) == str(here)


def test_place_writes_a_version_and_knows_only_what_hangs_here(cast):
    article, other = made.draft(cast.district, html=TEXT), made.draft(cast.district)
    photo, foreign = hung(article, cast), hung(other, cast)
    here = Place("photo", photo.pk)
    actions.place(article, here, after=1, version=article.version, by=cast.editor, at=NOW)
    assert article.body.html == f"<p>Một.</p>{here}<p>Hai.</p>"
    with pytest.raises(NotPublishable):
        actions.place(article, Place("photo", foreign.pk), after=1, version=article.version, by=cast.editor, at=NOW)
    with pytest.raises(Stale):
        actions.place(article, here, after=0, version=1, by=cast.editor, at=NOW)
    with pytest.raises(PermissionDenied):
        actions.place(article, here, after=0, version=article.version, by=cast.stranger, at=NOW)
    html = f'{TEXT}<figure data-photo="{foreign.pk}"></figure><figure data-file="{photo.pk}"></figure>{here}'
    facts = made.facts(cast.district, html=html)
    actions.amend_article(article, facts, version=article.version, by=cast.editor, at=NOW)
    assert places_in(article.body.html) == [here]
    actions.place(article, here, after=None, version=article.version, by=cast.editor, at=NOW)
    assert article.body.html == TEXT


def test_what_stands_in_the_text_is_taken_off_only_on_purpose(cast):
    article = made.draft(cast.district, html=TEXT)
    photo, clip = hung(article, cast), enclosed(article, cast)
    for what in (Place("photo", photo.pk), Place("file", clip.pk)):
        actions.place(article, what, after=1, version=article.version, by=cast.editor, at=NOW)
    photo, clip = Photo.objects.get(), Enclosure.objects.get()
    with pytest.raises(NotPublishable):
        actions.remove_photo(photo, by=cast.editor, at=NOW)
    with pytest.raises(NotPublishable):
        actions.remove_file(clip, by=cast.editor, at=NOW)
    actions.remove_photo(photo, by=cast.editor, at=NOW, out_of_text=True)
    actions.remove_file(clip, by=cast.editor, at=NOW, out_of_text=True)
    article = Article.objects.get(pk=article.pk)
    assert article.body.html == TEXT
    assert not Photo.objects.exists()
    assert not Enclosure.objects.exists()


def test_hanging_something_loses_nothing_that_another_wrote(cast):
    stale, fresh = (made.draft(cast.district, html=TEXT) for _ in range(2))
    fresh = Article.objects.get(pk=stale.pk)
    facts = made.facts(cast.district, title="Tên mới")
    actions.amend_article(fresh, facts, version=fresh.version, by=cast.editor, at=NOW)
    hung(stale, cast)
    now = Article.objects.get(pk=stale.pk)
    assert (now.title, now.version) == ("Tên mới", 3)


def test_a_version_has_its_pictures_files_models_and_tags(cast):
    campaign = make.campaign(cast.district)
    model = make.registration(campaign, cast.hoa, cast.commune_officer, name="Tổ hòa giải").exemplar
    article = made.draft(cast.district, html=TEXT, exemplars=[model], tags=["Nông thôn mới"])
    photo, clip = hung(article, cast, alt="Sân đình"), enclosed(article, cast, transcript="Lời một.\nLời hai.")
    actions.place(article, Place("photo", photo.pk), after=1, version=article.version, by=cast.editor, at=NOW)
    whole = article.version
    before, then = facts_now(article), belongings_then(article, whole)
    actions.remove_photo(Photo.objects.get(), by=cast.editor, at=NOW, out_of_text=True)
    actions.remove_file(Enclosure.objects.get(), by=cast.editor, at=NOW)
    article = Article.objects.get(pk=article.pk)
    bare = made.facts(cast.district, title=article.title, html=TEXT, section=article.section)
    actions.amend_article(article, bare, version=article.version, by=cast.editor, at=NOW)
    changes = [list(version.changes) for version in versions_of(article)]
    assert changes[:3] == [["mô hình được nêu trong bài", "thẻ"], ["tệp"], ["nội dung", "ảnh"]]
    told = differences(facts_then(article, whole), facts_now(article), then, belongings_then(article, article.version))
    assert [one.name for one in told] == [
        "Nội dung", "Ảnh", "Video, âm thanh, tài liệu", "Mô hình được nêu", "Thẻ"
    ]  # fmt: skip
    actions.restore(article, whole, version=article.version, by=cast.editor, at=NOW)
    article = Article.objects.get(pk=article.pk)
    assert facts_now(article) == before
    assert belongings_then(article, article.version) == then
    again = Photo.objects.get()
    assert (again.pk, again.alt, again.file.original.exists()) == (photo.pk, "Sân đình", True)
    assert Enclosure.objects.get().transcript == clip.transcript == "Lời một.\nLời hai."
    assert StoredFile.objects.count() == 2


def test_restoring_does_not_show_readers_what_lacks_its_words(cast):
    article = made.draft(cast.district, html=TEXT)
    clip = enclosed(article, cast)
    bare = article.version
    actions.describe_file(clip, FileFacts("Phóng sự", "Lời."), by=cast.editor, at=NOW)
    article = Article.objects.get(pk=article.pk)
    actions.publish(article, by=cast.editor, at=NOW)
    with pytest.raises(NotPublishable):
        actions.restore(article, bare, version=article.version, by=cast.editor, at=NOW)
    assert Enclosure.objects.get().transcript == "Lời."


@pytest.mark.parametrize(
    ("name", "data", "said", "is_shown"),
    [
        ("phim.mp4", clips.mp4(), {}, False),
        ("phim.mp4", clips.mp4(), {"transcript": "Lời."}, True),
        ("phim.mp4", clips.mp4(), {"captions": True}, True),
        ("tieng.mp3", clips.mp3(), {}, False),
        ("tieng.mp3", clips.mp3(), {"captions": True}, False),
        ("tieng.mp3", clips.mp3(), {"transcript": "Lời."}, True),
        ("van-ban.pdf", b"%PDF-1.7\n", {}, True),
    ],
)
def test_what_is_said_can_be_read_before_readers_see_it(cast, name, data, said, is_shown):
    if said.get("captions"):
        said = {"captions": stored("phu-de.vtt", clips.VTT, CAPTION_KINDS)}
    article = made.draft(cast.district)
    enclosed(article, cast, name, data, **said)
    if is_shown:
        actions.publish(article, by=cast.editor, at=NOW)
    else:
        with pytest.raises(NotPublishable):
            actions.publish(article, by=cast.editor, at=NOW)
        shown = made.article(cast.district)
        with pytest.raises(NotPublishable):
            enclosed(shown, cast, name, data, **said)
        assert not shown.enclosures.exists()


def test_a_file_hangs_once_with_a_name_and_only_by_who_writes(cast):
    article = made.draft(cast.district)
    first = enclosed(article, cast)
    assert enclosed(article, cast) == first
    with pytest.raises(NotPublishable):
        enclosed(article, cast, "tieng.mp3", clips.mp3(), title=" ")
    with pytest.raises(PermissionDenied):
        actions.add_file(article, stored(), FileFacts("X"), by=cast.stranger, at=NOW)
    with pytest.raises(PermissionDenied):
        actions.remove_file(first, by=cast.stranger, at=NOW)
    assert article.enclosures.count() == 1
