"""Papers: asked of units, sent, chosen, put in order; who may do and see what."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.machinery.notices.models import Notice
from kheo.machinery.notices.queries import waiting_for
from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Speech
from kheo.movement.conferences.reminders import due
from kheo.movement.conferences.rules import SpeechFacts
from kheo.movement.conferences.states import SpeechState
from tests import make
from tests.conferences.world import DAY, MORNING, of, pdf, prepared, sent


@pytest.fixture
def by(cast):
    return {"by": cast.district_office, "at": make.NOW}


def read(answer):
    """Return the whole of a file that was handed out, which closes it."""
    return b"".join(answer.streaming_content)


def test_a_unit_is_asked_once_and_told(cast, by):
    made = prepared(cast)
    facts = SpeechFacts("Xây dựng đường hoa", due_on=DAY - timedelta(days=3))
    first, again = (actions.ask_speech(made, cast.hoa, facts, **by) for _twice in range(2))
    assert (first, first.state) == (again, SpeechState.ASKED)
    assert list(Notice.objects.values_list("user__username", flat=True)) == ["can_bo_hoa"]
    with pytest.raises(actions.NotMet) as refusal:
        actions.ask_speech(made, cast.hoa, SpeechFacts(" ", minutes=0, due_on=DAY + timedelta(days=1)), **by)
    assert len(refusal.value.reasons) == 3
    with pytest.raises(PermissionDenied):
        actions.ask_speech(made, cast.hoa, facts, by=cast.commune_officer, at=make.NOW)


def test_what_is_missing_in_a_paper_is_told_at_once_and_only_its_unit_sends_it(cast, by):
    made = prepared(cast)
    speech = actions.ask_speech(made, cast.hoa, SpeechFacts("Đường hoa"), **by)
    with pytest.raises(actions.NotMet) as refusal:
        actions.send_speech(speech, None, SpeechFacts("Đường hoa"), by=cast.commune_officer, at=make.NOW)
    assert len(refusal.value.reasons) == 2
    with pytest.raises(PermissionDenied):
        actions.send_speech(speech, None, SpeechFacts("Đường hoa"), by=cast.other_officer, at=make.NOW)


def test_a_paper_is_chosen_after_it_came_and_put_in_order_at_its_point(cast, by):
    made = prepared(cast, [of(cast.hoa)])
    item = actions.add_item(made, content="Tham luận", who="", minutes=15, **by)
    waited = actions.ask_speech(made, cast.farmers, SpeechFacts("Chưa gửi"), **by)
    with pytest.raises(actions.NotMet):
        actions.choose_speech(waited, SpeechState.FLOOR, **by)
    one = sent(made, cast.hoa, by=cast.district_office, to="floor", item=item)
    two = sent(made, cast.mac, by=cast.district_office, to="floor", item=item, title="Hai")
    actions.shift_speech(two, up=True, **by)
    actions.shift_speech(two, up=True, **by)  # the first stays
    point = queries.points_of(made)[0]
    assert ([speech.pk for speech in point.speeches], point.over) == ([two.pk, one.pk], 5)
    expected = {speech.pk: speech.is_expected for speech in queries.speeches_of(made)}
    assert (expected[one.pk], expected[two.pk]) == (True, False)
    with pytest.raises(actions.NotMet, match="đã được chọn"):
        actions.send_speech(one, None, SpeechFacts("Sửa", "Ai đó"), by=cast.commune_officer, at=make.NOW)
    actions.drop_item(item, **by)
    one.refresh_from_db()
    assert one.item is None


def test_a_point_of_another_conference_is_refused(cast, by):
    made = prepared(cast)
    other = prepared(cast, campaign=made.campaign, held_on=DAY + timedelta(days=9))
    item = actions.add_item(other, content="Tham luận", who="", minutes=15, **by)
    with pytest.raises(actions.NotMet, match="của hội nghị này"):
        actions.choose_speech(sent(made, cast.hoa, by=cast.district_office), SpeechState.FLOOR, item=item, **by)


def test_a_paper_is_sent_back_with_a_reason_that_its_unit_reads(cast, by):
    made = prepared(cast)
    speech = sent(made, cast.hoa, by=cast.district_office, to="printed")
    with pytest.raises(actions.NotMet):
        actions.send_speech_back(speech, reason=" ", **by)
    actions.send_speech_back(speech, reason="Thiếu số liệu", **by)
    assert (speech.state, speech.because) == (SpeechState.ASKED, "Thiếu số liệu")
    assert Notice.objects.filter(user=cast.commune_officer, text="Thiếu số liệu").exists()
    assert [each.key for each in due(DAY)] == [str(speech.pk)]
    facts = SpeechFacts("Đường hoa", "Lê Thị Thơm")
    actions.send_speech(speech, None, facts, by=cast.commune_officer, at=make.NOW)  # the file that came before stays
    assert (speech.state, speech.because, speech.due_on) == (SpeechState.RECEIVED, "", DAY)
    assert list(due(DAY)) == []


def test_papers_stand_once_the_conclusions_are_closed(cast, by):
    made = prepared(cast)
    speech = sent(made, cast.hoa, by=cast.district_office)
    actions.open_(made, by=cast.district_office, at=MORNING)
    actions.write_conclusion(made, text="x", by=cast.district_office, at=MORNING)
    actions.choose_speech(speech, SpeechState.PRINTED, **by)  # for the proceedings, after the day
    actions.conclude(made, by=cast.district_office, at=MORNING)
    for act in (lambda: actions.drop_speech(speech, **by), lambda: actions.choose_speech(speech, "floor", **by)):
        with pytest.raises(actions.NotMet, match="không thay đổi được"):
            act()


def test_lines_of_the_first_page_lead_to_exactly_their_papers(client, cast, by):
    made = prepared(cast)
    actions.ask_speech(made, cast.hoa, SpeechFacts("Chưa gửi", due_on=DAY), **by)
    actions.ask_speech(made, cast.hoa, SpeechFacts("Chưa gửi nữa"), **by)
    sent(made, cast.mac, by=cast.district_office)
    for who, key, number in (("commune_officer", "speeches", 2), ("district_office", "received", 1)):
        client.force_login(getattr(cast, who))
        line = next(each for each in waiting_for(getattr(cast, who), DAY) if each.waiting.key == f"conferences.{key}")
        assert (line.number, client.get(line.url).context["page"].total) == (number, number)
    assert not [each for each in waiting_for(cast.other_officer, DAY) if "conferences" in each.waiting.key]


def test_a_unit_sends_its_paper_on_its_page_and_a_wrong_file_loses_nothing(client, cast, by):
    made = prepared(cast)
    speech = actions.ask_speech(made, cast.hoa, SpeechFacts("Đường hoa"), **by)
    client.force_login(cast.commune_officer)
    address = reverse("conferences:send_speech", args=[made.pk, speech.pk])
    said = {"title": "Đường hoa", "speaker": "Lê Thị Thơm", "post": "Chủ tịch Hội", "minutes": "7"}
    wrong = client.post(address, said | {"file": SimpleUploadedFile("a.pdf", b"MZ nothing")})
    assert (wrong.status_code, "Lê Thị Thơm" in wrong.content.decode()) == (422, True)
    page = client.post(address, said | {"file": SimpleUploadedFile("a.pdf", pdf())}, follow=True).content.decode()
    assert "Đã gửi tham luận" in page
    assert "Đã nhận" in page
    file = reverse("conferences:speech_file", args=[made.pk, speech.pk])
    assert read(client.get(file)).startswith(b"%PDF")
    client.force_login(cast.other_officer)
    assert (client.get(address).status_code, client.get(file).status_code) == (404, 404)
    actions.choose_speech(Speech.objects.get(), SpeechState.PRINTED, **by)
    assert read(client.get(file)).startswith(
        b"%PDF"
    )  # a chosen paper is for everybody who is invited to see the conference
    client.force_login(cast.stranger)
    assert client.get(file).status_code == 404


def test_the_office_asks_chooses_and_puts_in_order_on_its_pages(client, cast, by):
    made = prepared(cast)
    item = actions.add_item(made, content="Tham luận tại hội nghị", who="", minutes=30, **by)
    client.force_login(cast.district_office)
    address = reverse("conferences:speeches", args=[made.pk])
    assert client.post(address, {"unit": cast.hoa.pk, "title": "", "due_on": "1/13/2018"}).status_code == 422
    client.post(address, {"unit": cast.hoa.pk, "title": "Đường hoa", "due_on": "10/01/2018"})
    speech = Speech.objects.get()
    own = reverse("conferences:speech", args=[made.pk, speech.pk])
    sent(made, cast.hoa, by=cast.district_office, title="Đường hoa")
    page = client.get(own)
    assert page.context["choosing"].initial["item"] == item.pk
    said = {"do": "choose", "choose-to": "floor", "choose-item": item.pk}
    assert client.post(own, said, follow=True).status_code == 200
    programme = client.get(reverse("conferences:programme", args=[made.pk])).content.decode()
    assert "Đường hoa – Xã Yên Hòa" in programme
    client.post(own, {"do": "change", "title": "Đường hoa mới", "minutes": "9"})
    assert Speech.objects.get().title == "Đường hoa mới"
    client.post(own, {"do": "drop"})
    assert not Speech.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_pages_of_papers_cost_the_same_for_one_and_for_three(client, cast, by, number, django_assert_max_num_queries):
    made = prepared(cast)
    for each in range(number):
        sent(made, cast.hoa, by=cast.district_office, title=f"Bài {each}", to="printed")
    client.force_login(cast.district_office)
    for name in ("speeches", "pack", "programme", "own"):
        with django_assert_max_num_queries(11):
            assert client.get(reverse(f"conferences:{name}", args=[made.pk])).status_code == 200
    with django_assert_max_num_queries(8):
        client.get(reverse("conferences:due"))
