"""An officer of a commune on a phone, once with a finger and once with keys alone: from the slip of paper with a code
to models submitted, by the form and by a workbook."""

import re

import openpyxl
import pytest

from kheo.faces.demo import kit
from kheo.faces.demo.rules import PASSWORD
from tests.browser.conftest import DESK, PHONE, Hand, Keyboard
from tests.intake import book

pytestmark = pytest.mark.browser
OWN = "duong-que-sang-den-9"
PHOTO = kit.PICTURES / "duong-que-sang-den.jpg"
RETURNED = "Xóm không tín dụng đen"
NEW = "Đường hoa tự quản xóm Đông"
FROM_SHEET = ["Tổ thu gom rác xóm Trung", "Tủ sách nhà văn hóa xóm Nam"]


@pytest.mark.parametrize("hand", [Hand, Keyboard])
def test_officer(travel, tmp_path, hand):
    journey = f"officer-{hand.__name__.lower()}"
    code = _is_handed_a_slip(travel(f"{journey}-admin", DESK))
    officer = travel(journey, PHONE, hand=hand)
    _opens_the_account(officer, code)
    _sees_what_is_due(officer)
    _completes_the_returned_one(officer)
    _begins_a_new_one(officer)
    _comes_back_and_submits_it(officer)
    _sends_a_workbook_with_two_wrong_cells(officer, tmp_path)
    _corrects_and_enters_it(officer, tmp_path)


def _is_handed_a_slip(administrator):
    administrator.signs_in("quantri", PASSWORD)
    administrator.link("Người dùng", exact=True).first.click()
    administrator.passes("people")
    person = administrator.page.get_by_role("row", name="Nguyễn Thị Lan Anh")
    person.locator("summary").click()
    person.get_by_role("button", name="Cấp mã mới").click()
    administrator.passes("slip")
    return administrator.page.locator(".code").inner_text()


def _opens_the_account(officer, code):
    page, hand = officer.at("/"), officer.hand
    hand.press(officer.link("Cán bộ đăng nhập"))
    officer.passes("sign-in")
    hand.press(officer.link(re.compile("mã dùng một lần")))
    officer.passes("code")
    hand.write(officer.box("Tên đăng nhập"), "yenhoa")
    hand.write(officer.box(re.compile("^Mã dùng một lần")), code)
    hand.write(page.locator("input[type=password]").first, OWN)
    hand.write(page.locator("input[type=password]").last, OWN)
    hand.press(officer.button("Đặt mật khẩu"))
    page.wait_for_url("**/dang-nhap/")
    officer.signs_in("yenhoa", OWN)


def _sees_what_is_due(officer):
    assert officer.heading().startswith("Dân vận khéo ")
    assert "Đã đăng ký 1 mô hình, chỉ tiêu ít nhất 2: còn thiếu 1." in officer.text()
    assert "Chỉ tiêu chưa đo được" in officer.text()
    officer.passes("home")


def _completes_the_returned_one(officer):
    hand = officer.hand
    hand.press(officer.link(RETURNED))
    officer.passes("returned")
    hand.press(officer.link("Sửa", exact=True))
    hand.write(officer.box("Chỉ tiêu đo được"), "8 xóm, 16 buổi, 640 hộ ký cam kết")
    hand.press(officer.button("Lưu nháp"))
    assert f"Đã lưu bản nháp “{RETURNED}”." in officer.text()
    officer.passes("completed")
    hand.press(officer.button("Lưu và gửi"))
    assert f"Đã gửi “{RETURNED}” đến Cơ quan Thường trực." in officer.text()
    officer.passes("submitted")


def _begins_a_new_one(officer):
    page, hand = officer.page, officer.hand
    hand.press(officer.link("Khéo").first)
    hand.press(officer.link("Đăng ký mô hình", exact=True))
    officer.passes("form")
    hand.write(officer.box("Tên mô hình"), NEW)
    hand.tick(officer.box("Văn hóa - xã hội"))
    page.locator("[data-autosave-status]", has_text="Đã lưu nháp lúc").wait_for()
    hand.give(page.locator("input[type=file]"), PHOTO)
    hand.press(officer.button("Lưu nháp"))
    page.locator(".papers img").wait_for()
    officer.passes("draft-with-photo")


def _comes_back_and_submits_it(officer):
    hand = officer.hand
    officer.at("/lam-viec/")
    hand.press(officer.link(NEW))
    officer.passes("draft")
    hand.press(officer.link("Sửa", exact=True))
    hand.press(officer.button("Lưu và gửi"))
    assert "chưa gửi" in officer.text()
    officer.passes("not-yet-submitted")
    hand.write(officer.box("Mục đích"), "Đường xóm sạch, đẹp")
    hand.write(officer.box("Nội dung, cách làm"), "Mỗi hộ nhận 10 m, trồng và chăm sóc hoa")
    hand.write(officer.box("Chỉ tiêu đo được"), "1.200 m đường, 96 hộ")
    hand.press(officer.button("Lưu và gửi"))
    assert f"Đã gửi “{NEW}” đến Cơ quan Thường trực." in officer.text()
    officer.passes("new-submitted")


def _sends_a_workbook_with_two_wrong_cells(officer, folder):
    page, hand = officer.at("/lam-viec/"), officer.hand
    hand.press(officer.link("Gửi tệp Excel"))
    officer.passes("workbook")
    with page.expect_download() as handed_out:
        hand.press(officer.link("Tải mẫu (.xlsx)"), stays=True)
    handed_out.value.save_as(folder / "mau.xlsx")
    rows = [{book.NAME: name} for name in FROM_SHEET]
    wrong = [rows[0] | {"Lĩnh vực": "Kinh tế biển"}, rows[1] | {"Loại hình": "Kiểu mẫu"}]
    _send(officer, folder, wrong)
    columns = book.columns(openpyxl.load_workbook(folder / "mau.xlsx").worksheets[0])
    field, kind = (openpyxl.utils.get_column_letter(columns[name]) for name in ("Lĩnh vực", "Loại hình"))
    for cell in (f"{field}{book.FIRST}", f"{kind}{book.FIRST + 1}"):
        assert cell in officer.text()
    officer.passes("two-wrong-cells")
    hand.press(officer.link("Gửi tệp đã sửa"))


def _send(officer, folder, rows):
    filled = folder / "dang-ky.xlsx"
    filled.write_bytes(book.fill(openpyxl.load_workbook(folder / "mau.xlsx"), *rows).read())
    officer.hand.give(officer.page.locator("input[type=file]"), filled)
    officer.hand.press(officer.button("Kiểm tra tệp"))
    officer.page.wait_for_url(re.compile(r"nhap-tu-excel/\d+/"))


def _corrects_and_enters_it(officer, folder):
    _send(officer, folder, [{book.NAME: name} for name in FROM_SHEET])
    officer.passes("right-workbook")
    officer.hand.tick(officer.page.locator("[name=hand_in]"))
    officer.hand.press(officer.button("Nhập 2 hàng"))
    officer.passes("entered")
    officer.hand.press(officer.link("Mở danh sách"))
    assert all(name in officer.text() for name in [*FROM_SHEET, NEW])
    officer.passes("register")
