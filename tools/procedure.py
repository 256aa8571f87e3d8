"""The way from scores to a certificate, walked on the demo before a camera: a part of `make shots`."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from tools.certifying import certify
from tools.looking import DESK, follow, looking, press, take

CAMPAIGN = "/lam-viec/tham-dinh/dot/dan-van-kheo-2026/"
PHONE = 390
# By item of the agenda: in favour, against, invalid; the second teller reads the first item otherwise at first.
COUNTED = ((15, 0, 0), (2, 13, 0), (14, 1, 0))
MISREAD = ((14, 1, 0), *COUNTED[1:])


def procedure(browser: Browser, address: str, folder: Path) -> None:
    """Take the pictures of scoring, meeting, decision and certificate."""
    with looking(browser, address, "thamdinh1", 1000) as page:
        follow(page, "Chấm mô hình tiếp theo")
        page.evaluate("document.querySelector('form[data-autosave]').scrollIntoView()")
        take("scoring", page)
    with looking(browser, address, "thuongtruc", 760) as page:
        page.goto(CAMPAIGN)
        take("appraisal", page)
        meet(page)
        decide(page)
        certify(page, folder)
    with looking(browser, address, "", 900) as page:
        page.set_viewport_size({"width": PHONE, "height": 900})
        page.goto("/xac-thuc/")
        page.get_by_label("Mã hoặc địa chỉ trên giấy chứng nhận").fill((folder / "code").read_text())
        press(page, "Kiểm tra")
        take("check", page)


def meet(page: Page) -> None:
    """Hold the meeting, on paper."""
    page.goto("/lam-viec/hop-xet/dot/dan-van-kheo-2026/moi/")
    page.get_by_label("Cấp công nhận").select_option(label="Cấp huyện")
    page.get_by_label("Ngày họp").fill(page.evaluate("new Date().toLocaleDateString('vi-VN')"))
    page.get_by_label("Bỏ phiếu kín bằng phiếu giấy").check()
    press(page, "Triệu tập cuộc họp")
    follow(page, "Điểm danh")
    for present in page.get_by_role("main").get_by_label("Có mặt").all():
        present.check()
    press(page, "Lưu điểm danh")
    for item in page.locator("input[name=pick]").all():
        item.check()
    press(page, "Mở biểu quyết các nội dung đã chọn")
    count(page, "Vũ Thị Nga", COUNTED)
    count(page, "Bùi Văn Tiến", MISREAD)
    page.set_viewport_size({"width": DESK, "height": 860})
    take("tellers", page)
    count(page, "Vũ Thị Nga", COUNTED)
    count(page, "Bùi Văn Tiến", COUNTED)
    follow(page, "Màn hình trình chiếu")
    take("projector", page)
    page.keyboard.press("q")
    follow(page, "Khóa biên bản")
    press(page, "Khóa biên bản")


def count(page: Page, teller: str, lines: tuple[tuple[int, int, int], ...]) -> None:
    """Enter what a teller found in the box."""
    page.get_by_label("Người kiểm phiếu").fill(teller)
    page.get_by_label("Số phiếu thu về").fill("15")
    for row, line in zip(page.locator("form tbody tr").all(), lines, strict=True):
        for cell, number in zip(row.locator("input").all(), line, strict=True):
            cell.fill(str(number))
    press(page, "Nhập kết quả kiểm phiếu")


def decide(page: Page) -> None:
    """Draft the decision, number it and issue it."""
    page.goto("/lam-viec/cong-nhan/du-thao/")
    page.get_by_role("main").locator("table").get_by_role("link", name="Soạn quyết định").click()
    page.get_by_label("Trích yếu").fill("Công nhận mô hình, điển hình “Dân vận khéo” năm 2026")
    page.get_by_label("Chức vụ người ký").fill("Trưởng ban")
    page.get_by_label("Họ và tên người ký").fill("Đỗ Trọng Luận")
    page.locator("[name=bases-0-directive]").select_option(index=1)
    press(page, "Lưu dự thảo")
    page.get_by_role("textbox", name="Số, ký hiệu").fill("07-QĐ/BCĐ")
    press(page, "Lưu số")
    follow(page, "Ban hành")
    page.set_viewport_size({"width": DESK, "height": 1000})
    take("promulgate", page)
    page.get_by_label("Quyết định đã được ký").check()
    press(page, "Ban hành quyết định")
