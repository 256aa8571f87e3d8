"""What is handed over at a conference."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kheo.movement.commendation.models import Commendation, Grant
from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Honour
from kheo.movement.conferences.states import Handing
from kheo.movement.recognition.models import Recognition
from tests import make
from tests.commendation import made as rewards
from tests.conferences.world import DAY, HEAD, MORNING, honoured, prepared, recognised


@pytest.fixture
def by(cast):
    return {"by": cast.district_office, "at": make.NOW}


@pytest.fixture
def day(cast):
    return {"by": cast.district_office, "at": MORNING}


def test_decisions_give_the_names_each_once_however_often_they_are_taken_in(cast, by):
    made = prepared(cast)
    rows = honoured(made, cast)
    assert [(row.order, row.holder) for row in rows] == [(1, "Đường hoa Xã Yên Hòa"), (2, "Đường hoa Xã Yên Mạc")]
    assert {row.hands for row in rows} == {"Đồng chí Bí thư Huyện ủy"}
    with pytest.raises(actions.NotMet, match="đã có trong danh sách"):
        actions.take_in_honours(made, queries.decisions_for(made), **by)
    other = prepared(cast, campaign=made.campaign, held_on=DAY + timedelta(days=9))
    with pytest.raises(actions.NotMet, match="đã có trong danh sách"):
        actions.take_in_honours(other, queries.decisions_for(other), **by)
    actions.cancel(made, reason="Bão", **by)
    assert actions.take_in_honours(other, queries.decisions_for(other), **by) == 2  # the first was cancelled


def test_what_was_revoked_is_not_handed_over(cast, by):
    made = prepared(cast)
    decisions = recognised(made, cast, cast.hoa, cast.mac)
    Recognition.objects.filter(registration__unit=cast.hoa).update(standing="revoked")
    assert actions.take_in_honours(made, decisions, **by) == 1


def test_commendations_of_dossiers_are_handed_over_too(cast, by):
    made = prepared(cast)
    rewards.salary(cast)
    dossier = rewards.decided(
        cast, rewards.form(cast), made.campaign, rewards.model(cast, made.campaign, name="Đường hoa")
    )
    grant = Grant.objects.get(dossier=dossier)
    assert list(queries.grants_for(made)) == [grant]
    actions.take_in_honours(made, [grant], **by)
    honour, given = made.honours.get(), Commendation.objects.get()
    assert (honour.commendation, honour.form) == (given, given.name)
    assert honour.decision == "25/QĐ-UBND, ngày 01/02/2018"


def test_handing_over_is_noted_on_the_day_once_and_can_be_taken_back(cast, by, day):
    made = prepared(cast)
    first, second = honoured(made, cast)
    with pytest.raises(actions.NotMet, match="từ ngày"):
        actions.hand_over([first], **by)
    assert [actions.hand_over([first], **day) for _twice in range(2)] == [1, 0]
    first.refresh_from_db()
    assert (first.state, first.handed_at) == (Handing.HANDED, MORNING)
    with pytest.raises(actions.NotMet, match="Hoàn tác"):
        actions.drop_honour(first, **by)
    actions.take_back(first, **day)
    actions.drop_honour(first, **by)
    assert [(row.order, row.pk) for row in made.honours.all()] == [(1, second.pk)]


def test_who_fetches_it_later_is_named(cast, day):
    made = prepared(cast)
    first, _second = honoured(made, cast)
    later = day | {"at": MORNING + timedelta(days=4)}
    with pytest.raises(actions.NotMet):
        actions.fetch(first, note=" ", **later)
    actions.fetch(first, note="Lê Thị Thơm, 21/01", **later)
    first.refresh_from_db()
    assert (first.state, first.note) == (Handing.LATER, "Lê Thị Thơm, 21/01")
    with pytest.raises(actions.NotMet):
        actions.fetch(first, note="Người khác", **later)


def test_who_keeps_the_door_hands_over_on_the_day_and_arranges_nothing(cast, by):
    made = prepared(cast)
    first, second = honoured(made, cast)
    keeper = {"by": cast.commune_officer, "at": MORNING}
    with pytest.raises(PermissionDenied):
        actions.hand_over([first], **keeper)
    actions.name_keepers(made, [cast.commune_officer], **by)
    assert actions.hand_over([first, second], **keeper) == 2
    for act in (
        lambda: actions.take_in_honours(made, [], **keeper),
        lambda: actions.shift_honour(first, up=False, **keeper),
        lambda: actions.change_honour(first, receiver="x", receiver_post="", hands="", **keeper),
        lambda: actions.fetch(first, note="x", **keeper),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_pages_take_in_arrange_and_hand_over(client, cast, by, monkeypatch):
    made = prepared(cast)
    decision = recognised(made, cast, cast.hoa, cast.mac)[0]
    client.force_login(cast.district_office)
    address = reverse("conferences:honours", args=[made.pk])
    assert client.post(address, {"do": "take_in"}).status_code == 422
    page = client.post(address, {"do": "take_in", "decisions": [f"d{decision.pk}"], "hands": "Bí thư"}, follow=True)
    assert "Đã thêm 1 trường hợp" in page.content.decode()
    honour = Honour.objects.get()
    own = reverse("conferences:honour", args=[made.pk, honour.pk])
    client.post(own, {"do": "change", "receiver": "Lê Thị Thơm", "receiver_post": "Chủ tịch Hội", "hands": "Bí thư"})
    page = client.post(address, {"do": "handed", "honour": honour.pk}, follow=True).content.decode()
    assert "Lê Thị Thơm, Chủ tịch Hội" in page
    assert "Đã trao tại hội nghị" in page
    page = client.post(address, {"do": "back", "honour": honour.pk}, follow=True).content.decode()
    assert "chưa trao: 1" in page
    client.post(own, {"do": "fetch", "note": "Văn phòng, 20/01"})
    assert Honour.objects.get().state == Handing.LATER
    listed = client.post(reverse("conferences:honour_list", args=[made.pk]), HEAD)
    assert b"".join(listed.streaming_content)[:2] == b"PK"
    assert listed["Content-Disposition"].endswith('danh-sach-trao-thuong-20180117.docx"')


@pytest.mark.parametrize("number", [1, 2])
def test_the_list_costs_the_same_for_one_and_for_more(client, cast, by, number, django_assert_max_num_queries):
    made = prepared(cast)
    actions.take_in_honours(made, recognised(made, cast, *[cast.hoa, cast.mac][:number]), **by)
    client.force_login(cast.district_office)
    with django_assert_max_num_queries(11):
        client.get(reverse("conferences:honours", args=[made.pk]))
