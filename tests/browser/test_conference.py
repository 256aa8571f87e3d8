"""The door of a conference is kept on a phone, without script: by the code of a card, by name, and for who walks in."""

import pytest
from django.urls import reverse

from kheo.faces.demo.rules import PASSWORD
from kheo.movement.conferences.models import Conference, Guest
from kheo.movement.conferences.rules import code_of
from kheo.organisation.units.models import Unit
from tests.browser.conftest import PHONE
from tests.conferences.world import coming

pytestmark = pytest.mark.browser


def test_the_door_is_kept_on_a_phone(travel):
    made = coming(Conference.objects.held().get(), Unit.objects.get(slug="xa-yen-hoa"))
    guest = made.guests.get()
    keeper = travel("conference-door", PHONE, java_script_enabled=False)
    keeper.signs_in("thuongtruc", PASSWORD)
    scanned = reverse("conferences:scan", args=[made.pk, code_of(guest)])
    page = keeper.at(scanned)
    keeper.passes("card")
    with page.expect_navigation():
        keeper.hand.press(keeper.button("Có mặt"))
    assert "Đã vào lúc" in page.locator("#main").inner_text()
    first = Guest.objects.get(pk=guest.pk).came_at
    keeper.at(scanned)
    assert page.locator("#main").get_by_role("button", name="Có mặt").count() == 0
    keeper.at(reverse("conferences:door", args=[made.pk]) + "?q=dat yen hoa")
    keeper.passes("found")
    assert "Nguyễn Văn Đạt" in page.locator(".people").first.inner_text()
    page.locator("details.panel > summary").click()
    page.locator("[name=name]").fill("Khách Ngoài Danh Sách")
    with page.expect_navigation():
        page.locator("button[value=walk_in]").click()
    keeper.passes("walked-in")
    assert "Có mặt: 2" in page.locator("#main").inner_text()
    assert Guest.objects.get(pk=guest.pk).came_at == first
