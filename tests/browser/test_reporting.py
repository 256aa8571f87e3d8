"""A periodic report goes up: an officer on a phone fills it in by a sheet of her own, the office sends it back, accepts
it and has it in its sums."""

import re

import openpyxl
import pytest

from kheo.faces.demo.rules import PASSWORD
from kheo.movement.registry.models import Registration
from kheo.movement.reporting.models import Report
from tests.browser.conftest import DESK, PHONE
from tests.conferences.world import pdf

pytestmark = pytest.mark.browser
UNIT = "Xã Yên Hòa"
CASH, DAYS, HAPPY = "Tiền mặt (triệu đồng)", "Ngày công lao động", "Tỷ lệ người dân được hỏi hài lòng (%)"
LED, DONE = "Công tác lãnh đạo, chỉ đạo", "Kết quả thực hiện"
REMARK = "Đề nghị nêu rõ số hộ tham gia."


def test_a_report_is_filled_in_on_a_phone_sent_back_accepted_and_added(travel, tmp_path):
    officer, office = travel("report-officer", PHONE), travel("report-office", DESK)
    _opens_what_is_due(officer)
    _sends_a_sheet_with_two_wrong_cells(officer, tmp_path)
    _mends_the_marked_sheet(officer, tmp_path)
    _attaches_a_file(officer, tmp_path)
    _is_told_what_is_missing_and_sends(officer)
    _sees_the_board_and_sends_it_back(office)
    _answers_the_remark(officer)
    _accepts_it(office)
    _has_it_in_its_sums(office)


def own():
    return Report.objects.filter(unit__name=UNIT).latest("period__ends_on")


def _opens_what_is_due(officer):
    officer.signs_in("yenhoa", PASSWORD)
    officer.hand.press(officer.link(re.compile("Báo cáo định kỳ phải gửi|^6 tháng")).first)
    officer.passes("due")
    officer.hand.press(officer.link("Viết báo cáo"))
    counted = Registration.objects.filter(unit__name=UNIT, campaign=own().period.campaign).counted().count()
    assert officer.page.locator("[name=c-tong]").input_value() == str(counted)
    assert "từ sổ đăng ký" in officer.text()
    officer.passes("prefilled")


def _sheet(folder, **cells):
    """Return a sheet as an officer keeps one: money in words, days by mistake and a share as percent."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Nội dung", "Số lượng"])
    for line, (value, look) in cells.items():
        sheet.append([{"cash": CASH, "days": DAYS, "happy": HAPPY}[line], value])
        sheet.cell(sheet.max_row, 2).number_format = look
    book.save(folder / "so-lieu.xlsx")
    return folder / "so-lieu.xlsx"


def _brings(officer, file):
    officer.hand.give(officer.page.locator("input[type=file]"), file)
    officer.hand.press(officer.button("Kiểm tra tệp"))
    officer.page.wait_for_url(re.compile(r"/excel/\d+/$"))


def _sends_a_sheet_with_two_wrong_cells(officer, folder):
    page = officer.page
    officer.hand.press(officer.link("Điền bằng Excel"))
    officer.passes("workbook")
    _brings(officer, _sheet(folder, cash=("12 triệu", "@"), days=(0.46, "0%"), happy=(0.95, "0%")))
    wrong = " ".join(page.locator("[aria-labelledby=marks]").inner_text().split())
    for said in ("B2", "“12 triệu” không phải là số", "Gợi ý: 12", "B3", "46%", "Gợi ý: 46"):
        assert said in wrong
    assert "B4" not in wrong
    officer.passes("two-wrong-cells")
    with page.expect_download() as handed_out:
        officer.hand.press(officer.link("Tải tệp đã đánh dấu các ô này"), stays=True)
    handed_out.value.save_as(folder / "danh-dau.xlsx")


def _mends_the_marked_sheet(officer, folder):
    marked = openpyxl.load_workbook(folder / "danh-dau.xlsx")
    sheet = marked.worksheets[0]
    assert "12" in sheet["B2"].comment.text
    sheet["B2"], sheet["B3"] = 12, 46
    sheet["B3"].number_format = "0"
    marked.save(folder / "da-sua.xlsx")
    officer.hand.press(officer.link("Gửi tệp khác"))
    _brings(officer, folder / "da-sua.xlsx")
    assert officer.page.locator("[aria-labelledby=marks]", has_text="không phải là số").count() == 0
    officer.passes("mended")
    officer.hand.press(officer.button("Đưa vào báo cáo"))
    officer.page.wait_for_url("**/viet/")
    said = [officer.page.locator(f"[name=c-{name}]").input_value() for name in ("tien", "ngay_cong", "hai_long")]
    assert said == ["12", "46", "95"]
    officer.passes("taken-over")


def _attaches_a_file(officer, folder):
    (folder / "bien-ban.pdf").write_bytes(pdf())
    officer.hand.press(officer.link("Tài liệu kèm theo"))
    officer.hand.give(officer.page.locator("#kem-theo input[type=file]"), folder / "bien-ban.pdf")
    officer.hand.press(officer.button("Đính kèm"))
    officer.link("bien-ban.pdf").wait_for()
    officer.passes("with-a-file")


def _is_told_what_is_missing_and_sends(officer):
    officer.hand.press(officer.link("Viết báo cáo"))
    officer.hand.write(officer.box(LED), "Ban hành kế hoạch, giao việc cho từng chi bộ.")
    officer.hand.press(officer.button("Lưu và gửi"))
    assert DONE in officer.page.locator("#points").inner_text()
    assert own().state == "draft"
    officer.passes("not-yet-sent")
    officer.hand.write(officer.box(DONE), "Các xóm làm được 1,2 km đường hoa.")
    officer.hand.press(officer.button("Lưu và gửi"))
    assert own().state == "sent", officer.text()
    assert [each["name"] for each in own().editions.get().enclosed] == ["bien-ban.pdf"]
    officer.passes("sent")


def _board(office):
    office.at("/lam-viec/")
    office.link("Báo cáo định kỳ", exact=True).first.click()
    office.link(own().period.name, exact=True).first.click()
    return office.page.get_by_role("row")


def _sees_the_board_and_sends_it_back(office):
    office.signs_in("thuongtruc", PASSWORD)
    rows = _board(office)
    assert "Đã gửi" in rows.filter(has=office.link(UNIT, exact=True)).inner_text()
    assert rows.filter(has_text="Chưa gửi").count() > 3
    owed = office.page.locator(".owed").inner_text()
    assert ("Xã Yên Thái" in owed, UNIT in owed) == (True, False)
    assert rows.filter(has_text=re.compile("sổ đăng ký")).count() > 0  # what disagrees stands beside its unit
    office.passes("board")
    office.link(UNIT, exact=True).first.click()
    office.passes("report")
    panel = office.page.locator("details", has_text="Trả lại để hoàn thiện")
    panel.locator("summary").click()
    panel.get_by_label(DONE).fill(REMARK)
    office.hand.press(panel.get_by_role("button", name="Trả lại để hoàn thiện"))
    assert own().state == "returned", office.text()


def _answers_the_remark(officer):
    officer.at("/lam-viec/")
    officer.passes("home-returned")
    officer.hand.press(officer.link(re.compile("bị trả lại|^6 tháng")).first)
    assert REMARK in officer.text()
    officer.passes("returned")
    officer.hand.press(officer.link("Viết báo cáo"))
    officer.hand.write(officer.box(DONE), "Các xóm làm được 1,2 km đường hoa; 96 hộ tham gia.")
    officer.hand.press(officer.button("Lưu và gửi"))
    assert own().state == "sent", officer.text()
    assert own().editions.count() == 2


def _accepts_it(office):
    _board(office)
    office.page.get_by_role("checkbox", name=UNIT).check()
    office.hand.press(office.button("Tiếp nhận các báo cáo đã chọn"))
    assert own().state == "accepted", office.text()
    office.passes("accepted")


def _has_it_in_its_sums(office):
    office.link("Huyện Yên Mô", exact=True).first.click()
    office.passes("the-level-above")
    line = office.page.get_by_role("row").filter(has_text=DAYS)
    line.get_by_role("link", name=re.compile("tổng của")).click()
    assert "46" in office.page.get_by_role("row").filter(has_text=UNIT).inner_text()
    office.passes("what-the-sum-is-made-of")
    office.page.go_back()
    office.link("Viết báo cáo").click()
    office.hand.press(office.button("Gom phần lời của cấp dưới"))
    assert f"{UNIT}: Các xóm làm được 1,2 km đường hoa; 96 hộ tham gia." in office.box(DONE).input_value()
    office.passes("gathered")
