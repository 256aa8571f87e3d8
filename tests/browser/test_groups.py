"""An officer of a commune on a phone enters a self-management group and what it did, and finds both in the sums."""

import re

import pytest

from kheo.faces.demo.rules import PASSWORD
from kheo.movement.selfmanaged.models import GroupYear, SelfManagedGroup
from tests.browser.conftest import PHONE, Hand, Keyboard

pytestmark = pytest.mark.browser
NAME = "Tổ tự quản tuyến đường hoa xóm Đông"


@pytest.mark.parametrize("hand", [Hand, Keyboard])
def test_a_group_is_entered_and_tells_what_it_did(travel, hand):
    officer = travel(f"groups-{hand.__name__.lower()}", PHONE, hand=hand)
    officer.signs_in("yenhoa", PASSWORD)
    _finds_the_register(officer)
    _enters_a_group_with_a_wrong_day_first(officer)
    _enters_what_it_did(officer)
    _finds_it_in_the_sums(officer)


def _finds_the_register(officer):
    officer.at("/lam-viec/so/")
    officer.passes("registers")
    officer.hand.press(officer.link("Tổ tự quản", exact=True))
    assert "Tổ trực đêm xóm 3" in officer.text()
    officer.passes("list")


def _enters_a_group_with_a_wrong_day_first(officer):
    hand = officer.hand
    hand.press(officer.link("Nhập một tổ"))
    hand.write(officer.box(re.compile("^Tên tổ tự quản")), NAME)
    officer.box(re.compile("^Nội dung tự quản")).select_option("roads")
    hand.write(officer.box(re.compile("^Ngày thành lập")), "31/02/2017")
    hand.write(officer.box(re.compile("^Số tổ viên")), "9")
    hand.press(officer.button("Lưu"))
    assert "Không có ngày này trong lịch" in officer.text()
    officer.passes("wrong", status=422)
    hand.write(officer.box(re.compile("^Ngày thành lập")), "03/02/2017")
    hand.press(officer.button("Lưu"))
    assert officer.heading() == NAME
    officer.passes("entered")
    assert SelfManagedGroup.objects.get(name=NAME).unit.name == "Xã Yên Hòa"


def _enters_what_it_did(officer):
    hand = officer.hand
    hand.press(officer.link("Nhập kết quả của một tổ"))
    for label, value in (("Năm", "2017"), ("Vụ việc tiếp nhận", "6"), ("Vụ việc giải quyết xong", "5")):
        hand.write(officer.box(re.compile(f"^{label}")), value)
    officer.passes("year")
    hand.press(officer.button("Lưu"))
    assert officer.heading() == NAME
    officer.passes("told")
    assert GroupYear.objects.get(group__name=NAME).settled == 5


def _finds_it_in_the_sums(officer):
    officer.at("/lam-viec/so/ket-qua-to-tu-quan/tong-hop/?by=year")
    assert "2017 4 36 32 88,9%" in officer.text()  # three groups of the demo told of the year already
    officer.passes("sums")
