"""The office asks a commune, on a phone, to copy a model; its officer accepts, begins, reports, and finds it in the
line of its origin; a reader finds the origin of a copy on the portal."""

import re

import pytest
from django.utils import timezone

from kheo.faces.demo.rules import PASSWORD
from kheo.movement.registry.models import Exemplar, Registration
from kheo.movement.replication.models import Adoption
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
ORIGIN, NEW = "Trồng cây xanh ở các tuyến đường", "Hàng cau đường làng"


def test_a_model_is_copied_from_being_asked_to_its_result(travel):
    origin = Exemplar.objects.get(name=ORIGIN)
    office = travel("replication-office", PHONE)
    office.signs_in("thuongtruc", PASSWORD)
    _asks(office, origin)
    officer = travel("replication-officer", PHONE)
    officer.signs_in("yenhoa", PASSWORD)
    _answers(officer)
    _begins(officer)
    _reports(officer)
    adoption = Adoption.objects.get(unit__slug="xa-yen-hoa", origin=origin)
    assert (adoption.state, adoption.task.state) == ("reached", "done")
    assert Registration.objects.get(exemplar=adoption.exemplar).year_status == "replicated"
    reader = travel("replication-reader", PHONE)
    reader.at("/mo-hinh/?words=camera")
    reader.hand.press(reader.link(re.compile("Camera cổng xóm")).first)
    assert "Học theo mô hình “Tiếng kẻng an ninh” của Xã Khánh Thịnh" in reader.text()
    reader.passes("line")


def _asks(office, origin):
    office.at("/lam-viec/nhan-rong/nen-nhan-rong/")
    office.passes("candidates")
    office.at(f"/lam-viec/nhan-rong/mo-hinh/{origin.pk}/")
    office.passes("model")
    office.hand.press(office.link("Đề nghị đơn vị làm theo"))
    office.hand.tick(office.box("Xã Yên Hòa"))
    office.hand.write(office.box(re.compile("^Hạn cuối")), "31/02/2030")
    office.hand.press(office.button("Gửi đề nghị"))
    office.passes("wrong", status=422)
    assert office.box("Xã Yên Hòa").is_checked(), "nothing is lost"
    office.hand.write(office.box(re.compile("^Hạn cuối")), f"31/12/{timezone.localdate().year + 1}")
    office.hand.press(office.button("Gửi đề nghị"))
    assert "Xã Yên Hòa" in office.text()
    office.passes("plan")


def _answers(officer):
    officer.at("/lam-viec/nhan-rong/?state=asked")
    officer.hand.press(officer.link(ORIGIN))
    officer.passes("asked")
    officer.hand.press(officer.link("Nhận làm theo"))
    officer.hand.write(officer.box(re.compile("^Cách vận dụng")), "Trồng cau thay cây bóng mát vì đường hẹp.")
    officer.hand.press(officer.button("Nhận làm theo"))


def _begins(officer):
    officer.hand.press(officer.link("Bắt đầu bằng mô hình của đơn vị"))
    officer.passes("begin")
    officer.hand.write(officer.box(re.compile("^Tên mô hình mới")), NEW)
    officer.page.locator("select[name=field]").select_option(index=1)
    officer.hand.press(officer.button("Bắt đầu"))
    assert NEW in officer.text()


def _reports(officer):
    officer.hand.press(officer.link("Báo tiến độ"))
    officer.hand.write(officer.box(re.compile("^Tiến độ")), "60")
    officer.hand.write(officer.box(re.compile("^Việc đã làm")), "Đã trồng 120 cây.")
    officer.hand.press(officer.button("Báo tiến độ"))
    officer.hand.press(officer.link("Báo kết quả"))
    officer.hand.write(officer.box(re.compile("^Kết quả đạt được")), "300 cây cau trên 1,8 km đường làng.")
    officer.hand.press(officer.button("Báo kết quả"))
    assert "Dòng nhân rộng" in officer.text()
    officer.passes("reached")
