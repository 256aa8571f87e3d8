"""An officer of a commune on a phone enters a class with a session and trainees, and ticks who came, by keys alone; the
office calls somebody who was never trained and gives the certificates; the officer reads of the own class."""

import re

import pytest
from django.utils import timezone

from kheo.faces.demo.rules import PASSWORD
from kheo.lib.dates import local_day, short_date
from kheo.movement.training.models import Trainee, TrainingClass
from tests.browser.conftest import PHONE, Keyboard

pytestmark = pytest.mark.browser
TITLE = "Tập huấn tổ dân vận các thôn"
TRAINEES = ("Nguyễn Thị Lan Anh", "Đinh Văn Khoát", "Phạm Thị Duyên")


def test_a_class_is_held_on_a_phone(travel):
    officer = travel("training-officer", PHONE, hand=Keyboard)
    officer.signs_in("yenhoa", PASSWORD)
    _enters_the_class(officer)
    _enters_a_session(officer)
    for name in TRAINEES:
        _enters_a_trainee(officer, name)
    of = TrainingClass.objects.get(title=TITLE)
    _ticks_who_came(officer, of)
    office = travel("training-office", PHONE)
    office.signs_in("thuongtruc", PASSWORD)
    _calls_somebody(office, of)
    _gives_the_certificates(office, of)
    officer.at("/lam-viec/so/lop-dao-tao/cua-toi/")
    assert "01/GCN-YH" in officer.text()
    officer.passes("mine")


def _enters_the_class(officer):
    hand, today = officer.hand, short_date(local_day(timezone.now()))
    officer.at("/lam-viec/so/lop-dao-tao/moi/")
    for label, value in (
        ("Tên lớp", TITLE),
        ("Từ ngày", today),
        ("Đến ngày", "01/02/2017"),
        ("Địa điểm", "Hội trường"),
    ):
        hand.write(officer.box(re.compile(f"^{label}")), value)
    officer.box(re.compile("^Nội dung")).select_option("mobilisation")
    hand.press(officer.button("Lưu"))
    officer.passes("wrong", status=422)
    hand.write(officer.box(re.compile("^Đến ngày")), today)
    hand.press(officer.button("Lưu"))
    assert TITLE in officer.heading()
    officer.passes("class")


def _enters_a_session(officer):
    hand = officer.hand
    hand.press(officer.link("Nhập một buổi học"))
    hand.write(officer.box(re.compile("^Buổi số")), "1")
    hand.write(officer.box(re.compile("^Ngày học")), short_date(local_day(timezone.now())))
    officer.box(re.compile("^Buổi trong ngày")).select_option("morning")
    hand.write(officer.box(re.compile("^Chuyên đề")), "Việc của tổ dân vận")
    hand.press(officer.button("Lưu"))
    assert TITLE in officer.heading()


def _enters_a_trainee(officer, name):
    hand = officer.hand
    hand.press(officer.link("Nhập một học viên"))
    hand.write(officer.box(re.compile("^Họ và tên học viên")), name)
    officer.box(re.compile("^Đơn vị công tác")).select_option(label="Xã Yên Hòa")
    hand.press(officer.button("Lưu"))
    assert TITLE in officer.heading()


def _ticks_who_came(officer, of):
    hand, keys = officer.hand, officer.page.keyboard
    hand.press(officer.link("Điểm danh"))
    officer.passes("all-sessions")
    boxes = officer.page.locator("[name=tick]")
    hand.reach(boxes.first)
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    with officer.page.expect_navigation():
        keys.press("Space")
        keys.press("Control+Enter")
    came = Trainee.objects.filter(training_class=of, present="1").values_list("name", flat=True)
    assert sorted(came) == sorted(boxes_names(of)[::2])
    hand.press(officer.link(re.compile("^Buổi 1")))
    officer.passes("one-session")
    hand.press(officer.button("Cả lớp có mặt"))
    assert Trainee.objects.filter(training_class=of, present="1").count() == 3
    officer.passes("everybody")


def boxes_names(of):
    rows = Trainee.objects.filter(training_class=of).order_by("home__sort_key", "name", "pk")
    return list(rows.values_list("name", flat=True))


def _calls_somebody(office, of):
    office.at(f"/lam-viec/so/lop-dao-tao/{of.pk}/")
    office.hand.press(office.link("Mời người chưa được đào tạo"))
    office.box(re.compile("^Đào tạo, bồi dưỡng")).select_option("never")
    office.hand.press(office.button("Lọc"))
    office.passes("never")
    office.hand.tick(office.page.get_by_role("checkbox", name="Lê Thị Thoa"))
    office.hand.press(office.button("Mời vào lớp"))
    assert "Đã mời và thông báo cho 1 người" in office.text()
    office.passes("called")


def _gives_the_certificates(office, of):
    office.hand.press(office.link("Giấy chứng nhận").last)
    office.passes("certificates")
    office.hand.write(office.box(re.compile("^Số giấy chứng nhận đầu tiên")), "01/GCN-YH")
    office.hand.press(office.button("Cấp giấy chứng nhận"))
    assert Trainee.objects.filter(training_class=of).exclude(certificate="").count() == 3
    office.passes("given")
    office.at("/lam-viec/so/lop-dao-tao/don-vi/")
    office.passes("units")
