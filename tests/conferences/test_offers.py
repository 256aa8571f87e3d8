"""Papers that a unit offers unasked: offered, changed, withdrawn; taken or declined by the office with a reason."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.foundation.files.actions import keep
from kheo.lib.file_kinds import Kind
from kheo.machinery.notices.models import Notice
from kheo.machinery.notices.queries import waiting_for
from kheo.movement.conferences import actions
from kheo.movement.conferences.models import Speech
from kheo.movement.conferences.reminders import due
from kheo.movement.conferences.rules import SpeechFacts
from kheo.movement.conferences.states import SpeechState
from tests import make
from tests.conferences.world import DAY, MORNING, of, pdf, prepared

FACTS = SpeechFacts("Vận động hiến đất", "Lê Thị Thơm", "Chủ tịch Hội Phụ nữ", 8)


@pytest.fixture
def office(cast):
    return {"by": cast.district_office, "at": make.NOW}


@pytest.fixture
def unit(cast):
    return {"by": cast.commune_officer, "at": make.NOW}


def a_file(unit):
    return keep(ContentFile(pdf(), name="tham-luan.pdf"), kinds={Kind.PDF}, **unit)


def address(name, made, *more):
    return reverse(f"conferences:{name}", args=[made.pk, *more])


def test_an_offer_stands_once_and_is_changed_by_offering_it_again(cast, unit):
    made = prepared(cast)
    first = actions.offer_speech(made, cast.hoa, FACTS, outline="Ba cách làm", **unit)
    again = actions.offer_speech(made, cast.hoa, FACTS, outline="Bốn cách làm", file=a_file(unit), **unit)
    assert (again.pk, again.state, again.outline) == (first.pk, SpeechState.OFFERED, "Bốn cách làm")
    actions.change_offer(again, FACTS, outline="Năm cách làm", **unit)  # the file that came before stays
    assert (again.outline, again.file.name) == ("Năm cách làm", "tham-luan.pdf")
    assert list(due(DAY)) == []


def test_who_may_offer_and_when(cast, unit, office):
    made = prepared(cast)
    with pytest.raises(PermissionDenied):
        actions.offer_speech(made, cast.hoa, FACTS, by=cast.other_officer, at=make.NOW)
    with pytest.raises(actions.NotMet) as refusal:
        actions.offer_speech(made, cast.hoa, SpeechFacts(" ", minutes=0), **unit)
    assert len(refusal.value.reasons) == 2
    actions.open_(made, by=cast.district_office, at=MORNING)
    with pytest.raises(actions.NotMet, match="không đăng ký tham luận được nữa"):
        actions.offer_speech(made, cast.hoa, FACTS, **unit)


def test_what_is_asked_for_already_is_not_offered_beside_it(cast, unit, office):
    made = prepared(cast)
    asked = actions.ask_speech(made, cast.hoa, SpeechFacts(FACTS.title), **office)
    assert actions.offer_speech(made, cast.hoa, FACTS, **unit).pk == asked.pk
    assert Speech.objects.get().state == SpeechState.ASKED


def test_an_offer_that_is_taken_is_asked_for_or_received(cast, unit, office):
    made = prepared(cast)
    bare = actions.offer_speech(made, cast.hoa, FACTS, **unit)
    with pytest.raises(actions.NotMet, match="không được sau ngày hội nghị"):
        actions.take_offer(bare, due_on=DAY + timedelta(days=1), **office)
    actions.take_offer(bare, due_on=DAY - timedelta(days=3), **office)
    assert (bare.state, bare.received_at) == (SpeechState.ASKED, None)
    assert [each.key for each in due(DAY)] == [str(bare.pk)]
    whole = actions.offer_speech(made, cast.hoa, SpeechFacts("Đường hoa"), file=a_file(unit), **unit)
    actions.take_offer(whole, **office)
    assert whole.state == SpeechState.RECEIVED
    actions.choose_speech(whole, SpeechState.PRINTED, **office)
    assert Notice.objects.filter(user=cast.commune_officer, title__contains="Đã nhận đăng ký").count() == 2
    with pytest.raises(actions.NotMet, match="đã được trả lời"):
        actions.take_offer(whole, **office)
    with pytest.raises(PermissionDenied):
        actions.take_offer(whole, **unit)


def test_an_offer_is_declined_with_a_reason_and_may_be_offered_anew(cast, unit, office):
    made = prepared(cast)
    speech = actions.offer_speech(made, cast.hoa, FACTS, **unit)
    with pytest.raises(actions.NotMet, match="Nêu lý do"):
        actions.decline_offer(speech, reason=" ", **office)
    actions.decline_offer(speech, reason="Trùng chủ đề với xã Yên Mạc", **office)
    assert (speech.state, speech.because) == (SpeechState.REFUSED, "Trùng chủ đề với xã Yên Mạc")
    told = Notice.objects.get(user=cast.commune_officer)
    assert (told.text, told.url) == (speech.because, address("offered", made, speech.pk))
    actions.change_offer(speech, FACTS, outline="Cách làm khác", **unit)
    assert (speech.state, speech.because) == (SpeechState.OFFERED, "")


def test_an_offer_is_handled_only_once_it_is_taken_and_withdrawn_only_before(cast, unit, office):
    made = prepared(cast)
    speech = actions.offer_speech(made, cast.hoa, FACTS, file=a_file(unit), **unit)
    for act in (
        lambda: actions.choose_speech(speech, SpeechState.FLOOR, **office),
        lambda: actions.send_speech_back(speech, reason="Thiếu", **office),
        lambda: actions.change_speech(speech, FACTS, **office),
        lambda: actions.drop_speech(speech, **office),
        lambda: actions.send_speech(speech, None, FACTS, **unit),
    ):
        with pytest.raises(actions.NotMet, match="mới đăng ký"):
            act()
    actions.take_offer(speech, **office)
    with pytest.raises(actions.NotMet, match="đã được trả lời"):
        actions.withdraw_offer(speech, **unit)
    other = actions.offer_speech(made, cast.hoa, SpeechFacts("Rút lại"), **unit)
    actions.withdraw_offer(other, **unit)
    assert list(Speech.objects.all()) == [speech]


def test_a_unit_offers_on_its_page_and_the_office_finds_it_on_its_first_page(client, cast, office):
    made = prepared(cast, [of(cast.hoa)])
    client.force_login(cast.commune_officer)
    assert address("offer", made) in client.get(address("own", made)).content.decode()
    wrong = client.post(address("offer", made), {"title": "", "outline": "Ba cách làm", "minutes": "x"})
    assert (wrong.status_code, "Ba cách làm" in wrong.content.decode()) == (422, True)
    said = {"title": "Vận động hiến đất", "outline": "Ba cách làm", "speaker": "Nguyễn Văn Đạt"}
    page = client.post(
        address("offer", made), said | {"file": SimpleUploadedFile("a.pdf", pdf())}, follow=True
    ).content.decode()
    assert "Đã gửi đăng ký tham luận" in page
    speech = Speech.objects.get()
    assert address("offered", made, speech.pk) in page
    client.force_login(cast.district_office)
    waits = {each.waiting.key: each for each in waiting_for(cast.district_office, DAY)}
    listed = client.get(waits["conferences.received"].url)
    assert [row.pk for row in listed.context["page"].rows] == [speech.pk]
    shown = client.get(address("speech", made, speech.pk), follow=True)
    assert ("Ba cách làm" in shown.content.decode(), shown.redirect_chain[0][0]) == (
        True,
        address("answer_offer", made, speech.pk),
    )


def test_the_office_declines_and_takes_on_its_page(client, cast, unit, office):
    made = prepared(cast)
    speech = actions.offer_speech(made, cast.hoa, FACTS, **unit)
    client.force_login(cast.district_office)
    own = address("answer_offer", made, speech.pk)
    assert client.post(own, {"do": "decline", "reason": ""}).status_code == 422
    client.post(own, {"do": "decline", "reason": "Đã đủ tham luận"})
    assert "Đã đủ tham luận" in client.get(address("speech", made, speech.pk)).content.decode()
    client.force_login(cast.commune_officer)
    page = client.get(address("offered", made, speech.pk)).content.decode()
    assert ("Đã đủ tham luận" in page, "Đăng ký lại" in page) == (True, True)
    client.post(address("offered", made, speech.pk), {"title": FACTS.title})
    client.force_login(cast.district_office)
    assert client.post(own, {"do": "take", "due_on": "31/02/2018"}).status_code == 422
    client.post(own, {"do": "take", "due_on": "10/01/2018"})
    speech.refresh_from_db()
    assert (speech.state, str(speech.due_on)) == (SpeechState.ASKED, "2018-01-10")
    client.force_login(cast.commune_officer)
    assert client.get(address("offered", made, speech.pk)).url == address("send_speech", made, speech.pk)


def test_an_offer_is_withdrawn_on_its_page(client, cast, unit):
    made = prepared(cast)
    speech = actions.offer_speech(made, cast.hoa, FACTS, **unit)
    client.force_login(cast.other_officer)
    assert client.post(address("offered", made, speech.pk), {"do": "withdraw"}).status_code == 404
    client.force_login(cast.commune_officer)
    client.post(address("offered", made, speech.pk), {"do": "withdraw"})
    assert not Speech.objects.exists()
