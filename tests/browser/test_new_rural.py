"""An officer of a commune on a phone finds the commune on the board of new rural area, says what was found of two
criteria, and names the criterion that a model serves."""

import re

import pytest

from kheo.faces.demo.rules import PASSWORD
from kheo.movement.newrural.models import Assessment, Service
from tests.browser.conftest import PHONE, Hand, Keyboard

pytestmark = pytest.mark.browser
MODEL = "Camera cổng xóm, tổ trực đêm"


@pytest.mark.parametrize("hand", [Hand, Keyboard])
def test_criteria_are_assessed_and_a_model_serves_one(travel, hand):
    officer = travel(f"new-rural-{hand.__name__.lower()}", PHONE, hand=hand)
    officer.signs_in("yenhoa", PASSWORD)
    _finds_the_commune(officer)
    _assesses_with_a_wrong_day_first(officer)
    _names_a_criterion(officer)


def _finds_the_commune(officer):
    officer.at("/lam-viec/nong-thon-moi/")
    officer.passes("board")
    officer.hand.press(officer.link("Xã Yên Hòa", exact=True))
    assert "Đạt 19/19 tiêu chí" in officer.text()
    officer.passes("commune")


def _assesses_with_a_wrong_day_first(officer):
    hand = officer.hand
    hand.press(officer.link("Đánh giá tiêu chí"))
    officer.box(re.compile("^10. Thu nhập")).select_option("not_met")
    hand.write(officer.box(re.compile("^Ngày đánh giá")), "31/02/2026")
    hand.press(officer.button("Lưu"))
    assert "Không có ngày này trong lịch" in officer.text()
    officer.passes("wrong", status=422)
    hand.write(officer.box(re.compile("^Ngày đánh giá")), "10/01/2026")
    hand.write(officer.box(re.compile("^Minh chứng")), "Biên bản số 02/BB-UBND")
    hand.press(officer.button("Lưu"))
    assert "Đạt 18/19 tiêu chí" in officer.text()
    officer.passes("assessed")
    assert Assessment.objects.get(evidence="Biên bản số 02/BB-UBND").unit.name == "Xã Yên Hòa"


def _names_a_criterion(officer):
    found = Service.objects.get(exemplar__name=MODEL)
    page = found.exemplar.registrations.latest("pk").pk
    officer.at(f"/lam-viec/nong-thon-moi/mo-hinh/{page}/")
    officer.hand.tick(officer.page.get_by_role("checkbox", name=re.compile(r"17\. Môi trường")))
    officer.passes("model")
    officer.hand.press(officer.button("Thêm các tiêu chí"))
    assert "Đã thêm 1 tiêu chí" in officer.text()
    assert Service.objects.filter(exemplar__name=MODEL).count() == 2
