"""News from records: what it says, that its figures are locked, and that editors hear of those that change."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.notices.models import Notice
from kheo.movement.conferences.actions import ConclusionFacts, hold
from kheo.movement.conferences.models import Conference
from kheo.movement.registry.actions import attach
from kheo.movement.registry.models import Registration
from kheo.outlets.newsroom.actions import publish, withdraw
from kheo.outlets.newsroom.models import Article
from kheo.outlets.releases.actions import NotReleasable, draft, lock_anew, look_again
from kheo.outlets.releases.models import Locked
from kheo.outlets.releases.queries import changed_for, sheet_of
from kheo.outlets.releases.rules import Round, YearSum, of_round
from kheo.outlets.releases.states import Subject
from tests import make
from tests.certificates.given import decided
from tests.portal.made import picture, section

NOW = make.NOW
LATER = NOW + timedelta(days=1)


@pytest.fixture
def campaign(cast):
    section()
    return make.campaign(cast.district)


@pytest.fixture
def recognised(cast, campaign):
    """Two models of two units, recognised by one decision."""
    registered(cast, campaign, "Chưa xét")
    return decided(cast, campaign, [(cast.hoa, "Đường hoa & cây xanh"), (cast.mac, "Tổ tự quản")])


def registered(cast, campaign, name):
    office = cast.district_office
    return make.registration(campaign, cast.hoa, cast.commune_officer, name=name, state="registered", office=office)


def held(cast, campaign):
    said = {"title": "Hội nghị tổng kết năm 2017", "held_on": date(2017, 3, 9), "place": "Hội trường huyện"}
    conference = Conference(campaign=campaign, unit=cast.district, kind="year_end", chair="Đỗ Trọng Luận", **said)
    guests, conclusions = [("Vũ Văn An", "Phó Bí thư"), ("Lê Thị Thu", "")], [ConclusionFacts("Nhân rộng mô hình hay.")]
    return hold(conference, guests=guests, conclusions=conclusions, by=cast.district_office, at=NOW)


def photo(registration, by, colour, *, is_public):
    return attach(registration, picture(colour=colour), caption="Ảnh", is_public=is_public, by=by, at=NOW)


def test_a_decision_becomes_a_draft_that_names_and_links_its_models(cast, recognised):
    it = draft(Subject.DECISION, recognised.pk, by=cast.editor, at=NOW)
    assert it.state == "draft"
    assert it.title == "Huyện Yên Mô công nhận 2 mô hình, điển hình “Dân vận khéo” năm 2017"
    assert recognised.number in it.lead
    assert "Đường hoa &amp; cây xanh</a>" in it.body.html
    assert it.body.html.count("/mo-hinh/") == 2
    assert "năm 2017 có 3 mô hình, điển hình được đăng ký, 2 được công nhận" in it.body.html
    assert it.exemplars.count() == 2
    assert (it.event_on, it.unit) == (recognised.signed_on, cast.district)
    assert AuditEvent.objects.filter(act="releases.draft", object_id=str(it.pk)).count() == 1


def test_a_movement_that_quotes_itself_is_not_quoted_again():
    words = of_round(
        Round("Huyện Yên Mô", "Phong trào “Dân vận khéo”", "5-QĐ", NOW.date(), (), YearSum(2017, NOW.date(), 3, 2))
    )
    assert "mô hình, điển hình phong trào “Dân vận khéo” năm 2017" in words.title


def test_the_same_record_is_drafted_once_until_its_draft_is_published(cast, recognised):
    first = draft(Subject.DECISION, recognised.pk, by=cast.editor, at=NOW)
    assert draft(Subject.DECISION, recognised.pk, by=cast.editor, at=NOW) == first
    publish(first, by=cast.editor, at=LATER)
    assert draft(Subject.DECISION, recognised.pk, by=cast.editor, at=LATER) != first
    assert Article.objects.count() == 2


def test_its_figures_are_locked_by_field_and_in_all(cast, recognised):
    it = draft(Subject.DECISION, recognised.pk, by=cast.editor, at=NOW)
    sums = dict(Locked.objects.filter(article=it, field="").values_list("figure", "value"))
    assert sums == {"registered": 3, "recognised": 2}
    parts = Locked.objects.filter(article=it, figure="registered").exclude(field="")
    assert sum(parts.values_list("value", flat=True)) == 3
    assert all(line.url for line in sheet_of(it.pk))
    assert not any(line.has_changed for line in sheet_of(it.pk))


def test_editors_hear_once_of_a_figure_that_changes_and_again_when_it_changes_again(cast, campaign, recognised):
    it = draft(Subject.DECISION, recognised.pk, by=cast.editor, at=NOW)
    assert look_again(by=None, at=NOW) == 0
    registered(cast, campaign, "Thêm một")
    assert look_again(by=None, at=LATER) == 1
    assert look_again(by=None, at=LATER) == 0
    (notice,) = Notice.objects.filter(kind="releases.changed", user=cast.editor)
    assert it.title in notice.title
    assert "trong bài là 3, sổ đăng ký nay là 4" in notice.text
    assert set(changed_for(cast.editor).values_list("figure", flat=True)) == {"registered"}
    registered(cast, campaign, "Thêm hai")
    assert look_again(by=None, at=LATER) == 1
    assert Notice.objects.filter(kind="releases.changed", user=cast.editor).count() == 2


def test_a_figure_that_comes_back_is_no_longer_told(cast, campaign, recognised):
    draft(Subject.DECISION, recognised.pk, by=cast.editor, at=NOW)
    more = registered(cast, campaign, "Thêm một")
    look_again(by=None, at=LATER)
    Registration.objects.filter(pk=more.pk).update(state="cancelled")
    assert look_again(by=None, at=LATER) == 0
    assert not changed_for(cast.editor).exists()


def test_new_figures_are_taken_by_who_writes_there(cast, campaign, recognised):
    it = draft(Subject.DECISION, recognised.pk, by=cast.editor, at=NOW)
    registered(cast, campaign, "Thêm một")
    look_again(by=None, at=LATER)
    with pytest.raises(PermissionDenied):
        lock_anew(it, by=cast.commune_officer, at=LATER)
    assert lock_anew(it, by=cast.editor, at=LATER) == 2  # in all, and of one field
    assert not changed_for(cast.editor).exists()
    assert lock_anew(it, by=cast.editor, at=LATER) == 0
    assert AuditEvent.objects.filter(act="releases.lock_anew").count() == 1


def test_withdrawn_articles_are_not_watched(cast, campaign, recognised):
    it = draft(Subject.DECISION, recognised.pk, by=cast.editor, at=NOW)
    publish(it, by=cast.editor, at=LATER)
    withdraw(it, reason="Sai số liệu", by=cast.editor, at=LATER)
    registered(cast, campaign, "Thêm một")
    assert look_again(by=None, at=LATER) == 0


def test_a_conference_tells_who_came_and_what_was_concluded(cast, campaign):
    conference = held(cast, campaign)
    it = draft(Subject.CONFERENCE, conference.pk, by=cast.editor, at=NOW)
    assert it.title == conference.title
    assert it.lead.startswith("Ngày 09/03/2017, Huyện Yên Mô tổ chức: Hội nghị tổng kết năm 2017.")
    assert "Chủ trì hội nghị: Đỗ Trọng Luận." in it.lead
    for guest in conference.guests.all():
        assert guest.name in it.body.html
    assert it.body.html.count("<li>") == conference.guests.count() + conference.conclusions.count()


def test_a_model_tells_how_it_is_done_with_its_released_photos_alone(cast, recognised):
    registration = Registration.objects.get(exemplar__name="Tổ tự quản")
    by = cast.other_officer
    shown = photo(registration, by, "green", is_public=True)
    photo(registration, by, "red", is_public=False)
    it = draft(Subject.MODEL, registration.pk, by=cast.editor, at=NOW)
    assert it.title == "Tổ tự quản: cách làm ở Xã Yên Mạc"
    assert [photo.file_id for photo in it.photos.all()] == [shown.file_id]
    assert not Locked.objects.exists()


def test_what_is_not_recognised_or_not_there_makes_no_news(cast, recognised):
    other = Registration.objects.get(exemplar__name="Chưa xét")
    for subject, number in ((Subject.MODEL, other.pk), (Subject.DECISION, 10**6), (Subject.CONFERENCE, 10**6)):
        with pytest.raises(NotReleasable):
            draft(subject, number, by=cast.editor, at=NOW)
    with pytest.raises(PermissionDenied):
        draft(Subject.DECISION, recognised.pk, by=cast.commune_officer, at=NOW)
    assert not Article.objects.exists()
