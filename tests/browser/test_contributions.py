"""An officer of a commune on a phone enters the Excel list of contributions that the office has, tells what was used,
and a reader finds both on the model's page."""

import re

import openpyxl
import pytest
from django.urls import reverse

from kheo.faces.demo.rules import PASSWORD
from kheo.movement.contributions.models import Contribution, Use
from kheo.movement.registry.models import Registration
from tests.browser.conftest import PHONE, Hand

pytestmark = pytest.mark.browser
MODEL = "Camera cổng xóm, tổ trực đêm"
HEADS = ("STT", "Họ tên/đơn vị", "Nội dung ủng hộ", "Số lượng", "ĐVT", "Giá trị")
ROWS = (
    ("1", "Công ty TNHH Điện tử Thành Nam", "Camera", "6", "bộ", "12.000.000"),
    ("2", "Hộ ông Nguyễn Văn Bình", "Tiền mặt", "500", "nghìn đồng", ""),
    ("3", "Nhân dân xóm 3", "Kéo dây, dựng cột", "35", "công", "5.250.000"),
)


def test_a_list_of_contributions_is_entered_and_stated(travel, tmp_path):
    officer = travel("contributions", PHONE, hand=Hand)
    officer.signs_in("yenhoa", PASSWORD)
    _sends_a_list_with_a_wrong_cell_first(officer, tmp_path)
    _enters_the_right_one(officer, tmp_path)
    _uses_no_more_than_was_given(officer)
    _reads_it_in_public(officer)


def _sends_a_list_with_a_wrong_cell_first(officer, folder):
    officer.at("/lam-viec/so/dong-gop/")
    officer.passes("register")
    officer.hand.press(officer.link("Nhập bằng Excel"))
    model = officer.page.locator("select[name=period]")
    model.select_option(label=f"{MODEL} (Xã Yên Hòa)")
    officer.hand.press(officer.button("Chọn", exact=True))
    officer.passes("for-one-model")
    _send(officer, folder, [*ROWS[:2], ("3", "Nhân dân xóm 3", "Kéo dây", "gần 35", "công", "")])
    assert "Không phải là số" in officer.text()
    officer.passes("wrong")


def _send(officer, folder, rows):
    book = openpyxl.Workbook()
    for row in (HEADS, *rows):
        book.active.append(row)
    book.save(folder / "ung-ho.xlsx")
    officer.hand.give(officer.page.locator("input[type=file]"), folder / "ung-ho.xlsx")
    officer.hand.press(officer.button("Kiểm tra tệp"))
    officer.page.wait_for_url(re.compile(r"nhap-tu-excel/\d+/"))


def _enters_the_right_one(officer, folder):
    officer.hand.press(officer.link("Gửi tệp đã sửa"))
    _send(officer, folder, ROWS)
    officer.passes("right")
    officer.hand.press(officer.button("Nhập 3 hàng"))
    officer.hand.press(officer.link("Mở danh sách"))
    assert all(row[1] in officer.text() for row in ROWS)
    officer.passes("entered")
    given = Contribution.objects.filter(exemplar__name=MODEL).order_by("pk")
    assert [row.kind for row in given] == ["goods", "money", "labour"]


def _uses_no_more_than_was_given(officer):
    hand = officer.hand
    officer.at("/lam-viec/so/su-dung-dong-gop/moi/")
    officer.box(re.compile("^Mô hình")).select_option(label=MODEL)
    hand.write(officer.box(re.compile("^Nội dung sử dụng")), "Lắp ở ba cổng xóm")
    hand.write(officer.box(re.compile("^Số lượng")), "7")
    officer.box(re.compile("^Đơn vị tính")).select_option(label="bộ")
    hand.write(officer.box(re.compile("^Ngày sử dụng")), "20/04/2017")
    hand.press(officer.button("Lưu"))
    assert "còn lại: 6 bộ" in officer.text()
    officer.passes("too-much", status=422)
    hand.write(officer.box(re.compile("^Số lượng")), "6")
    hand.press(officer.button("Lưu"))
    assert officer.heading() == "Lắp ở ba cổng xóm"
    officer.passes("used")
    assert Use.objects.get(exemplar__name=MODEL).kind == "goods"


def _reads_it_in_public(officer):
    model = Registration.objects.get(exemplar__name=MODEL, campaign__year=2017)
    officer.at(reverse("portal:model", args=[model.pk, model.exemplar.slug]))
    said = officer.text()
    assert all(words in said for words in ("35 ngày công", "500.000 đồng", "Lắp ở ba cổng xóm"))
    # The office's list does not say who is an enterprise: until somebody does, nobody is named.
    assert not any(name in said for name in ("Nguyễn Văn Bình", "Thành Nam"))
    officer.passes("public")
