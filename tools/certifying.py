"""Certificates drawn, issued and printed before a camera: a part of `make shots`."""

import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import Page

from tools.looking import DESK, follow, keep, press, take

DESIGN = {
    "Tên mẫu": "Giấy chứng nhận huyện Yên Mô",
    "Cơ quan cấp trên": "Huyện ủy Yên Mô",
    "Cơ quan cấp giấy": "Ban Chỉ đạo phong trào thi đua “Dân vận khéo”",
    "Địa danh": "Yên Mô",
    "Thẩm quyền ký": "Trưởng ban",
    "Họ tên người ký": "Đỗ Trọng Luận",
}


def certify(page: Page, folder: Path) -> None:
    """Set up how certificates look, issue and print them."""
    at = page.url
    page.goto("/lam-viec/giay-chung-nhan/mau/moi/")
    for name, said in DESIGN.items():
        page.get_by_label(name).first.fill(said)
    page.get_by_label("Loại cơ quan").select_option("party")
    press(page, "Lưu")
    page.goto(at)
    follow(page, "Giấy chứng nhận")
    press(page, "Cấp những giấy được chọn, hoặc tất cả")
    page.set_viewport_size({"width": DESK, "height": 620})
    take("certificates", page)
    follow(page, "In những giấy chưa in")
    press(page, "Tạo tệp PDF và ghi nhật ký")
    page.wait_for_url("**/lan-in/**")
    file = page.get_by_role("link", name="Mở tệp PDF").get_attribute("href") or ""
    (folder / "certificate.pdf").write_bytes(page.request.get(file).body())
    follow(page, "0001/")
    (folder / "code").write_text(page.get_by_role("link", name="tra cứu").get_attribute("href") or "")
    if shutil.which("pdftoppm"):
        draw = ["pdftoppm", "-r", "75", "-singlefile", "-png", "certificate.pdf", "certificate"]
        subprocess.run(draw, cwd=folder, check=True)
        keep("certificate", (folder / "certificate.png").read_bytes())
    else:
        print("certificate.webp: left as it is, for pdftoppm is missing")
