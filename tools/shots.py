"""Take the pictures of docs/images with Chromium, from the demo in a temporary folder: `make shots`."""

import shutil
import tempfile
from functools import partial
from itertools import groupby
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, sync_playwright

from tools.looking import DESK, document, kheo, looking, served, take
from tools.procedure import PHONE, procedure

# name: who looks (for the portal nobody signs in), width, height, address, the link followed from there
PICTURES = {
    "front": ("", DESK, 880, "/", ""),
    "article": ("", DESK, 900, "/tin/", "Hội nghị tổng kết phong trào thi đua"),
    "search": ("", PHONE, 800, "/tim-kiem/?q=doan+duong", ""),
    "model": ("", PHONE, 900, "/tim-kiem/?q=doan+duong", "Đoạn đường tự quản"),
    "code": ("", DESK, 760, "/tai-khoan/ma-mot-lan/", ""),
    "officer": ("yenhoa", PHONE, 1150, "/lam-viec/", ""),
    "returned": ("yenhoa", DESK, 720, "/lam-viec/", "Xóm không tín dụng đen"),
    "form-phone": ("yenhoa", PHONE, 1000, "/lam-viec/dang-ky/moi/", ""),
    "excel": ("yenhoa", DESK, 720, "/lam-viec/nhap-tu-excel/moi/registrations/?campaign=dan-van-kheo-2026", ""),
    "office": ("thuongtruc", DESK, 900, "/lam-viec/", ""),
    "waiting": ("thuongtruc", DESK, 720, "/lam-viec/", "Chợ phiên đổi rác lấy cây"),
    "statistics": ("thuongtruc", DESK, 900, "/lam-viec/so-lieu/?campaign=dan-van-kheo-2017", ""),
    "reading": ("thuongtruc", DESK, 1000, "/lam-viec/doc-bao-cao/", "bao-cao-huyen-2016.txt"),
    "years": ("thuongtruc", DESK, 620, "/lam-viec/don-vi/xa-yen-hoa/", ""),
    "report": ("lanhdao", DESK, 1000, "/lam-viec/bao-cao/?campaign=dan-van-kheo-2017", ""),
    "below-quota": ("lanhdao", DESK, 640, "/lam-viec/so-lieu/chua-dat-chi-tieu/?campaign=dan-van-kheo-2017", ""),
    "articles": ("bientap", DESK, 720, "/lam-viec/cong-thong-tin/", ""),
    "write": ("bientap", DESK, 960, "/lam-viec/cong-thong-tin/", "Hội nghị tổng kết phong trào thi đua"),
    "remarks": ("bientap", DESK, 820, "/lam-viec/cong-thong-tin/nhan-xet/", ""),
    "people": ("quantri", DESK, 560, "/lam-viec/nguoi-dung/", ""),
}
# Columns B to H of the workbook's form; the second row has two wrong cells.
ROWS = (
    ("Tổ thu gom rơm sau gặt", "Mô hình", "Kinh tế", "Tập thể", "Đăng ký mới", "Thôn Trung Đồng", "05/11/2026"),
    ("Tiếng loa học bài lúc 19 giờ", "Mô hình", "Giáo dục", "Tập thể", "Duy trì", "Toàn xã", "31/11/2026"),
)


def pages(browser: Browser, address: str) -> None:
    """Take the pages that only need to be opened; each person signs in once."""
    for person, pictures in groupby(PICTURES.items(), key=lambda picture: picture[1][0]):
        with looking(browser, address, person) as page:
            for name, (_, width, height, path, link) in pictures:
                opened(page, width, height, path, link)
                take(name, page)


def opened(page: Page, width: int, height: int, path: str, link: str) -> None:
    """Open an address, or the page that a link there leads to."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(path)
    if link:
        page.get_by_role("main").get_by_role("link", name=link).first.click()


def form(browser: Browser, address: str) -> None:
    """Take a registration being written."""
    with looking(browser, address, "yenhoa", 900) as page:
        page.goto("/lam-viec/dang-ky/moi/")
        page.get_by_label("Tên mô hình, điển hình").fill("Tủ sách hàng hiên ở thôn Liên Trì")
        page.get_by_label("Văn hóa - xã hội").check()
        page.get_by_label("Địa điểm").fill("Thôn Liên Trì")
        take("form", page)


def workbook(browser: Browser, address: str, folder: Path) -> None:
    """Take the result of a workbook with two wrong cells."""
    filled = folder / "dang-ky-yen-hoa.xlsx"
    with looking(browser, address, "yenhoa", 960) as page:
        page.goto("/lam-viec/nhap-tu-excel/moi/registrations/?campaign=dan-van-kheo-2026")
        with page.expect_download() as form:
            page.get_by_role("link", name="Tải mẫu").click()
        form.value.save_as(filled)
        book = load_workbook(filled)
        for values in ROWS:
            book.worksheets[0].append((None, *values))
        book.save(filled)
        page.locator("input[type=file]").set_input_files(filled)
        page.get_by_role("button", name="Kiểm tra tệp").click()
        take("excel-result", page)


def slip(browser: Browser, address: str) -> None:
    """Take the slip of a new person."""
    with looking(browser, address, "quantri", 600) as page:
        page.goto("/lam-viec/nguoi-dung/moi/")
        page.get_by_label("Họ và tên").fill("Bùi Thị Hậu")
        page.get_by_label("Tên đăng nhập").fill("yenphong")
        page.get_by_label("Đơn vị (bắt buộc)").select_option(label="Xã Yên Phong")
        page.get_by_role("button", name="Tạo tài khoản").click()
        take("slip", page)


def first_day(browser: Browser, folder: Path) -> None:
    """Take the first page of an empty copy."""
    folder.mkdir()
    with served(folder) as address, looking(browser, address, "", 1000) as page:
        page.goto("/thiet-lap/")
        take("first-run", page)


def main() -> None:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder, data = Path(place), Path(place) / "demo"
        kheo(data, "demo")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with served(data) as address:
            workbook(browser, address, folder)
            for pictures in (pages, form, slip, partial(procedure, folder=folder)):
                pictures(browser, address)
        first_day(browser, folder / "empty")
        document(folder, data)


if __name__ == "__main__":
    main()
