"""How a model is taken over: told by its unit, released by an office, shown to the public."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.machinery.search.kit import KINDS
from kheo.movement.registry import actions
from kheo.movement.registry.actions import NotMovable
from kheo.movement.registry.models import HowTo
from kheo.movement.registry.rules import HowToFacts
from tests import make
from tests.portal.made import recognised

TOLD = HowToFacts(
    steps="1. Họp thôn.\n2. Từng hộ góp một bóng đèn.",
    cost="Mỗi hộ 150.000 đồng, một lần.",
    papers="Biên bản họp thôn.",
    contact_office="Ủy ban Mặt trận Tổ quốc xã Yên Hòa",
    contact_phone="0229 3869 123",
)


def told(cast, model, facts=TOLD, version=0):
    return actions.tell_how_to(model, facts, version=version, by=cast.commune_officer, at=make.NOW)


def released(cast, model, version=1):
    actions.release_how_to(model, version=version, by=cast.district_office, at=make.NOW)


def acts():
    return [event.act for event in AuditEvent.objects.filter(act__contains="how_to").order_by("pk")]


def test_what_is_told_is_kept_and_said_twice_changes_nothing(cast):
    model = recognised(cast)
    assert told(cast, model).version == 1
    assert told(cast, model, version=1).version == 1
    assert told(cast, model, version=0).version == 1  # the same form sent twice
    assert acts() == ["registry.tell_how_to"]


def test_what_somebody_else_wrote_meanwhile_is_not_lost(cast):
    model = recognised(cast)
    told(cast, model)
    with pytest.raises(Stale):
        told(cast, model, HowToFacts(steps="Khác"), version=0)
    assert HowTo.objects.get().steps == TOLD.steps


@pytest.mark.parametrize(
    "facts",
    [
        {"contact_office": "Ủy ban xã", "contact_phone": "0912 345 678"},
        {"contact_office": "Ủy ban xã", "contact_phone": "+84 (91) 234-56-78"},
        {"steps": "Gọi anh Nam 0389.123.456 trước khi đến."},
        {"cost": "x" * 10_001},
        {"contact_phone": "0229 3869 123"},
    ],
)
def test_private_numbers_and_what_is_too_long_are_refused(cast, facts):
    with pytest.raises(NotMovable):
        told(cast, recognised(cast), HowToFacts(**facts))
    assert not HowTo.objects.exists()


@pytest.mark.parametrize("cost", ["350000000 đồng", "35.000.000 đồng", "0,35 ha", "Quyết định 0398/QĐ-UBND"])
def test_amounts_are_no_telephones(cast, cost):
    assert told(cast, recognised(cast), HowToFacts(cost=cost)).cost == cost


def test_only_a_recognised_model_with_steps_is_released(cast):
    campaign = make.campaign(cast.district)
    more = {"state": "registered", "office": cast.district_office}
    waiting = make.registration(campaign, cast.hoa, cast.commune_officer, **more)
    told(cast, waiting)
    with pytest.raises(NotMovable):
        released(cast, waiting)
    model = recognised(cast, "Đường hoa", campaign=campaign)
    with pytest.raises(NotMovable):
        released(cast, model)
    told(cast, model, HowToFacts(cost="Không tốn kém"))
    with pytest.raises(NotMovable):
        released(cast, model)


def test_a_unit_does_not_release_and_others_do_not_write(cast):
    model = recognised(cast)
    told(cast, model)
    with pytest.raises(PermissionDenied):
        actions.release_how_to(model, version=1, by=cast.commune_officer, at=make.NOW)
    with pytest.raises(PermissionDenied):
        actions.tell_how_to(model, TOLD, version=1, by=cast.other_officer, at=make.NOW)


def test_what_is_written_anew_is_released_anew(cast):
    model = recognised(cast)
    told(cast, model)
    released(cast, model)
    released(cast, model)
    assert HowTo.objects.get().released_at
    told(cast, model, HowToFacts(steps="Mới"), version=1)
    assert HowTo.objects.get().released_at is None
    with pytest.raises(Stale):
        released(cast, model, version=1)
    released(cast, model, version=2)
    actions.take_back_how_to(model, by=cast.district_office, at=make.NOW)
    actions.take_back_how_to(model, by=cast.district_office, at=make.NOW)
    assert HowTo.objects.get().released_at is None
    assert acts() == [f"registry.{act}_how_to" for act in ("tell", "release", "tell", "release", "take_back")]


def test_the_public_reads_it_once_it_is_released(cast, client):
    model = recognised(cast)
    place = reverse("portal:model", args=[model.pk, model.exemplar.slug])
    told(cast, model)
    assert "Biên bản họp thôn" not in client.get(place).content.decode()
    released(cast, model)
    page = client.get(place).content.decode()
    for words in ("Cách làm theo", "Biên bản họp thôn", "Mỗi hộ 150.000 đồng", "0229 3869 123"):
        assert words in page
    actions.take_back_how_to(model, by=cast.district_office, at=make.NOW)
    assert "Biên bản họp thôn" not in client.get(place).content.decode()


def test_search_finds_what_was_released_and_nothing_else(cast):
    model = recognised(cast)
    told(cast, model)
    shelf = KINDS["model"]

    def indexed():
        return shelf.entry(shelf.records().get(pk=model.pk)).text

    assert "bóng đèn" not in indexed()
    released(cast, model)
    assert "bóng đèn" in indexed()


def test_another_year_shows_what_was_told_once(cast, client):
    model = recognised(cast)
    told(cast, model)
    released(cast, model)
    days = {"registration_closes_on": model.campaign.registration_closes_on, "ends_on": model.campaign.ends_on}
    earlier = make.campaign(cast.district, year=2016, **days)
    again = recognised(cast, model.exemplar.name, campaign=earlier)
    assert again.exemplar_id == model.exemplar_id
    page = client.get(reverse("portal:model", args=[again.pk, again.exemplar.slug])).content.decode()
    assert "Biên bản họp thôn" in page


# Pages --------------------------------------------------------------------------------------------------------------


def test_the_form_saves_refuses_and_keeps_what_was_typed(cast, client):
    model = recognised(cast)
    client.force_login(cast.commune_officer)
    url = reverse("registry:how_to", args=[model.pk])
    assert "chưa cho công khai" in client.get(url).content.decode()
    wrong = vars(TOLD) | {"version": 0, "contact_phone": "0912345678"}
    page = client.post(url, wrong)
    assert page.status_code == 422
    assert "0912345678" in page.content.decode()
    assert "số điện thoại riêng" in page.content.decode()
    assert client.post(url, vars(TOLD) | {"version": 0}).status_code == 302
    assert HowTo.objects.get().contact_phone == TOLD.contact_phone
    assert client.post(reverse("registry:release_how_to", args=[model.pk]), {"version": 1}).status_code == 403


def test_the_office_releases_and_takes_back_by_a_button(cast, client):
    model = recognised(cast)
    told(cast, model)
    client.force_login(cast.district_office)
    url = reverse("registry:how_to", args=[model.pk])
    assert "Cho công khai" in client.get(url).content.decode()
    release = reverse("registry:release_how_to", args=[model.pk])
    assert "đã được công khai" in client.post(release, {"version": 1}, follow=True).content.decode()
    assert HowTo.objects.get().released_at
    assert "không còn hiển thị" in client.post(release, {"take_back": "yes"}, follow=True).content.decode()
    assert HowTo.objects.get().released_at is None
