"""An officer of a commune on a phone, by keys alone, writes in the diary of a model what is hard; the office answers,
re-checks a recognised model, and readers are told."""

import re

import pytest
from django.urls import reverse

from kheo.faces.demo.rules import PASSWORD
from kheo.movement.following.models import DiaryLine, Recheck
from kheo.movement.registry.models import Registration
from tests.browser.conftest import PHONE, Keyboard

pytestmark = pytest.mark.browser
MODEL = "Camera cổng xóm, tổ trực đêm"
HARD = "Hai camera bị sét đánh, chưa có kinh phí thay"


def test_a_model_is_followed_and_readers_are_told(travel):
    model = Registration.objects.get(exemplar__name=MODEL, campaign__year=2017)
    page = reverse("registry:detail", args=[model.pk])
    officer = travel("following-officer", PHONE, hand=Keyboard)
    officer.signs_in("yenhoa", PASSWORD)
    _writes_in_the_diary(officer, page)
    office = travel("following-office", PHONE, hand=Keyboard)
    office.signs_in("thuongtruc", PASSWORD)
    _answers(office)
    officer.at(page)
    officer.hand.press(officer.link("Đã trả lời").first)
    assert "Huyện cấp hai camera" in officer.text()
    officer.passes("answered")
    _rechecks(office, page)
    reader = travel("following-reader", PHONE)
    reader.at(reverse("portal:model", args=[model.pk, model.exemplar.slug]))
    assert "Còn duy trì (kiểm tra ngày" in reader.text()
    reader.passes("public")


def _writes_in_the_diary(officer, page):
    hand = officer.hand
    officer.at(page)
    officer.passes("model")
    hand.press(officer.link("Ghi nhật ký"))
    hand.write(officer.box(re.compile("^Khó khăn")), HARD)
    hand.press(officer.button("Lưu"))
    assert officer.box(re.compile("^Khó khăn")).input_value() == HARD  # nothing is lost
    officer.passes("wrong", status=422)
    hand.write(officer.box(re.compile("^Việc đã làm")), "Kiểm tra 11 camera, dọn cây che ống kính")
    hand.write(officer.box(re.compile("^Số người tham gia")), "7")
    hand.press(officer.button("Lưu"))
    officer.passes("entered")
    assert DiaryLine.objects.get(difficulty=HARD).exemplar.name == MODEL


def _answers(office):
    line = DiaryLine.objects.get(difficulty=HARD)
    office.at("/lam-viec/")
    office.hand.press(office.link(re.compile("Khó khăn của mô hình cần trả lời")))
    office.hand.press(office.link(str(line)))
    office.hand.press(office.link("Khó khăn và trả lời"))
    office.hand.write(office.box(re.compile("^Nội dung trả lời")), "Huyện cấp hai camera trong tháng này.")
    office.hand.press(office.button("Gửi trả lời"))
    office.passes("answered")


def _rechecks(office, page):
    office.at(page)
    office.hand.press(office.link("Nhập lần kiểm tra lại"))
    office.box(re.compile("^Kết luận")).select_option("maintained")
    office.hand.write(office.box(re.compile("^Người, đoàn kiểm tra")), "Cơ quan Thường trực")
    office.hand.press(office.button("Lưu"))
    office.passes("rechecked")
    assert Recheck.objects.filter(exemplar__name=MODEL).count() == 2
